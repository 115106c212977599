"""Finding one's school: accents, small typos, numbers, towns, and words that many schools share."""

import pytest

from accounts.models import School, SchoolStatus, SchoolWord
from accounts.school_search import find_schools, likely_duplicates
from tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    SchoolFactory(name="CEIP Ñandú", town="Alcázar de San Juan", official_id="13000001")
    SchoolFactory(name="IES Ausiàs March", town="València", official_id="46000002")
    SchoolFactory(name="IES Ausiàs March Segon", town="Gandia", official_id="46000003")
    SchoolFactory(name="Liceo Galilei", town="Bologna", country_id="IT", official_id="BO01")
    SchoolFactory(name="IES Closed", status=SchoolStatus.CLOSED)


@pytest.mark.parametrize(
    ("country", "typed", "first"),
    [
        ("ES", "nandu", "CEIP Ñandú"),
        ("ES", "ÑANDÚ", "CEIP Ñandú"),
        ("ES", "alcazar", "CEIP Ñandú"),
        ("ES", "13000001", "CEIP Ñandú"),
        ("ES", "ausias march", "IES Ausiàs March"),
        ("ES", "march valencia", "IES Ausiàs March"),
        ("ES", "Instituto Ausias March", "IES Ausiàs March"),
        ("ES", "ausiaz march", "IES Ausiàs March"),
        ("ES", "ausias gandia", "IES Ausiàs March Segon"),
        ("IT", "Gallilei", "Liceo Galilei"),
        ("IT", "galilei bolonga", "Liceo Galilei"),
        ("ES", "mrach gandia", "IES Ausiàs March Segon"),
        ("ES", "marhc-gnadia", "IES Ausiàs March Segon"),
        ("ES", "asuias gandai", "IES Ausiàs March Segon"),
        ("ES", "institto ausiaz march", "IES Ausiàs March"),
        ("ES", "1300O001", "CEIP Ñandú"),
        ("ES", "nandu 13000007", "CEIP Ñandú"),
    ],
)
def test_a_school_is_found_as_people_write_it(register, country, typed, first):
    assert find_schools(country, typed)[0].name == first


@pytest.mark.parametrize("typed", ["46000002", " bo01 "])
def test_an_official_number_finds_its_school_alone(register, typed):
    SchoolFactory(name="Near", official_id="BO011", country_id="IT")
    SchoolFactory(name="Nearer", official_id="46000022")
    country = "ES" if typed == "46000002" else "IT"
    first, *others = find_schools(country, typed)
    assert first.official_id == typed.strip().upper()
    assert all(typed.strip() in school.text_normal for school in others)


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00\x07", "%", "_", "zzzzqqqq", "' OR 1=1 --", "x" * 5000]
)
def test_nothing_sensible_finds_nothing(register, typed):
    assert find_schools("ES", typed) == []


def test_only_open_schools_of_the_country_are_offered(register):
    assert find_schools("ES", "galilei") == []
    assert find_schools("ES", "closed") == []


def test_a_common_word_answers_with_the_first_page_only():
    SchoolFactory.create_batch(30, name="Colegio Público")

    assert len(find_schools("ES", "colegio", most=20)) == 20


def test_the_likest_schools_come_first_and_of_equals_the_shortest(register):
    for name in ("IES Marx", "IES Marchena", "IES Merche", "IES March"):
        SchoolFactory(name=name, town="Gandia")

    found = [school.name for school in find_schools("ES", "marhc gandia")]

    assert found == ["IES March", "IES Ausiàs March Segon", "IES Marx", "IES Marchena"]


def test_a_new_name_is_found_with_typos_too(register):
    school = School.objects.get(official_id="13000001")
    school.name = "CEIP Gloria Fuertes"
    school.save()

    assert find_schools("ES", "glorai fuertse") == [school]


def test_words_are_noted_once_and_by_country(register):
    SchoolFactory(name="Liceo MARCH", town="València", country_id="IT")

    march = SchoolWord.objects.filter(word="march")
    assert sorted(march.values_list("country", flat=True)) == ["ES", "IT"]
    assert not SchoolWord.objects.filter(word__regex="[0-9]").exists()


def test_a_search_is_two_queries_and_a_second_chance_five_more(register, django_assert_num_queries):
    SchoolFactory.create_batch(5, name="CEIP Cervantes")
    with django_assert_num_queries(2):
        find_schools("ES", "cervantes")
    with django_assert_num_queries(1 + 5 + 2):  # nothing exact; and the savepoint
        find_schools("ES", "ausiaz march")


def test_likely_duplicates_come_once_and_the_same_number_first(register):
    found = likely_duplicates("ES", name="Ausias March", town="Valencia", official_id="13000001")

    assert [school.name for school in found] == [
        "CEIP Ñandú",
        "IES Ausiàs March",
        "IES Ausiàs March Segon",
    ]
