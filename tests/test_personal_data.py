"""Nothing about a person is kept without being registered: what is handed over, what is forgotten."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from accounts.models import Teacher, User
from core import personal_data
from core.personal_data import HOLDINGS
from tests.factories import MaterialFactory, PageFactory

PEOPLE = (User, Teacher)
MODELS = list(apps.get_models(include_auto_created=True))


def references(model):
    return {
        field.name
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None)
        and not field.auto_created
        and isinstance(field.remote_field.model, type)
        and issubclass(field.remote_field.model, PEOPLE)
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_table_that_refers_to_a_person_is_registered(model):
    holding = HOLDINGS.get(model._meta.label)
    named = {path.split("__")[0] for path in (*holding.paths, *holding.refs)} if holding else set()

    assert references(model) <= named, (
        "Register it in the app's personal_data.py: holds(…), keeps(…) with a reason, or refers(…)."
    )


@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=HOLDINGS)
def test_what_is_kept_says_why(holding):
    keeps_all = holding.forget is personal_data._leave
    assert bool(holding.reason) == keeps_all


@pytest.mark.django_db
@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=HOLDINGS)
def test_what_is_registered_can_be_asked_for(holding, house):
    assert isinstance(holding.exported(house.founder), list)
    assert list(holding.stored_files(house.founder)) is not None


@pytest.mark.django_db
def test_a_table_is_not_registered_twice():
    with pytest.raises(ValueError, match="twice"):
        personal_data.refers(User, "again", refs=["pk"])


@pytest.mark.django_db
def test_after_an_erasure_no_table_knows_the_person(house, django_capture_on_commit_callbacks):
    """Every text column of every table is read: neither name nor address is left anywhere."""
    from accounts import services

    name = default_storage.save("photos/ana", ContentFile(b"Ana"))
    Teacher.objects.filter(pk=house.ana.pk).update(photo=name, looking_for="Ask Ana Ferrer")
    page = PageFactory(twinspace=house.space, by=house.founder)
    material = MaterialFactory(twinspace=house.space, by=house.founder)
    house.founder.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        services.erase(by=house.founder)

    assert _tables_with("Ferrer") == []
    assert _tables_with("ana-ferrer") == []
    assert _tables_with("ana@demo.example") == ["notifications_email"]  # the farewell, once
    assert not default_storage.exists(name)
    for made in (page, material):
        made.refresh_from_db()
        assert made.by.name == "Former member"


def _tables_with(words):
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*) FROM {quoted} t WHERE t::text ILIKE %s",  # noqa: S608
                [f"%{words}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)
