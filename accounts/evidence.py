"""What the evidence about a teacher amounts to under the rule of the country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Evidence, EvidenceKind, EvidenceState, Teacher, ValidationRule

# A colleague may simply not know everybody; these two know, or can find out.
WHOSE_NO_COUNTS = {EvidenceKind.HEAD, EvidenceKind.REPRESENTATIVE}


@dataclass(frozen=True)
class Standing:
    """How many points there are of those needed, and whether somebody who knows said no."""

    points: int
    needed: int
    denied: bool

    @property
    def is_sufficient(self) -> bool:
        return self.points >= self.needed and not self.denied

    @property
    def words(self) -> str:
        if self.denied:
            return _("Somebody does not know this person")
        if self.is_sufficient:
            return _("Sufficient (%(points)s of %(needed)s)") % vars(self)
        return _("%(points)s of %(needed)s") % vars(self)


def standing(rule: ValidationRule, gathered: Iterable[Evidence]) -> Standing:
    """Each kind counts once; every colleague who vouches counts."""
    gathered = list(gathered)
    given = [one.kind for one in gathered if one.state == EvidenceState.GIVEN]
    colleagues = given.count(EvidenceKind.COLLEAGUE)
    points = sum(rule.weight(kind) for kind in set(given) - {EvidenceKind.COLLEAGUE})
    denied = any(
        one.state == EvidenceState.DENIED and one.kind in WHOSE_NO_COUNTS for one in gathered
    )
    return Standing(points + colleagues * rule.weight(EvidenceKind.COLLEAGUE), rule.needed, denied)


def needs_no_eyes(one: Evidence) -> bool:
    """Whether it may count without a person of the desk having looked at it.

    SECURITY: anybody can upload a paper, or name a friend's mailbox as the head's.
    """
    if one.kind == EvidenceKind.CERTIFICATE:
        return False
    answered = one.state == EvidenceState.GIVEN and one.kind == EvidenceKind.HEAD
    return one.at_school_domain if answered else True


def is_proven(rule: ValidationRule, gathered: Iterable[Evidence]) -> bool:
    """Enough to validate without a decision of staff, in a country that wants that."""
    if not rule.auto_validate:
        return False
    return standing(rule, filter(needs_no_eyes, gathered)).is_sufficient


def teachers_with_enough(waiting: Iterable[Teacher]) -> list[int]:
    """Ids of those among these teachers whose evidence is sufficient. Three queries."""
    countries = {teacher.pk: teacher.country_id for teacher in waiting}
    gathered: dict[int, list[Evidence]] = {}
    rows = Evidence.objects.about_present_schools().filter(teacher__in=countries)
    for one in rows:
        gathered.setdefault(one.teacher_id, []).append(one)
    rule_of = ValidationRule.objects.of_countries(countries.values())
    return [
        teacher_id
        for teacher_id, pieces in gathered.items()
        if standing(rule_of(countries[teacher_id]), pieces).is_sufficient
    ]
