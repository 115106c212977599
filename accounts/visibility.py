"""A profile as somebody sees it: what is hidden from them reads as if it were not filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Relation, Teacher, is_member
from accounts.models.visibility import GROUP_OF

# An app above knows who is connected: (viewer, teacher) -> bool. Registered in its `AppConfig.ready`.
CONNECTED: list[Callable[[Teacher, Teacher], bool]] = []


def relation_to_anybody(viewer: Any) -> Relation:
    """How close this person is to people they have nothing to do with."""
    return Relation.MEMBER if is_member(viewer) else Relation.VISITOR


def relation_of(viewer: Any, teacher: Teacher) -> Relation:
    """How close this person is. One query, and none on one's own page or for support staff."""
    if not viewer.is_authenticated:
        return Relation.VISITOR
    if viewer.pk == teacher.user_id or viewer.serves(teacher.country_id):
        return Relation.OWN
    mine = viewer.teacher_or_none if viewer.is_member else None
    if mine and any(connected(mine, teacher) for connected in CONNECTED):
        return Relation.CONNECTION
    return relation_to_anybody(viewer)


class Shown:
    """A teacher as somebody this close sees them. Everything not hidden is the teacher's own."""

    def __init__(self, teacher: Teacher, relation: Relation) -> None:
        self._teacher = teacher
        self._groups = teacher.groups_shown_to(relation)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._teacher, name)
        group = GROUP_OF.get(name)
        return value if group is None or group in self._groups else _nothing_like(value)

    def __str__(self) -> str:
        return str(self._teacher)


def _nothing_like(value: Any) -> Any:
    return type(value)() if isinstance(value, str | list | dict | bool) else None
