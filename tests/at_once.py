"""Steps taken in the same moment, for the tests of who wins and who is told."""

import threading

from django.contrib.auth import get_user_model
from django.db import connection

from core.errors import WrongState


def at_once(*steps):
    """Run the steps in threads that start together; how each ended, sorted."""
    start, ended = threading.Barrier(len(steps)), []

    def run(step):
        try:
            start.wait(timeout=10)
            step()
            ended.append("done")
        except WrongState:
            ended.append("told")
        except Exception as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(ended)


def fresh(user):
    """The same person as another request would load them."""
    return get_user_model().objects.get(pk=user.pk)
