"""How well somebody speaks their languages: said, shown, hidden and forgotten like the languages."""

import pytest
from django.urls import reverse

from accounts import services
from accounts.models import Teacher
from tests.factories import TeacherFactory
from tests.signing_in import enter

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:language_levels")


@pytest.fixture
def polyglot(house):
    Teacher.objects.filter(pk=house.ana.pk).update(languages=["es", "en", "fr"])
    house.ana.refresh_from_db()
    return house.ana


def test_levels_are_chosen_for_the_languages_of_the_profile(polyglot, as_role):
    client = as_role("founder")
    form = client.get(PAGE).context["form"]
    assert list(form.fields) == ["es", "en", "fr"]

    client.post(PAGE, {"es": "native", "en": "b2", "fr": "", "it": "c2"})
    polyglot.refresh_from_db()
    assert polyglot.language_levels == {"es": "native", "en": "b2"}
    assert polyglot.language_words == ["Spanish (native)", "English (B2)", "French"]
    assert client.get(PAGE).context["form"]["en"].initial == "b2"


def test_an_unknown_level_is_refused_and_nothing_is_lost(polyglot, as_role):
    answer = as_role("founder").post(PAGE, {"es": "fluent", "en": "b2"})
    assert answer.status_code == 422
    assert answer.context["form"]["en"].value() == "b2"
    polyglot.refresh_from_db()
    assert polyglot.language_levels == {}


def test_others_read_it_on_the_page_and_the_card_unless_teaching_is_hidden(polyglot, as_role):
    services.change_language_levels(by=polyglot.user, levels={"en": "b2"})
    client = as_role("stranger")
    for url in (polyglot.get_absolute_url(), reverse("partners:search")):
        assert "English (B2)" in client.get(url).content.decode()

    services.change_visibility(by=polyglot.user, audiences={"teaching": "nobody"})
    for url in (polyglot.get_absolute_url(), reverse("partners:search")):
        assert "English (B2)" not in client.get(url).content.decode()


def test_a_language_that_leaves_the_profile_takes_its_level_out_of_sight(polyglot):
    services.change_language_levels(by=polyglot.user, levels={"en": "b2", "fr": "a2"})
    Teacher.objects.filter(pk=polyglot.pk).update(languages=["en"])
    polyglot.refresh_from_db()
    assert polyglot.language_words == ["English (B2)"]


def test_who_has_not_finished_registering_is_sent_there(client):
    newcomer = TeacherFactory(status="incomplete")
    answer = enter(client, newcomer.user).get(PAGE)
    assert answer["Location"] == reverse("accounts:welcome")
