"""Older versions of a page. They are the members' own, also when the page is public."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import page_of
from core.rules import require
from twinspaces import rules, services
from twinspaces.models import Page
from twinspaces.views.fetching import item


@require_safe
def page_history(request, slug, page_id):
    page = _page(request, slug, page_id)
    revisions = page_of(request, page.revisions.defer("body").select_related("by"))
    context = {"space": page.twinspace, "page": page, "page_obj": revisions}
    return render(request, "twinspaces/page_history.html", context)


@require_safe
def page_revision(request, slug, page_id, version):
    page = _page(request, slug, page_id)
    revision = get_object_or_404(page.revisions.select_related("by"), version=version)
    context = {"space": page.twinspace, "page": page, "revision": revision}
    return render(request, "twinspaces/page_revision.html", context)


@require_POST
def page_restore(request, slug, page_id, version):
    """The older text becomes a new version; what it replaces stays in the history."""
    page = _page(request, slug, page_id)
    revision = get_object_or_404(page.revisions, version=version)
    services.change_page(
        page_id=page.pk,
        by=request.user,
        title=revision.title,
        body=revision.body,
        version=_seen(request),
    )
    messages.success(request, _("Version %(number)d is back.") % {"number": version})
    return redirect(page)


def _page(request, slug, page_id) -> Page:
    page = item(request, Page, slug, page_id)
    require(rules.can_see_inside(request.user, page.twinspace))
    return page


def _seen(request) -> int:
    """The version the person had before them; anything that is none of ours is an old one."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
