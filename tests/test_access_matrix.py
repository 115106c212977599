"""Every address of the portal, and what each kind of person gets there.

A new address fails here until its app's tests/<app>/matrix.py says who may use it.
"""

from importlib import import_module

import pytest
from django.db import connection, transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.conftest import ROLES
from tests.matrix import LOGIN

APPS = ["accounts", "contacts", "notifications", "partners", "portal", "projects", "twinspaces"]
ROWS = [row for app in APPS for row in import_module(f"tests.{app}.matrix").MATRIX]
CHANGES = ("INSERT", "UPDATE", "DELETE")
# Whoever follows a notice has read it.
HAS_READ = 'UPDATE "notifications_notice" SET "read_at"'
CASES = [pytest.param(row, id=f"{row.name}-{row.method}") for row in ROWS]


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


@pytest.mark.django_db
@pytest.mark.parametrize("row", CASES)
def test_access(everybody, client, row):
    """All roles in one world, each taken back before the next comes."""
    house = everybody.enter()
    url = row.url_in(house)
    got = {}
    for role in ROLES:
        client.cookies = house.cookies[role]
        got[role] = answer_to(client, row.method, url, row.data(house))
    assert got == {role: row.answer_for(role) for role in ROLES}


def answer_to(client, method, url, data):
    changes = []

    def note(execute, sql, params, many, context):
        if sql.startswith(CHANGES) and not sql.startswith(HAS_READ):
            changes.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        answer = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    if method == "get":
        assert changes == []
    if answer.status_code == 302 and reverse("account_login") in answer["Location"]:
        return LOGIN
    return answer.status_code
