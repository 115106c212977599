"""Who registers and who decides. No database: people and rows are made in memory."""

from types import SimpleNamespace

import pytest

from accounts import rules
from accounts.models import School, SchoolStatus, Teacher, TeacherStatus, User


def person(pk, *, desk=(), central=False):
    user = User(pk=pk, given_name="P", family_name=str(pk))
    user.__dict__ |= {"desk_countries": frozenset(desk), "is_central": central, "posts": []}
    return user


SPAIN, ITALY, CENTRAL = person(1, desk=["ES"]), person(2, desk=["IT"]), person(3, central=True)
TEACHER = person(4)


def teacher(status=TeacherStatus.WAITING, school=SchoolStatus.CONFIRMED):
    return Teacher(
        user=TEACHER, country_id="ES", status=status, school=School(country_id="ES", status=school)
    )


VERDICTS = [rules.can_validate_teacher, rules.can_refuse_teacher, rules.can_suspend_teacher]


@pytest.mark.parametrize("rule", VERDICTS)
@pytest.mark.parametrize(
    ("who", "may"), [(SPAIN, True), (CENTRAL, True), (ITALY, False), (person(9), False)]
)
def test_only_the_desk_of_the_country_decides_on_a_teacher(rule, who, may):
    decision = rule(who, teacher())

    assert decision.allowed is may
    assert decision.allowed or decision.reason


@pytest.mark.parametrize("rule", VERDICTS)
def test_nobody_decides_on_themselves(rule):
    row = teacher()
    row.user = SPAIN

    assert not rule(SPAIN, row)


def test_a_teacher_whose_school_waits_is_not_validated_alone():
    decision = rules.can_validate_teacher(SPAIN, teacher(school=SchoolStatus.WAITING))

    assert not decision
    assert "Confirm school and validate" in str(decision.reason)


def test_a_suspension_ends_by_its_own_step_only():
    assert not rules.can_validate_teacher(SPAIN, teacher(TeacherStatus.SUSPENDED))
    assert rules.can_restore_teacher(SPAIN, teacher(TeacherStatus.SUSPENDED))
    assert not rules.can_restore_teacher(SPAIN, teacher(TeacherStatus.WAITING))


@pytest.mark.parametrize(
    "rule", [rules.can_confirm_school, rules.can_refuse_school, rules.can_reopen_school]
)
@pytest.mark.parametrize(("who", "may"), [(SPAIN, True), (CENTRAL, True), (ITALY, False)])
def test_only_the_desk_of_the_country_decides_on_a_school(rule, who, may):
    assert rule(who, School(country_id="ES")).allowed is may


FILLING_IN = {None, TeacherStatus.INCOMPLETE, TeacherStatus.REFUSED}


@pytest.mark.parametrize("status", [None, *TeacherStatus])
def test_a_registration_is_filled_in_until_it_is_sent_and_again_after_a_refusal(status):
    row = teacher(status) if status else None
    register = rules.can_register_profile(TEACHER, row)

    assert register.allowed is (status in FILLING_IN)
    assert register.allowed or register.reason
    if row:
        assert rules.can_describe_teaching(TEACHER, row).allowed is (status in FILLING_IN)
        assert rules.can_change_profile(TEACHER, row).allowed is (
            status in {TeacherStatus.WAITING, TeacherStatus.VALIDATED}
        )


@pytest.mark.parametrize("status", TeacherStatus)
def test_a_school_is_chosen_at_any_time_but_a_suspension(status):
    assert rules.can_choose_school(TEACHER, teacher(status)).allowed is (
        status != TeacherStatus.SUSPENDED
    )


def test_teaching_comes_after_the_school():
    without = Teacher(user=TEACHER, country_id="ES", status=TeacherStatus.INCOMPLETE)
    refused = teacher(TeacherStatus.INCOMPLETE, school=SchoolStatus.REFUSED)

    assert not rules.can_describe_teaching(TEACHER, None)
    assert not rules.can_describe_teaching(TEACHER, without)
    assert not rules.can_describe_teaching(TEACHER, refused)


@pytest.mark.parametrize(
    ("who", "staff", "may"),
    [(SPAIN, False, True), (ITALY, False, False), (SPAIN, True, False), (CENTRAL, True, True)],
)
def test_accounts_of_staff_are_switched_by_the_central_service(who, staff, may):
    target = person(7)
    target.is_staff = staff
    target.__dict__["teacher_or_none"] = SimpleNamespace(country_id="ES")

    assert rules.can_deactivate_person(who, target).allowed is may
    assert rules.can_activate_person(who, target).allowed is may


def test_nobody_switches_off_themselves():
    assert not rules.can_deactivate_person(CENTRAL, CENTRAL)
