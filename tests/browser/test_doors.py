"""Getting in: through each door, in each language, with a school found and a school added, and again
after a refusal."""

import pytest

from accounts.models import School, SchoolStatus, Teacher, TeacherStatus
from tests.browser.someone import Someone
from tests.factories import SchoolFactory, SupportPostFactory, UserFactory
from tests.signing_in import give_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
]
REASON = "We did not find you in the list of teachers of this school."


@pytest.fixture
def spain(transactional_db):
    SchoolFactory(name="IES Ñandú", town="València", slug="nandu")
    staff = UserFactory(email="nss.es@demo.example", is_staff=True)
    SupportPostFactory(unit_code="nso-es", user=staff)
    give_app(staff)


@pytest.fixture
def person(window, post_office):
    def come(language, **options):
        return Someone(window(**options), language, post_office)

    return come


PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.mark.parametrize("language", ["es", "en"])
def test_through_the_national_door_with_a_school_of_the_register(spain, person, language):
    """The country is known already, and its support staff see which door somebody came through."""
    carmen = person(language, **PHONE)
    pages = carmen.counts_pages()
    carmen.go("national/es/join/")
    carmen.page.locator(f"main button[name=language][value={language}]").click()
    carmen.signs_up("carmen@demo.example")
    assert carmen.page.locator("select[name=country]").input_value() == "ES"
    carmen.says_who("Carmen", "Ruiz")
    carmen.finds_school("nandu valencia")
    carmen.says_what_they_teach()
    # Six to act on, and the one that says what happens next.
    assert len(pages) <= 7, pages

    teacher = Teacher.objects.get(user__email="carmen@demo.example")
    assert (teacher.portal_id, teacher.country_id) == ("ES", "ES")
    assert (teacher.status, teacher.user.language) == (TeacherStatus.WAITING, language)
    assert carmen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_through_the_european_door_with_a_new_school_then_refused_then_validated(spain, person):
    """In Spanish. The main job goes through this door in both languages."""
    carmen = person("es")
    pages = carmen.counts_pages()
    carmen.go("accounts/signup/")
    carmen.signs_up("carmen@demo.example")
    carmen.says_who("Carmen", "Ruiz", "ES")
    carmen.adds_school("Escola Nova del Port", "Gandia")
    carmen.says_what_they_teach()
    assert len(pages) <= 6, pages
    teacher = Teacher.objects.select_related("school").get(user__email="carmen@demo.example")
    assert (teacher.portal_id, teacher.school.name) == (None, "Escola Nova del Port")
    assert teacher.school.status == SchoolStatus.WAITING

    desk = person("en")
    desk.signs_in_twice("nss.es@demo.example")
    desk.decides("Carmen Ruiz", "refuse", REASON)
    carmen.go("")
    carmen.one.see(REASON)

    # The second attempt: what was typed is still there, and the other school is found.
    carmen.go("welcome/you/")
    assert carmen.page.locator("[name=given_name]").input_value() == "Carmen"
    carmen.go("welcome/school/")
    carmen.finds_school("nandu")
    carmen.says_what_they_teach()
    desk.decides("Carmen Ruiz", "validate")
    teacher.refresh_from_db()
    assert (teacher.status, teacher.school.name) == (TeacherStatus.VALIDATED, "IES Ñandú")
    assert School.objects.count() == 2
    carmen.go("partners/")
    assert "/partners/" in carmen.page.url
