"""Pages of people and schools, and the page on which one edits one's profile."""

import pytest
from django.urls import reverse

from accounts import person_page
from accounts.models import SchoolStatus, TeacherStatus
from tests.factories import SchoolFactory, TeacherFactory

PROFILE = {
    "given_name": "Ana",
    "family_name": "Ferrer",
    "role": "teacher",
    "language": "es",
    "subjects": ["biology"],
    "languages": ["en"],
    "levels": ["primary"],
    "age_from": 6,
    "age_to": 9,
    "looking_for": "A class for spring.\r\nWe like rivers.",
}


def test_a_persons_page_says_what_they_teach(house, as_role):
    page = as_role("stranger").get(house.ana.get_absolute_url()).content.decode()

    for fact in ("Ana Ferrer", "IES Mar Blau", "Biology", "English", "12 to 15 years"):
        assert fact in page


def test_an_own_page_before_validation_says_who_sees_it(house, as_role):
    page = as_role("newcomer").get(house.carmen.get_absolute_url()).content.decode()

    assert "Only you and your support organisation see this page" in page


def test_sections_of_other_apps_stand_on_the_page(house, as_role, monkeypatch):
    section = person_page.Section(
        "partials/_empty_state.html", {"title": "T", "text": "x"}, "Rivers"
    )
    monkeypatch.setattr(person_page, "SECTIONS", [lambda user, teacher: section])
    monkeypatch.setattr(person_page, "ACTIONS", [lambda user, teacher: None])

    page = as_role("stranger").get(house.ana.get_absolute_url()).content.decode()

    assert "<h2>Rivers</h2>" in page


def test_a_profile_is_saved(house, as_role):
    answer = as_role("founder").post(reverse("accounts:profile_edit"), PROFILE)

    house.ana.refresh_from_db()
    house.founder.refresh_from_db()
    assert answer["Location"] == house.ana.get_absolute_url()
    assert house.ana.looking_for == "A class for spring.\nWe like rivers."
    assert not house.ana.is_available
    assert house.founder.language == "es"
    assert house.ana.status == TeacherStatus.VALIDATED


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"looking_for": "x" * 601}, "at most 600 characters"),
        ({"interests": "x" * 201}, "at most 200 characters"),
        ({"age_from": 20}, "swap the two ages"),
        ({"role": "company_staff"}, "This role does not open the eTwinning area"),
        ({"language": "xx"}, "Select a valid choice."),
    ],
)
def test_a_wrong_profile_is_explained_and_kept(house, as_role, wrong, said):
    answer = as_role("founder").post(reverse("accounts:profile_edit"), PROFILE | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    house.founder.refresh_from_db()
    assert house.founder.language == "en"


def test_what_people_write_is_never_markup(house, as_role):
    as_role("founder").post(
        reverse("accounts:profile_edit"), PROFILE | {"looking_for": "<img src=x onerror=alert(1)>"}
    )

    page = as_role("founder").get(house.ana.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_visitor_reads_how_many_teach_at_a_school_but_no_names(house, client):
    page = client.get(house.ana.school.get_absolute_url()).content.decode()

    assert "IES Mar Blau" in page
    assert "Ana Ferrer" not in page


def test_validated_teachers_see_the_teachers_of_a_school(house, as_role):
    page = as_role("stranger").get(house.ana.school.get_absolute_url()).content.decode()

    assert "Ana Ferrer" in page
    assert "Carmen Ruiz" not in page


def test_a_school_that_waits_is_a_secret_of_its_own_people(house, as_role):
    school = SchoolFactory(status=SchoolStatus.WAITING)
    house.carmen.school = school
    house.carmen.save()
    house.carmen.memberships.update(school=school)

    assert as_role("stranger").get(school.get_absolute_url()).status_code == 404
    assert as_role("newcomer").get(school.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("teachers", [1, 10])
def test_a_school_page_costs_the_same_for_one_and_for_ten(
    house, as_role, teachers, django_assert_num_queries
):
    school = SchoolFactory()
    TeacherFactory.create_batch(teachers, school=school)
    client = as_role("stranger")
    client.get(school.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(school.get_absolute_url())


def test_a_persons_page_stays_within_twelve_queries(house, as_role, django_assert_max_num_queries):
    client = as_role("stranger")
    client.get(house.ana.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(house.ana.get_absolute_url())
