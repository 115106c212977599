"""Teachers as partners: whom the search finds, and by what."""

import json
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Teacher, is_member
from accounts.models.visibility import Group, shown_to_all
from contacts.choices import countries
from core import vocabularies
from core.models import Vocabulary
from facets import row
from facets.facet import ages, any_of, flag, one_of
from facets.row import Row, Values
from facets.source import Order, Source


class Teachers(Source):
    name = "teachers"
    model = Teacher
    # Nobody is found or counted by what fewer than all members may see of their profile.
    facets = {
        "country": one_of("country_id", _("Country"), countries, is_open=True),
        "subject": any_of(
            "subjects",
            _("Subject"),
            vocabularies.offering(Vocabulary.SUBJECT),
            among=shown_to_all(Group.TEACHING),
            is_open=True,
        ),
        "language": any_of(
            "languages",
            _("Language"),
            vocabularies.offering(Vocabulary.LANGUAGE),
            among=shown_to_all(Group.TEACHING),
            is_open=True,
        ),
        "level": any_of(
            "levels",
            _("School level"),
            vocabularies.offering(Vocabulary.LEVEL),
            among=shown_to_all(Group.TEACHING),
        ),
        "age": ages(_("Pupils' age"), among=shown_to_all(Group.TEACHING)),
        "role": one_of("role", _("Role at school"), vocabularies.offering(Vocabulary.ROLE)),
        "available": flag(
            "is_available",
            _("Availability"),
            _("Looking for partners now"),
            among=shown_to_all(Group.AVAILABILITY),
        ),
    }
    orders = {
        "active": Order(_("Recently active"), ("-last_active_at", "-pk")),
        "new": Order(_("Newest members"), ("-user__date_joined", "-pk")),
        "name": Order(_("Family name"), ("user__sort_name", "pk")),
    }
    texts = {
        "user__name_normal": None,
        "school__text_normal": shown_to_all(Group.SCHOOL),
        "text_normal": shown_to_all(Group.ABOUT),
    }
    near = "user__name_normal"
    columns = (
        "pk",
        "limits",
        "country_id",
        "role",
        "is_available",
        "age_from",
        "age_to",
        "subjects",
        "languages",
        "levels",
        "school_id",
        "school__text_normal",
        "user__name_normal",
        "text_normal",
    )
    changes = {
        "teacher": None,
        "person": ("accounts_teacher", "user_id", "id"),
        "school": ("accounts_teacher", "school_id", "id"),
    }

    def held(self) -> QuerySet[Any]:
        return Teacher.objects.findable()

    def shown_to(self, user: Any) -> QuerySet[Any]:
        """Search is for members: whoever opens their profile to everybody is not searched by everybody."""
        if not self.is_whole_for(user):
            return Teacher.objects.none()
        return Teacher.objects.visible_to(user).findable().exclude(pk__in=self.left_out(user))

    def is_whole_for(self, user: Any) -> bool:
        return is_member(user)

    def left_out(self, user: Any) -> list[int]:
        """Themselves, and whom they shall never meet."""
        mine = user.teacher_or_none if user.is_authenticated else None
        return [mine.pk, *user.blocked_teacher_ids] if mine else []

    def for_cards(self, rows: Any) -> Any:
        return rows.as_cards()

    def counted(self, number: int) -> str:
        return ngettext("%(n)s teacher", "%(n)s teachers", number) % {"n": intcomma(number)}

    def row(self, *columns: Any) -> Row:
        pk, limits, country, role, is_available, *teaching, school, school_text, name, text = (
            columns
        )
        hides = _hides(limits)
        values = (
            *_always(country, role),
            *(() if hides.availability else _available(is_available)),
            *(() if hides.teaching else _teaching(*teaching)),
        )
        text = "" if hides.about else text
        return Row(int(pk), values, name, text, int(school), "" if hides.school else school_text)


class _Hides(NamedTuple):
    """Which groups of a profile fewer people see than all members: nobody is found by them."""

    availability: bool
    teaching: bool
    about: bool
    school: bool


@lru_cache(maxsize=10_000)
def _hides(limits: str) -> _Hides:
    hidden = json.loads(limits)
    return _Hides(
        Group.AVAILABILITY in hidden,
        Group.TEACHING in hidden,
        Group.ABOUT in hidden,
        Group.SCHOOL in hidden,
    )


@lru_cache(maxsize=10_000)
def _always(country: str, role: str) -> Values:
    return (f"country:{country}", f"role:{role}") if role else (f"country:{country}",)


def _available(is_available: str) -> Values:
    return ("available:yes",) if is_available == "t" else ()


def _teaching(
    youngest: str | None, oldest: str | None, subjects: str, languages: str, levels: str
) -> Values:
    return (
        *row.ages(youngest, oldest),
        *row.codes("subject", subjects),
        *row.codes("language", languages),
        *row.codes("level", levels),
    )


TEACHERS = Teachers().register()
