"""Evidence and portals of origin at the desk; several schools of one teacher."""

import pytest
from django.urls import reverse

from accounts import services
from accounts.models import (
    Evidence,
    EvidenceKind,
    EvidenceState,
    Membership,
    TeacherStatus,
    ValidationRule,
)
from core.errors import WrongState
from core.models import Activity
from projects.models import Project
from tests.at_once import fresh
from tests.factories import SchoolFactory, TeacherFactory

pytestmark = pytest.mark.django_db

TEACHERS = "/admin/accounts/teacher/"
RULES = "/admin/accounts/validationrule/"


def gave(teacher, kind, state=EvidenceState.GIVEN, **facts):
    return Evidence.objects.create(
        teacher=teacher,
        school=teacher.school,
        kind=kind,
        state=state,
        answered_at=teacher.status_since,
        **facts,
    )


def listed(client, **query):
    return list(client.get(TEACHERS, query).context["cl"].result_list)


def test_the_queue_shows_and_filters_what_the_evidence_amounts_to(house, as_role):
    some, bare, denied = TeacherFactory.create_batch(3, waiting=True)
    gave(house.carmen, EvidenceKind.HEAD, address="head@x.example")
    gave(house.carmen, EvidenceKind.REPRESENTATIVE, by=house.representative)
    gave(some, EvidenceKind.HEAD, address="head@x.example")
    for kind in (EvidenceKind.HEAD, EvidenceKind.CERTIFICATE):
        gave(denied, kind)
    gave(denied, EvidenceKind.REPRESENTATIVE, EvidenceState.DENIED)
    client = as_role("staff_es")

    assert listed(client, evidence="enough") == [house.carmen]
    assert set(listed(client, evidence="some")) == {house.carmen, some, denied}
    assert listed(client, evidence="none") == [bare]
    text = client.get(TEACHERS).content.decode()
    for words in ("Sufficient (2 of 2)", "1 of 2", "Somebody does not know this person"):
        assert words in text


def test_those_with_enough_are_validated_at_once(house, as_role):
    others = TeacherFactory.create_batch(3, waiting=True)
    for teacher in (house.carmen, *others):
        gave(teacher, EvidenceKind.HEAD)
        gave(teacher, EvidenceKind.CERTIFICATE, name="paper.pdf")
    client = as_role("staff_es")
    rows = [row.pk for row in listed(client, evidence="enough")]

    client.post(TEACHERS, {"action": "validate", "_selected_action": rows})

    assert len(rows) == 4
    house.carmen.refresh_from_db()
    assert house.carmen.is_validated


def test_the_card_shows_each_piece_beside_the_decision(house, as_role):
    paper = gave(house.carmen, EvidenceKind.CERTIFICATE, name="paper.pdf")
    gave(house.carmen, EvidenceKind.HEAD, address="friend@elsewhere.example")
    page = as_role("staff_es").get(reverse("admin:accounts_teacher_change", args=[house.carmen.pk]))
    text = page.content.decode()
    assert reverse("accounts:certificate", args=[paper.pk]).split("/", 2)[2] in text
    assert "friend@elsewhere.example, not at the school" in text


@pytest.mark.parametrize("rows", [1, 10])
def test_the_queue_costs_the_same_for_one_and_for_ten(
    house, as_role, rows, django_assert_num_queries
):
    for _number in range(rows - 1):
        gave(TeacherFactory(waiting=True), EvidenceKind.HEAD)
    gave(house.carmen, EvidenceKind.HEAD)
    client = as_role("staff_es")
    client.get(TEACHERS)
    with django_assert_num_queries(9):
        client.get(TEACHERS)


# --- the rule of a country -----------------------------------------------------------------


def change(client, code, **facts):
    rule = ValidationRule.objects.get(code=code)
    names = ("needed", *EvidenceKind.values)
    data = {name: getattr(rule, name) for name in names} | facts
    return client.post(f"{RULES}{rule.pk}/change/", data)


