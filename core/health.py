"""`/healthz` and `/readyz`: what a load balancer asks. Details go to the log, not to the public."""

import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PATIENCE_SECONDS = 1

logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """Why this process should get no requests now."""


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else, so a slow database restarts nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database and the broker answer soon, and the tables fit the code."""
    try:
        for check in CHECKS:
            check()
    except (NotReadyError, DatabaseError, RedisError, OSError) as reason:
        logger.warning("Not ready: %s", reason)
        return HttpResponse("not ready\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


def database_answers() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE_SECONDS}s'")
        cursor.execute("SELECT 1")


def broker_answers() -> None:
    # Celery says redis+socket:///path where redis-py says unix:///path.
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    client = Redis.from_url(
        url,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    with client:
        client.ping()


@cache
def migrations_are_applied() -> None:
    """Asked until it is so, then remembered: tables do not go back under a running process."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReadyError(f"{len(waiting)} migrations are not applied, first {waiting[0][0]}.")


CHECKS: tuple[Callable[[], None], ...] = (
    database_answers,
    broker_answers,
    migrations_are_applied,
)
