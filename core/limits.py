"""How often somebody may do something in a while; counted in the cache, and without it nobody is stopped."""

import time
from typing import Any

from django.core.cache import cache


def seconds_to_wait(what: str, user: Any, *, most: int, seconds: int) -> int:
    """Count one more time. Nought while there are some left, else how long until they are given anew."""
    now = time.time()
    key = f"limit:{what}:{user.pk}:{int(now // seconds)}"
    cache.add(key, 0, timeout=seconds)
    try:
        used = cache.incr(key)
    except ValueError:  # the while has just ended, and its count with it
        return 0
    return 0 if used <= most else int(seconds - now % seconds) + 1
