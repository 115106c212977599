"""What an index knows of one row. Builds and changes read and understand it in the same way."""

from functools import lru_cache
from typing import NamedTuple

from facets.ages import AGE_BANDS, OLDEST, age_range

Values = tuple[str, ...]


class Row(NamedTuple):
    """A row that can be found. The texts are PostgreSQL's normal forms."""

    id: int
    # Under which values it stands: "country:IT", "subject:music", "year:12", …
    values: Values
    # The text in whose words a letter may be wrong.
    name: str
    text: str = ""
    # A text that many rows share, and whose it is: read once for all of them.
    shared_by: int = 0
    shared_text: str = ""


@lru_cache(maxsize=100_000)
def codes(facet: str, written: str) -> Values:
    """The values of "{biology,music}", a PostgreSQL array of codes."""
    found = written.strip("{}").replace('"', "").split(",")
    return tuple(f"{facet}:{code}" for code in dict.fromkeys(found) if code)


@lru_cache(maxsize=10_000)
def ages(youngest: str | None, oldest: str | None) -> Values:
    """The bands a page offers and the single years that lie within somebody's ages."""
    if youngest is None or oldest is None:
        return ()
    lowest, highest = int(youngest), int(oldest)
    limits = ((band, age_range(band) or (1, 0)) for band in AGE_BANDS)
    bands = [f"age:{band}" for band, (first, last) in limits if lowest <= last and highest >= first]
    return (*bands, *(f"year:{year}" for year in range(lowest, min(highest, OLDEST) + 1)))
