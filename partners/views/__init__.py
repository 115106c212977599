"""The pages on which teachers find each other and come into contact."""

from partners.views.asking import connect
from partners.views.blocking import block, blocked, unblock
from partners.views.connections import accept, connection, connections, decline, end, withdraw
from partners.views.search import map_of_results, search
from partners.views.suggesting import dismiss, suggest_again, suggestions

__all__ = [
    "accept",
    "block",
    "blocked",
    "connect",
    "connection",
    "connections",
    "decline",
    "dismiss",
    "end",
    "map_of_results",
    "search",
    "suggest_again",
    "suggestions",
    "unblock",
    "withdraw",
]
