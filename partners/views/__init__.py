"""The pages on which teachers find each other and come into contact."""

from partners.views.asking import connect
from partners.views.connections import accept, connection, connections, decline, end, withdraw
from partners.views.search import search

__all__ = [
    "accept",
    "connect",
    "connection",
    "connections",
    "decline",
    "end",
    "search",
    "withdraw",
]
