import pytest
from django.urls import reverse

from contacts.models import PostRole, SupportUnit
from tests.factories import SupportPostFactory

pytestmark = pytest.mark.django_db
EDIT = "/en/support/es/vc/edit/"


def test_the_directory_is_found_by_country_in_any_spelling(client):
    page = client.get(reverse("contacts:directory"), {"q": "espana"})
    assert [unit.code for unit in page.context["units"]] == ["nso-es"]

    page = client.get(reverse("contacts:directory"), {"q": "no such place"})
    assert "No organisation matches" in page.content.decode()


def test_every_country_that_takes_part_has_an_organisation_in_the_directory(client):
    page = client.get(reverse("contacts:directory"))

    assert len({unit.territory.country_id for unit in page.context["units"]}) == 46


def test_belgium_shows_its_three_organisations(client):
    page = client.get(reverse("contacts:country", args=["be"]))

    assert len(page.context["national"]) == 3


def test_a_country_that_left_says_so(client):
    page = client.get(reverse("contacts:country", args=["gb"]))

    assert "does not take part at present" in page.content.decode()


def test_what_is_unknown_is_said_and_not_invented(client):
    page = client.get(reverse("contacts:region", args=["es", "vc"]))

    assert "not yet published by this organisation" in page.content.decode().lower()


def test_a_region_without_an_entry_names_who_supports_it(client):
    page = client.get(reverse("contacts:region", args=["de", "by"]))

    assert [unit.code for unit in page.context["units"]] == ["nso-de"]


@pytest.mark.parametrize("path", ["zz/", "es/zz/", "xx/yy/"])
def test_a_place_that_is_not_there_is_a_404(client, path):
    assert client.get(f"/en/support/{path}").status_code == 404


def test_representatives_are_named_only_if_they_agreed(client, house):
    page = client.get("/en/support/es/vc/")
    assert house.representative.name not in page.content.decode()

    house.representative.support_posts.update(shown=True)
    page = client.get("/en/support/es/vc/")
    assert house.representative.name in page.content.decode()


def test_a_wrong_entry_is_refused_beside_the_field_and_kept(as_role):
    answer = as_role("representative").post(
        EDIT, {"version": 0, "email": "not an address", "phone": "960 111 222"}
    )

    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors
    assert 'value="960 111 222"' in answer.content.decode()


def test_a_stale_save_shows_both_texts_and_the_next_save_wins(as_role, house):
    client = as_role("representative")
    client.post(EDIT, {"version": 0, "phone": "111"})

    answer = client.post(EDIT, {"version": 0, "phone": "222"})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "111" in text
    assert 'value="222"' in text
    assert answer.context["form"]["version"].value() == 1
    assert SupportUnit.objects.get(code="reg-es-vc").phone == "111"


def test_a_stale_save_after_nobody_known_says_so_too(as_role):
    """Whoever saved it may have been forgotten since."""
    SupportUnit.objects.filter(code="reg-es-vc").update(version=3, confirmed_by=None)

    answer = as_role("representative").post(EDIT, {"version": 2, "phone": "222"})

    assert answer.status_code == 409
    assert "Compare, then save again" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "es/", "es/vc/"])
def test_the_number_of_people_does_not_change_the_number_of_queries(
    client, django_assert_num_queries, path
):
    wanted = {"": 2, "es/": 5, "es/vc/": 3}[path]
    for people in (1, 10):
        for _each in range(people):
            SupportPostFactory(unit_code="reg-es-vc", role=PostRole.REPRESENTATIVE, shown=True)
        with django_assert_num_queries(wanted):
            client.get(f"/en/support/{path}")
