"""The teachers of a regional representative's territory who wait for validation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Evidence, EvidenceKind, Teacher, TeacherStatus, User


def everybody_in(user: User) -> QuerySet[Teacher]:
    """Teachers whose school lies in a territory of theirs, or right below one."""
    ids = user.represented_territory_ids
    here = Q(school__territory__in=ids) | Q(school__territory__parent__in=ids)
    return Teacher.objects.filter(here).exclude(user=user).select_related("user")


def waiting_in(user: User) -> QuerySet[Teacher]:
    """Those who wait, the longest first."""
    rows = everybody_in(user).filter(status=TeacherStatus.WAITING, user__is_active=True)
    return rows.select_related("school__territory", "country").order_by("status_since", "pk")


def with_words(teachers: Iterable[Teacher]) -> list[dict[str, Any]]:
    """Each with the representative's earlier answer, if there is one. Two queries."""
    teachers = list(teachers)
    said = Evidence.objects.about_present_schools().filter(
        kind=EvidenceKind.REPRESENTATIVE, teacher__in=teachers
    )
    words = {one.teacher_id: one for one in said.select_related("by")}
    usual = timedelta(days=settings.USUAL_VALIDATION_DAYS)
    return [
        {
            "teacher": teacher,
            "word": words.get(teacher.pk),
            "late": timezone.now() - teacher.status_since > usual,
        }
        for teacher in teachers
    ]
