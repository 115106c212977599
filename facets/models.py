"""Where derived indexes are kept, and what has changed since. Nothing here is the truth."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Build(models.Model):
    """One finished index of a source, in pieces. The newest counts, the one before may be in use.

    It can be thrown away and made again.
    """

    source = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now)
    form = models.PositiveSmallIntegerField()
    # What PostgreSQL's transactions the build has seen (a pg_snapshot): everything else came later.
    snapshot = models.TextField()
    rows = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    checksum = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")

    def __str__(self) -> str:
        return f"{self.source} {self.pk} ({self.made_at:%Y-%m-%d %H:%M})"


class BuildPiece(models.Model):
    build = models.ForeignKey(Build, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        verbose_name = _("piece of a search index")
        verbose_name_plural = _("pieces of search indexes")
        constraints = [
            models.UniqueConstraint(fields=["build", "number"], name="facets_piece_once")
        ]

    def __str__(self) -> str:
        return f"{self.build_id}/{self.number}"


class Change(models.Model):
    """A row that a transaction changed and that a search depends on. Only triggers write here."""

    what = models.CharField(max_length=10)
    row = models.BigIntegerField()
    transaction = models.BigIntegerField()

    class Meta:
        verbose_name = _("change for search")
        verbose_name_plural = _("changes for search")
        indexes = [models.Index(fields=["transaction", "what", "row"], name="facets_change_new")]

    def __str__(self) -> str:
        return f"{self.what} {self.row}"
