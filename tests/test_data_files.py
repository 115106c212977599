"""The files in data/ hang together and say how each row is known. No database needed."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = sorted(path.name for path in DATA.glob("*.csv"))
VOCABULARIES = [
    "languages.csv",
    "roles.csv",
    "school_levels.csv",
    "subjects.csv",
    "vocational_families.csv",
]
KEYS = {
    "countries.csv": ("iso2",),
    "participations.csv": ("iso2", "starts"),
    "public_hosts.csv": ("domain",),
    "register_formats.csv": ("register",),
    "register_levels.csv": ("register", "code", "level"),
}
CONFIDENCE = re.compile(r"S|S\((19|20)\d\d\)|S-second-hand|I|K\??")
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
PRECISION = {0: "", 4: "year", 7: "month", 10: "day"}

# Mailboxes of institutions, each read in a source. A new one is added here by whoever read it.
MAILBOXES = {
    "asistencia@etwinning.es",
    "eTwinning@epos-vlaanderen.be",
    "etwinning@edu.xunta.gal",
    "etwinning@kmk.org",
    "etwinning@oead.at",
    "etwinning@stukuvm.dk",
    "etwinning@tempus.ac.rs",
    "etwinningplusgeo@tpdc.ge",
    "kontakt@frse.org.pl",
    "strategicinitiatives@leargas.ie",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, key: str) -> set[str]:
    return {row[key] for row in rows(name)}


def test_every_file_is_expected():
    assert set(FILES) == {
        *VOCABULARIES,
        *KEYS,
        "support_units.csv",
        "territories.csv",
        "validation_rules.csv",
    }


@pytest.mark.parametrize("name", FILES)
def test_file_is_tidy(name):
    content = (DATA / name).read_bytes()
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    for row in rows(name):
        assert None not in row, f"too many cells: {row}"
        assert None not in row.values(), f"too few cells: {row}"
        assert all(cell == cell.strip() for cell in row.values()), row


@pytest.mark.parametrize("name", FILES)
def test_keys_are_unique(name):
    key = KEYS.get(name, ("code",))
    seen = Counter(tuple(row[part] for part in key) for row in rows(name))
    assert [found for found, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_every_row_says_how_it_is_known(name):
    unknown = [row for row in rows(name) if not CONFIDENCE.fullmatch(row["confidence"])]
    assert unknown == []


@pytest.mark.parametrize("name", FILES)
def test_what_was_read_names_where(name):
    nameless = [row for row in rows(name) if row["confidence"][0] in "SI" and not row["source"]]
    assert nameless == []


@pytest.mark.parametrize("name", FILES)
def test_no_mailbox_that_was_not_read_in_a_source(name):
    text = (DATA / name).read_text(encoding="utf-8")
    assert set(re.findall(r"[\w.+-]+@[\w.-]+\w", text)) <= MAILBOXES


@pytest.mark.parametrize("name", FILES)
def test_rows_keep_their_order(name):
    kinds = ["css", "nso", "regional"]
    levels = [*(row["code"] for row in rows("school_levels.csv")), "none"]
    order = {
        "countries.csv": lambda row: row["iso2"],
        "participations.csv": lambda row: (row["iso2"], row["starts"]),
        "territories.csv": lambda row: (row["country"], row["kind"] != "country", row["code"]),
        "support_units.csv": lambda row: (kinds.index(row["kind"]), row["code"]),
        "register_formats.csv": lambda row: row["register"],
        "register_levels.csv": lambda row: (
            row["register"],
            row["code"],
            levels.index(row["level"]),
        ),
        "public_hosts.csv": lambda row: row["domain"],
        "validation_rules.csv": lambda row: row["code"],
    }.get(name, lambda row: int(row["order"]))
    found = rows(name)
    assert found == sorted(found, key=order)


@pytest.mark.parametrize("name", [*VOCABULARIES, "countries.csv", "territories.csv"])
def test_names_are_there_in_both_languages(name):
    nameless = [row for row in rows(name) if not (row["name_en"] and row["name_es"])]
    assert nameless == []


def test_46_countries_take_part():
    categories = Counter(row["category"] for row in rows("countries.csv"))
    assert categories == {"eu": 27, "associated": 9, "neighbouring": 10, "former": 2}


def test_countries_speak_known_languages_and_lie_on_the_map():
    assert column("countries.csv", "default_language") <= column("languages.csv", "code")
    for row in rows("countries.csv"):
        assert 30 < float(row["lat"]) < 70, row
        assert -25 < float(row["lon"]) < 50, row


@pytest.mark.parametrize("iso2", ["XK", "PS"])
def test_names_with_an_asterisk_explain_it_in_both_languages(iso2):
    [country] = [row for row in rows("countries.csv") if row["iso2"] == iso2]
    assert country["name_en"].endswith("*")
    assert country["status_note_en"]
    assert country["status_note_es"]


def test_every_country_that_takes_part_has_one_open_period():
    open_now = Counter(row["iso2"] for row in rows("participations.csv") if not row["ends"])
    statuses = {row["iso2"]: row["status"] for row in rows("participations.csv") if not row["ends"]}
    for country in rows("countries.csv"):
        if country["category"] == "former":
            assert statuses.get(country["iso2"]) in {None, "guest_only"}
        else:
            assert open_now[country["iso2"]] == 1, country["iso2"]
            assert statuses[country["iso2"]] in {"full", "plus"}, country["iso2"]


def test_periods_follow_each_other_and_know_their_precision():
    assert column("participations.csv", "iso2") == column("countries.csv", "iso2")
    previous = {"iso2": "", "ends": ""}
    for row in rows("participations.csv"):
        assert row["precision"] == PRECISION[len(row["starts"])], row
        assert all(DAY.fullmatch(row[key]) for key in ("starts", "ends") if row[key]), row
        assert row["status"] in {"full", "plus", "interrupted", "guest_only"}, row
        if row["ends"]:
            assert row["starts"] < row["ends"], row
        if previous["iso2"] == row["iso2"]:
            assert previous["ends"] == row["starts"], row
        previous = row


def test_territories_are_one_tree_per_country():
    kind_of = {row["code"]: row["kind"] for row in rows("territories.csv")}
    country_of = {row["code"]: row["country"] for row in rows("territories.csv")}
    assert {code for code, kind in kind_of.items() if kind == "country"} == column(
        "countries.csv", "iso2"
    )
    seen = set()
    for row in rows("territories.csv"):
        if row["kind"] == "country":
            assert row["parent"] == ""
        else:
            assert row["parent"] in seen, f"{row['code']} stands before its parent"
            assert country_of[row["parent"]] == row["country"]
        seen.add(row["code"])


@pytest.mark.parametrize(
    ("country", "below"),
    [("ES", 19), ("IT", 22), ("FR", 18), ("DE", 16), ("PL", 16), ("BE", 3), ("PT", 2)],
)
def test_territories_below_a_country_are_complete(country, below):
    found = [row for row in rows("territories.csv") if row["country"] == country]
    assert len(found) == 1 + below


def test_support_units_hang_in_the_tree_of_territories():
    units = {row["code"]: row for row in rows("support_units.csv")}
    territories = {row["code"]: row["country"] for row in rows("territories.csv")}
    above = {"nso": "css", "regional": "nso"}
    for row in units.values():
        if row["kind"] == "css":
            assert (row["parent"], row["territory"]) == ("", "")
            continue
        assert units[row["parent"]]["kind"] == above[row["kind"]], row
        assert row["territory"] in territories, row
        if row["kind"] == "regional":
            country = territories[row["territory"]]
            assert territories[units[row["parent"]]["territory"]] == country, row
            assert row["territory"] != country, row


def test_every_country_that_takes_part_has_support():
    nsos = [row for row in rows("support_units.csv") if row["kind"] == "nso"]
    current = {row["iso2"] for row in rows("countries.csv") if row["category"] != "former"}
    assert len(nsos) == 48
    assert {row["territory"][:2] for row in nsos} == current


def test_every_spanish_community_has_a_department_with_a_public_page():
    units = {row["territory"]: row for row in rows("support_units.csv")}
    for territory in rows("territories.csv"):
        if territory["parent"] == "ES":
            assert units[territory["code"]]["name_es"], territory["code"]
            assert units[territory["code"]]["website"].startswith("https://"), territory["code"]


def test_an_unknown_organisation_has_no_name_but_a_note():
    nameless = [row for row in rows("support_units.csv") if not row["name_en"]]
    assert {row["code"] for row in nameless} == {"nso-me", "nso-no"}
    for row in nameless:
        assert (row["name_es"], row["name_native"]) == ("", "")
        assert row["note"]


def test_addresses_of_pages_are_whole():
    for row in rows("support_units.csv"):
        assert re.fullmatch(r"(https?://[\w.-]+\.\w+(/[\w./-]*)?)?", row["website"]), row


def test_levels_reach_from_infant_education_to_special_regime():
    levels = {row["code"]: row for row in rows("school_levels.csv")}
    assert list(levels) == [
        "ecec",
        "primary",
        "lower_secondary",
        "upper_secondary",
        "ivet",
        "special_regime",
    ]
    assert all(re.fullmatch(r"(\d(-\d)*)?", row["isced"]) for row in levels.values())


def test_vocabularies_are_complete():
    counts = {name: len(rows(name)) for name in VOCABULARIES}
    assert counts["subjects.csv"] == 39
    assert counts["vocational_families.csv"] == 26
    assert Counter(row["interface"] for row in rows("languages.csv")) == {"yes": 36, "no": 6}
    assert column("roles.csv", "may_join") == {"yes", "if_institution_agreed", "no"}


def test_registers_map_to_known_levels():
    assert column("register_levels.csv", "level") <= column("school_levels.csv", "code") | {"none"}
    gisco = [row for row in rows("register_levels.csv") if row["register"] == "gisco"]
    assert {row["code"] for row in gisco} == set("01234")


def test_a_rule_of_validation_can_be_met():
    kinds = ("head", "colleague", "domain", "certificate", "representative")
    rules = rows("validation_rules.csv")
    assert "*" in column("validation_rules.csv", "code")
    for row in rules:
        assert 1 <= int(row["needed"]) <= sum(int(row[kind]) for kind in kinds), row
        assert row["auto_validate"] == "no", "A country switches this on itself."
