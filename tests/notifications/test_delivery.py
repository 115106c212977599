"""The outbox: an e-mail is sent once, put off when it cannot be sent, and never lost."""

import threading
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import close_old_connections, connection
from django.utils import timezone

from notifications import delivery, services
from notifications.models import Email, EmailState

BROKEN = "tests.notifications.test_delivery.BrokenBackend"


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def post(**facts):
    fields = {"to": "ana@demo.example", "subject": "Hello", "text": "ABCD-EFGH", "html": "<p>x</p>"}
    return services.post_email(**{**fields, **facts})


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = BROKEN


@pytest.mark.django_db
class TestDeliver:
    def test_sends_text_and_html_once_however_often_it_runs(self):
        email = post()
        delivery.deliver(email.pk)
        delivery.deliver(email.pk)

        (message,) = mail.outbox
        assert (message.to, message.subject) == (["ana@demo.example"], "Hello")
        assert message.alternatives[0].content == "<p>x</p>"
        email.refresh_from_db()
        assert email.state == EmailState.SENT
        assert email.sent_at

    def test_what_was_sent_is_not_kept(self):
        email = post()
        delivery.deliver(email.pk)
        email.refresh_from_db()
        assert (email.subject, email.text, email.html) == ("Hello", "", "")

    def test_headers_go_with_it_and_the_message_id_is_always_the_same(self):
        email = post()
        Email.objects.update(headers={"List-Unsubscribe": "<https://demo.example/>"})
        for _attempt in range(2):
            Email.objects.update(state=EmailState.WAITING)
            delivery.deliver(email.pk)

        first, second = mail.outbox
        assert first.extra_headers["List-Unsubscribe"] == "<https://demo.example/>"
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
        assert first.extra_headers["Message-ID"].endswith("@demo.example>")

    def test_a_subject_cannot_add_headers(self):
        email = post(subject="Hello\nBcc: everybody@demo.example")
        delivery.deliver(email.pk)
        assert mail.outbox[0].subject == "Hello Bcc: everybody@demo.example"

    @pytest.mark.parametrize("state", sorted(set(EmailState) - {EmailState.WAITING}))
    def test_only_what_waits_is_sent(self, state):
        email = post()
        Email.objects.update(state=state, sent_at=timezone.now())
        delivery.deliver(email.pk)
        assert not mail.outbox

    def test_what_is_not_due_yet_is_not_sent(self):
        email = post()
        Email.objects.update(due_at=timezone.now() + timedelta(minutes=1))
        delivery.deliver(email.pk)
        assert not mail.outbox

    def test_an_email_that_is_no_longer_there_is_no_error(self):
        delivery.deliver(0)

    def test_after_the_commit_it_is_delivered(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            post()
            assert not mail.outbox
        assert len(mail.outbox) == 1


@pytest.mark.django_db
class TestFailure:
    def test_puts_it_off_and_says_why(self, failing):
        email = post()
        delivery.deliver(email.pk)
        email.refresh_from_db()
        assert email.state == EmailState.WAITING
        assert "SMTPServerDisconnected" in email.error
        assert email.text == "ABCD-EFGH"
        assert email.due_at > timezone.now() + delivery.PAUSES[0] * 0.8

    def test_gives_up_after_two_days_of_attempts(self, failing, time_machine):
        time_machine.move_to(timezone.now(), tick=False)
        start = timezone.now()
        email = post()
        for _attempt in range(delivery.ATTEMPTS):
            assert email.state == EmailState.WAITING
            time_machine.move_to(email.due_at, tick=False)
            delivery.deliver(email.pk)
            email.refresh_from_db()
        assert email.state == EmailState.FAILED
        assert email.attempts == delivery.ATTEMPTS
        assert timedelta(hours=40) < timezone.now() - start < timedelta(hours=56)

    def test_works_again_as_soon_as_the_server_does(self, settings):
        email = post()
        settings.EMAIL_BACKEND = BROKEN
        delivery.deliver(email.pk)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        Email.objects.update(due_at=timezone.now())
        delivery.deliver(email.pk)
        email.refresh_from_db()
        assert (email.state, email.attempts, email.error) == (EmailState.SENT, 2, "")


@pytest.mark.django_db
class TestRequeue:
    def test_finds_what_waits_and_is_due(self):
        due = post()
        later = post()
        Email.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(minutes=1))
        assert delivery.requeue() == [due.pk]

    def test_frees_what_a_dead_worker_claimed_and_leaves_what_a_live_one_has(self):
        dead, live = post(), post()
        for email, minutes in ((dead, 16), (live, 14)):
            delivery.claim(email.pk)
            claimed = timezone.now() - timedelta(minutes=minutes)
            Email.objects.filter(pk=email.pk).update(claimed_at=claimed)
        assert delivery.requeue() == [dead.pk]

    def test_parks_what_kills_its_worker_every_time(self):
        poison = post()
        Email.objects.update(
            state=EmailState.SENDING,
            attempts=delivery.ATTEMPTS,
            claimed_at=timezone.now() - timedelta(hours=1),
        )
        assert delivery.requeue() == []
        poison.refresh_from_db()
        assert poison.state == EmailState.FAILED

    def test_a_worker_thought_dead_does_not_write_over_the_next_one(self):
        email = post()
        slow = delivery.claim(email.pk)
        Email.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
        delivery.requeue()
        delivery.claim(email.pk)

        delivery._put_off(slow, OSError("late"))

        email.refresh_from_db()
        assert email.state == EmailState.SENDING

    def test_the_task_delivers_what_it_finds(self):
        from notifications.tasks import requeue

        post()
        requeue()
        assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_exactly_one_gets_it(monkeypatch):
    monkeypatch.setattr(services.nudge, "nudge", lambda email_id: None)
    for _round in range(5):
        email = post()
        start, won = threading.Barrier(4), []

        def work(email=email, start=start, won=won):
            close_old_connections()
            start.wait()
            won.append(delivery.claim(email.pk))
            connection.close()

        threads = [threading.Thread(target=work) for _worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(claimed is not None for claimed in won) == 1


@pytest.mark.django_db
class TestDemoWorld:
    SMTP = "django.core.mail.backends.smtp.EmailBackend"

    def test_sends_nothing_to_the_world(self, settings):
        settings.DEMO_WORLD, settings.EMAIL_BACKEND = True, self.SMTP
        email = post(to="somebody@example.org")
        delivery.deliver(email.pk)
        email.refresh_from_db()
        assert email.state == EmailState.FAILED

    def test_writes_every_message_to_a_file(self, settings, tmp_path):
        from etwinning.settings import development

        settings.DEMO_WORLD, settings.EMAIL_BACKEND = True, development.EMAIL_BACKEND
        settings.EMAIL_FILE_PATH = tmp_path
        delivery.deliver(post(to="somebody@example.org").pk)
        (file,) = tmp_path.iterdir()
        assert "somebody@example.org" in file.read_text()
