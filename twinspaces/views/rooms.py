"""My rooms, and one room seen by its members or by everybody else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.rules import require
from twinspaces import rules, services
from twinspaces.forms import WelcomeForm
from twinspaces.models import Invitation, TwinSpace
from twinspaces.views.fetching import people_of, room, seen, status_of


@require_safe
def mine(request):
    """With exactly one room, straight into it; `?all` shows the list all the same."""
    rooms = list(
        TwinSpace.objects.of(request.user)
        .select_related("project__founder_country", "project__cofounder_country")
        .order_by("-status", "-opened_at")
    )
    invitations = list(Invitation.objects.of(request.user).answerable_by(request.user).for_pages())
    if len(rooms) == 1 and not invitations and "all" not in request.GET:
        return redirect(rooms[0])
    context = {"rooms": rooms, "invitations": invitations}
    return render(request, "twinspaces/mine.html", context)


@login_not_required
@require_safe
def home(request, slug):
    space = room(request, slug)
    inside = rules.can_see_inside(request.user, space)
    if inside and request.GET.get("as") != "visitor":
        return render(request, "twinspaces/home.html", _inside(request, space))
    return render(request, "twinspaces/public.html", _outside(request, space, inside))


def _inside(request, space):
    return {
        "space": space,
        "announcements": seen(request, space.announcements)[:3],
        "pages": seen(request, space.pages).order_by("-updated_at", "-pk")[:5],
        "materials": seen(request, space.materials)[:5],
        "people": people_of(space),
    }


def _outside(request, space, inside):
    """Only what was published, also for a member who wants to see it as others do."""
    files = list(seen(request, space.materials).public()[:24])
    return {
        "space": space,
        "as_visitor": inside,
        "announcements": seen(request, space.announcements).public()[:3],
        "pages": seen(request, space.pages).public().order_by("-published_at")[:12],
        "pictures": [file for file in files if file.is_picture],
        "files": [file for file in files if not file.is_picture],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    space = room(request, slug)
    require(rules.can_change_welcome(request.user, space))
    form = WelcomeForm(
        request.POST if request.method == "POST" else None,
        initial={"name": space.name, "welcome": space.welcome},
    )
    if form.is_valid():
        services.change_welcome(twinspace_id=space.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(space)
    context = {"space": space, "form": form}
    return render(request, "twinspaces/edit.html", context, status=status_of(form))
