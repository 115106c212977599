"""Loading data/*.csv: complete, repeatable, and never over somebody's edit."""

import csv
import shutil
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from contacts import reference
from contacts.models import Country, Participation, SupportUnit, Territory
from core.models import Term, Vocabulary
from core.reference import FOLDER

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of data/ that a test may change."""
    return shutil.copytree(FOLDER, tmp_path / "data")


def change(folder, name, find, **cells):
    """Change cells of the rows that agree with `find`, as a new version of the file would."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if find.items() <= row.items():
            row.update(cells)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add(folder, name, **cells):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with (folder / name).open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerow(cells)


def everything():
    tables = [Term, Country, Participation, Territory, SupportUnit]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_the_files_are_in_the_database():
    assert Country.objects.participating().count() == 46
    assert SupportUnit.objects.filter(kind="nso").count() == 48
    assert Territory.objects.filter(parent__code="ES").count() == 19
    assert Territory.objects.get(code="IT-BZ").parent.code == "IT-32"
    assert SupportUnit.objects.get(code="reg-es-vc").parent.code == "nso-es"
    assert SupportUnit.objects.get(code="reg-es-vc").territory.name_en == "Valencian Community"
    assert Term.objects.filter(vocabulary=Vocabulary.SUBJECT).count() == 39


def test_terms_keep_what_only_their_vocabulary_says():
    facts = {(term.vocabulary, term.code): term.facts for term in Term.objects.all()}
    assert facts["level", "primary"] == {"age_from": 7, "age_to": 11, "isced": "1"}
    assert facts["level", "special_regime"] == {}
    assert facts["language", "gl"] == {"name_native": "galego", "interface": False}
    assert facts["role", "student_teacher"] == {"may_join": "if_institution_agreed"}


@pytest.mark.parametrize(
    ("iso2", "day", "takes_part"),
    [
        ("UA", date(2014, 5, 1), True),
        ("UA", date(2023, 5, 1), False),
        ("UA", date(2025, 5, 1), True),
        ("GB", date(2020, 12, 31), True),
        ("GB", date(2021, 1, 1), False),
        ("CH", date(2014, 9, 1), False),
        ("ME", date(2022, 3, 31), False),
        ("ME", date(2022, 4, 1), True),
    ],
)
def test_a_country_takes_part_in_its_own_time(iso2, day, takes_part):
    assert Country.objects.participating(day).filter(pk=iso2).exists() is takes_part


def test_a_second_load_changes_nothing(django_assert_max_num_queries):
    before = everything()
    with django_assert_max_num_queries(50):
        reports = reference.load()
    assert all(set(report) == {"unchanged"} for report in reports.values()), reports
    assert everything() == before


def test_the_command_reports_every_file():
    out = StringIO()
    call_command("load_reference", stdout=out)
    lines = {line.split()[0]: line.split()[1:] for line in out.getvalue().splitlines()}
    assert lines["file"] == ["created", "changed", "unchanged", "kept"]
    assert lines["countries.csv"] == ["0", "0", "48", "0"]
    assert len(lines) == 11


def test_a_new_version_of_a_file_changes_its_rows_and_no_others(folder):
    change(folder, "countries.csv", {"iso2": "CZ"}, name_es="República Checa")
    change(folder, "support_units.csv", {"code": "nso-no"}, name_en="Directorate")
    add(folder, "subjects.csv", code="robotics", name_en="Robotics", name_es="Robótica", order=400)
    reports = reference.load(folder)
    assert reports["countries.csv"] == {"changed": 1, "unchanged": 47}
    assert reports["support_units.csv"]["changed"] == 1
    assert reports["subjects.csv"] == {"created": 1, "unchanged": 39}
    assert Country.objects.get(pk="CZ").name_es == "República Checa"
    assert SupportUnit.objects.get(code="nso-no").name_en == "Directorate"
    assert Term.objects.get(code="robotics").name_es == "Robótica"


def test_a_history_is_replaced_as_a_whole(folder):
    change(
        folder, "participations.csv", {"iso2": "MK"}, starts="2010", precision="year", source="x"
    )
    assert reference.load(folder)["participations.csv"]["changed"] == 1
    [period] = Participation.objects.filter(country="MK")
    assert (period.starts, period.ends, period.precision) == (date(2010, 1, 1), None, "year")


def test_a_suspension_noted_by_staff_survives(folder):
    period = Participation.objects.get(country="GE", ends=None)
    period.ends = date(2026, 1, 1)
    period.save()
    Participation.objects.create(country_id="GE", starts=period.ends, status="interrupted")
    assert reference.load(folder)["participations.csv"] == {"unchanged": 48}

    change(folder, "participations.csv", {"iso2": "GE", "starts": "2015"}, source="other")
    assert reference.load(folder)["participations.csv"] == {"unchanged": 47, "kept": 1}
    assert not Country.objects.participating().filter(pk="GE").exists()


def test_what_staff_edited_is_kept_even_if_the_file_changes(folder):
    Term.objects.filter(code="drama").update(name_es="Arte dramático")
    change(folder, "subjects.csv", {"code": "drama"}, name_es="Dramatización")
    assert reference.load(folder)["subjects.csv"] == {"kept": 1, "unchanged": 38}
    assert Term.objects.get(code="drama").name_es == "Arte dramático"


@pytest.mark.parametrize("mark", [{"version": 1}, {"confirmed_at": timezone.now()}])
def test_an_entry_that_somebody_answers_for_is_theirs(folder, mark):
    SupportUnit.objects.filter(code="reg-es-vc").update(**mark)
    change(folder, "support_units.csv", {"code": "reg-es-vc"}, phone="000")
    assert reference.load(folder)["support_units.csv"]["kept"] == 1
    assert SupportUnit.objects.get(code="reg-es-vc").phone == ""


def test_a_parent_may_stand_below_its_children_in_the_file(folder):
    add(
        folder,
        "territories.csv",
        code="ES-ZZ-1",
        kind="province",
        parent="ES-ZZ",
        country="ES",
        name_en="Below",
    )
    add(
        folder,
        "territories.csv",
        code="ES-ZZ",
        kind="region",
        parent="ES",
        country="ES",
        name_en="Above",
    )
    assert reference.load(folder)["territories.csv"]["created"] == 2
    assert Territory.objects.get(code="ES-ZZ-1").parent.parent.code == "ES"


def test_a_parent_that_is_nowhere_is_named_and_nothing_is_loaded(folder):
    change(folder, "countries.csv", {"iso2": "CZ"}, name_es="República Checa")
    change(folder, "support_units.csv", {"code": "nso-at"}, parent="ccs")
    with pytest.raises(ValueError, match="'ccs'"):
        reference.load(folder)
    assert Country.objects.get(pk="CZ").name_es == "Chequia"
