"""The outbox at the desk: for central staff, without what is in the e-mails."""

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.errors import WrongState
from core.models import Activity
from notifications import services
from notifications.models import Email, EmailState, Notice

pytestmark = pytest.mark.django_db

LIST = reverse("admin:notifications_email_changelist")


@pytest.fixture
def failed(house):
    email = services.post_email(to="ana@demo.example", subject="Your code", text="ABCD-EFGH")
    Email.objects.update(state=EmailState.FAILED, attempts=12, error="The server is gone.")
    return email


def test_central_staff_see_what_failed_and_why_but_not_what_it_says(as_role, failed):
    client = as_role("central")
    assert "Your code" in client.get(LIST, {"state": "failed"}).content.decode()

    page = client.get(reverse("admin:notifications_email_change", args=[failed.pk]))
    assert "The server is gone." in page.content.decode()
    assert "ABCD-EFGH" not in page.content.decode()


@pytest.mark.parametrize("role", ["staff_es", "founder", "representative"])
def test_others_do_not(as_role, failed, role):
    assert as_role(role).get(LIST).status_code in {302, 403}


def test_central_staff_send_it_again(as_role, house, failed):
    as_role("central").post(LIST, {"action": "send_again", "_selected_action": [failed.pk]})
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (EmailState.WAITING, 0)
    assert Activity.objects.get(verb="notifications.send_again").by == house.central


def test_only_what_was_given_up_is_sent_again(house, failed):
    Email.objects.update(state=EmailState.WAITING)
    with pytest.raises(WrongState):
        services.send_again(email_id=failed.pk, by=house.central)


def test_only_central_staff_send_again(house, failed):
    with pytest.raises(PermissionDenied):
        services.send_again(email_id=failed.pk, by=house.staff_es)


def test_notices_are_private():
    assert not admin.site.is_registered(Notice)
