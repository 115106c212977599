"""Registering: who one is, and what one teaches. The school in between is in `schools`."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.locks import own_teacher
from accounts.models import Membership, Teacher, TeacherStatus, User
from accounts.roles import may_join
from contacts.models import Country
from core.errors import WrongState
from core.models import record
from core.rules import require
from core.slugs import new_slug


@transaction.atomic
def register_profile(
    *,
    by: User,
    given_name: str,
    family_name: str,
    role: str,
    country_id: str,
    portal_id: str | None = None,
) -> Teacher:
    """Begin or correct a registration. Another country means another school: the old one is let go."""
    User.objects.select_for_update().get(pk=by.pk)  # pressed twice, the profile is made once
    teacher = own_teacher(by)
    require(rules.can_register_profile(by, teacher))
    require(may_join(role))
    _require_participation(country_id)

    by.given_name, by.family_name = given_name, family_name
    by.save(update_fields=["given_name", "family_name"])
    if teacher is None:
        slug = new_slug(by.name, fallback="teacher")
        teacher = Teacher(user=by, slug=slug, portal_id=portal_id)
    teacher.role = role
    if teacher.country_id != country_id:
        _leave_for_another_country(teacher, country_id)
    teacher.save()

    by.__dict__.pop("teacher_or_none", None)
    record("accounts.registered_profile", by=by, target=teacher, role=role, country=country_id)
    return teacher


def _require_participation(country_id: str) -> None:
    if not Country.objects.participating().filter(pk=country_id).exists():
        raise WrongState(
            _(
                "This country does not take part in eTwinning at the moment, so nobody could validate "
                "your registration. Choose the country where your school is."
            )
        )


def _leave_for_another_country(teacher: Teacher, country_id: str) -> None:
    if teacher.school_id:
        Membership.objects.filter(teacher=teacher, ends=None).delete()
    teacher.country_id, teacher.school, teacher.status = country_id, None, TeacherStatus.INCOMPLETE
    teacher.status_since = timezone.now()


@transaction.atomic
def describe_teaching(
    *,
    by: User,
    subjects: Sequence[str],
    vocational: Sequence[str],
    languages: Sequence[str],
    levels: Sequence[str],
    age_from: int | None,
    age_to: int | None,
) -> Teacher:
    """Finish the registration, or apply again after a refusal: the national organisation decides."""
    teacher = own_teacher(by)
    require(rules.can_describe_teaching(by, teacher))

    teacher.subjects, teacher.vocational = list(subjects), list(vocational)
    teacher.languages, teacher.levels = list(languages), list(levels)
    teacher.age_from, teacher.age_to = age_from, age_to
    teacher.status, teacher.decision_reason = TeacherStatus.WAITING, ""
    teacher.status_since = teacher.last_active_at = timezone.now()
    teacher.save()

    by.__dict__.pop("teacher_or_none", None)
    record("accounts.described_teaching", by=by, target=teacher)
    return teacher
