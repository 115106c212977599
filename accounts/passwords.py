"""Passwords somebody would guess who knows where the person works and what this portal is."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.search import folded

ENOUGH = 6
SHORTEST_WORD = 3
WORDS_OF_THE_PORTAL = (
    "etwinning", "twinning", "twinspace", "portal", "erasmus", "europe", "europa", "project", "proyecto",
    "school", "colegio", "escuela", "instituto", "teacher", "profesor", "profesora", "docente", "maestra",
    "maestro", "welcome", "bienvenida", "password", "contrasena",
)  # fmt: skip


class ContextValidator:
    """Refuse what is made of the portal's words, and of the person's own school and town."""

    def validate(self, password, user=None):
        rest = folded(password)
        for word in sorted({*WORDS_OF_THE_PORTAL, *_words_around(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        letters = re.sub(r"[^a-z]", "", rest)
        if rest != folded(password) and len(letters) < ENOUGH:
            raise ValidationError(
                _(
                    "This password is made of words that anybody would try first here: the portal, "
                    "your school, your town. Use four words that have nothing to do with them."
                ),
                code="password_of_this_place",
            )

    def get_help_text(self):
        return _("Do not build it from the name of the portal, your school or your town.")


def _words_around(user) -> set[str]:
    """The words of the names of the person's school and its town."""
    teacher = user.teacher_or_none if user is not None and user.pk else None
    if teacher is None or teacher.school is None:
        return set()
    names = folded(f"{teacher.school.name} {teacher.school.town}")
    return {word for word in re.findall(r"\w+", names) if len(word) >= SHORTEST_WORD}
