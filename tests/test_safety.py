"""The table of promises names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLE = (ROOT / "docs" / "safety.md").read_text()
ROWS = re.findall(r"^\| +(\d+) \| (.+) \| (.+) \|$", TABLE, re.MULTILINE)
PROMISED = {*range(1, 20), 53, 56, 57, 58, 70, 73, 74, 76}


def test_what_was_promised_has_its_row():
    assert {int(number) for number, _promise, _tests in ROWS} >= PROMISED


@pytest.mark.parametrize(("number", "promise", "tests"), ROWS)
def test_a_promise_is_kept_by_a_test_that_exists(number, promise, tests):
    files = re.findall(r"`([^`]+)`", tests)

    assert files
    for file in files:
        assert (ROOT / file).is_file(), file
