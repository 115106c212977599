"""How soon people usually answer when somebody asks to connect. Words, not stars."""

import math
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import Teacher
from partners.models import Connection, ConnectionStatus

# Fewer answers say nothing; old ones say little; a long wait is not worth a word.
FEWEST_ANSWERS = 3
COUNTED_FOR = timedelta(days=365)
MOST_DAYS = 21
ANSWERED = [ConnectionStatus.ACCEPTED, ConnectionStatus.DECLINED]


class _ThreeOutOfFour(Aggregate):
    """Within what three quarters of the values lie."""

    template = "percentile_disc(0.75) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def usual_answers(people: Iterable[Teacher]) -> dict[int, str]:
    """Of those who answer soon, in words; one query for all of them."""
    took = ExpressionWrapper(F("answered_at") - F("asked_at"), output_field=DurationField())
    answered = Connection.objects.filter(
        asked__in=people,
        status__in=ANSWERED,
        answered_at__isnull=False,
        asked_at__gt=timezone.now() - COUNTED_FOR,
    )
    usual = answered.values_list("asked").annotate(number=Count("pk"), took=_ThreeOutOfFour(took))
    days = {
        person: max(1, math.ceil(took / timedelta(days=1)))
        for person, number, took in usual
        if number >= FEWEST_ANSWERS
    }
    return {person: words(number) for person, number in days.items() if number <= MOST_DAYS}


def words(days: int) -> str:
    return ngettext("Usually answers within a day", "Usually answers within %(n)d days", days) % {
        "n": days
    }
