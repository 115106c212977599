"""Public projects, as visitors and teachers look for them."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contacts.choices import countries
from core import vocabularies
from core.models import Vocabulary
from facets import row
from facets.facet import ages, any_of, either, one_of
from facets.row import Row
from facets.source import Order, Source
from projects.models import PUBLIC, Project, ProjectKind, ProjectStatus


class Projects(Source):
    name = "projects"
    model = Project
    facets = {
        "country": either(
            ("founder_country_id", "cofounder_country_id"), _("Country"), countries, is_open=True
        ),
        "subject": any_of(
            "subjects", _("Subject"), vocabularies.offering(Vocabulary.SUBJECT), is_open=True
        ),
        "language": any_of(
            "languages", _("Language"), vocabularies.offering(Vocabulary.LANGUAGE), is_open=True
        ),
        "age": ages(_("Pupils' age"), is_open=True),
        "vocational": any_of(
            "vocational", _("Vocational family"), vocabularies.offering(Vocabulary.VOCATIONAL)
        ),
        "status": one_of(
            "status",
            _("State"),
            lambda: {status.value: str(ProjectStatus(status).label) for status in PUBLIC},
        ),
        "kind": one_of(
            "kind",
            _("Type"),
            lambda: {kind.value: str(kind.label) for kind in ProjectKind},
        ),
    }
    orders = {
        "new": Order(_("Newest first"), ("-approved_at", "-pk")),
        "title": Order(_("Title"), ("text_normal", "pk")),
    }
    texts = {"text_normal": None}
    near = "text_normal"
    columns = (
        "pk",
        "founder_country_id",
        "cofounder_country_id",
        "subjects",
        "languages",
        "vocational",
        "age_from",
        "age_to",
        "status",
        "kind",
        "text_normal",
    )
    changes = {"project": None}

    def held(self) -> QuerySet[Any]:
        return Project.objects.public()

    def shown_to(self, user: Any) -> QuerySet[Any]:
        return Project.objects.public()

    def for_cards(self, rows: Any) -> Any:
        return rows.for_cards()

    def counted(self, number: int) -> str:
        return ngettext("%(n)s project", "%(n)s projects", number) % {"n": intcomma(number)}

    def row(self, *columns: Any) -> Row:
        pk, one, other, subjects, languages, vocational, youngest, oldest, *rest = columns
        status, kind, text = rest
        values = (
            *(f"country:{country}" for country in {one, other}),
            *row.codes("subject", subjects),
            *row.codes("language", languages),
            *row.codes("vocational", vocational),
            *row.ages(youngest, oldest),
            f"status:{status}",
            f"kind:{kind}",
        )
        return Row(int(pk), values, name=text)


PROJECTS = Projects().register()
