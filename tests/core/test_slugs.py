"""Addresses of things that are known by a slug."""

import pytest
from django.urls import reverse
from django.utils import translation

from core.slugs import address_of


@pytest.mark.parametrize("page", ["accounts:person", "accounts:photo", "partners:connect"])
def test_an_address_is_the_one_of_its_page_in_the_language_of_the_reader(page):
    for language in ("en", "es"):
        with translation.override(language):
            assert address_of(page, "ana-ruiz-k3x9pd") == reverse(page, args=["ana-ruiz-k3x9pd"])
