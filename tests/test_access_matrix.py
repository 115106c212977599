"""Every address of the portal, and what each kind of person gets there.

A new address fails here until its app's tests/<app>/matrix.py says who may use it.
"""

from importlib import import_module

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.conftest import ROLES
from tests.matrix import LOGIN

APPS = ["accounts", "contacts", "notifications", "partners", "portal", "projects", "twinspaces"]
ROWS = [row for app in APPS for row in import_module(f"tests.{app}.matrix").MATRIX]
CASES = [
    pytest.param(row, role, id=f"{row.name}-{row.method}-{role}") for row in ROWS for role in ROLES
]


def url_names(patterns=None, namespace=""):
    """The full names of the portal's own addresses (allauth's and the admin's have their own tests)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            if namespace and pattern.name:
                yield f"{namespace}:{pattern.name}"
        elif pattern.namespace != "admin":
            inner = pattern.namespace or namespace
            yield from url_names(pattern.url_patterns, inner)


def test_every_address_has_been_decided():
    assert set(url_names()) == {row.name for row in ROWS}


@pytest.mark.parametrize(("row", "role"), CASES)
def test_access(house, as_role, row, role):
    if row.prepare:
        row.prepare(house)
    url = reverse(row.name, args=row.args(house))
    client = as_role(role)

    answer = getattr(client, row.method)(url, row.data(house))

    got = answer.status_code
    if got == 302 and reverse("account_login") in answer["Location"]:
        got = LOGIN
    assert got == row.answer_for(role)
