"""What an engine hands back, before a page is made of it."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Teacher

Counts = dict[str, dict[str, int]]

ORDERS = {
    "active": ["-last_active_at", "-pk"],
    "new": ["-user__date_joined", "-pk"],
    "name": ["user__family_name", "user__given_name", "pk"],
}


@dataclass(frozen=True, slots=True)
class Found:
    """`people(start, stop)` reads those between two places of the whole order."""

    total: int
    counts: Counts
    without: dict[str, int]
    people: Callable[[int, int], list[Teacher]]
    near: bool
