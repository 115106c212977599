from twinspaces.views.announcements import announcement_new, announcements
from twinspaces.views.history import page_history, page_restore, page_revision
from twinspaces.views.invitations import accept, decline, invitation, invite, withdraw
from twinspaces.views.materials import material, material_new, material_remove, materials
from twinspaces.views.pages import page, page_edit, page_new, pages
from twinspaces.views.people import leave, members, remove_member
from twinspaces.views.publishing import publish, unpublish
from twinspaces.views.rooms import edit, home, mine

__all__ = [
    "accept",
    "announcement_new",
    "announcements",
    "decline",
    "edit",
    "home",
    "invitation",
    "invite",
    "leave",
    "material",
    "material_new",
    "material_remove",
    "materials",
    "members",
    "mine",
    "page",
    "page_edit",
    "page_history",
    "page_new",
    "page_restore",
    "page_revision",
    "pages",
    "publish",
    "remove_member",
    "unpublish",
    "withdraw",
]
