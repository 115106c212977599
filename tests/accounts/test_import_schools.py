"""Importing a national school register: as files come, and safe to repeat."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import School, SchoolOrigin, SchoolStatus
from accounts.registers import copying
from core.models import Activity
from notifications.models import Notice
from tests.accounts.imported import GISCO, RIGA, rejected, schools, table
from tests.factories import SchoolFactory, TeacherFactory

pytestmark = pytest.mark.django_db

MADRID = Path(
    os.environ.get("MADRID_REGISTER")
    or settings.BASE_DIR.parent / "shared" / "data" / "schools-madrid.csv"
)


# --- Formats ------------------------------------------------------------------


def test_a_gisco_row_becomes_a_confirmed_school(register):
    said = register(GISCO, RIGA)
    [school] = schools()
    assert "1 created" in said
    assert school.slug == "lv-lv-47"
    assert school.name == "Rīgas Āgenskalna vidusskola"
    assert (school.town, school.postcode) == ("Rīga", "LV-1002")
    assert school.address == "Lavīzes iela 2A"
    assert school.website == "http://www.avsk.example"
    assert school.levels == ["primary", "lower_secondary", "upper_secondary"]
    assert (school.lat, school.lon) == (56.9377, 24.0724)
    assert school.origin == SchoolOrigin.REGISTER
    assert school.status == SchoolStatus.CONFIRMED
    assert "rigas agenskalna" in school.text_normal


def test_any_other_file_is_read_with_a_map(register):
    register(
        "Nr;Skola;Vieta;Iela;Māja;Līmeņi",
        "7;  Vidusskola  Nr. 7 ;Ogre;Skolas iela;4;2, 3",
        map=["id=nr", "name=SKOLA", "city=Vieta", "address=Iela+Māja", "levels=Līmeņi"],
    )
    [school] = schools()
    assert (school.official_id, school.name) == ("7", "Vidusskola Nr. 7")
    assert (school.town, school.address) == ("Ogre", "Skolas iela 4")
    assert school.levels == ["lower_secondary", "upper_secondary"]


def test_kinds_of_school_become_levels_by_the_table_of_the_register(register):
    said = register(
        "CODE,NAME,KIND",
        "1,ACHALAY,eei",
        "2,Mar Blau,IES",
        "3,Elsewhere,CASA",
        country="ES",
        register="spain",
        map=["id=CODE", "name=NAME", "kind=KIND"],
    )
    levels = {school.name: school.levels for school in schools("ES")}
    assert levels == {
        "ACHALAY": ["ecec"],
        "Mar Blau": ["lower_secondary", "upper_secondary"],
        "Elsewhere": [],
    }
    assert "No level is known for: CASA (1)" in said


def test_what_is_no_school_is_rejected(register):
    said = register(
        "CODIGO CENTRO,CENTRO,TIPO DE CENTRO", "1,Campus,UNIVERSIDAD", country="ES", format="madrid"
    )
    assert "0 created" in said
    assert rejected(register.rejects) == {2: "UNIVERSIDAD is not a kind of school"}


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_are_recognised(register, encoding, told, newline):
    said = register(
        "id;name;city",
        "1;Peñíscola “Ñandú”;Alcorcón",
        country="ES",
        map=["id=id", "name=name", "city=city"],
        encoding=encoding,
        newline=newline,
    )
    [school] = schools("ES")
    assert (school.name, school.town) == ("Peñíscola “Ñandú”", "Alcorcón")
    assert f"Encoding {told}," in said


def test_an_encoding_can_be_named(register):
    lines = ["id,name", "1,Szkoła w Łodzi"]
    register(*lines, country="PL", encoding="cp1250", map=["id=id", "name=name"])
    assert schools("PL")[0].name != "Szkoła w Łodzi"
    file = str(register.file)
    options = {"map": ["id=id", "name=name"], "encoding": "cp1250", "stdout": StringIO()}
    call_command("import_schools", file, country="PL", **options)
    assert schools("PL")[0].name == "Szkoła w Łodzi"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_title_lines_are_recognised(register, delimiter):
    lines = [
        "Schools of Latvia, 2026; all of them",
        "",
        delimiter.join(["Number", " Name ", "Town"]),
        delimiter.join(["1", '"One, two; three|four\tfive"', "Rīga"]),
    ]
    said = register(*lines, map=["id=Number", "name=Name", "city=Town"])
    assert schools()[0].name == "One, two; three|four five"
    assert "header on line 3" in said


def test_dashes_are_empty_and_blanks_go(register):
    register(
        "id,name,city,address,website",
        "1,\u00a0 First\u200b  school ,-,  – , -",
        "",
        " , , , ,",
        map=["id=id", "name=name", "city=city", "address=address", "website=website"],
    )
    [school] = schools()
    assert school.name == "First school"
    assert (school.town, school.address, school.website) == ("", "", "")


@pytest.mark.parametrize(
    ("cell", "website"),
    [
        ("HTTPS://Skola.LV/Par", "https://skola.lv/Par"),
        ("skola.lv", "http://skola.lv"),
        ("www.a.lv, www.b.lv", "http://www.a.lv"),
        ("nav", ""),
        ("skola@skola.lv", ""),
        ("javascript:alert(1)", ""),
        ("http://" + "a" * 300 + ".lv", ""),
    ],
)
def test_only_a_web_address_becomes_the_website(register, cell, website):
    register("id,name,web", f'1,One,"{cell}"', map=["id=id", "name=name", "website=web"])
    assert schools()[0].website == website


def test_cells_over_several_lines_are_one_row(register):
    said = register("id,name,note", '1,One,"a\nb"', "2,Two,", map=["id=id", "name=name"])
    assert [school.name for school in schools()] == ["One", "Two"]
    assert "Read 2 rows" in said


# --- Repeating ----------------------------------------------------------------


def test_the_second_run_changes_nothing(register):
    lines = [
        GISCO,
        RIGA,
        RIGA.replace("LV-47", "LV-48").replace("56.9377", "0").replace("24.0724", "0"),
    ]
    assert "2 created, 0 changed, 0 unchanged" in register(*lines)
    before = table()
    assert "0 created, 0 changed, 2 unchanged" in register(*lines)
    assert table() == before


def test_a_change_in_the_register_arrives_and_the_address_stays(register):
    register(GISCO, RIGA)
    [before] = schools()
    said = register(GISCO, RIGA.replace("vidusskola", "ģimnāzija"))
    [after] = schools()
    assert "0 created, 1 changed, 0 unchanged" in said
    assert after.name == "Rīgas Āgenskalna ģimnāzija"
    assert "gimnazija" in after.text_normal
    assert (after.pk, after.slug) == (before.pk, before.slug)


def test_blank_cells_and_missing_columns_wipe_nothing(register):
    register(GISCO, RIGA)
    before = table()
    said = register(
        "id,name,city",
        "LV-47,Rīgas Āgenskalna vidusskola,-",
        map=["id=id", "name=name", "city=city"],
    )
    assert "1 unchanged" in said
    assert table() == before


def test_schools_of_other_countries_stay_apart(register):
    SchoolFactory(official_id="LV-47", country_id="EE", name="Tallinn")
    register(GISCO, RIGA)
    assert schools("EE")[0].name == "Tallinn"
    assert len(schools("LV")) == 1


def test_two_numbers_with_the_same_slug_both_find_an_address(register):
    SchoolFactory(slug="lv-9", country_id="LV", official_id="", name="In the way")
    lines = ["id,name", "A/1,One", "A-1,Two", "9,Three"]
    register(*lines, map=["id=id", "name=name"])
    slugs = {school.name: school.slug for school in schools()}
    assert slugs["Two"] == "lv-a-1"
    assert slugs["One"].startswith("lv-a1") or slugs["One"].startswith("lv-a-1-")
    assert slugs["Three"].startswith("lv-9-")
    assert "3 unchanged" in register(*lines, map=["id=id", "name=name"])
    assert {school.name: school.slug for school in schools()} == slugs


# --- Schools that teachers added ------------------------------------------------


def added(**fields):
    return SchoolFactory(
        **{
            "country_id": "LV",
            "official_id": "LV-47",
            "name": "My school",
            "slug": "my-school",
            "website": "http://mine.example",
            "levels": [],
            "origin": SchoolOrigin.TEACHER,
            "status": SchoolStatus.WAITING,
            **fields,
        }
    )


def test_a_waiting_school_in_the_register_is_confirmed_and_its_people_are_told(
    register, django_capture_on_commit_callbacks
):
    school = added()
    teacher = TeacherFactory(waiting=True, country_id="LV", school=school)
    with django_capture_on_commit_callbacks():
        said = register(GISCO, RIGA.replace("www.avsk.example", "-"))
    school.refresh_from_db()
    assert "0 created, 1 changed" in said
    assert "1 schools that teachers had added" in said
    assert (school.status, school.origin) == (SchoolStatus.CONFIRMED, SchoolOrigin.REGISTER)
    assert (school.slug, school.name) == ("my-school", "Rīgas Āgenskalna vidusskola")
    assert school.website == "http://mine.example"
    assert list(school.teachers.all()) == [teacher]
    assert school.memberships.count() == 1
    assert Notice.objects.filter(recipient=teacher.user).count() == 1
    assert Activity.objects.filter(verb="accounts.confirmed_school").count() == 1
    assert "1 unchanged" in register(GISCO, RIGA.replace("www.avsk.example", "-"))
    assert Notice.objects.filter(recipient=teacher.user).count() == 1


@pytest.mark.parametrize("status", [SchoolStatus.REFUSED, SchoolStatus.CLOSED])
def test_what_staff_decided_stands(register, status):
    school = added(status=status, decision_reason="Closed in 2020.")
    register(GISCO, RIGA)
    school.refresh_from_db()
    assert (school.status, school.decision_reason) == (status, "Closed in 2020.")
    assert not Notice.objects.exists()


def test_a_school_without_a_number_or_with_another_is_left_alone(register):
    added(official_id="", slug="no-number")
    added(official_id="LV-9", slug="other-number")
    before = table()
    register(GISCO, RIGA)
    assert table()[:2] == before


# --- The whole ------------------------------------------------------------------


def test_an_import_is_recorded_with_its_counts(register):
    register(GISCO, RIGA, RIGA)
    [activity] = Activity.objects.filter(verb="accounts.schools_imported")
    assert activity.target.pk == "LV"
    assert activity.details == {
        "file": "register.csv",
        "register": "gisco",
        "read": 2,
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
        "adopted": 0,
    }


def test_ctrl_c_leaves_nothing_half(register, monkeypatch):
    def interrupt(country, attributes):
        raise KeyboardInterrupt

    monkeypatch.setattr(copying, "write_staged", interrupt)
    with pytest.raises(CommandError, match="Nothing was changed") as stopped:
        register("id,name", "1,One", "2,", map=["id=id", "name=name"])
    assert stopped.value.returncode == 130
    assert schools() == []
    assert not Activity.objects.exists()
    assert [path.name for path in register.file.parent.iterdir()] == ["register.csv"]


def test_many_rows_take_no_more_queries_than_one(register, capsys):
    columns = ["id=id", "name=name", "city=city"]
    lines = [f"{number},School {number},Rīga" for number in range(5000)]
    register("id,name,city", "one,One,Rīga", map=columns)
    with CaptureQueriesContext(connection) as for_one:
        register("id,name,city", "two,Two,Rīga", map=columns)
    with CaptureQueriesContext(connection) as for_many:
        assert "5,000 created" in register("id,name,city", *lines, map=columns)
    assert len(for_many) == len(for_one)
    assert School.objects.filter(country="LV").count() == 5002
    assert "4,000 rows" in capsys.readouterr().err


def test_nothing_is_told_at_verbosity_0(register, capsys):
    assert register(GISCO, RIGA, verbosity=0) == ""
    assert capsys.readouterr().err == ""


# --- A real one --------------------------------------------------------------------


@pytest.mark.skipif(not MADRID.is_file(), reason="the register of Madrid is not on this machine")
def test_the_register_of_madrid_comes_in_as_it_is(tmp_path):
    out, rejects = StringIO(), tmp_path / "rejects.csv"
    options = {"country": "ES", "rejects": rejects, "stdout": out}
    columns = ["id=CODIGO CENTRO", "name=CENTRO", "city=MUNICIPIO", "postcode=COD. POSTAL"]
    call_command("import_schools", str(MADRID), map=columns, **options)
    assert "Read 2,129 rows: 2,129 created, 0 changed, 0 unchanged, 0 rejected." in out.getvalue()
    call_command("import_schools", str(MADRID), format="madrid", **options)
    assert "0 created, 2,027 changed, 1 unchanged, 101 rejected." in out.getvalue()
    school = School.objects.get(country="ES", official_id="28060646")
    assert (school.name, school.town, school.postcode) == ("ACHALAY", "Boadilla del Monte", "28660")
    assert school.address == "Avenida De Isabel De Farnesio, 14"
    assert (school.slug, school.levels) == ("es-28060646", ["ecec"])
    assert School.objects.get(official_id="28047460").town == "Alcorcón"
