"""Every sentence of the portal is there in every language, with the same gaps to fill in."""

import ast
import re
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.mofile import read_mo
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import EmailField
from django.template import Context, Template
from django.utils import translation

from core import borrowed
from core.extraction import FOLDERS, extracted, load, untranslated

ROOT = settings.BASE_DIR
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
GAP = re.compile(r"%\((\w+)\)[sd]")


def catalogue_of(language):
    return load(Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po", language)


@pytest.fixture(scope="module")
def sentences():
    return extracted(ROOT)


def test_every_app_of_ours_is_looked_through():
    ours = {app.name for app in apps.get_app_configs() if (ROOT / app.name).is_dir()}
    assert ours <= set(FOLDERS)


def test_sentences_are_found_in_python_and_in_templates(tmp_path):
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "views.py").write_text('title = _("Rivers")')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "<p>{% blocktranslate count n=2 trimmed %}{{ n }} class{% plural %}{{ n }} classes"
        '{% endblocktranslate %} it\'s {% translate "Bread" as title %}</p>'
    )

    found = {message.id for message in extracted(tmp_path) if message.id}

    assert found == {"Rivers", "Bread", ("%(n)s class", "%(n)s classes")}


def test_no_sentence_hides_in_an_f_string():
    """Nothing looks for sentences there: they would stay English for everybody."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in TRANSLATING
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(sentences, language):
    catalogue = catalogue_of(language)
    missing = [
        str(sentence.id)
        for sentence in sentences
        if sentence.id and catalogue.get(sentence.id, sentence.context) is None
    ]
    assert missing + untranslated(catalogue) == [], (
        "Run `./run manage update_catalogues` and translate what is empty."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_gaps_of_its_sentence(language):
    for message in catalogue_of(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set(GAP.findall(ids[-1]))
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            assert set(GAP.findall(text)) <= wanted | set(GAP.findall(ids[0])), message.id
        assert wanted <= set(GAP.findall(str(message.string))), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_compiled_and_used(language):
    page = Template('{% load i18n %}{% translate "Find partners" %}')
    with translation.override(language):
        assert page.render(Context()) != "Find partners"


def test_borrowed_sentences_are_still_said_by_those_who_said_them():
    def said(package, locale):
        path = Path(package.__file__).parent / locale / "es" / "LC_MESSAGES" / "django.mo"
        with path.open("rb") as file:
            ids = [message.id for message in read_mo(file)]
        return {tuple(one) if isinstance(one, list) else one for one in ids}

    places = ["conf/locale", "contrib/auth/locale", "contrib/admin/locale"]
    django_says = set().union(*(said(django, place) for place in places))

    assert set(borrowed.ALLAUTH) - said(allauth, "locale") == set()
    assert {*borrowed.DJANGO, *borrowed.COUNTED} - django_says == set()


def test_forms_speak_to_a_person_as_the_portal_does():
    refusal = pytest.raises(ValidationError, match="Escribe una dirección de correo válida")
    with translation.override("es"), refusal:
        EmailField().clean("ana")
