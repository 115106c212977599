"""The desk: teachers, schools and accounts of one's own countries, decided by steps."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import SchoolStatus, TeacherStatus
from notifications.models import Notice
from tests.factories import SchoolFactory, TeacherFactory

pytestmark = pytest.mark.django_db

TEACHERS = "/admin/accounts/teacher/"
SCHOOLS = "/admin/accounts/school/"
PEOPLE = "/admin/accounts/user/"
REASON = "The school office does not know you. Ask them to write to us."


def decide(client, queue, action, *rows, **more):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(queue, data, follow=True)


def listed(client, queue, **query):
    return list(client.get(queue, query).context["cl"].result_list)


def said(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def card(row):
    return reverse(f"admin:accounts_{row._meta.model_name}_change", args=[row.pk])


def test_the_queue_is_ones_own_country_oldest_first(house, as_role):
    older = TeacherFactory(
        waiting=True, status_since=timezone.now() - datetime.timedelta(days=9, hours=1)
    )

    page = as_role("staff_es").get(TEACHERS)

    assert list(page.context["cl"].result_list) == [older, house.carmen]
    assert '<td class="field-days">9</td>' in page.content.decode()
    assert listed(as_role("staff_it"), TEACHERS) == []
    assert listed(as_role("central"), TEACHERS) == [older, house.carmen]


def test_another_countrys_teacher_is_as_if_not_there(house, as_role):
    client = as_role("staff_it")

    hidden, missing = client.get(card(house.carmen)), client.get(f"{TEACHERS}999999/change/")
    assert hidden.status_code == missing.status_code == 302
    decide(client, TEACHERS, "validate", house.carmen)
    house.carmen.refresh_from_db()
    assert house.carmen.status == TeacherStatus.WAITING


@pytest.mark.parametrize("role", ["founder", "newcomer", "representative"])
@pytest.mark.parametrize("queue", [TEACHERS, SCHOOLS, PEOPLE])
def test_who_has_no_desk_does_not_enter(as_role, role, queue):
    assert as_role(role).get(queue).status_code in {302, 403}


def test_many_are_validated_at_once(house, as_role):
    others = TeacherFactory.create_batch(3, waiting=True)

    answer = decide(as_role("staff_es"), TEACHERS, "validate", house.carmen, *others)

    assert "4 teachers validated." in said(answer)
    house.carmen.refresh_from_db()
    assert house.carmen.is_validated
    assert Notice.objects.filter(kind="accounts.validated").count() == 4


def test_a_refusal_asks_for_its_reason_first(house, as_role):
    client = as_role("staff_es")

    asked = decide(client, TEACHERS, "refuse", house.carmen)
    assert 'name="reason"' in asked.content.decode()
    house.carmen.refresh_from_db()
    assert house.carmen.status == TeacherStatus.WAITING

    short = decide(client, TEACHERS, "refuse", house.carmen, reason="No.")
    assert "at least 10 characters" in short.content.decode()

    done = decide(client, TEACHERS, "refuse", house.carmen, reason=REASON)
    assert "1 teacher refused." in said(done)
    house.carmen.refresh_from_db()
    assert (house.carmen.status, house.carmen.decision_reason) == ("refused", REASON)


def test_who_decides_second_is_told_what_happened(house, as_role):
    decide(as_role("central"), TEACHERS, "refuse", house.carmen, reason=REASON)

    answer = decide(as_role("staff_es"), TEACHERS, "validate", house.carmen)

    assert answer.status_code == 200
    assert "Carmen Ruiz already stands at “Refused”" in said(answer)
    house.carmen.refresh_from_db()
    assert house.carmen.status == TeacherStatus.REFUSED


def test_the_card_offers_what_makes_sense(house, as_role):
    newly = TeacherFactory(waiting=True, school=SchoolFactory(status=SchoolStatus.WAITING))
    client = as_role("staff_es")

    def offered(teacher):
        return [name for name, _ in client.get(card(teacher)).context["decisions"]]

    assert offered(house.carmen) == ["validate", "refuse"]
    assert offered(newly) == ["validate_with_school", "refuse"]
    assert offered(house.ana) == ["suspend"]


def test_two_presses_validate_a_teacher_with_a_new_school(house, as_role):
    school = SchoolFactory(status=SchoolStatus.WAITING, name="Escola Nova")
    teacher = TeacherFactory(waiting=True, school=school)
    client = as_role("staff_es")

    front = client.get("/admin/").content.decode()
    assert f"accounts/teacher/{teacher.pk}/change/" in front
    alone = decide(client, TEACHERS, "validate", teacher)
    assert "The school is not confirmed." in said(alone)

    answer = decide(client, TEACHERS, "validate_with_school", teacher)
    assert "1 teacher validated." in said(answer)
    school.refresh_from_db()
    assert school.status == SchoolStatus.CONFIRMED


def test_added_schools_are_confirmed_or_refused(house, as_role):
    good, bad = SchoolFactory.create_batch(2, status=SchoolStatus.WAITING)
    foreign = SchoolFactory(status=SchoolStatus.WAITING, country_id="IT")
    client = as_role("staff_es")

    assert set(listed(client, SCHOOLS)) == {good, bad}
    assert "1 school confirmed." in said(decide(client, SCHOOLS, "confirm", good, foreign))
    assert "1 school refused." in said(decide(client, SCHOOLS, "refuse", bad, reason=REASON))
    for school, status in [(good, "confirmed"), (bad, "refused"), (foreign, "waiting")]:
        school.refresh_from_db()
        assert school.status == status


def test_the_card_of_a_school_shows_its_teachers_and_similar_schools(house, as_role):
    SchoolFactory(name="IES Mar Blau II", town="València", official_id="46777777")

    text = as_role("staff_es").get(card(house.ana.school)).content.decode()

    for word in ("Ana Ferrer", "Carmen Ruiz", "46777777"):
        assert word in text


@pytest.mark.parametrize(
    ("queue", "text", "found"),
    [
        (TEACHERS, "ruiz", "carmen"),
        (TEACHERS, "carmen@demo.example", "carmen"),
        (TEACHERS, "nobody", None),
    ],
)
def test_the_queue_is_searched_by_name_and_address(house, as_role, queue, text, found):
    wanted = [getattr(house, found)] if found else []
    assert listed(as_role("staff_es"), queue, q=text) == wanted


@pytest.mark.parametrize("text", ["\x00", "%", "x" * 3000, "@", "\x00@"])
@pytest.mark.parametrize("queue", [TEACHERS, SCHOOLS, PEOPLE])
def test_a_strange_search_breaks_nothing(house, as_role, queue, text):
    assert as_role("staff_es").get(queue, {"q": text}).status_code == 200


def test_an_account_is_switched_off_and_on(house, as_role):
    client = as_role("staff_es")

    decide(client, PEOPLE, "deactivate", house.founder, reason=REASON)
    house.founder.refresh_from_db()
    assert not house.founder.is_active

    decide(client, PEOPLE, "activate", house.founder)
    house.founder.refresh_from_db()
    assert house.founder.is_active


def test_a_closed_account_is_out_at_its_next_request(house, as_role, client):
    signed_in = as_role("founder")
    assert signed_in.get("/en/profile/").status_code == 200

    house.founder.is_active = False
    house.founder.save()

    assert signed_in.get("/en/profile/").status_code == 302


@pytest.mark.parametrize("queue", [TEACHERS, SCHOOLS, PEOPLE])
def test_nothing_is_typed_into_rows_directly(house, as_role, queue):
    client = as_role("central")
    row = {TEACHERS: house.carmen, SCHOOLS: house.ana.school, PEOPLE: house.newcomer}[queue]

    assert client.get(f"{queue}add/").status_code == 403
    assert client.post(card(row), {"status": "validated"}).status_code == 403
    assert client.post(f"{queue}{row.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize(("queue", "queries"), [(TEACHERS, 9), (SCHOOLS, 6), (PEOPLE, 6)])
def test_a_queue_costs_the_same_for_one_row_and_for_ten(
    as_role, house, queue, queries, rows, django_assert_num_queries
):
    if rows == 10:
        for _ in range(9):
            TeacherFactory(waiting=True, school=SchoolFactory(status=SchoolStatus.WAITING))
    else:
        SchoolFactory(status=SchoolStatus.WAITING)
    client = as_role("staff_es")
    client.get(queue)
    with django_assert_num_queries(queries):
        client.get(queue)


def test_the_desk_has_no_sign_in_of_its_own(client):
    answer = client.get("/admin/login/")
    assert answer["Location"].startswith(reverse("account_login"))

    refused = client.post("/admin/login/", {"username": "ana@demo.example", "password": "x"})
    assert refused.status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_front_page_says_who_waits_where_and_since_when(house, as_role):
    late = TeacherFactory(waiting=True, status_since=timezone.now() - datetime.timedelta(days=9))

    front = as_role("staff_es").get("/admin/")

    queues = {queue["id"]: queue for queue in front.context["queues"]}
    rows = {row["title"]: row for row in queues["teacher"]["first"]}
    assert rows[late.name]["is_late"]
    assert late.school.name in rows[late.name]["about"]
    assert not rows[house.carmen.name]["is_late"]
    assert "Asked 9 days ago" in front.content.decode()


# --- One after the other ------------------------------------------------------


def decide_on_its_page(client, url, action, row, **fields):
    """What the buttons on a row's own page send."""
    data = {"action": action, "_selected_action": row.pk, "one_by_one": "yes", **fields}
    return client.post(url, data, follow=True)


