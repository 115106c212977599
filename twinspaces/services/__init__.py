"""The steps of a TwinSpace. Nothing else changes one."""

from twinspaces.services.belonging import end_places, follow_decision, leave, remove_member
from twinspaces.services.inviting import accept, decline, invite, tell_invited, withdraw
from twinspaces.services.working import (
    add_material,
    announce,
    archive,
    change_page,
    change_welcome,
    open_space,
    publish,
    remove_material,
    unpublish,
    write_page,
)

__all__ = [
    "accept",
    "add_material",
    "announce",
    "archive",
    "change_page",
    "change_welcome",
    "decline",
    "end_places",
    "follow_decision",
    "invite",
    "leave",
    "open_space",
    "publish",
    "remove_material",
    "remove_member",
    "tell_invited",
    "unpublish",
    "withdraw",
    "write_page",
]
