"""Schools as everybody looks for them: those that are confirmed."""

from functools import lru_cache
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import School
from contacts.choices import countries
from core import vocabularies
from core.models import Vocabulary
from facets import row
from facets.facet import any_of, flag, one_of
from facets.row import Row, Values
from facets.source import Order, Source


class Schools(Source):
    name = "schools"
    model = School
    facets = {
        "active": flag("takes_part", _("On the portal"), _("With teachers here"), is_open=True),
        "country": one_of("country_id", _("Country"), countries, is_open=True),
        "level": any_of(
            "levels", _("School level"), vocabularies.offering(Vocabulary.LEVEL), is_open=True
        ),
    }
    orders = {"name": Order(_("Name"), ("text_normal", "pk"))}
    texts = {"text_normal": None}
    near = "text_normal"
    columns = ("pk", "country_id", "levels", "takes_part", "text_normal")
    changes = {
        "school": None,
        # Somebody came to a school, left it, or can or cannot be found any more.
        "staff": None,
        "person": ("accounts_teacher", "user_id", "school_id"),
    }

    def held(self) -> QuerySet[Any]:
        return School.objects.public().with_taking_part()

    def shown_to(self, user: Any) -> QuerySet[Any]:
        return self.held()

    def for_cards(self, rows: Any) -> Any:
        return rows.for_cards()

    def counted(self, number: int) -> str:
        return ngettext("%(n)s school", "%(n)s schools", number) % {"n": intcomma(number)}

    def row(self, *columns: Any) -> Row:
        pk, country, levels, takes_part, text = columns
        return Row(int(pk), _values(country, levels, takes_part), name=text)


@lru_cache(maxsize=10_000)
def _values(country: str, levels: str, takes_part: str) -> Values:
    active = ("active:yes",) if takes_part == "t" else ()
    return (f"country:{country}", *row.codes("level", levels), *active)


SCHOOLS = Schools().register()
