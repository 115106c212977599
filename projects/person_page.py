"""What projects add to the pages of people and schools: the public ones, newest first."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import School, Teacher, is_member
from accounts.person_page import Section
from projects.models import Project

MOST = 6


def projects_of(user, person: Teacher) -> Section | None:
    """For those who may read the names of founders, and for oneself."""
    if not is_member(user) and person.user_id != user.pk:
        return None
    return _section(Project.objects.public().of(person))


def projects_at(user, school: School) -> Section | None:
    """Projects stay with the school they were founded at."""
    there = Q(founder_school=school) | Q(cofounder_school=school)
    return _section(Project.objects.public().filter(there))


def _section(projects) -> Section | None:
    shown = list(projects.for_cards()[:MOST])
    if not shown:
        return None
    return Section("projects/_section.html", {"projects": shown}, title=_("Projects"))
