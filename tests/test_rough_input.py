"""Whatever is sent to an address of the portal or the desk, the answer is never an error of ours."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.test_access_matrix import CASES

PARAMETERS = ("q", "page", "sort", "next", "status", "country", "age", "subject", "token", "ids")
OF_THE_DESK = ("q", "p", "o", "status", "_popup", "pk__in")
ROUGH = ("a\0b", "-1\r\nX: <'\"²☃" + "9" * 20_000)


@pytest.mark.django_db
@pytest.mark.parametrize("row", CASES)
def test_of_the_portal(everybody, client, row):
    """Sent by somebody who may be there, if anybody may."""
    house = everybody.enter()
    url, usual = row.url_in(house), row.data(house)
    role = next((role for role, answer in row.want.items() if answer in (200, 302)), "founder")
    client.cookies = house.cookies[role]
    for sent in ROUGH:
        answer = getattr(client, row.method)(url, dict.fromkeys([*PARAMETERS, *usual], sent))
        assert answer.status_code < 500, sent[:10]


@pytest.mark.django_db
@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_of_the_desk(everybody, client, model):
    client.cookies = everybody.enter().cookies["central"]
    named = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    one = model.objects.first()
    pages = [reverse(f"{named}_change", args=[key]) for key in ("a\0b", "9" * 30, one and one.pk)]
    asked = [(page, {"_popup": "1"}) for page in pages]
    page = reverse(f"{named}_changelist")
    asked += [(page, {name: sent}) for name in OF_THE_DESK for sent in ROUGH]
    for page, query in asked:
        assert client.get(page, query).status_code < 500, (page[:60], str(query)[:60])
