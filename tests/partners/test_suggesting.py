"""Who is suggested to whom, why, and how one says "not for me"."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Block, Teacher, TeacherStatus, User
from core import vocabularies
from core.models import Activity
from partners import services
from partners.fit import Reason
from partners.models import ConnectionStatus, Dismissal
from partners.suggesting import missing, suggestions, words
from tests.factories import ConnectionFactory, SchoolFactory, TeacherFactory
from tests.partners.test_views import text_of

pytestmark = pytest.mark.django_db
PAGE = "/en/partners/suggestions/"


def names(user):
    """Whom a fresh request of this person would be shown."""
    again = User.objects.get(pk=user.pk)
    return {card["name"] for card in suggestions(again).cards}


@pytest.fixture
def eva(house):
    return TeacherFactory(user__given_name="Eva", user__family_name="Berg", country_id="SE")


# --- Who ------------------------------------------------------------------


def test_whoever_shares_subject_ages_and_language_is_suggested(house, eva):
    assert names(house.founder) == {"Maja Nowak", "Eva Berg"}  # not Luca: they are connected


@pytest.mark.parametrize("status", ConnectionStatus)
def test_old_acquaintances_are_not(house, status):
    ConnectionFactory(asker=house.maja, asked=house.ana, status=status)

    assert names(house.founder) == set()
    assert "Ana Ferrer" not in names(house.stranger)


def test_nor_colleagues_nor_oneself(house):
    TeacherFactory(school=house.ana.school, user__given_name="Colleague")
    assert names(house.founder) == {"Maja Nowak"}


@pytest.mark.parametrize("mine", [True, False])
def test_nor_whoever_is_blocked_either_way(house, mine):
    one, other = (house.ana, house.maja) if mine else (house.maja, house.ana)
    Block.objects.create(blocker=one, blocked=other)
    assert names(house.founder) == set()


def test_nor_whoever_cannot_be_found(house, eva):
    Teacher.objects.filter(pk=eva.pk).update(status=TeacherStatus.SUSPENDED)
    User.objects.filter(pk=house.stranger.pk).update(is_active=False)
    assert names(house.founder) == set()


def test_nor_whoever_one_cannot_talk_with(house):
    TeacherFactory(country_id="FI", languages=["fi"])
    assert names(house.founder) == {"Maja Nowak"}


def test_when_nobody_shares_a_subject_the_ages_decide(house):
    Teacher.objects.filter(pk=house.ana.pk).update(subjects=["drama"])
    assert "Maja Nowak" in names(house.founder)


def test_at_most_six_of_many_countries(house):
    for country in ["IT"] * 6 + ["GR", "SE", "MT", "FI"]:
        TeacherFactory(country_id=country)

    cards = suggestions(User.objects.get(pk=house.founder.pk)).cards
    countries = [card["country"] for card in cards]
    assert len(cards) == 6
    assert len(set(countries)) == 6


# --- Why ------------------------------------------------------------------


def reasons(**what):
    return tuple(Reason(name, 1, shared) for name, shared in what.items())


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (
            {"subjects": ("biology",), "ages": (12, 15), "languages": ("fr",), "here_yesterday": (1,)},
            "Teaches biology to the same ages, also speaks French, was here yesterday",
        ),
        ({"subjects": ("biology", "music")}, "Teaches biology and music as you do"),
        ({"ages": (12, 14), "here_yesterday": (0,)}, "Also teaches pupils of 12 to 14, was here today"),
        ({"ages": (12, 12)}, "Also teaches pupils of 12"),
        ({"levels": ("primary",), "new": ()}, "Teaches at the same level, is new here"),
        ({"languages": ("en", "es")}, "Also speaks English and Spanish"),
        ({"here_this_week": (4,), "ages": (9, 9)}, "Also teaches pupils of 9, was here 4 days ago"),
        ({"subjects": ("informatics_ict",), "abroad": ()}, "Teaches informatics / ICT as you do"),
        ({"here_this_month": (20,)}, ""),
    ],
)  # fmt: skip
def test_reasons_in_words(why, sentence):
    with override("en"):
        assert words(reasons(**why)) == sentence


def test_a_card_says_why(house, as_role):
    page = text_of(as_role("founder").get(PAGE))

    assert "Teaches biology to the same ages, also speaks English, was here today, is new" in page
    assert "Connect : Maja Nowak" in page
    assert "In common" not in page


def test_an_empty_profile_is_told_what_to_add(house, as_role):
    Teacher.objects.filter(pk=house.ana.pk).update(
        subjects=[], languages=[], levels=[], age_from=None, age_to=None
    )
    page = text_of(as_role("founder").get(PAGE))

    assert "Add what is missing: the subjects you teach the languages you can work in" in page
    assert "Complete my profile" in page


def test_a_full_profile_alone_in_the_world_is_told_so(house, as_role):
    Teacher.objects.exclude(pk=house.ana.pk).update(status=TeacherStatus.SUSPENDED)

    assert missing(house.ana) == []
    assert "Nobody new suits you at the moment" in text_of(as_role("founder").get(PAGE))


# --- Not for me -----------------------------------------------------------


def test_not_for_me_is_remembered_written_down_and_told_to_nobody(house, eva):
    said = services.dismiss(teacher_id=house.maja.pk, by=house.founder)

    assert names(house.founder) == {"Eva Berg"}
    assert "Ana Ferrer" in names(house.stranger)
    assert Activity.objects.of(said).get().verb == "partners.dismissed"
    assert not house.stranger.notices.exists()


def test_said_twice_it_counts_once_and_can_be_taken_back(house):
    for _ in range(2):
        services.dismiss(teacher_id=house.maja.pk, by=house.founder)
    assert Dismissal.objects.count() == Activity.objects.count() == 1

    for _ in range(2):
        services.suggest_again(teacher_id=house.maja.pk, by=house.founder)
    assert names(house.founder) == {"Maja Nowak"}
    assert Activity.objects.first().verb == "partners.dismissed"
    assert Activity.objects.count() == 2


def test_only_validated_teachers_refuse_and_never_themselves(house):
    for user, person in [(house.founder, house.ana), (house.newcomer, house.maja),
                         (house.central, house.maja)]:  # fmt: skip
        with pytest.raises(PermissionDenied):
            services.dismiss(teacher_id=person.pk, by=user)
    assert not Dismissal.objects.exists()


def test_without_scripts_one_refuses_and_takes_it_back(house, as_role):
    ana = as_role("founder")
    page = text_of(ana.post(reverse("partners:dismiss", args=["maja-nowak"]), follow=True))
    assert "Maja Nowak is not suggested to you any more" in page
    assert "Suggest again : Maja Nowak" in page
    assert "Connect : Maja Nowak" not in page

    again = reverse("partners:suggest_again", args=["maja-nowak"])
    page = text_of(ana.post(again, follow=True))
    assert "Maja Nowak can be suggested to you again" in page
    assert "Connect : Maja Nowak" in page


def test_with_htmx_only_the_list_comes_back(house, as_role):
    answer = as_role("founder").post(
        reverse("partners:dismiss", args=["maja-nowak"]), {"few": "1"}, HTTP_HX_REQUEST="true"
    )
    html = answer.content.decode()
    assert "<html" not in html
    assert "Undo" in html
    assert 'name="few"' in html


def test_whoever_was_refused_and_then_blocked_is_not_named_again(house, as_role):
    services.dismiss(teacher_id=house.maja.pk, by=house.founder)
    services.block(teacher_id=house.ana.pk, by=house.stranger)

    assert "Maja" not in text_of(as_role("founder").get(PAGE))


@pytest.mark.parametrize("slug", ["nobody", "a" * 300, "carmen-ruiz"])
@pytest.mark.parametrize("step", ["dismiss", "suggest_again", "block"])
def test_strange_names_lead_nowhere(as_role, slug, step):
    answer = as_role("founder").post(reverse(f"partners:{step}", args=[slug]))
    assert answer.status_code == 404


# --- Where ----------------------------------------------------------------


def test_they_stand_on_the_dashboard_of_validated_teachers(as_role):
    assert "People who may suit you" in text_of(as_role("founder").get("/en/"))


@pytest.mark.parametrize("role", ["newcomer", "central"])
def test_and_not_on_others(as_role, role):
    assert "People who may suit you" not in text_of(as_role(role).get("/en/"))


def test_they_stand_above_a_search_that_asks_for_nothing_yet(as_role):
    ana = as_role("founder")
    assert "People who may suit you" in text_of(ana.get("/en/partners/"))
    for query in ("country=PL", "q=maja", "page=2&q=a"):
        assert "People who may suit you" not in text_of(ana.get(f"/en/partners/?{query}"))


@pytest.mark.parametrize("people", [1, 10])
def test_queries(house, as_role, people, django_assert_num_queries):
    """Session, person, teacher, posts, unread; candidates, cards, refused; vocabularies."""
    ana = as_role("founder")
    ana.get("/en/partners/connections/")
    for _ in range(people):
        TeacherFactory(country_id="SE", subjects=["biology"])
        services.dismiss(teacher_id=TeacherFactory(country_id="IT").pk, by=house.founder)
    TeacherFactory.create_batch(6, country_id="GR")
    vocabularies.forget()

    with django_assert_num_queries(9):
        ana.get(PAGE)


def test_candidates_are_few_however_many_people_there_are(house, monkeypatch):
    monkeypatch.setattr("partners.suggesting.LAST_HERE", 3)
    monkeypatch.setattr("partners.suggesting.LAST_JOINED", 2)
    for days in range(9):
        TeacherFactory(
            country_id="SE",
            school=SchoolFactory(country_id="SE"),
            last_active_at=timezone.now() - timedelta(days=days),
        )
    assert len(suggestions(User.objects.get(pk=house.founder.pk)).cards) <= 5