def test_from_the_page_of_a_row_a_decision_leads_to_the_next_that_waits(house, as_role):
    second, third = TeacherFactory(waiting=True), TeacherFactory(waiting=True)
    TeacherFactory(waiting=True, country_id="IT", school=SchoolFactory(country_id="IT"))
    client = as_role("staff_es")
    html = client.get(f"{TEACHERS}{house.carmen.pk}/change/").content.decode()
    assert '<input type="hidden" name="one_by_one" value="yes">' in html

    at = decide_on_its_page(client, TEACHERS, "validate", house.carmen)
    assert at.redirect_chain[-1][0] == f"{TEACHERS}{second.pk}/change/"
    assert "1 teacher validated." in said(at)

    asked = decide_on_its_page(client, TEACHERS, "refuse", second)
    assert 'name="one_by_one"' in asked.content.decode()
    at = decide_on_its_page(client, TEACHERS, "refuse", second, reason=REASON)
    assert at.redirect_chain[-1][0] == f"{TEACHERS}{third.pk}/change/"

    at = decide_on_its_page(client, TEACHERS, "validate", third)
    assert at.redirect_chain[-1][0] == TEACHERS
    assert "Nothing waits in this queue any more." in said(at)


def test_a_decision_in_the_list_stays_in_the_list(house, as_role):
    TeacherFactory(waiting=True)
    at = decide(as_role("staff_es"), TEACHERS, "validate", house.carmen)
    assert at.redirect_chain[-1][0] == TEACHERS


@pytest.mark.parametrize("row", ["carmen", "ana"])
def test_a_window_for_choosing_offers_no_decision(house, as_role, row):
    teacher = getattr(house, row)
    for one in (teacher, teacher.school):
        answer = as_role("staff_es").get(card(one), {"_popup": "1"})
        assert answer.status_code == 200
        assert answer.context["decisions"] == []
