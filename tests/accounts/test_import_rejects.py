"""Importing a register that is wrong: rows that cannot be taken, and files that are none."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import School
from accounts.registers import reading
from tests.accounts.imported import GISCO, RIGA, rejected, schools

pytestmark = pytest.mark.django_db


# --- Rows that cannot be taken ---------------------------------------------------


def test_bad_rows_go_to_the_rejects_file_and_the_good_ones_come_in(register):
    long = "x" * 201
    said = register(
        "id,name,city,lat,lon,cc",
        "1,Good,Rīga,56.9,24.1,lv",
        ",No number,Rīga,,,",
        "3,-,Rīga,,,",
        "4,Short,Rīga",
        "5,Long,Rīga,,,,surplus",
        "6,Surplus blanks,Rīga,,,,,",
        "7,Not numbers,Rīga,56°57',24.1,",
        "8,Off the globe,Rīga,5657.1,24.1,",
        "9,Not a number,Rīga,nan,24.1,",
        "10,Half a place,Rīga,56.9,,",
        "11,Elsewhere,Tartu,,,EE",
        "1,Again,Rīga,,,",
        f"13,{long},Rīga,,,",
        '14,"Open quote,Rīga,,,',
        '15,Decimal comma;,Rīga,"56,9","24,1",',
        map=["id=id", "name=name", "city=city", "lat=lat", "lon=lon", "country=cc"],
    )
    assert [school.name for school in schools()] == ["Good", "Decimal comma;", "Surplus blanks"]
    assert "Read 15 rows: 3 created, 0 changed, 0 unchanged, 12 rejected." in said
    assert rejected(register.rejects) == {
        3: "no official number",
        4: "no name",
        5: "3 columns where the header has 6",
        6: "7 columns where the header has 6",
        8: "coordinates that are not two numbers: \"56°57'\", '24.1'",
        9: "coordinates that are not on the globe: 5657.1, 24.1",
        10: "coordinates that are not on the globe: nan, 24.1",
        11: "coordinates that are not two numbers: '56.9', ''",
        12: "the country is EE, not LV",
        13: "the official number 1 is on line 2 too",
        14: "the name is longer than 200 letters",
        15: "2 columns where the header has 6",
    }


def test_a_stray_quotation_mark_costs_its_own_row_only(register):
    lines = ["id,name,city", '1,"Broken,Rīga', *(f"{n},School {n},Rīga" for n in range(2, 60))]
    said = register(*lines, map=["id=id", "name=name", "city=city"])
    assert "58 created" in said
    assert list(rejected(register.rejects)) == [2]


def test_a_damaged_letter_costs_its_own_row_only(register):
    names = [f"{n},Pamatskola Āgenskalnā {n}".encode() for n in range(2, 40)]
    register.file.write_bytes(b"\n".join([b"id,name", b"1,Br\xe9ken", *names, b"41,Nul\0l"]))
    out = StringIO()
    options = {"country": "LV", "map": ["id=id", "name=name"], "stdout": out}
    call_command("import_schools", str(register.file), **options)
    assert "39 created" in out.getvalue()
    assert School.objects.get(official_id="41").name == "Null"
    assert list(rejected(register.rejects)) == [2]


def test_a_corrected_rejects_file_can_be_imported(register):
    columns = ["id=id", "name=name", "city=city"]
    register("id,name,city", "1,One,Rīga", "2,,Ogre", map=columns)
    text = register.rejects.read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["line,reason,id,name,city", "3,no name,2,,Ogre"]
    said = register(*text.replace("2,,Ogre", "2,Two,Ogre").splitlines(), map=columns)
    assert "1 created" in said
    assert [school.name for school in schools()] == ["One", "Two"]


def test_the_rejects_file_goes_when_nothing_is_rejected_any_more(register):
    columns = ["id=id", "name=name"]
    register("id,name", "1,", map=columns)
    assert register.rejects.exists()
    register("id,name", "1,One", map=columns)
    assert sorted(path.name for path in register.file.parent.iterdir()) == ["register.csv"]


def test_the_rejects_file_can_be_named(register, tmp_path):
    register("id,name", "1,", map=["id=id", "name=name"], rejects=tmp_path / "bad.csv")
    assert rejected(tmp_path / "bad.csv") == {2: "no name"}
    assert not register.rejects.exists()


# --- Errors ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"country": "XX"}, "There is no country 'XX'. Known: AL, AM,"),
        ({"format": "narnia"}, "There is no format 'narnia'. Known: gisco, madrid, spain"),
        (
            {"map": ["id=id", "name=Nosaukums"]},
            "no column for name=Nosaukums. Its columns are: id, title.",
        ),
        ({}, "no column for name=name. Its columns are: id, title."),
        ({"map": ["id=id"]}, "Which column holds the name?"),
        ({"format": "spain"}, "Which column holds the id and the name?"),
        ({"map": ["id=id", "title"]}, "does not understand 'title'"),
        ({"map": ["id=id", "colour=title"]}, "does not understand 'colour=title'"),
    ],
)
def test_a_wrong_command_says_what_to_do(register, options, message):
    with pytest.raises(CommandError) as refused:
        register("id,title", "1,One", **options)
    assert message in str(refused.value)
    assert refused.value.returncode == 1
    assert schools() == []


def test_an_encoding_nobody_knows_is_an_error(register):
    register.file.write_text("id,name")
    with pytest.raises(CommandError, match="There is no encoding 'klingon'"):
        call_command("import_schools", str(register.file), country="LV", encoding="klingon")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(register, content):
    register.file.write_bytes(content)
    with pytest.raises(CommandError, match="is empty"):
        call_command("import_schools", str(register.file), country="LV")


def test_a_workbook_is_an_error(register):
    register.file.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(CommandError, match="Save it as CSV"):
        call_command("import_schools", str(register.file), country="LV")


def test_a_missing_file_and_a_folder_are_errors(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_schools", str(tmp_path / "none.csv"), country="LV")
    with pytest.raises(CommandError, match="is not a file"):
        call_command("import_schools", str(tmp_path), country="LV")


def test_a_file_one_may_not_read_is_an_error(register, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError(13, "Permission denied", str(register.file))

    register.file.write_text(GISCO)
    monkeypatch.setattr(reading.Path, "open", refuse)
    with pytest.raises(CommandError, match=r"register\.csv: Permission denied"):
        call_command("import_schools", str(register.file), country="LV")


def test_rejects_that_cannot_be_written_stop_the_import(register, tmp_path):
    with pytest.raises(CommandError, match="Name another file with --rejects"):
        register(GISCO, RIGA, RIGA, rejects=tmp_path / "nowhere" / "bad.csv")
    assert schools() == []


def test_the_register_is_never_overwritten_by_its_rejects(register):
    with pytest.raises(CommandError, match="cannot be the register itself"):
        register(GISCO, RIGA, RIGA, rejects=register.file)
    assert register.file.read_text(encoding="utf-8").startswith("id,name")
