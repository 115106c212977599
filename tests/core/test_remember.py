"""{% remember %}: drawn once for each language and each value it names, and never more is kept than fits."""

import pytest
from django.template import Context, Template
from django.utils import translation

from core.templatetags import house

SEEN = "{% remember theme %}{% translate 'Light' %} {{ theme }} {{ other }}{% endremember %}"


@pytest.fixture
def drawn():
    template = Template(SEEN)
    return lambda **values: template.render(Context({"theme": "", "other": "", **values}))


def test_it_is_drawn_once(drawn):
    assert drawn(theme="dark", other="one") == drawn(theme="dark", other="two") == "Light dark one"


def test_another_value_is_drawn_anew(drawn):
    assert (drawn(theme="dark"), drawn(theme="light")) == ("Light dark ", "Light light ")


def test_another_language_is_drawn_anew(drawn):
    drawn(theme="dark")
    with translation.override("es"):
        assert drawn(theme="dark") == "Claro dark "


def test_without_the_value_it_is_drawn_too():
    assert Template("{% remember nobody %}here{% endremember %}").render(Context()) == "here"


def test_what_does_not_fit_is_drawn_every_time(drawn, monkeypatch):
    monkeypatch.setattr(house, "MOST_KEPT", 1)
    drawn(theme="dark")
    assert drawn(theme="light", other="one") != drawn(theme="light", other="two")
