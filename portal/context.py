"""What every page needs to know."""

from typing import NamedTuple

from django.urls import reverse

# The entries of the main menu.
SECTIONS = ("partners:search", "projects:list", "contacts:directory", "portal:countries")


class Section(NamedTuple):
    """Which entry of the main menu this page is, or stands below."""

    name: str
    is_itself: bool


def page(request):
    """Where in the portal it is, and the person's unread notices; one query, and none for visitors."""
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    return {
        "section": _section(request.path),
        "unread_count": user.notices.unread().count() if is_known else 0,
    }


def _section(path: str) -> Section | None:
    for name in SECTIONS:
        address = reverse(name)
        if path.startswith(address):
            return Section(name, path == address)
    return None
