"""Two people who shall not meet: one of them has blocked the other."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BlockQuerySet(models.QuerySet["Block"]):
    def of(self, user: Any) -> Self:
        """Those this person has made; who has blocked them, nobody tells them."""
        return self.filter(blocker__user=user)

    def teacher_ids_around(self, teacher: Any) -> frozenset[int]:
        """Whom this teacher has blocked and who has blocked them; one query."""
        mine = Q(blocker=teacher) | Q(blocked=teacher)
        pairs = self.filter(mine).values_list("blocker", "blocked")
        return frozenset(pk for pair in pairs for pk in pair) - {teacher.pk}


def blocks_around(teacher: str) -> dict[str, ArraySubquery]:
    """Annotations of a query in which `teacher` is a teacher's key.

    Whom they have blocked (`blocked_ids`) and who has blocked them (`blocked_by_ids`).
    """
    made = Block.objects.filter(blocker=OuterRef(teacher))
    received = Block.objects.filter(blocked=OuterRef(teacher))
    return {
        "blocked_ids": ArraySubquery(made.values("blocked")),
        "blocked_by_ids": ArraySubquery(received.values("blocker")),
    }


class Block(models.Model):
    """A teacher does not want to meet another: neither of the two meets the other from now on."""

    blocker = models.ForeignKey("Teacher", models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey("Teacher", models.CASCADE, related_name="blocks_received")
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.CheckConstraint(
                name="block_keeps_two_people_apart", condition=~Q(blocker=F("blocked"))
            ),
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} – {self.blocked_id}"
