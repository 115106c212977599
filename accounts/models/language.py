"""How well somebody speaks a language: the Common European Framework of Reference."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LanguageLevel(models.TextChoices):
    A1 = "a1", "A1"
    A2 = "a2", "A2"
    B1 = "b1", "B1"
    B2 = "b2", "B2"
    C1 = "c1", "C1"
    C2 = "c2", "C2"
    NATIVE = "native", _("native")


# Name by code. A dictionary, because a list of people asks for dozens of them.
LEVEL_NAMES = dict(LanguageLevel.choices)
