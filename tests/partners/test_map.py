"""The present search on the map: its counts, its links, and a page of its own without scripts."""

import re

import pytest

from core import vocabularies
from tests.factories import TeacherFactory
from tests.partners.test_views import HOSTILE, text_of

pytestmark = pytest.mark.django_db
MAP = "/en/partners/map/"


@pytest.fixture
def ana(as_role):
    return as_role("founder")


def told(answer):
    """What the table says: {"PL": (count, address)}."""
    return {one.iso2: (one.count, one.url) for one in answer.context["map"].countries if one.url}


def test_countries_carry_the_counts_of_the_search_and_lead_to_it(ana):
    TeacherFactory(country_id="PL", subjects=["music"])

    assert told(ana.get(MAP, {"subject": "music"})) == {
        "PL": (1, "/en/partners/?country=PL&subject=music")
    }


def test_a_chosen_country_is_marked_and_leads_out_of_it(ana):
    answer = ana.get(MAP, {"country": "PL", "sort": "name"})

    assert told(answer) == {
        "IT": (1, "/en/partners/?country=IT&country=PL&sort=name"),
        "PL": (1, "/en/partners/?sort=name"),
    }
    html = answer.content.decode()
    assert re.findall(r'id="on-map-(\w\w)"[^>]*aria-current', html) == ["PL"]
    assert html.count('class="map-here"') == 1


def test_other_pages_of_a_search_are_left_behind(ana):
    assert told(ana.get(MAP, {"country": "PL", "page": "3"}))["IT"][1].count("page") == 0


def test_htmx_gets_the_map_alone(ana):
    html = ana.get(MAP, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in html
    assert "europe__map" in html


def test_the_search_links_to_its_map(ana):
    html = ana.get("/en/partners/", {"country": "PL"}).content.decode()
    assert 'hx-get="/en/partners/map/?country=PL"' in html
    assert '<a href="/en/partners/map/?country=PL"' in html
    assert "<path" not in html[html.index("map-picture") : html.index('id="found"')]


def test_waiting_teachers_read_why_not_yet(as_role):
    answer = as_role("newcomer").get(MAP)
    assert answer.status_code == 403
    assert "has validated you" in text_of(answer)


@pytest.mark.parametrize("address", HOSTILE, ids=range(len(HOSTILE)))
def test_no_address_brings_the_map_down(ana, address):
    answer = ana.get(f"{MAP}?{address}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("people", [1, 10])
def test_queries(ana, people, django_assert_num_queries):
    ana.get("/en/partners/connections/")
    TeacherFactory.create_batch(people, country_id="GR")
    vocabularies.forget()
    with django_assert_num_queries(8):
        ana.get(MAP)


# --- So many pages that nobody reads them -----------------------------------


def test_whoever_turns_too_many_pages_is_told_when_to_go_on(ana, settings):
    settings.DIRECTORY_PAGES = 2
    for page in ("1", "2"):
        assert ana.get("/en/partners/", {"page": page}).status_code == 200

    answer = ana.get("/en/partners/", {"page": "3"})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 901
    assert re.search(r"You can go on at \d", text_of(answer))
    assert "Maja" not in text_of(answer)

    fragment = ana.get(MAP, HTTP_HX_REQUEST="true")
    assert fragment.status_code == 429
    assert "<html" not in fragment.content.decode()


def test_everybody_has_pages_of_their_own(house, as_role, settings):
    settings.DIRECTORY_PAGES = 1
    for role in ("founder", "stranger"):
        assert as_role(role).get("/en/partners/").status_code == 200
