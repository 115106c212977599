"""A broker that is gone or silent never costs a request anything, and no e-mail is lost by it."""

import os
import queue
import threading
import time
from contextlib import contextmanager

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction

from notifications import delivery, nudge, services
from notifications.nudge import Nudger
from tests.network import refused_port, silent_server

ROUNDS = 100


def eventually(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


def publisher(port):
    """What the portal does with a nudge, with a broker at this port."""
    app = Celery(broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    return lambda email_id: app.send_task(
        "notifications.tasks.deliver", [email_id], retry=False, ignore_result=True
    )


@contextmanager
def no_broker(how):
    if how == "refused":
        yield refused_port()
    else:
        with silent_server() as port:
            yield port


def slowest_of(monkeypatch, told):
    """The 99th percentile of the seconds that one step with an e-mail takes, commit included."""
    monkeypatch.setattr(nudge, "nudge", told)
    durations = []
    for _round in range(ROUNDS):
        start = time.monotonic()
        with transaction.atomic():
            services.post_email(to="ana@demo.example", subject="Hello", text="Hello")
        durations.append(time.monotonic() - start)
    return sorted(durations)[int(ROUNDS * 0.99) - 1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["refused", "silent"])
def test_a_step_is_as_fast_without_a_broker_and_its_email_waits(monkeypatch, how):
    undisturbed = slowest_of(monkeypatch, lambda email_id: None)
    with no_broker(how) as port:
        disturbed = slowest_of(monkeypatch, Nudger(publisher(port)).nudge)

    print(f"p99 {undisturbed * 1000:.1f} ms, broker {how} {disturbed * 1000:.1f} ms")
    assert disturbed - undisturbed < 0.25
    assert len(delivery.requeue()) == 2 * ROUNDS


def test_ids_reach_the_broker_in_order():
    published = queue.Queue()
    nudger = Nudger(published.put)
    for number in range(3):
        nudger.nudge(number)
    assert [published.get(timeout=5) for _ in range(3)] == [0, 1, 2]


def test_it_goes_on_after_a_failure():
    published = []

    def publish(email_id):
        if email_id == 1:
            raise OSError("no broker")
        published.append(email_id)

    nudger = Nudger(publish)
    nudger.nudge(1)
    assert eventually(lambda: nudger._ids.empty())
    assert eventually(lambda: nudger.nudge(2) or published)


def test_a_full_queue_drops_instead_of_waiting(monkeypatch):
    monkeypatch.setattr(nudge, "MOST_QUEUED", 3)
    stuck = threading.Event()
    nudger = Nudger(lambda email_id: stuck.wait())
    start = time.monotonic()
    for number in range(100):
        nudger.nudge(number)
    assert time.monotonic() - start < 0.1
    assert nudger._ids.qsize() <= 3
    stuck.set()


def test_a_forked_worker_has_a_thread_of_its_own():
    reading, writing = os.pipe()
    nudger = Nudger(lambda email_id: os.write(writing, b"%d\n" % email_id))
    nudger.nudge(1)
    assert os.read(reading, 10) == b"1\n"

    child = os.fork()
    if child == 0:
        nudger.nudge(2)
        time.sleep(5)
        os._exit(0)
    try:
        assert os.read(reading, 10) == b"2\n"
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


@pytest.mark.django_db
def test_nothing_that_goes_wrong_with_a_nudge_reaches_the_person(
    monkeypatch, django_capture_on_commit_callbacks
):
    def broken(email_id):
        raise RuntimeError("no broker")

    monkeypatch.setattr(nudge, "nudge", broken)
    with django_capture_on_commit_callbacks(execute=True):
        services.post_email(to="ana@demo.example", subject="Hello", text="Hello")
