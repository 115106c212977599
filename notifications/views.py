from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.core.signing import BadSignature
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import page_of
from core.language import in_language
from notifications import services, texts
from notifications.forms import PreferencesForm, optional_kinds, required_kinds
from notifications.kinds import KINDS
from notifications.models import Notice


@require_safe
def inbox(request):
    notices = Notice.objects.visible_to(request.user).for_inbox()
    return render(request, "notifications/inbox.html", {"page_obj": page_of(request, notices)})


@require_http_methods(["GET", "HEAD", "POST"])
def open_notice(request, notice_id):
    """Go where the notice leads, in the language one reads now. It counts as read, which harms nobody."""
    notice = services.mark_read(notice_id=_own(request, notice_id).pk, by=request.user)
    if not notice.path:
        return redirect("notifications:inbox")
    return redirect(in_language(notice.path, get_language()))


@require_POST
def read(request, notice_id):
    services.mark_read(notice_id=_own(request, notice_id).pk, by=request.user)
    return redirect("notifications:inbox")


@require_POST
def read_all(request):
    services.mark_all_read(by=request.user)
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    wanted = _wanted(request.user)
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, initial={"wanted": sorted(wanted)})
    if form.is_valid():
        _save_choices(request.user, wanted, set(form.cleaned_data["wanted"]))
        messages.success(request, _("Saved. We write to you as you have chosen."))
        return redirect("notifications:preferences")
    return render(
        request,
        "notifications/preferences.html",
        {"form": form, "required_kinds": required_kinds()},
        status=422 if form.is_bound else 200,
    )


# SECURITY: no CSRF token, because mail programs post here by themselves (RFC 8058); the signed
# token in the address is the permission, and all it permits is to stop one kind of e-mail.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """GET asks, because mail programs follow links to look at them. POST does."""
    try:
        _person_id, kind_name = texts.read_token(token)
        kind = KINDS[kind_name]
        if request.method == "POST":
            services.unsubscribe(token=token)
    except (BadSignature, ValueError, KeyError, ObjectDoesNotExist):
        return render(request, "notifications/unsubscribe_invalid.html", status=404)
    done = request.method == "POST"
    return render(request, "notifications/unsubscribe.html", {"kind": kind, "done": done})


def _own(request, notice_id) -> Notice:
    return get_object_or_404(Notice.objects.visible_to(request.user), pk=notice_id)


def _wanted(user) -> set[str]:
    """The names of the kinds this person gets e-mails about, of those they may choose."""
    chosen = dict(user.notice_preferences.values_list("kind", "email"))
    return {kind.name for kind in optional_kinds() if chosen.get(kind.name, kind.email)}


def _save_choices(user, before: set[str], after: set[str]) -> None:
    for name in before ^ after:
        services.choose(kind=KINDS[name], email=name in after, by=user)
