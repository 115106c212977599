"""What an engine hands back, before a page is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Counts = dict[str, dict[str, int]]
# The values of an order's keys that one row has.
Keys = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, and two ways to read some of them.

    `between(start, stop)`: those between two places of the whole list.
    `beyond(keys, is_back, most)`: those next to where a row with these keys stands or would stand,
    after it or (`is_back`) before it, in the order of the list.
    """

    total: int
    counts: Counts
    without: Mapping[str, int]
    near: bool
    between: Callable[[int, int], list[Any]]
    beyond: Callable[[Keys, bool, int], list[Any]]
