"""When somebody was last here: written at sign-in, at most once a day."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Absence, Teacher, User

NOTED_AFTER = timedelta(days=1)


@transaction.atomic
def was_here(user_id: int) -> None:
    """Whoever was away for long is found again, and the warnings they got are void."""
    now = timezone.now()
    people = User.objects.filter(
        Q(seen_at__lt=now - NOTED_AFTER) | Q(absence__isnull=False), pk=user_id
    )
    if User.objects.filter(pk__in=people).update(seen_at=now):
        Absence.objects.filter(user=user_id).delete()
        Teacher.objects.filter(user=user_id).update(last_active_at=now, hidden_at=None)
