"""Telling a worker at once that an e-mail waits. Best effort: the row in the database is the truth.

A request must never wait for the broker, which may refuse or, worse, accept and never answer. So
a nudge only puts an id into a short queue of this process; one thread of the process hands the
ids to the broker. When that fails everything queued is dropped: the sweep finds the rows.
"""

import logging
import os
import queue
import threading
from collections.abc import Callable

from celery import current_app

logger = logging.getLogger(__name__)

MOST_QUEUED = 1000


class Nudger:
    """A queue of ids and the thread that hands each to `publish`."""

    def __init__(self, publish: Callable[[int], None]) -> None:
        self._publish = publish
        self._start_afresh()
        # A forked child has no thread, and perhaps a lock that nobody will release.
        os.register_at_fork(after_in_child=self._start_afresh)

    def _start_afresh(self) -> None:
        self._ids: queue.Queue[int] = queue.Queue(MOST_QUEUED)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def nudge(self, email_id: int) -> None:
        """Never waits. With a full queue the sweep is soon enough."""
        try:
            self._ids.put_nowait(email_id)
        except queue.Full:
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="nudge", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                self._publish(self._ids.get())
            except Exception as error:
                logger.warning("The broker takes no nudges, the sweep will do: %s", error)
                self._forget_all()

    def _forget_all(self) -> None:
        try:
            while True:
                self._ids.get_nowait()
        except queue.Empty:
            return


def _publish(email_id: int) -> None:
    from notifications.tasks import deliver  # noqa: PLC0415 -- task

    deliver.apply_async((email_id,), retry=False)


_nudger = Nudger(_publish)


def nudge(email_id: int) -> None:
    """Have the e-mail delivered soon; at once where tasks are eager, as in the tests."""
    if current_app.conf.task_always_eager:
        _publish(email_id)
    else:
        _nudger.nudge(email_id)
