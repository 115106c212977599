"""Two people, or one person twice, in the same moment: one wins, the other is told."""

import pytest

from accounts import services
from accounts.models import School, SchoolStatus, Teacher, TeacherStatus
from notifications.models import Notice
from tests.at_once import at_once, fresh
from tests.factories import SchoolFactory, TeacherFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]

REASON = "The school office does not know you."
YOU = {"given_name": "Ana", "family_name": "Ruiz", "role": "teacher", "country_id": "ES"}


def validate(house, role):
    return lambda: services.validate_teacher(
        teacher_id=house.carmen.pk, by=fresh(getattr(house, role))
    )


def refuse(house, role):
    return lambda: services.refuse_teacher(
        teacher_id=house.carmen.pk, by=fresh(getattr(house, role)), reason=REASON
    )


def test_two_staff_validate_one_teacher(house):
    assert at_once(validate(house, "staff_es"), validate(house, "central")) == ["done", "told"]
    assert Notice.objects.filter(recipient=house.newcomer).count() == 1


def test_one_validates_while_the_other_refuses(house):
    assert at_once(validate(house, "staff_es"), refuse(house, "central")) == ["done", "told"]
    assert Notice.objects.filter(recipient=house.newcomer).count() == 1


def test_two_staff_decide_on_one_school(house):
    school = SchoolFactory(status=SchoolStatus.WAITING)

    def confirm():
        services.confirm_school(school_id=school.pk, by=fresh(house.staff_es))

    def refuse_it():
        services.refuse_school(school_id=school.pk, by=fresh(house.central), reason=REASON)

    assert at_once(confirm, refuse_it) == ["done", "told"]


def test_a_teacher_is_validated_with_the_school_while_the_school_is_refused(house):
    school = SchoolFactory(status=SchoolStatus.WAITING)
    teacher = TeacherFactory(waiting=True, school=school)

    def validate_both():
        services.validate_teacher(teacher_id=teacher.pk, by=fresh(house.staff_es), with_school=True)

    def refuse_it():
        services.refuse_school(school_id=school.pk, by=fresh(house.central), reason=REASON)

    at_once(validate_both, refuse_it)

    school.refresh_from_db()
    teacher.refresh_from_db()
    assert (teacher.status, school.status) in {
        (TeacherStatus.VALIDATED, SchoolStatus.CONFIRMED),
        (TeacherStatus.INCOMPLETE, SchoolStatus.REFUSED),
    }


def test_the_first_step_sent_twice_makes_one_profile(house):
    user = UserFactory()

    def register():
        services.register_profile(by=fresh(user), **YOU)

    assert at_once(register, register) == ["done", "done"]
    assert Teacher.objects.filter(user=user).count() == 1


def test_two_teachers_add_one_school_number(house):
    teachers = TeacherFactory.create_batch(2, status=TeacherStatus.INCOMPLETE)

    def add(teacher):
        school = School(name="Escola Nova", levels=["primary"], official_id="46111111")
        return lambda: services.add_school(by=fresh(teacher.user), school=school)

    assert at_once(*(add(teacher) for teacher in teachers)) == ["done", "told"]
    assert School.objects.filter(official_id="46111111").count() == 1
