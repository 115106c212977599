"""Who asks, with their profile, is one question to the database."""

import pytest

from accounts.backend import Backend
from accounts.models import Block
from tests.factories import UserFactory


@pytest.fixture
def read(db, django_assert_num_queries):
    def one_query(person):
        with django_assert_num_queries(1):
            return Backend().get_user(person.pk)

    return one_query


def test_the_profile_its_school_and_the_blocks_come_along(house, read, django_assert_num_queries):
    Block.objects.create(blocker=house.ana, blocked=house.maja)
    Block.objects.create(blocker=house.luca, blocked=house.ana)

    ana = read(house.founder)

    with django_assert_num_queries(0):
        assert ana.teacher_or_none == house.ana
        assert ana.teacher_or_none.user is ana
        assert ana.teacher_or_none.school.name == house.ana.school.name
        assert ana.teacher_or_none.country.name
        assert ana.blocked_teacher_ids == {house.maja.pk, house.luca.pk}


def test_who_has_no_profile_is_known_to_have_none(house, read, django_assert_num_queries):
    staff = read(house.staff_es)

    with django_assert_num_queries(0):
        assert staff.teacher_or_none is None
        assert staff.blocked_teacher_ids == frozenset()


def test_what_was_read_before_a_step_is_read_again_after_it(house, read):
    ana = read(house.founder)
    Block.objects.create(blocker=house.ana, blocked=house.maja)
    assert ana.blocked_teacher_ids == frozenset()

    ana.forget_blocked()

    assert ana.blocked_teacher_ids == {house.maja.pk}


def test_a_closed_account_is_nobody(read):
    assert read(UserFactory(is_active=False)) is None


def test_an_account_that_is_gone_is_nobody(db):
    assert Backend().get_user(0) is None
