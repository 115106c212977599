"""The files of a room: the list, adding, fetching and removing."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import WrongState
from core.file_content import MB
from core.files import StorageFull, send_private
from core.http import page_of
from core.rules import require
from twinspaces import rules, services
from twinspaces.forms import MaterialForm
from twinspaces.models import Material
from twinspaces.views.fetching import item, room, seen, status_of


@login_not_required
@require_safe
def materials(request, slug):
    space = room(request, slug)
    context = {
        "space": space,
        "page_obj": page_of(request, seen(request, space.materials)),
    }
    if rules.can_see_inside(request.user, space):
        context["meter"] = _meter(space)
    return render(request, "twinspaces/materials.html", context)


def _meter(space):
    used, limit = space.used_bytes(), settings.TWINSPACE_LIMIT_MB * MB
    figures = {"used": filesizeformat(used), "limit": filesizeformat(limit)}
    words = _("%(used)s of %(limit)s are used by all files of this TwinSpace.") % figures
    return {"value": used, "max": limit, "words": words}


@require_http_methods(["GET", "HEAD", "POST"])
def material_new(request, slug):
    space = room(request, slug)
    require(rules.can_add_material(request.user, space))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MaterialForm(*sent)
    if form.is_valid() and _added(request, space, form):
        messages.success(request, _("Added. Only members of this TwinSpace see it."))
        return redirect("twinspaces:materials", slug)
    context = {"space": space, "form": form}
    return render(request, "twinspaces/material_new.html", context, status=status_of(form))


def _added(request, space, form) -> bool:
    """Whether there was room for it, in the TwinSpace and on the disk; the form says if not."""
    file, description = form.cleaned_data["file"], form.cleaned_data["description"]
    try:
        services.add_material(
            twinspace_id=space.pk, by=request.user, file=file, description=description
        )
    except StorageFull as refused:
        form.add_error("file", refused)
    except WrongState as refused:
        form.add_error("file", str(refused))
    return form.is_valid()


@login_not_required
@require_safe
def material(request, slug, material_id):
    """The file itself, for those who see it in the list."""
    found = item(request, Material, slug, material_id)
    try:
        return send_private(
            found.file, name=found.name, content_type=found.content_type, inline=True
        )
    except FileNotFoundError as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
def material_remove(request, slug, material_id):
    found = item(request, Material, slug, material_id)
    require(rules.can_remove_material(request.user, found))
    if request.method == "POST":
        services.remove_material(material_id=found.pk, by=request.user)
        messages.success(request, _("Removed: %(name)s.") % {"name": found.name})
        return redirect("twinspaces:materials", slug)
    context = {"space": found.twinspace, "material": found}
    return render(request, "twinspaces/material_remove.html", context)
