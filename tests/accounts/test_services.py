"""What the steps change, record and tell."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import services
from accounts.models import School, SchoolStatus, Teacher, TeacherStatus
from contacts.models import Country, Participation
from core.errors import WrongState
from core.models import Activity
from notifications.models import Notice
from tests.factories import SchoolFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db

YOU = {"given_name": "Ana", "family_name": "Ruiz", "role": "teacher", "country_id": "ES"}
TEACHING = {
    "subjects": ["biology"],
    "vocational": [],
    "languages": ["en"],
    "levels": ["primary"],
    "age_from": 6,
    "age_to": 9,
}


def new_school(**fields):
    return School(name="Escola Nova", town="Gandia", levels=["primary"], **fields)


def verbs(target):
    return list(
        Activity.objects.filter(target_id=target.pk).order_by("pk").values_list("verb", flat=True)
    )


def told(user):
    return list(Notice.objects.filter(recipient=user).values_list("kind", flat=True))


# --- registration -----------------------------------------------------------------


def test_a_registration_from_the_first_step_to_the_queue():
    user = UserFactory(given_name="", family_name="")
    school = SchoolFactory()

    services.register_profile(by=user, portal_id="IT", **YOU)
    services.choose_school(by=user, school_id=school.pk)
    teacher = services.describe_teaching(by=user, **TEACHING)

    teacher.refresh_from_db()
    user.refresh_from_db()
    assert user.name == "Ana Ruiz"
    assert (teacher.status, teacher.school, teacher.portal_id) == ("waiting", school, "IT")
    assert teacher.memberships.get().school == school
    assert verbs(teacher) == [
        "accounts.registered_profile",
        "accounts.chose_school",
        "accounts.described_teaching",
    ]


@pytest.mark.parametrize("role", ["company_staff", "policy_maker", "no-such-role", ""])
def test_a_role_that_may_not_join_is_refused_with_a_reason(role):
    user = UserFactory()
    with pytest.raises(PermissionDenied) as refusal:
        services.register_profile(by=user, **(YOU | {"role": role}))

    assert str(refusal.value)
    assert not Teacher.objects.filter(user=user).exists()


@pytest.mark.parametrize("country", ["GB", "CH", "XX"])
def test_a_country_that_left_takes_no_registrations(country):
    with pytest.raises(WrongState, match="does not take part"):
        services.register_profile(by=UserFactory(), **(YOU | {"country_id": country}))


def test_a_country_that_leaves_today_takes_no_registrations_from_today():
    Participation.objects.filter(country="ES", ends=None).update(ends=timezone.localdate())
    assert Country.objects.filter(pk="ES").exists()
    with pytest.raises(WrongState):
        services.register_profile(by=UserFactory(), **YOU)


def test_another_country_lets_the_school_go():
    teacher = TeacherFactory(status=TeacherStatus.REFUSED)

    services.register_profile(by=teacher.user, **(YOU | {"country_id": "IT"}))

    teacher.refresh_from_db()
    assert (teacher.country_id, teacher.school, teacher.status) == ("IT", None, "incomplete")
    assert not teacher.memberships.exists()


def test_after_a_refusal_one_may_apply_again():
    teacher = TeacherFactory(status=TeacherStatus.REFUSED, decision_reason="Unknown there.")

    services.describe_teaching(by=teacher.user, **TEACHING)

    teacher.refresh_from_db()
    assert (teacher.status, teacher.decision_reason) == ("waiting", "")


# --- schools ----------------------------------------------------------------------


def test_a_school_of_another_country_cannot_be_joined():
    teacher = TeacherFactory(status=TeacherStatus.INCOMPLETE)
    with pytest.raises(WrongState):
        services.choose_school(by=teacher.user, school_id=SchoolFactory(country_id="IT").pk)


@pytest.mark.parametrize("status", [SchoolStatus.REFUSED, SchoolStatus.CLOSED])
def test_a_school_that_is_not_open_cannot_be_joined(status):
    teacher = TeacherFactory(status=TeacherStatus.INCOMPLETE)
    with pytest.raises(WrongState):
        services.choose_school(by=teacher.user, school_id=SchoolFactory(status=status).pk)


def test_adding_a_school_joins_it_in_the_same_step():
    teacher = TeacherFactory(status=TeacherStatus.INCOMPLETE)

    school = services.add_school(by=teacher.user, school=new_school())

    teacher.refresh_from_db()
    assert teacher.school == school
    assert (school.status, school.country_id, school.origin) == ("waiting", "ES", "teacher")
    assert [membership.school for membership in teacher.memberships.all()] == [school]


def test_a_school_number_is_added_once():
    known = SchoolFactory(official_id="46001234")
    teacher = TeacherFactory(status=TeacherStatus.INCOMPLETE)
    with pytest.raises(WrongState, match="number"):
        services.add_school(by=teacher.user, school=new_school(official_id=known.official_id))

    teacher.refresh_from_db()
    assert teacher.school.name != "Escola Nova"


def test_a_validated_teacher_who_moves_is_validated_anew_and_keeps_the_history():
    teacher = TeacherFactory()
    old, new = teacher.school, SchoolFactory()

    services.choose_school(by=teacher.user, school_id=new.pk)

    teacher.refresh_from_db()
    assert (teacher.school, teacher.status) == (new, "waiting")
    assert teacher.memberships.get(school=old).ends == timezone.localdate()
    assert teacher.memberships.get(school=new).ends is None


def test_a_refused_school_sends_its_waiting_teachers_back_to_choose(house):
    school = SchoolFactory(status=SchoolStatus.WAITING)
    waiting = TeacherFactory(school=school, status=TeacherStatus.WAITING)
    refused = TeacherFactory(school=school, status=TeacherStatus.REFUSED)

    services.refuse_school(school_id=school.pk, by=house.staff_es, reason="Not a school.")

    waiting.refresh_from_db()
    refused.refresh_from_db()
    assert (waiting.school, waiting.status) == (None, "incomplete")
    assert not waiting.memberships.exists()
    assert (refused.school, refused.status) == (school, "refused")
    assert told(waiting.user) == ["accounts.school_refused"]
    assert "Not a school." in Notice.objects.get(recipient=waiting.user).body


def test_a_confirmed_school_is_news_for_its_teachers(house):
    school = SchoolFactory(status=SchoolStatus.WAITING)
    teacher = TeacherFactory(school=school, status=TeacherStatus.WAITING)

    services.confirm_school(school_id=school.pk, by=house.staff_es)

    assert told(teacher.user) == ["accounts.school_confirmed"]
    with pytest.raises(WrongState):
        services.confirm_school(school_id=school.pk, by=house.staff_es)


def test_a_school_refused_by_mistake_waits_again(house):
    school = SchoolFactory(status=SchoolStatus.REFUSED, decision_reason="Not a school.")

    services.reopen_school(school_id=school.pk, by=house.staff_es)

    school.refresh_from_db()
    assert (school.status, school.decision_reason) == (SchoolStatus.WAITING, "")
    with pytest.raises(WrongState):
        services.reopen_school(school_id=school.pk, by=house.staff_es)


# --- validation -------------------------------------------------------------------


def test_validation_opens_the_community_and_is_told(house):
    services.validate_teacher(teacher_id=house.carmen.pk, by=house.staff_es)

    house.carmen.refresh_from_db()
    assert house.carmen.is_validated
    assert told(house.newcomer) == ["accounts.validated"]
    assert verbs(house.carmen) == ["accounts.validated_teacher"]


def test_the_notice_speaks_the_teachers_language(house):
    house.newcomer.language = "es"
    house.newcomer.save()

    services.validate_teacher(teacher_id=house.carmen.pk, by=house.staff_es)

    assert Notice.objects.get(recipient=house.newcomer).path.startswith("/es/")


@pytest.mark.parametrize("role", ["staff_it", "representative", "founder", "newcomer"])
def test_others_do_not_validate(house, role):
    with pytest.raises(PermissionDenied):
        services.validate_teacher(teacher_id=house.carmen.pk, by=getattr(house, role))

    house.carmen.refresh_from_db()
    assert house.carmen.status == TeacherStatus.WAITING
    assert told(house.newcomer) == []


def test_school_and_teacher_are_decided_together_or_not_at_all(house):
    school = SchoolFactory(status=SchoolStatus.WAITING)
    teacher = TeacherFactory(school=school, status=TeacherStatus.WAITING)
    with pytest.raises(PermissionDenied):
        services.validate_teacher(teacher_id=teacher.pk, by=house.staff_es)
    with pytest.raises(PermissionDenied):
        services.validate_teacher(teacher_id=teacher.pk, by=house.staff_it, with_school=True)

    services.validate_teacher(teacher_id=teacher.pk, by=house.staff_es, with_school=True)

    school.refresh_from_db()
    teacher.refresh_from_db()
    assert school.status == SchoolStatus.CONFIRMED
    assert teacher.is_validated


def test_a_refusal_says_why_each_time(house):
    for reason in ("Your school does not know you.", "Still not."):
        services.refuse_teacher(teacher_id=house.carmen.pk, by=house.staff_es, reason=reason)
        services.describe_teaching(by=house.newcomer, **TEACHING)

    bodies = Notice.objects.filter(recipient=house.newcomer).values_list("body", flat=True)
    assert len(bodies) == 2
    assert any("Your school does not know you." in body for body in bodies)


def test_a_suspension_and_its_end(house):
    services.suspend_teacher(teacher_id=house.ana.pk, by=house.staff_es, reason="Spam.")
    house.ana.refresh_from_db()
    assert house.ana.status == TeacherStatus.SUSPENDED

    services.restore_teacher(teacher_id=house.ana.pk, by=house.staff_es)
    house.ana.refresh_from_db()
    assert house.ana.is_validated
    assert told(house.founder) == ["accounts.restored", "accounts.suspended"]


def test_a_closed_account_opens_again(house):
    services.deactivate_person(user_id=house.founder.pk, by=house.staff_es, reason="Asked for.")
    house.founder.refresh_from_db()
    assert not house.founder.is_active

    services.activate_person(user_id=house.founder.pk, by=house.staff_es)
    house.founder.refresh_from_db()
    assert house.founder.is_active


# --- profile ----------------------------------------------------------------------


def test_a_profile_change_records_which_fields_are_different(house):
    services.change_profile(by=house.founder, changes={"age_to": 15, "interests": "rivers"})

    house.ana.refresh_from_db()
    assert house.ana.interests == "rivers"
    assert Activity.objects.get(verb="accounts.changed_profile").details == {
        "fields": ["interests"]
    }


@pytest.mark.parametrize("field", ["status", "country_id", "school", "slug", "is_staff"])
def test_a_profile_change_touches_nothing_else(house, field):
    with pytest.raises(ValueError, match="Not part of a profile"):
        services.change_profile(by=house.founder, changes={field: "x"})


def test_a_profile_keeps_a_role_that_may_join(house):
    with pytest.raises(PermissionDenied):
        services.change_profile(by=house.founder, changes={"role": "company_staff"})


def test_working_on_the_profile_counts_as_being_active(house):
    long_ago = timezone.now() - datetime.timedelta(days=200)
    Teacher.objects.filter(pk=house.ana.pk).update(last_active_at=long_ago)

    services.change_profile(by=house.founder, changes={"interests": "rivers"})

    house.ana.refresh_from_db()
    assert house.ana.last_active_at > long_ago
