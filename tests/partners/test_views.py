"""What the pages show, how they refuse, and that no address brings them down."""

import re

import pytest
from django.urls import reverse

from accounts.models import TeacherStatus
from core import vocabularies
from notifications.models import Notice
from partners import rules
from partners.models import Connection, ConnectionStatus
from tests.factories import ConnectionFactory, TeacherFactory

pytestmark = pytest.mark.django_db
SEARCH = "/en/partners/"
HELLO = {"message": "Shall our pupils write to each other in spring?"}


@pytest.fixture
def ana(as_role):
    return as_role("founder")


@pytest.fixture
def request_to_ana(house):
    return ConnectionFactory(asker=house.maja, asked=house.ana)


@pytest.fixture
def ana_warm(ana):
    """Ana after her first page, which notes her session."""
    ana.get("/en/partners/connections/")
    return ana


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# --- Search ---------------------------------------------------------------


def test_a_card_says_what_we_share_and_offers_to_connect(ana):
    page = text_of(ana.get(SEARCH))

    assert "2 teachers" in page
    assert "Maja Nowak" in page
    assert "In common: Biology, English, pupils of 12 to 15" in page
    assert "Connect : Maja Nowak" in page
    assert "You are connected" in page  # with Luca
    assert "Connect : Luca" not in page


def test_filters_are_kept_and_can_be_taken_off_one_by_one(ana):
    answer = ana.get(SEARCH, {"country": ["PL", "IT"], "q": "nowak"})
    html = answer.content.decode()

    assert "1 teacher" in text_of(answer)
    assert re.search(r'value="PL" id="filter-country-PL" checked', html)
    assert 'href="/en/partners/?q=nowak&amp;country=IT"' in html
    assert 'href="/en/partners/?country=IT&amp;country=PL"' in html


def test_htmx_gets_only_the_search_and_the_address_to_show(ana):
    answer = ana.get(SEARCH, {"country": "PL", "q": "", "sort": "active"}, HTTP_HX_REQUEST="true")

    html = answer.content.decode()
    assert "<html" not in html
    assert 'id="found"' in html
    assert 'id="filter-options-country"' in html
    assert answer["HX-Push-Url"] == "/en/partners/?country=PL"
    assert "HX-Request" in answer["Vary"]


def test_nobody_fits_and_the_page_says_what_to_leave_out(ana):
    page = text_of(ana.get(SEARCH, {"country": "PL", "q": "galilei"}))

    assert "Nobody fits all of this" in page
    assert "Leave out country: Poland 1 teacher" in page
    assert "Leave out words: “galilei” 1 teacher" in page


def test_when_one_filter_less_does_not_help_one_begins_again(ana):
    page = text_of(ana.get(SEARCH, {"country": "MT", "q": "nothing", "language": "mt"}))

    assert "Begin again" in page


def test_an_absurd_age_gets_a_hint(ana):
    assert "An age was left out" in text_of(ana.get(SEARCH, {"age": "400"}))


def test_waiting_teachers_read_why_not_yet_and_what_to_do(as_role):
    page = text_of(as_role("newcomer").get(SEARCH))

    assert "when your National Support Organisation has validated you" in page
    assert "What you can do meanwhile" in page
    assert "Maja" not in page


def test_support_staff_search_and_are_not_offered_to_connect(as_role):
    page = text_of(as_role("staff_es").get(SEARCH))

    assert "3 teachers" in page
    assert "Connect :" not in page
    assert "In common" not in page


HOSTILE = [
    "q=" + "a" * 10_000,
    "q=" + "%25_\\" * 500,
    "q=%00%01%1b",
    "q=%ed%a0%80&q=%ff%fe",
    "q='; DROP TABLE accounts_teacher; --",
    "q=<script>alert(1)</script>&country=<b>",
    "q=\u202e\u0130\u0131ß",
    "q=" + "+".join(["word"] * 500),
    "country=" + "&country=".join(["ES"] * 900),
    "country=%00&subject=%00&language=&level=-1&role=None&available=maybe",
    "age=" + "&age=".join(str(n) for n in range(900)),
    "age=-1&age=999999999999999999999&age=12-&age=%00",
    "page=0&page=-1",
    "page=99999999999999999999999999",
    "page=1e9&sort=;&sort=password",
    "sort=user__password",
    "[]=1&country[]=ES&q[$ne]=1",
    "&&&===&%zz",
]


