"""Two people who shall not meet: nowhere, in neither direction."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import services as people
from accounts.models import Block, Teacher, User
from core.errors import WrongState
from core.models import Activity
from facets.answer import answer
from facets.question import Question
from notifications.models import Email, EmailState, Notice
from partners import services
from partners.models import Connection, ConnectionStatus
from partners.sources import TEACHERS
from tests.factories import ConnectionFactory, SupportPostFactory, TeacherFactory
from tests.partners.test_views import text_of

pytestmark = pytest.mark.django_db
HELLO = "Shall our pupils write to each other in spring?"
BLOCKED = "/en/partners/connections/blocked/"


def again(user):
    """The person as the next request loads them."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def apart(house):
    """Ana has blocked Maja."""
    return services.block(teacher_id=house.maja.pk, by=house.founder)


@pytest.mark.parametrize(("seer", "seen"), [("founder", "maja"), ("stranger", "ana")])
def test_neither_sees_finds_nor_counts_the_other(house, apart, seer, seen):
    user, other = again(getattr(house, seer)), getattr(house, seen)

    assert other not in Teacher.objects.visible_to(user)
    found = answer(TEACHERS, Question(), user)
    assert [one.name for one in found.rows] == ["Luca Conti"]
    assert found.total == 1
    assert other.country_id not in found.counts["country"]


def test_third_people_see_both(house, apart):
    both = Teacher.objects.visible_to(again(house.cofounder))
    assert {house.ana, house.maja} <= set(both)


def test_support_organisations_see_both_even_if_somebody_blocked_them(house):
    teaches_too = TeacherFactory(country_id="PL")
    SupportPostFactory(unit_code="nso-pl", user=teaches_too.user, role="staff")
    services.block(teacher_id=teaches_too.pk, by=house.stranger)

    assert house.maja in Teacher.objects.visible_to(again(teaches_too.user))
    assert house.maja in Teacher.objects.visible_to(again(house.central))
    with pytest.raises(PermissionDenied, match="cannot be in contact"):
        services.connect(teacher_id=house.maja.pk, message=HELLO, by=again(teaches_too.user))


@pytest.mark.parametrize("blocker", ["ana", "maja"])
def test_a_request_that_waits_is_withdrawn_with_its_notice_and_mail(house, blocker):
    request = services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.stranger)
    one, other = (house.ana, house.maja) if blocker == "ana" else (house.maja, house.ana)

    services.block(teacher_id=other.pk, by=one.user)

    request.refresh_from_db()
    assert request.status == ConnectionStatus.WITHDRAWN
    assert not Notice.objects.filter(recipient=house.founder).exists()
    assert Email.objects.get(to=house.founder.email).state == EmailState.WITHDRAWN


def test_a_connection_ends_and_nobody_is_told(house):
    services.block(teacher_id=house.luca.pk, by=house.founder)

    connection = Connection.objects.get(asker=house.ana, asked=house.luca)
    assert connection.status == ConnectionStatus.ENDED
    assert not Notice.objects.filter(recipient=house.cofounder).exists()


def test_what_they_wrote_to_each_other_rests_until_it_is_taken_back(house):
    ConnectionFactory(asker=house.maja, asked=house.ana, status=ConnectionStatus.DECLINED)
    made = services.block(teacher_id=house.maja.pk, by=house.founder)
    for user in (house.founder, house.stranger):
        shown = Connection.objects.visible_to(again(user))
        assert not shown.between(house.ana, house.maja).exists()

    services.unblock(block_id=made.pk, by=house.founder)
    assert Connection.objects.visible_to(again(house.stranger)).count() == 1
    assert house.ana in Teacher.objects.visible_to(again(house.stranger))


@pytest.mark.parametrize(("asker", "asked"), [("founder", "maja"), ("stranger", "ana")])
def test_neither_can_ask_the_other(house, apart, asker, asked):
    with pytest.raises(PermissionDenied, match="cannot be in contact"):
        services.connect(
            teacher_id=getattr(house, asked).pk, message=HELLO, by=again(getattr(house, asker))
        )
    assert not Connection.objects.between(house.ana, house.maja).exists()


