import gettext
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.catalogues import CatalogueError, compile_catalogues

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def spanish(tmp_path):
    path = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + 'msgid "School"\nmsgstr "Centro"\n')
    return path


def test_a_translation_is_compiled_and_says_what_was_written(tmp_path, spanish):
    compiled = spanish.with_suffix(".mo")

    assert compile_catalogues(tmp_path) == [compiled]

    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("School") == "Centro"


def test_only_what_changed_is_compiled_again(tmp_path, spanish):
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []

    later = spanish.with_suffix(".mo").stat().st_mtime + 10
    os.utime(spanish, (later, later))

    assert len(compile_catalogues(tmp_path)) == 1


def test_a_folder_that_does_not_exist_has_nothing_to_compile(tmp_path):
    assert compile_catalogues(tmp_path / "locale") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "One"\nmsgstr "Uno"\nmsgfoo "x"\n', 6),
        ('msgid "%(count)d schools"\nmsgstr "%(cuenta)d centros"\n', 4),
    ],
    ids=["not a keyword", "another placeholder"],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path, spanish, text, line):
    flag = "#, python-format\n" if "%" in text else ""
    spanish.write_text(HEADER + flag + text)

    with pytest.raises(CatalogueError, match=rf"django\.po:{line + bool(flag)}: "):
        compile_catalogues(tmp_path)

    assert not spanish.with_suffix(".mo").exists()


def test_the_command_fails_with_that_message(tmp_path, spanish, settings):
    settings.LOCALE_PATHS = [tmp_path]
    spanish.write_bytes(HEADER.encode() + b'msgid "a"\nmsgstr "\xf1"\n')

    with pytest.raises(CommandError, match="UTF-8"):
        call_command("compile_catalogues")


def test_the_command_counts_what_it_wrote(tmp_path, spanish, settings):
    settings.LOCALE_PATHS = [tmp_path]
    out = StringIO()

    call_command("compile_catalogues", stdout=out)

    assert out.getvalue() == "1 translation files compiled.\n"
