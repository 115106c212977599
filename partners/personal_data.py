"""Connections are between two people: without one of them there is nothing left to keep."""

from core.personal_data import delete, holds
from partners.models import Connection, Dismissal

holds(
    Connection,
    paths=["asker__user", "asked__user"],
    export=[
        "asker__slug",
        "asked__slug",
        "message",
        "answer",
        "status",
        "asked_at",
        "answered_at",
    ],
    forget=delete,
)
holds(
    Dismissal,
    paths=["teacher__user"],
    refs=["person__user"],
    export=["person__slug", "at"],
    forget=delete,
)
