import socket
import threading
import time

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core import health


@pytest.fixture(autouse=True)
def _nothing_remembered():
    health.migrations_are_applied.cache_clear()


def test_health_asks_neither_database_nor_session(client):
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_when_database_broker_and_tables_are(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_without_the_broker_and_the_public_is_not_told_why(client, settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"not ready\n")


@pytest.mark.django_db
def test_a_broker_that_never_answers_holds_readiness_up_for_a_second_only(
    client, settings, tmp_path
):
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "s"))
        silent.listen()
        accepted: list[socket.socket] = []
        threading.Thread(target=lambda: accepted.append(silent.accept()[0]), daemon=True).start()
        settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/s"
        began = time.monotonic()

        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert time.monotonic() - began < 3
        for one in accepted:
            one.close()


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")

    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_failed_database_check_is_no_traceback(client, monkeypatch):
    monkeypatch.setattr(health, "CHECKS", (slow_statement,))

    assert client.get("/readyz").status_code == 503


def slow_statement():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(5)")
