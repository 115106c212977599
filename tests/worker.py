"""A real Celery worker beside a test: its process, its settings, and the way to its queue."""

import os
import signal
import subprocess
import sys
import uuid
from contextlib import contextmanager

from celery import Celery
from django.conf import settings
from django.db import connection


def environment_of_worker(folder, settings_module="tests.worker_settings"):
    """Everything a worker of this test needs to know; its broker keys are its own."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings_module,
        "WORKER_DATABASE": connection.settings_dict["NAME"],
        "WORKER_KEYS": f"test-{uuid.uuid4().hex}:",
        "WORKER_MAIL": str(folder),
    }


def publisher(environment):
    """publish("deliver", 7) puts a task on the worker's queue, as the web process does."""
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
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
