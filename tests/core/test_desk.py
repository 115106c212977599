"""The desk speaks the reader's language: the names of its lists, columns and fields."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten, label_for_field
from django.urls import reverse
from django.utils import translation

from contacts.models import SupportUnit
from core.desk import DeskAdmin
from core.models import Term, Vocabulary

APPS = {"core", "notifications", "contacts", "accounts", "partners", "projects", "twinspaces"}
DESKS = [
    desk for model, desk in admin.site._registry.items() if model.__module__.split(".")[0] in APPS
]


def shown_by(desk):
    """Every field and column that a desk shows, with the part of the desk it is in."""
    for part in (desk, *(inline(desk.model, admin.site) for inline in desk.inlines)):
        fields = part.fields or [
            field.name
            for field in part.model._meta.fields
            if field.editable and not field.auto_created and field.related_model is not desk.model
        ]
        columns = getattr(part, "list_display", ())
        yield from ((part, name) for name in {*flatten(fields), *part.readonly_fields, *columns})


def names_in(language, desk):
    meta = desk.model._meta
    with translation.override(language):
        labels = {
            f"{part.model.__name__}.{name}": str(label_for_field(name, part.model, part))
            for part, name in shown_by(desk)
        }
        return labels | {
            "app": str(meta.app_config.verbose_name),
            "one": str(meta.verbose_name),
            "many": str(meta.verbose_name_plural),
        }


@pytest.mark.parametrize("desk", DESKS, ids=str)
def test_what_the_desk_shows_has_a_name_in_spanish(desk):
    english, spanish = names_in("en", desk), names_in("es", desk)

    assert [name for name in english if english[name] == spanish[name]] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_support_units_are_listed_under_their_names_in_ones_language(as_role, language):
    unit = SupportUnit.objects.exclude(name_es="").order_by("pk").first()

    page = as_role("central").get(
        "/admin/contacts/supportunit/", {"q": unit.code}, headers={"Accept-Language": language}
    )

    name = getattr(unit, f"name_{language}")
    assert f'<td class="field-name">{name}</td>' in page.content.decode()


def test_every_list_has_the_desks_own_frame():
    assert [desk for desk in admin.site._registry.values() if not isinstance(desk, DeskAdmin)] == []


@pytest.mark.django_db
def test_the_central_service_renames_a_term_and_nothing_else_of_it(as_role):
    term = Term.objects.get(vocabulary=Vocabulary.SUBJECT, code="art")
    page = reverse("admin:core_term_change", args=[term.pk])
    said = {"name_en": "Art and design", "name_es": "Arte", "order": 7, "is_active": "on"}

    answer = as_role("central").post(page, {**said, "code": "x", "confidence": "?", "data": "{"})

    assert answer.status_code == 302
    changed = Term.objects.get(pk=term.pk)
    assert (changed.name_en, changed.order) == ("Art and design", 7)
    assert (changed.code, changed.confidence) == ("art", term.confidence)
    assert as_role("staff_es").post(page, said).status_code == 403
