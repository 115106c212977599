"""The pages of a room: reading and writing them, also when two write at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Stale
from core.http import page_of
from core.rules import require
from twinspaces import rules, services
from twinspaces.forms import PageForm
from twinspaces.models import Page
from twinspaces.views.fetching import item, room, seen, status_of

PICTURES_OFFERED = 6


@login_not_required
@require_safe
def pages(request, slug):
    space = room(request, slug)
    shown = page_of(request, seen(request, space.pages).defer("body"))
    return render(request, "twinspaces/pages.html", {"space": space, "page_obj": shown})


@login_not_required
@require_safe
def page(request, slug, page_id):
    shown = item(request, Page, slug, page_id)
    return render(request, "twinspaces/page.html", {"space": shown.twinspace, "page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def page_new(request, slug):
    space = room(request, slug)
    require(rules.can_write_page(request.user, space))
    if "preview" in request.POST:
        return _preview(request, space)
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text = _text(form)
        written = services.write_page(twinspace_id=space.pk, by=request.user, **text)
        messages.success(request, _("Saved. Only members of this TwinSpace see it."))
        return redirect(written)
    return _form(request, space, {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def page_edit(request, slug, page_id):
    page = item(request, Page, slug, page_id)
    require(rules.can_change_page(request.user, page))
    if "preview" in request.POST:
        return _preview(request, page.twinspace, page)
    now = {"title": page.title, "body": page.body, "version": page.version}
    form = PageForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            services.change_page(page_id=page.pk, by=request.user, version=version, **_text(form))
        except Stale as stale:
            return _both_texts(request, slug, page_id, stale)
        messages.success(request, _("Saved."))
        return redirect(page)
    context = {"form": form, "page": page}
    return _form(request, page.twinspace, context, status=status_of(form))


def _text(form) -> dict[str, str]:
    return {"title": form.cleaned_data["title"], "body": form.cleaned_data["body"]}


def _both_texts(request, slug, page_id, stale):
    """What the other person saved beside what this one typed; saving again keeps the typed text."""
    page = item(request, Page, slug, page_id)
    typed = request.POST.copy()
    typed["version"] = page.version
    theirs = page.revisions.select_related("by").first()
    context = {"form": PageForm(typed), "page": page, "stale": stale, "theirs": theirs}
    return _form(request, page.twinspace, context, status=409)


def _preview(request, space, page=None):
    """The typed text as it will look; nothing is saved."""
    typed = {name: request.POST.get(name, "") for name in ("title", "body", "version")}
    if request.htmx:
        return render(request, "twinspaces/page_form.html#preview", {"preview": typed["body"]})
    context = {"form": PageForm(initial=typed), "page": page, "preview": typed["body"]}
    return _form(request, space, context)


def _form(request, space, context, status=200):
    pictures = seen(request, space.materials).filter(content_type__startswith="image/")
    context = {
        "page": None,
        "preview": "",
        "theirs": None,
        **context,
        "space": space,
        "pictures": pictures[:PICTURES_OFFERED],
    }
    return render(request, "twinspaces/page_form.html", context, status=status)
