from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import page_of
from core.rules import require
from twinspaces import rules, services
from twinspaces.forms import AnnouncementForm
from twinspaces.views.fetching import room, seen, status_of


@login_not_required
@require_safe
def announcements(request, slug):
    space = room(request, slug)
    shown = page_of(request, seen(request, space.announcements))
    return render(request, "twinspaces/announcements.html", {"space": space, "page_obj": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_new(request, slug):
    space = room(request, slug)
    require(rules.can_announce(request.user, space))
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.announce(twinspace_id=space.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Sent to the other members."))
        return redirect("twinspaces:announcements", slug)
    context = {"space": space, "form": form}
    return render(request, "twinspaces/announcement_new.html", context, status=status_of(form))
