"""Showing something of the room to everybody: an act of its own, with a warning before it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.rules import require
from twinspaces import rules, services
from twinspaces.forms import PublishForm
from twinspaces.models import PUBLISHABLE, Page
from twinspaces.views.fetching import item, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, slug, item_id, kind):
    found = item(request, PUBLISHABLE[kind], slug, item_id)
    require(rules.can_publish(request.user, found))
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.publish(kind=kind, item_id=found.pk, by=request.user)
        messages.success(request, _("“%(name)s” is public now.") % {"name": found})
        return redirect(_shown_on(found, slug))
    context = {"space": found.twinspace, "item": found, "kind": kind, "form": form}
    context["back"] = _shown_on(found, slug)
    return render(request, "twinspaces/publish.html", context, status=status_of(form))


@require_POST
def unpublish(request, slug, item_id, kind):
    found = item(request, PUBLISHABLE[kind], slug, item_id)
    services.unpublish(kind=kind, item_id=found.pk, by=request.user)
    messages.success(
        request, _("“%(name)s” is seen by members only from now on.") % {"name": found}
    )
    return redirect(_shown_on(found, slug))


def _shown_on(found, slug) -> str:
    """The address of the page on which it stands: a file has none of its own."""
    if isinstance(found, Page):
        return found.get_absolute_url()
    return reverse(f"twinspaces:{found._meta.model_name}s", args=[slug])
