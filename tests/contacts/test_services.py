import pytest
from django.core.exceptions import PermissionDenied

from contacts import services
from contacts.models import PostRole, SupportUnit
from core.errors import Stale
from core.models import Activity
from tests.factories import SupportPostFactory, UserFactory

pytestmark = pytest.mark.django_db


def valencia():
    return SupportUnit.objects.get(code="reg-es-vc")


def test_a_change_is_public_recorded_and_confirmed(house):
    unit = services.change_entry(
        unit_id=valencia().pk,
        by=house.representative,
        version=0,
        changes={"phone": "960 000 000", "city": valencia().city},
    )

    assert valencia().phone == "960 000 000"
    assert unit.confirmed_by == house.representative
    assert unit.version == 1
    step = Activity.objects.of(unit).get()
    assert (step.verb, step.by) == ("contacts.entry_changed", house.representative)
    assert list(step.details["changed"]) == ["phone"]


def test_the_second_of_two_editors_is_told_and_replaces_nothing(house):
    change = {"unit_id": valencia().pk, "version": 0}
    services.change_entry(by=house.representative, changes={"phone": "1"}, **change)

    with pytest.raises(Stale):
        services.change_entry(by=house.staff_es, changes={"phone": "2"}, **change)

    assert valencia().phone == "1"


def test_names_cannot_be_changed_from_the_page(house):
    services.change_entry(
        unit_id=valencia().pk, by=house.representative, version=0, changes={"name_es": "Mine now"}
    )

    assert valencia().name_es != "Mine now"


def test_a_post_that_has_ended_gives_no_rights(house):
    post = house.representative.support_posts.get()
    services.end_post(post_id=post.pk, by=house.staff_es)

    late = type(house.representative).objects.get(pk=house.representative.pk)
    with pytest.raises(PermissionDenied):
        services.confirm_entry(unit_id=valencia().pk, by=late)


def test_a_country_appoints_its_own_representatives_only(house):
    person = UserFactory()
    galicia = SupportUnit.objects.get(code="reg-es-ga")
    appoint = {"unit_id": galicia.pk, "user_id": person.pk, "role": PostRole.REPRESENTATIVE}

    with pytest.raises(PermissionDenied):
        services.appoint(by=house.staff_it, **appoint)
    services.appoint(by=house.staff_es, **appoint)

    assert person.support_posts.current().get().unit == galicia


def test_staff_enter_the_desk_while_they_have_a_post(house):
    person = UserFactory()
    css = SupportUnit.objects.get(code="css")
    post = services.appoint(
        unit_id=css.pk, user_id=person.pk, role=PostRole.STAFF, by=house.central
    )
    person.refresh_from_db()
    assert person.is_staff

    services.end_post(post_id=post.pk, by=house.central)
    person.refresh_from_db()
    assert not person.is_staff


def test_ending_a_post_twice_is_harmless(house):
    post = SupportPostFactory(unit_code="reg-es-ga", role=PostRole.REPRESENTATIVE)
    services.end_post(post_id=post.pk, by=house.staff_es)
    services.end_post(post_id=post.pk, by=house.staff_es)

    assert not post.user.support_posts.current().exists()
