"""Two people answer, or merge, in the same moment: one wins, the other is told."""

import pytest

from accounts import services
from accounts.models import Evidence, EvidenceKind, EvidenceState, Membership, ValidationRule
from contacts.models import PostRole, Territory
from notifications.models import Notice
from tests.at_once import at_once, fresh
from tests.factories import SchoolFactory, SupportPostFactory, TeacherFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]


def test_a_link_pressed_twice_answers_once(house):
    evidence = services.ask_head(address="head@x.example", by=fresh(house.newcomer))

    def answer(knows):
        return lambda: services.answer_as_head(evidence_id=evidence.pk, knows=knows)

    assert at_once(answer(True), answer(False)) == ["done", "told"]


def test_two_representatives_give_one_word(house):
    house.carmen.school.territory = Territory.objects.get(code="ES-VC")
    house.carmen.school.save()
    other = SupportPostFactory(
        unit_code="reg-es-vc", role=PostRole.REPRESENTATIVE, user__is_staff=False
    ).user

    def word(person, knows):
        return lambda: services.give_word(teacher_id=house.carmen.pk, knows=knows, by=fresh(person))

    assert at_once(word(house.representative, True), word(other, False)) == ["done", "told"]
    assert Evidence.objects.count() == 1


def test_the_last_evidence_and_a_decision_of_staff_tell_the_teacher_once(house):
    ValidationRule.objects.filter(code="ES").update(colleague=2, auto_validate=True)
    services.ask_colleagues(by=fresh(house.newcomer))
    evidence = Evidence.objects.get(kind=EvidenceKind.COLLEAGUE)

    def vouch():
        services.vouch(evidence_id=evidence.pk, knows=True, by=fresh(house.founder))

    def validate():
        services.validate_teacher(teacher_id=house.carmen.pk, by=fresh(house.staff_es))

    assert at_once(vouch, validate) == ["done", "told"]
    assert Notice.objects.filter(recipient=house.newcomer, kind="accounts.validated").count() == 1
    evidence.refresh_from_db()
    assert evidence.state in {EvidenceState.GIVEN, EvidenceState.ASKED}


def test_two_staff_merge_the_same_schools_both_ways(house):
    twin, before = SchoolFactory(), Membership.objects.count()
    TeacherFactory(school=twin)

    def merge(kept, gone, person):
        return lambda: services.merge_schools(kept_id=kept.pk, gone_id=gone.pk, by=fresh(person))

    school = house.ana.school
    ended = at_once(merge(school, twin, house.staff_es), merge(twin, school, house.central))
    assert ended == ["done", "told"]
    assert Membership.objects.count() == before + 1