def test_the_step_is_written_down_and_cannot_be_taken_twice(house, apart):
    assert Activity.objects.of(apart).get().verb == "partners.blocked"
    with pytest.raises(WrongState, match="You have blocked Maja Nowak already"):
        services.block(teacher_id=house.maja.pk, by=house.founder)


def test_both_may_block_and_each_takes_back_their_own(house, apart):
    other_way = services.block(teacher_id=house.ana.pk, by=house.stranger)

    services.unblock(block_id=apart.pk, by=house.founder)
    assert house.maja not in Teacher.objects.visible_to(again(house.founder))
    with pytest.raises(PermissionDenied, match="Only the person who blocked"):
        services.unblock(block_id=other_way.pk, by=house.founder)
    with pytest.raises(WrongState, match="already"):
        services.unblock(block_id=apart.pk, by=house.founder)


def test_nobody_blocks_themselves(house):
    with pytest.raises(PermissionDenied, match="This is you"):
        services.block(teacher_id=house.ana.pk, by=house.founder)
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(blocker=house.ana, blocked=house.ana)


def test_people_without_a_profile_block_nobody(house):
    with pytest.raises(PermissionDenied, match="Only teachers meet"):
        services.block(teacher_id=house.ana.pk, by=house.central)


def test_two_profiles_that_become_one_stay_away_from_whom_either_blocked(house, apart):
    second = TeacherFactory()
    Block.objects.create(blocker=house.luca, blocked=second)
    Block.objects.create(blocker=second, blocked=house.ana)
    ConnectionFactory(asker=second, asked=house.maja, accepted=True)

    people.merge_people(kept_id=house.founder.pk, gone_id=second.user.pk, by=again(house.staff_es))

    assert again(house.founder).blocked_teacher_ids == {house.maja.pk, house.luca.pk}
    assert not Connection.objects.of(house.ana).live().exists()


# --- Pages ----------------------------------------------------------------


def test_the_page_says_what_it_does_and_does_it(house, as_role):
    ana = as_role("founder")
    url = reverse("partners:block", args=["maja-nowak"])
    assert url in ana.get(house.maja.get_absolute_url()).content.decode()
    assert "Maja Nowak is not told" in text_of(ana.get(url))

    page = text_of(ana.post(url, follow=True))
    assert "You have blocked Maja Nowak" in page
    assert "Unblock : Maja Nowak" in page
    assert ana.get(house.maja.get_absolute_url()).status_code == 404
    assert ana.get(url).status_code == 404


def test_whoever_is_blocked_notices_only_that_the_page_is_gone(house, apart, as_role):
    maja = as_role("stranger")

    assert maja.get(house.ana.get_absolute_url()).status_code == 404
    assert maja.get(reverse("partners:connect", args=["ana-ferrer"])).status_code == 404
    assert "You have blocked nobody" in text_of(maja.get(BLOCKED))
    assert "Ana" not in text_of(maja.get("/en/partners/"))


def test_one_unblocks_and_meets_again(house, apart, as_role):
    ana = as_role("founder")
    page = text_of(ana.post(reverse("partners:unblock", args=[apart.pk]), follow=True))

    assert "You have unblocked Maja Nowak" in page
    assert ana.get(house.maja.get_absolute_url()).status_code == 200


def test_nobody_is_offered_to_block_themselves(house, as_role):
    own = as_role("founder").get(house.ana.get_absolute_url()).content.decode()
    assert "/partners/block/" not in own


@pytest.mark.parametrize("number", [1, 10])
def test_queries_of_the_list(house, as_role, number, django_assert_num_queries):
    ana = as_role("founder")
    ana.get("/en/partners/connections/")
    for _ in range(number):
        Block.objects.create(blocker=house.ana, blocked=TeacherFactory(country_id="IT"))
    with django_assert_num_queries(5):
        ana.get(BLOCKED)


def test_blocked_people_come_with_ones_own_profile(house, apart, django_assert_num_queries):
    for user, other in [(house.founder, house.maja), (house.stranger, house.ana)]:
        user = again(user)
        assert user.teacher_or_none
        with django_assert_num_queries(0):
            assert user.blocked_teacher_ids == {other.pk}
    assert again(house.central).blocked_teacher_ids == frozenset()
