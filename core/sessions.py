"""Ending what a person has open."""

from typing import Any

from allauth.usersessions.models import UserSession


def end_sessions(person: Any) -> None:
    """Sign a person out everywhere, at once. Part of the step that takes their rights away."""
    for session in UserSession.objects.filter(user=person):
        session.end()
