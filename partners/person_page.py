"""What partners add to a person's page: how the two stand, the way to connect, and to part for good."""

from accounts.models import Teacher
from accounts.person_page import Section
from partners import rules
from partners.models import Connection


def connecting(user, person: Teacher) -> Section | None:
    """Nothing on one's own page, nor for those who cannot connect anyway."""
    if not rules.can_connect(user, person):
        return None
    mine = user.teacher_or_none
    live = Connection.objects.between(mine, person).live().first()
    is_received = bool(live and live.asked_id == mine.pk)
    context = {"person": person, "connection": live, "is_received": is_received}
    return Section("partners/_stand.html", context)


def blocking(user, person: Teacher) -> Section | None:
    """The quiet way to never meet again, at the end of the page."""
    if not rules.can_block(user, person) or person.pk in user.blocked_teacher_ids:
        return None
    return Section("partners/_block.html", {"person": person})


def are_connected(mine: Teacher, person: Teacher) -> bool:
    """May they see what the other shows to connections alone?"""
    return Connection.objects.between(mine, person).accepted().exists()
