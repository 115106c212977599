"""Builds: kept, fetched, refused when they are broken, and made again when it is time."""

import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Teacher
from facets.answer import answer
from facets.index import ask, current, form, refresh
from facets.index.reading import columns_of
from facets.models import Build, BuildPiece, Change
from facets.question import Question
from facets.source import SOURCES
from facets.tasks import refresh_search_indexes
from partners.sources import TEACHERS
from tests.factories import TeacherFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]


@pytest.fixture(autouse=True)
def index_dir(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    current.forget()
    yield tmp_path / "search"
    current.forget()


def read(address=""):
    return Question.read(TEACHERS, QueryDict(address), TEACHERS.choices())


def change_body(change):
    piece = BuildPiece.objects.get()
    piece.body = change(bytes(piece.body))
    piece.save()


def cut_short(index):
    change_body(lambda body: body[: len(body) // 2])


def cut_to_nothing(index):
    change_body(lambda body: body[:10])


def changed_inside(index):
    change_body(lambda body: body[:-20] + b"x" + body[-19:])


def pieces_missing(index):
    index.pieces.all().delete()


def of_another_build(index):
    Build.objects.update(checksum="0" * 64)


def of_another_form(index):
    change_body(lambda body: body[:8] + b"\xff\xff" + body[10:])


BROKEN = [
    cut_short,
    cut_to_nothing,
    changed_inside,
    pieces_missing,
    of_another_build,
    of_another_form,
]


@pytest.mark.parametrize("breaking", BROKEN)
def test_a_broken_index_is_reported_once_and_sql_answers(house, caplog, breaking):
    breaking(refresh.build_now(TEACHERS))

    with caplog.at_level(logging.ERROR, logger="facets.index"):
        assert ask.find(TEACHERS, read(), house.founder) is None
        assert answer(TEACHERS, read(), house.founder).total == 2
    assert ["cannot be used" in record.message for record in caplog.records] == [True]

    refresh.build_now(TEACHERS)
    assert ask.find(TEACHERS, read(), house.founder).total == 2


def test_a_form_of_the_future_is_left_to_those_who_know_it(house):
    index = refresh.build_now(TEACHERS)
    Build.objects.filter(pk=index.pk).update(form=form.FORM + 1)
    assert ask.find(TEACHERS, read(), house.founder) is None
    assert refresh.build_if_due(TEACHERS)
    assert ask.find(TEACHERS, read(), house.founder).total == 2


def test_processes_of_one_machine_share_a_file_and_a_spoilt_one_is_fetched_again(house, index_dir):
    refresh.build_now(TEACHERS)
    assert ask.find(TEACHERS, read(), house.founder)
    (file,) = index_dir.iterdir()

    file.write_bytes(b"spoilt")
    current.forget()
    assert ask.find(TEACHERS, read(), house.founder).total == 2

    refresh.build_now(TEACHERS)
    assert ask.find(TEACHERS, read(), house.founder).total == 2
    assert file not in index_dir.iterdir()
    assert len(list(index_dir.iterdir())) == 1


def test_without_a_place_for_the_file_a_process_keeps_its_own(house, index_dir):
    index_dir.write_text("a file where the folder should be")
    refresh.build_now(TEACHERS)
    assert ask.find(TEACHERS, read(), house.founder).total == 2


def test_too_many_changes_are_for_sql_until_the_next_build(house, caplog, monkeypatch):
    monkeypatch.setattr(current, "MOST_CHANGES", 3)
    refresh.build_now(TEACHERS)
    for _ in range(4):
        TeacherFactory()
    with caplog.at_level(logging.WARNING, logger="facets.index"):
        assert ask.find(TEACHERS, read(), house.founder) is None
        assert answer(TEACHERS, read(), house.founder).total == 6
    assert "too many changes" in caplog.text

    refresh.build_now(TEACHERS)
    assert ask.find(TEACHERS, read(), house.founder).total == 6


def test_a_build_is_due_when_there_is_none_or_enough_has_changed(house, monkeypatch):
    monkeypatch.setattr(refresh, "DUE_AFTER_CHANGES", 2)
    refresh_search_indexes()
    first = Build.objects.get(source="teachers")
    assert first.rows == 3

    assert refresh.build_if_due(TEACHERS) is None
    Teacher.objects.filter(pk=house.ana.pk).update(interests="Maps")
    assert refresh.build_if_due(TEACHERS) is None
    Teacher.objects.filter(pk=house.luca.pk).update(interests="Maps")
    assert refresh.build_if_due(TEACHERS).pk > first.pk
    assert refresh.build_if_due(TEACHERS) is None

    Teacher.objects.filter(pk=house.luca.pk).update(interests="Bread")
    Build.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert refresh.build_if_due(TEACHERS)


def build_all_twice():
    for source in [*SOURCES.values()] * 2:
        refresh.build_now(source)


def test_what_the_kept_builds_have_seen_is_forgotten(house):
    for _ in range(3):
        refresh.build_now(TEACHERS)
    assert Build.objects.count() == 2
    assert Change.objects.exists(), "Sources without a build still need theirs."
    build_all_twice()
    assert Build.objects.count() == 2 * len(SOURCES)
    assert not Change.objects.exists()


def test_signing_in_is_no_change(house):
    build_all_twice()
    house.founder.last_login = timezone.now()
    house.founder.save()
    house.ana.save()
    assert not Change.objects.exists()


def test_the_command_builds_and_says_so(house, capsys):
    call_command("build_search_index")
    assert "teachers: 3 rows" in capsys.readouterr().out


def test_nobody_at_all(house):
    Teacher.objects.update(status="suspended")
    refresh.build_now(TEACHERS)
    found = ask.find(TEACHERS, read("q=anna+so"), house.central)
    assert (found.total, found.between(0, 10)) == (0, [])


# --- Reading --------------------------------------------------------------


@pytest.mark.parametrize(
    "value", [None, "", "\t", "\n\r", "\\", "\\N", "\\t", "a\\\tb", '{a,"b"}', "№\x0b\b\f", "é ñ"]
)
def test_a_line_of_copy_is_read_as_postgresql_meant_it(value):
    with connection.cursor() as cursor:
        asked = "COPY (SELECT %s::text, 7, %s::text) TO STDOUT"
        with cursor.copy(asked, [value, value]) as copy:
            lines = [bytes(line).decode() for line in copy]
    assert [columns_of(line) for line in lines] == [[value, "7", value]]
