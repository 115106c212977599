"""The steps of a TwinSpace. Nothing else changes one."""

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
    "add_material",
    "announce",
    "archive",
    "change_page",
    "change_welcome",
    "open_space",
    "publish",
    "remove_material",
    "unpublish",
    "write_page",
]