def test_a_country_sets_its_own_rule_and_no_other(house, as_role):
    client = as_role("staff_es")
    assert change(client, "ES", needed=3, auto_validate="on").status_code == 302
    rule = ValidationRule.objects.get(code="ES")
    assert (rule.needed, rule.auto_validate) == (3, True)
    assert Activity.objects.of(rule).filter(by=house.staff_es).exists()

    assert change(client, "*", needed=1).status_code == 403
    assert change(as_role("staff_it"), "ES", needed=1).status_code in {302, 403}
    assert ValidationRule.objects.get(code="ES").needed == 3


def test_a_rule_that_asks_for_nothing_is_refused(house, as_role):
    assert "id_needed" in change(as_role("staff_es"), "ES", needed=0).content.decode()
    assert ValidationRule.objects.get(code="ES").needed == 2


# --- two doors -------------------------------------------------------------------------------


def test_the_portal_of_origin_is_a_column_a_filter_and_a_figure(house, as_role):
    national = TeacherFactory(waiting=True, portal_id="ES")
    client = as_role("staff_es")

    assert listed(client, portal="ES") == [national]
    assert listed(client, portal="european") == [house.carmen]
    assert "European portal" in client.get(TEACHERS).content.decode()

    [table] = client.get("/admin/").context["figures"]
    assert table["rows"] == [["Spain", 1, 2, 1, 2]]


# --- several schools ---------------------------------------------------------------------------


def own(teacher, school):
    return Membership.objects.get(teacher=teacher, school=school, ends=None)


def test_a_teacher_joins_chooses_and_leaves(house, as_role):
    second, first = SchoolFactory(name="IES Segon"), house.ana.school
    client = as_role("founder")
    assert (
        "IES Segon" in client.get(reverse("accounts:my_schools"), {"q": "segon"}).content.decode()
    )

    client.post(reverse("accounts:join_school", args=[second.pk]))
    house.ana.refresh_from_db()
    assert (house.ana.school, house.ana.status) == (first, TeacherStatus.VALIDATED)

    client.post(reverse("accounts:choose_main_school", args=[own(house.ana, second).pk]))
    house.ana.refresh_from_db()
    assert (house.ana.school, house.ana.status) == (second, TeacherStatus.WAITING)
    assert Project.objects.get(pk=house.project.pk).founder_school == first

    client.post(reverse("accounts:leave_school", args=[own(house.ana, first).pk]))
    assert Membership.objects.get(teacher=house.ana, school=first).ends


def test_who_comes_back_to_a_validated_school_is_not_validated_anew(house):
    second, first = SchoolFactory(), house.ana.school
    Membership.objects.filter(teacher=house.ana).update(validated_at=house.ana.status_since)
    by = fresh(house.founder)
    services.join_school(school_id=second.pk, by=by)
    services.choose_main_school(membership_id=own(house.ana, second).pk, by=by)
    services.validate_teacher(teacher_id=house.ana.pk, by=fresh(house.staff_es))

    for school in (first, second):
        teacher = services.choose_main_school(
            membership_id=own(house.ana, school).pk, by=fresh(house.founder)
        )
        assert (teacher.school, teacher.status) == (school, TeacherStatus.VALIDATED)


def test_the_main_school_is_not_left(house, as_role):
    path = reverse("accounts:leave_school", args=[own(house.ana, house.ana.school).pk])
    assert as_role("founder").post(path).status_code == 403


@pytest.mark.parametrize(
    ("school", "said"),
    [
        (lambda house: house.ana.school, "already"),
        (lambda house: house.luca.school, "cannot be joined"),
        (lambda house: SchoolFactory(status="closed"), "cannot be joined"),
    ],
)
def test_schools_that_cannot_be_joined(house, school, said):
    with pytest.raises(WrongState, match=said):
        services.join_school(school_id=school(house).pk, by=fresh(house.founder))


def test_there_is_an_end_to_schools(house):
    for school in SchoolFactory.create_batch(4):
        services.join_school(school_id=school.pk, by=fresh(house.founder))
    with pytest.raises(WrongState, match="5 schools"):
        services.join_school(school_id=SchoolFactory().pk, by=fresh(house.founder))
