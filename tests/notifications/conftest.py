"""A kind of notice of our own, so that these tests need nobody else's."""

from pathlib import Path

import pytest
from django.urls import reverse

from notifications.kinds import KINDS, Kind

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def _templates_of_these_tests(settings):
    first, *others = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], TEMPLATES]}, *others]


def _kind(name, **facts):
    kind = Kind(
        name, label="Something happened", path=lambda about: reverse("portal:home"), **facts
    )
    yield kind
    del KINDS[name]


@pytest.fixture
def news():
    yield from _kind("tests.news")


@pytest.fixture
def needed_news():
    """Its texts are those of `news`: a required kind differs in nothing else."""
    yield from _kind("tests_news", required=True)


@pytest.fixture
def quiet_news():
    yield from _kind("tests_news", email=False)
