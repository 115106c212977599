"""Who is in a room: the list, removing somebody, leaving."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.rules import require
from twinspaces import rules, services
from twinspaces.views.fetching import people_of, room


@require_safe
def members(request, slug):
    space = room(request, slug)
    require(rules.can_see_inside(request.user, space))
    return render(request, "twinspaces/members.html", {"space": space, "people": people_of(space)})


@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request, slug, member_id):
    space = room(request, slug)
    require(rules.can_see_inside(request.user, space))
    member = get_object_or_404(people_of(space), pk=member_id)
    member.twinspace = space
    require(rules.can_remove_member(request.user, member))
    if request.method == "POST":
        person = services.remove_member(member_id=member.pk, by=request.user)
        text = _("%(name)s is no longer a member of this TwinSpace.") % {"name": person.name}
        messages.success(request, text)
        return redirect("twinspaces:members", slug)
    context = {"space": space, "member": member}
    return render(request, "twinspaces/remove_member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, slug):
    space = room(request, slug)
    require(rules.can_leave(request.user, space))
    if request.method == "POST":
        services.leave(twinspace_id=space.pk, by=request.user)
        messages.success(request, _("You have left “%(name)s”.") % {"name": space.name})
        return redirect("portal:home")
    return render(request, "twinspaces/leave.html", {"space": space})
