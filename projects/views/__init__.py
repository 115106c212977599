from projects.views.edit import edit
from projects.views.new import new
from projects.views.reading import detail, list_public, mine
from projects.views.steps import accept, close, decline, invite, resubmit, withdraw

__all__ = [
    "accept",
    "close",
    "decline",
    "detail",
    "edit",
    "invite",
    "list_public",
    "mine",
    "new",
    "resubmit",
    "withdraw",
]
