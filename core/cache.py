"""A cache whose absence nobody notices: signing in works while Redis is down or hangs.

Every call has a short timeout. After a failure the whole process uses a cache of its own memory
for a few seconds, then tries again. Counters of rate limits are then kept per process: looser
than shared ones, but people get in, and guessing stays slow.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 0.25
PAUSE_SECONDS = 5

# Until when a server is left alone, by its address. Django makes one cache object per thread;
# what one thread has found out spares the others the wait.
_avoided_until: dict[str, float] = {}


def _with_memory_behind(name: str) -> Callable[..., Any]:
    """The operation of that name: asked of Redis, or of memory while Redis is avoided."""
    of_redis = getattr(RedisCache, name)

    def operation(self: "TolerantRedisCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _avoided_until.get(self.address, 0):
            try:
                return of_redis(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                _avoided_until[self.address] = time.monotonic() + PAUSE_SECONDS
                logger.warning("The cache does not answer, memory serves instead: %s", error)
        return getattr(self.memory, name)(*args, **kwargs)

    return operation


class TolerantRedisCache(RedisCache):
    """Django's Redis cache, with the process's own memory behind it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_timeout": TIMEOUT_SECONDS,
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self.address = server
        self.memory = LocMemCache(f"behind {server}", {**params, "OPTIONS": {}})

    add = _with_memory_behind("add")
    get = _with_memory_behind("get")
    set = _with_memory_behind("set")
    touch = _with_memory_behind("touch")
    delete = _with_memory_behind("delete")
    has_key = _with_memory_behind("has_key")
    incr = _with_memory_behind("incr")
    get_many = _with_memory_behind("get_many")
    set_many = _with_memory_behind("set_many")
    delete_many = _with_memory_behind("delete_many")
    clear = _with_memory_behind("clear")
