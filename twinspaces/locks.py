"""Rows of a room read for update, in one order: the person, the room, the place, the invitation."""

from twinspaces.models import Invitation, TwinSpace


def lock_space(twinspace_id: int) -> TwinSpace:
    spaces = TwinSpace.objects.select_for_update(of=("self",)).select_related("project")
    space: TwinSpace = spaces.get(pk=twinspace_id)
    return space


def lock_invitation(invitation_id: int) -> Invitation:
    """The invitation with its room, both locked."""
    rows = Invitation.objects.filter(pk=invitation_id)
    space = lock_space(rows.values_list("twinspace_id", flat=True).get())
    invitation: Invitation = rows.select_for_update(of=("self",)).select_related("by", "user").get()
    invitation.twinspace = space
    return invitation
