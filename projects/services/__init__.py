"""The steps of a project's life. Each is one transaction, one record, and notices after it."""

from projects.services.deciding import approve, refuse, resubmit
from projects.services.founding import accept, decline, found, invite_again, withdraw
from projects.services.keeping import change_text, close

__all__ = [
    "accept",
    "approve",
    "change_text",
    "close",
    "decline",
    "found",
    "invite_again",
    "refuse",
    "resubmit",
    "withdraw",
]
