"""With a real worker, a real broker and kill -9: the e-mail is late, never lost."""

import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from notifications import delivery, nudge, services
from notifications.models import Email, EmailState

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def environment(tmp_path):
    """Everything a worker of this test needs to know; its broker keys are its own."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        "WORKER_KEYS": f"test-{uuid.uuid4().hex}:",
        "WORKER_MAIL": str(tmp_path),
    }


@pytest.fixture
def publish(environment):
    """Put a task on the worker's queue, as the web process does."""
    app = Celery(broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.broker_transport_options = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "global_keyprefix": environment["WORKER_KEYS"],
    }
    return lambda task, *arguments: app.send_task(
        f"notifications.tasks.{task}", arguments, queue="mail", ignore_result=True
    )


@contextmanager
def worker(environment):
    """A worker; killed without warning, with its children, when the block ends."""
    arguments = ["worker", "-Q", "mail", "-c", "1", "--without-gossip", "--without-mingle"]
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-q", "-A", "etwinning", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(condition, seconds=25):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.05)


def state_of(email):
    return Email.objects.values_list("state", flat=True).get(pk=email.pk)


def test_a_worker_killed_while_it_sends_loses_nothing(monkeypatch, environment, publish, tmp_path):
    monkeypatch.setattr(nudge, "nudge", lambda email_id: publish("deliver", email_id))
    email = services.post_email(to="ana@demo.example", subject="Hello", text="Hello")

    with worker(environment):
        wait_until((tmp_path / "asked").exists)
        assert state_of(email) == EmailState.SENDING

    a_while_ago = timezone.now() - delivery.CLAIM_LASTS - timedelta(seconds=1)
    Email.objects.update(claimed_at=a_while_ago)
    with worker(environment):
        publish("requeue")
        wait_until(lambda: state_of(email) == EmailState.SENT)

    sent = "".join(file.read_text() for file in tmp_path.glob("*.log"))
    assert sent.count("Subject: Hello") in {1, 2}
