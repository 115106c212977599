"""Who may do what in a TwinSpace. Members work, founders decide, an archived room only remembers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import TeacherStatus
from core.rules import YES, Decision, no, rule
from twinspaces.models import InSpace, Material, MemberRole, Page, TwinSpace


def _works_here(user: Any, space: TwinSpace) -> Decision:
    """What every change in a room needs: to be a member, in good standing, of an open room."""
    if user.pk not in space.roles:
        return no(_("Only members of this TwinSpace can do this. Ask its founders to let you in."))
    if user.teacher_or_none and user.teacher_or_none.status == TeacherStatus.SUSPENDED:
        return no(
            _(
                "Your account is suspended, so you can read here and change nothing. "
                "Ask your National Support Organisation what to do."
            )
        )
    if not space.is_open:
        return no(
            _(
                "This TwinSpace is archived because its project is closed: everything can be read, "
                "nothing can be changed. Found a new project to go on working."
            )
        )
    return YES


def _is_founder(user: Any, space: TwinSpace) -> bool:
    return space.roles.get(user.pk) == MemberRole.FOUNDER


@rule("twinspaces.see_inside")
def can_see_inside(user: Any, space: TwinSpace) -> Decision:
    if user.pk in space.roles:
        return YES
    return no(_("What is inside a TwinSpace is seen by its members only."))


@rule("twinspaces.write_page")
def can_write_page(user: Any, space: TwinSpace) -> Decision:
    return _works_here(user, space)


@rule("twinspaces.change_page")
def can_change_page(user: Any, page: Page) -> Decision:
    return _works_here(user, page.twinspace)


@rule("twinspaces.add_material")
def can_add_material(user: Any, space: TwinSpace) -> Decision:
    return _works_here(user, space)


@rule("twinspaces.remove_material")
def can_remove_material(user: Any, material: Material) -> Decision:
    working = _works_here(user, material.twinspace)
    if working and material.by_id != user.pk and not _is_founder(user, material.twinspace):
        return no(_("A file is removed by the person who added it, or by a founder."))
    return working


@rule("twinspaces.announce")
def can_announce(user: Any, space: TwinSpace) -> Decision:
    return _works_here(user, space)


@rule("twinspaces.publish")
def can_publish(user: Any, item: InSpace) -> Decision:
    working = _works_here(user, item.twinspace)
    if working and item.is_public:
        return no(_("This is public already."))
    return working


@rule("twinspaces.unpublish")
def can_unpublish(user: Any, item: InSpace) -> Decision:
    """Also in an archived room: what should not be public must not stay so."""
    if user.pk not in item.twinspace.roles:
        return _works_here(user, item.twinspace)
    if not item.is_public:
        return no(_("This is not public: only members of the TwinSpace see it."))
    return YES


@rule("twinspaces.change_welcome")
def can_change_welcome(user: Any, space: TwinSpace) -> Decision:
    working = _works_here(user, space)
    if working and not _is_founder(user, space):
        return no(_("The name and the welcome text are changed by the founders."))
    return working
