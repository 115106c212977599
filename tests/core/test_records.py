"""A record is written once."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.models import Activity, record
from core.personal_data import empty_details
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    person = UserFactory()
    return record("tests.happened", by=person, target=person, reason="Ana said so")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(verb="tests.never_happened"),
        lambda rows: rows.update(by=None),
        lambda rows: rows.update(details={}),
        lambda rows: rows.delete(),
    ],
    ids=["verb", "by", "details", "delete"],
)
def test_a_record_is_neither_changed_nor_deleted(entry, change):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(Activity.objects.filter(pk=entry.pk))

    entry.refresh_from_db()
    assert (entry.verb, entry.details) == ("tests.happened", {"reason": "Ana said so"})


def test_an_erasure_empties_the_details_and_nothing_else(entry):
    empty_details(Activity.objects.filter(pk=entry.pk))

    entry.refresh_from_db()
    assert (entry.verb, entry.details) == ("tests.happened", {})
    assert entry.by is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(verb="tests.never_happened"),
        lambda rows: rows.update(details={"reason": "Somebody else said so"}),
        lambda rows: rows.delete(),
    ],
    ids=["verb", "rewrite", "delete"],
)
def test_not_even_an_erasure_rewrites_or_deletes(entry, change):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'on'")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(Activity.objects.filter(pk=entry.pk))
