"""The pages of the registration: what they show, and what bad input gets."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import School, SchoolStatus, Teacher, TeacherStatus
from tests.factories import SchoolFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db

YOU = {"given_name": "Ana", "family_name": "Ruiz", "country": "ES", "role": "teacher"}
SCHOOL = {"name": "Escola Nova del Port", "town": "Gandia", "levels": ["primary"]}
TEACHING = {
    "subjects": ["biology"],
    "languages": ["en"],
    "levels": ["primary"],
    "age_from": 6,
    "age_to": 9,
}


@pytest.fixture
def newcomer(client):
    """Somebody who has just confirmed their e-mail address."""
    user = UserFactory(given_name="", family_name="")
    client.force_login(user)
    return user


@pytest.fixture
def applicant(client):
    """Somebody who is in the middle: who and where is known, the rest is not."""
    teacher = TeacherFactory(status=TeacherStatus.INCOMPLETE, subjects=[])
    client.force_login(teacher.user)
    return teacher


def post(client, step, data, **kwargs):
    return client.post(reverse(f"accounts:{step}"), data, **kwargs)


def test_the_whole_way_in(client, newcomer):
    school = SchoolFactory(name="IES Mar Blau")

    assert client.get("/en/welcome/")["Location"] == "/en/welcome/you/"
    assert post(client, "welcome_you", YOU)["Location"] == "/en/welcome/school/"
    found = client.get("/en/welcome/school/", {"q": "mar blau"})
    assert "IES Mar Blau" in found.content.decode()
    chosen = client.post(reverse("accounts:choose_school", args=[school.pk]))
    assert chosen["Location"] == "/en/welcome/teaching/"
    assert post(client, "welcome_teaching", TEACHING)["Location"] == "/en/welcome/next/"

    page = client.get("/en/welcome/next/").content.decode()
    assert "Usually within 7 days." in page
    assert "SEPIE" in page or "INTEF" in page
    assert newcomer.teacher.status == TeacherStatus.WAITING


def test_the_way_goes_on_from_another_device(client, applicant):
    applicant.school = None
    applicant.save()

    assert client.get("/en/welcome/")["Location"] == "/en/welcome/school/"


def test_a_later_step_leads_back_to_the_one_that_is_open(client, newcomer):
    for step in ("welcome_school", "welcome_teaching", "welcome_next", "profile_edit"):
        assert client.get(reverse(f"accounts:{step}"))["Location"] == "/en/welcome/"


def test_each_step_says_which_of_how_many_it_is(client, applicant):
    for number, step in enumerate(["welcome_you", "welcome_school", "welcome_teaching"], start=1):
        page = client.get(reverse(f"accounts:{step}")).content.decode()
        assert f"Step {number} of 4" in page


# --- who one is -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"given_name": ""}, "This field is required."),
        ({"given_name": "\x00\x07\u202e"}, "This field is required."),
        ({"given_name": "12345"}, "Write the name with letters."),
        ({"family_name": "x" * 81}, "at most 80 characters"),
        ({"role": "company_staff"}, "This role does not open the eTwinning area"),
        ({"role": "policy_maker"}, "This role does not open the eTwinning area"),
        ({"role": "emperor"}, "Select a valid choice."),
        ({"country": "GB"}, "does not take part in eTwinning at the moment"),
        ({"country": "CH\x00"}, "does not take part in eTwinning at the moment"),
        ({"country": ""}, "This field is required."),
    ],
)
def test_wrong_answers_are_explained_and_what_was_typed_is_kept(client, newcomer, wrong, said):
    answer = post(client, "welcome_you", YOU | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "error-summary" in page
    if "family_name" not in wrong:
        assert 'value="Ruiz"' in page
    assert not Teacher.objects.filter(user=newcomer).exists()


def test_countries_that_left_are_not_offered(client, newcomer):
    page = client.get("/en/welcome/you/").content.decode()

    assert 'value="ES"' in page
    assert 'value="GB"' not in page
    assert 'value="CH"' not in page


def test_invisible_characters_in_a_name_are_dropped(client, newcomer):
    post(client, "welcome_you", YOU | {"given_name": " Ana\u200b\u202e  María "})

    newcomer.refresh_from_db()
    assert newcomer.given_name == "Ana María"


# --- the school -------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 5000, "<script>", "%"])
def test_a_strange_search_finds_nothing_and_breaks_nothing(client, applicant, typed):
    for step in ("welcome_school", "school_options"):
        answer = client.get(reverse(f"accounts:{step}"), {"q": typed})
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode().split("</head>")[-1]


def test_answers_while_typing_are_a_piece_of_the_page(client, applicant):
    SchoolFactory(name="IES Mar Blau")
    answer = client.get(
        "/en/welcome/school/options/", {"q": "blau"}, headers={"HX-Request": "true"}
    )

    assert "IES Mar Blau" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("schools", [1, 10])
def test_results_cost_the_same_for_one_and_for_ten(
    client, applicant, schools, django_assert_num_queries
):
    SchoolFactory.create_batch(10, name="Unrelated")
    SchoolFactory.create_batch(schools, name="Cervantes")
    text = "cervantes" if schools == 10 else "mar"
    if schools == 1:
        SchoolFactory.create_batch(5, name="Mar")
    client.get("/en/welcome/school/", {"q": text})
    with django_assert_num_queries(6):
        client.get("/en/welcome/school/", {"q": text})


def test_a_school_that_does_not_exist_cannot_be_chosen(client, applicant):
    for number in (0, 999_999_999, 10**30):
        assert client.post(f"/en/welcome/school/{number}/choose/").status_code == 404


def test_a_missing_school_is_added_and_joined_at_once(client, applicant):
    answer = post(client, "add_school", SCHOOL)

    applicant.refresh_from_db()
    assert answer["Location"] == "/en/welcome/teaching/"
    assert applicant.school.name == "Escola Nova del Port"
    assert applicant.school.status == SchoolStatus.WAITING


def test_likely_duplicates_are_shown_before_a_school_is_added(client, applicant):
    SchoolFactory(name="Escola Nova del Port", town="Gandia")

    asked = post(client, "add_school", SCHOOL)
    assert asked.status_code == 422
    assert "Is it one of these?" in asked.content.decode()
    assert not School.objects.filter(origin="teacher").exists()

    post(client, "add_school", SCHOOL | {"is_new": "on"})
    assert School.objects.filter(origin="teacher").count() == 1


def test_a_known_official_number_leads_to_the_school_that_has_it(client, applicant):
    known = SchoolFactory(name="CEIP Ñandú", official_id="46009999")

    answer = post(client, "add_school", SCHOOL | {"official_id": "46009999", "is_new": "on"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "CEIP Ñandú has this number already." in page
    assert reverse("accounts:choose_school", args=[known.pk]) in page


def test_the_number_of_a_refused_school_says_whom_to_ask(client, applicant):
    refused = SchoolFactory(official_id="46009999", status=SchoolStatus.REFUSED)

    answer = post(client, "add_school", SCHOOL | {"official_id": "46009999"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write to them if this is a mistake." in page
    assert reverse("accounts:choose_school", args=[refused.pk]) not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"levels": []}, "This field is required."),
        ({"levels": ["university"]}, "Select a valid choice."),
        ({"website": "not an address"}, "Enter a valid URL."),
        ({"territory": "999999999999999999999"}, "Select a valid choice."),
        ({"territory": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_a_school_badly_described_is_not_added(client, applicant, wrong, said):
    answer = post(client, "add_school", SCHOOL | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not School.objects.filter(origin="teacher").exists()


def test_fields_that_are_not_in_the_form_change_nothing(client, applicant):
    post(client, "add_school", SCHOOL | {"status": "confirmed", "country": "IT", "slug": "mine"})

    applicant.refresh_from_db()
    school = applicant.school
    assert (school.status, school.country_id) == (SchoolStatus.WAITING, "ES")
    assert school.slug != "mine"


# --- what one teaches -------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"age_from": 12, "age_to": 6}, "swap the two ages"),
        ({"age_from": -1}, "between 0 and 99"),
        ({"age_to": 10**20}, "between 0 and 99"),
        ({"age_to": "twelve"}, "Write the age as a number"),
        ({"subjects": []}, "This field is required."),
        ({"subjects": ["alchemy"]}, "Select a valid choice."),
        ({"languages": ["\x00"]}, "Select a valid choice."),
    ],
)
def test_teaching_badly_described_is_not_sent(client, applicant, wrong, said):
    answer = post(client, "welcome_teaching", TEACHING | wrong)

    applicant.refresh_from_db()
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert applicant.status == TeacherStatus.INCOMPLETE


def test_vocational_families_count_for_vocational_training_only(client, applicant):
    families = {"vocational": ["adg"]}

    post(client, "welcome_teaching", TEACHING | families)
    applicant.refresh_from_db()
    assert applicant.vocational == []

    Teacher.objects.update(status=TeacherStatus.REFUSED)
    post(client, "welcome_teaching", TEACHING | families | {"levels": ["ivet"]})
    applicant.refresh_from_db()
    assert applicant.vocational == ["adg"]


# --- afterwards -------------------------------------------------------------------


def test_a_refusal_is_shown_with_its_reason_and_a_way_on(client):
    teacher = TeacherFactory(status=TeacherStatus.REFUSED, decision_reason="Nobody knows you.")
    client.force_login(teacher.user)

    page = client.get("/en/welcome/next/").content.decode()
    assert "Nobody knows you." in page
    assert reverse("accounts:welcome_you") in page


@pytest.mark.parametrize("status", ["waiting", "validated", "refused", "suspended"])
def test_no_page_of_the_registration_needs_more_than_twelve_queries(
    client, status, django_assert_max_num_queries
):
    teacher = TeacherFactory(status=status, status_since=timezone.now())
    client.force_login(teacher.user)
    client.get("/en/welcome/next/")
    with django_assert_max_num_queries(12):
        assert client.get("/en/welcome/next/").status_code == 200


# --- the national door ------------------------------------------------------------


def test_the_national_door_remembers_the_country_and_speaks_its_language(client):
    page = client.get("/en/national/es/join/").content.decode()
    assert 'name="language" value="es"' in page

    answer = client.post("/en/national/es/join/", {"language": "es"})
    assert answer["Location"].startswith("/es/accounts/signup/")

    client.force_login(UserFactory())
    assert '<option value="ES" selected>' in client.get("/es/welcome/you/").content.decode()
    client.post("/es/welcome/you/", YOU | {"country": "PT"})
    teacher = Teacher.objects.get()
    assert (teacher.portal_id, teacher.country_id) == ("ES", "PT")


@pytest.mark.parametrize("language", ["", "xx", "es\r\nSet-Cookie: a=b"])
def test_an_unknown_language_at_the_national_door_stays_in_the_one_of_the_page(client, language):
    answer = client.post("/en/national/es/join/", {"language": language})

    assert answer["Location"].startswith("/en/accounts/signup/")


def test_a_country_that_left_has_a_closed_door_that_says_so(client):
    page = client.get("/en/national/gb/join/")
    assert "does not take part at the moment" in page.content.decode()

    client.post("/en/national/gb/join/", {"language": "en"})
    assert "portal" not in client.session


def test_an_unknown_country_has_no_door(client):
    assert client.get("/en/national/xx/join/").status_code == 404
    assert client.get("/en/national/spain/join/").status_code == 404