@pytest.mark.parametrize("address", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("htmx", [False, True])
def test_no_address_brings_the_search_down(ana, address, htmx):
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    answer = ana.get(f"{SEARCH}?{address}", **headers)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("people", [1, 10])
def test_queries_of_a_search(ana_warm, house, people, django_assert_num_queries):
    """Session, person, teacher, posts, unread; countries, vocabularies, index, counts, people,
    standing, answers.
    """
    for _ in range(people):
        ConnectionFactory(asker=house.ana, asked=TeacherFactory(country_id="IT"))
    vocabularies.forget()

    with django_assert_num_queries(10):
        ana_warm.get(SEARCH, {"country": "IT"})


def test_queries_of_a_search_that_finds_nobody(ana_warm, django_assert_num_queries):
    vocabularies.forget()
    with django_assert_num_queries(10):
        ana_warm.get(SEARCH, {"country": "MT", "subject": "music", "q": "nothing", "age": "3"})


# --- Asking ---------------------------------------------------------------


def connect_url(teacher):
    return reverse("partners:connect", args=[teacher.slug])


def test_asking_shows_whom_one_asks_and_how_to_ask_well(ana, house):
    page = text_of(ana.get(connect_url(house.maja)))

    assert "Connect with Maja Nowak" in page
    assert "Szkoła nr 5" in page
    assert "A good first message" in page


def test_asking_sends_and_says_what_happens_next(ana, house):
    answer = ana.post(connect_url(house.maja), HELLO, follow=True)

    assert "Your request has been sent to Maja Nowak" in text_of(answer)
    assert "You have asked, no answer yet" in text_of(answer)
    assert Notice.objects.filter(recipient=house.stranger).count() == 1


@pytest.mark.parametrize("message", ["", "Hi", "\x00", "a" * 1001])
def test_a_bad_message_stays_on_the_page_with_a_reason(ana, house, message):
    answer = ana.post(connect_url(house.maja), {"message": message})

    assert answer.status_code == 422
    assert "Please correct this" in text_of(answer)
    assert not Connection.objects.filter(asked=house.maja).exists()


def test_too_many_requests_are_refused_and_the_text_stays(ana, house):
    for _ in range(rules.ASKED_A_DAY):
        ConnectionFactory(asker=house.ana, status=ConnectionStatus.WITHDRAWN)

    assert "most possible" in text_of(ana.get(connect_url(house.maja)))
    answer = ana.post(connect_url(house.maja), HELLO)
    assert answer.status_code == 403
    assert "most possible" in text_of(answer)
    assert HELLO["message"] in text_of(answer)


def test_who_was_asked_a_moment_before_is_offered_to_accept(ana, house, request_to_ana):
    answer = ana.post(connect_url(house.maja), HELLO, follow=True)

    page = text_of(answer)
    assert "Maja Nowak has just asked you" in page
    assert "Accept : Maja Nowak" in page
    assert answer.redirect_chain[-1][0] == request_to_ana.get_absolute_url()


def test_a_person_nobody_may_see_cannot_be_asked(ana, house):
    assert ana.get(connect_url(house.carmen)).status_code == 404
    assert ana.post("/en/partners/connect/nobody/", HELLO).status_code == 404


@pytest.mark.parametrize(
    ("asker", "asked", "status", "words"),
    [
        ("maja", "ana", "waiting", "Answer their request"),
        ("ana", "maja", "waiting", "You have asked, no answer yet"),
        ("ana", "maja", "accepted", "You are connected"),
        ("ana", "maja", "declined", "Connect"),
    ],
)
def test_a_persons_page_says_how_we_stand(ana, house, asker, asked, status, words):
    people = {"maja": house.maja, "ana": house.ana}
    ConnectionFactory(asker=people[asker], asked=people[asked], status=status)

    assert words in text_of(ana.get(house.maja.get_absolute_url()))


# --- Connections ----------------------------------------------------------


def step_url(verb, connection):
    return reverse(f"partners:{verb}", args=[connection.pk])


def test_requests_received_come_first(ana, request_to_ana):
    page = text_of(ana.get("/en/partners/connections/"))

    assert "Waiting for your answer 1" in page
    assert "Connected 1" in page
    assert "Maja Nowak" in page
    assert "Luca Conti" not in page


@pytest.mark.parametrize("shelf", ["received", "sent", "connected", "earlier", "nonsense", ""])
def test_every_shelf_opens_full_or_empty(as_role, shelf):
    for role in ("founder", "stranger", "newcomer", "staff_es"):
        answer = as_role(role).get("/en/partners/connections/", {"show": shelf})
        assert answer.status_code == 200


def test_accepting_twice_is_a_409_that_tells_what_happened(ana, request_to_ana):
    assert "Now you can found a project" in text_of(
        ana.post(step_url("accept", request_to_ana), follow=True)
    )
    again = ana.post(step_url("accept", request_to_ana))

    assert again.status_code == 409
    assert "connected already" in text_of(again)


def test_accepting_after_a_withdrawal_is_a_409_that_tells_what_happened(ana, request_to_ana):
    Connection.objects.update(status=ConnectionStatus.WITHDRAWN)
    answer = ana.post(step_url("accept", request_to_ana))

    assert answer.status_code == 409
    assert "Maja Nowak has withdrawn this request" in text_of(answer)


def test_declining_asks_for_a_word_and_keeps_a_too_long_one(ana, house, request_to_ana):
    url = step_url("decline", request_to_ana)
    assert "For a month only you can ask" in text_of(ana.get(url))

    answer = ana.post(url, {"answer": "b" * 1001})
    assert answer.status_code == 422
    assert "b" * 1001 in text_of(answer)

    ana.post(url, {"answer": "Next year, gladly."})
    assert "Next year, gladly." in Notice.objects.get(recipient=house.stranger).body
    # Nothing is left to decline: the page of the connection says how it stands.
    assert ana.get(url)["Location"] == request_to_ana.get_absolute_url()


def test_ending_asks_first(ana, house):
    one = Connection.objects.get(asker=house.ana, asked=house.luca)

    assert "Projects you have already go on" in text_of(ana.get(step_url("end", one)))
    ana.post(step_url("end", one))
    one.refresh_from_db()
    assert one.status == ConnectionStatus.ENDED
    assert ana.post(step_url("end", one)).status_code == 409


@pytest.mark.parametrize("status", ConnectionStatus)
@pytest.mark.parametrize("role", ["founder", "stranger"])
def test_the_page_of_a_connection_in_every_state(as_role, house, status, role):
    one = ConnectionFactory(
        asker=house.maja, asked=house.ana, status=status, answered_at=house.maja.last_active_at
    )
    page = text_of(as_role(role).get(one.get_absolute_url()))

    assert one.message in page
    assert ("Found a project" in page) is (status == ConnectionStatus.ACCEPTED)


def test_an_id_beyond_all_numbers_is_simply_not_there(ana):
    assert ana.get(f"/en/partners/connections/{'9' * 40}/").status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_queries_of_my_connections(ana_warm, house, number, django_assert_num_queries):
    """Session, person, teacher, numbers, page count, page and its people, unread."""
    for _ in range(number):
        ConnectionFactory(asker=TeacherFactory(country_id="PL"), asked=house.ana)

    with django_assert_num_queries(6):
        ana_warm.get("/en/partners/connections/")


def test_a_suspended_teacher_keeps_seeing_what_was_said_but_asks_nobody(as_role, house):
    house.maja.status = TeacherStatus.SUSPENDED
    house.maja.save()
    maja = as_role("stranger")

    assert maja.get("/en/partners/connections/").status_code == 200
    assert maja.get(SEARCH).status_code == 403
    assert maja.get(connect_url(house.ana)).status_code == 404
