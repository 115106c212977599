"""Which parts of a profile are seen by whom. The one rule that pages, cards and search ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import IntEnum

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """Parts of a profile that are shown or hidden together. Name, role and country always show."""

    ABOUT = "about", _("What I am looking for, my interests")
    TEACHING = "teaching", _("Subjects, languages, pupils' ages and levels")
    SCHOOL = "school", _("My school")
    PHOTO = "photo", _("My photo")
    AVAILABILITY = "availability", _("Whether I am looking for partners")


class Audience(models.TextChoices):
    EVERYBODY = "everybody", _("Everybody, also without signing in")
    MEMBERS = "members", _("All validated teachers")
    CONNECTIONS = "connections", _("Only my connections")
    NOBODY = "nobody", _("Nobody")


class Relation(IntEnum):
    """How close somebody is to the person whose profile it is. Support staff see what the person sees."""

    VISITOR = 0
    MEMBER = 1
    CONNECTION = 2
    OWN = 3


_GROUPS = tuple(Group.values)
_CLOSE_ENOUGH = {
    Audience.EVERYBODY: Relation.VISITOR,
    Audience.MEMBERS: Relation.MEMBER,
    Audience.CONNECTIONS: Relation.CONNECTION,
    Audience.NOBODY: Relation.OWN,
}
GROUP_OF = {
    "looking_for": Group.ABOUT,
    "interests": Group.ABOUT,
    "subjects": Group.TEACHING,
    "subject_names": Group.TEACHING,
    "vocational": Group.TEACHING,
    "languages": Group.TEACHING,
    "language_levels": Group.TEACHING,
    "language_words": Group.TEACHING,
    "levels": Group.TEACHING,
    "age_from": Group.TEACHING,
    "age_to": Group.TEACHING,
    "ages": Group.TEACHING,
    "school": Group.SCHOOL,
    "school_id": Group.SCHOOL,
    "photo": Group.PHOTO,
    "photo_url": Group.PHOTO,
    "is_available": Group.AVAILABILITY,
}


def shown_to_all(group: Group, path: str = "") -> Q:
    """The teachers whose group every member may see, and who may therefore be found by it.

    `Teacher.limits` names only the groups that fewer people see. `path` leads to the teacher.
    """
    return ~Q(**{f"{path}limits__has_key": group.value})


def audience_of(group: str, limits: Mapping[str, str], open_groups: Collection[str]) -> Audience:
    """All validated teachers, unless the person wants fewer people or everybody to see the group."""
    if group in open_groups:
        return Audience.EVERYBODY
    return Audience(limits.get(group, Audience.MEMBERS))


def groups_shown(
    limits: Mapping[str, str], open_groups: Collection[str], relation: Relation
) -> frozenset[str]:
    """The groups of a profile that somebody this close sees."""
    return frozenset(
        group
        for group in _GROUPS
        if relation >= _CLOSE_ENOUGH[audience_of(group, limits, open_groups)]
    )
