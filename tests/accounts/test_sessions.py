"""The list of sessions is kept without a write at every page."""

import pytest
from allauth.usersessions.models import UserSession

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_session_is_listed_and_touched_once_in_five_minutes(client, time_machine):
    time_machine.move_to("2026-03-01 08:00:00+00:00")
    client.force_login(UserFactory())
    client.get("/en/welcome/")
    first = UserSession.objects.get().last_seen_at

    time_machine.move_to("2026-03-01 08:04:00+00:00")
    client.get("/en/welcome/")
    assert UserSession.objects.get().last_seen_at == first

    time_machine.move_to("2026-03-01 08:06:00+00:00")
    client.get("/en/welcome/")
    assert UserSession.objects.get().last_seen_at > first


def test_a_page_view_writes_nothing(client, django_assert_num_queries):
    client.force_login(UserFactory())
    client.get("/en/welcome/")
    with django_assert_num_queries(3):  # session, person, teacher
        client.get("/en/welcome/")
