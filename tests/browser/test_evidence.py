"""A newcomer who does not only wait: every kind of evidence speaks for them, and they are validated."""

import re

import pytest

from accounts.models import Evidence, EvidenceKind, ValidationRule
from contacts.models import PostRole, Territory
from tests.browser.someone import Someone
from tests.factories import SchoolFactory, SupportPostFactory, TeacherFactory, UserFactory
from tests.signing_in import give_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
]

ADDRESS = "carmen.ruiz@iesmarblau.example"
ADDRESS_LINK = re.compile(r"https?://[^/\s]+(/\S*/evidence/address/\S+)")
LINK = re.compile(r"https?://[^/\s]+(/\S*/evidence/head/\S+)")
HEAD = "direccio@iesmarblau.example"


@pytest.fixture
def waiting(transactional_db):
    """Carmen waits in Spain; two validated colleagues are at her school."""
    school = SchoolFactory(
        name="IES Mar Blau",
        town="València",
        website="https://www.iesmarblau.example",
        territory=Territory.objects.get(code="ES-VC"),
    )
    for name in ("ana", "pau"):
        TeacherFactory(
            school=school, user__email=f"{name}@demo.example", user__given_name=name.title()
        )
    staff = UserFactory(email="nss.es@demo.example", is_staff=True)
    SupportPostFactory(unit_code="nso-es", user=staff)
    give_app(staff)
    return TeacherFactory(
        school=school,
        waiting=True,
        user__email="carmen@demo.example",
        user__given_name="Carmen",
        user__family_name="Ruiz",
    )


def certificate(folder):
    path = folder / "certificate.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    return path


def goes_to(one, way):
    one.page.locator(f"main a[href$='/evidence/{way}/']").click()
    return one


def says_yes(one):
    """In whatever language the page is: a head of school reads the language of the country."""
    one.page.locator("main button[value=yes]").click()
    one.page.locator(".confirmation").wait_for()


def test_evidence_from_three_sides(waiting, window, post_office, tmp_path):
    phone = {"viewport": {"width": 360, "height": 740}}
    carmen, head = window(**phone), window(**phone)
    carmen.sign_in("carmen@demo.example")

    carmen.go("/en/welcome/next/").see("Speed it up")
    assert carmen.violations() == []
    goes_to(carmen, "head")
    carmen.fill("E-mail address of your head of school", HEAD).press("Send the letter")
    letter = post_office.letter_for(HEAD)

    head.go(LINK.search(letter)[1]).see("Carmen Ruiz")
    assert head.violations() == []
    says_yes(head)
    carmen.go("/en/welcome/next/").see("Yes")

    goes_to(carmen, "colleagues").press("Ask them").see("asked 2 colleagues")
    for email in ("ana@demo.example", "pau@demo.example"):
        colleague = window()
        colleague.sign_in(email)
        asked = Evidence.objects.get(kind=EvidenceKind.COLLEAGUE, by__email=email)
        says_yes(colleague.go(f"/en/evidence/{asked.pk}/"))
    carmen.go("/en/welcome/next/").see("2 of 2 asked have confirmed you")

    goes_to(carmen, "certificate")
    carmen.page.locator("input[type=file]").set_input_files(certificate(tmp_path))
    carmen.press("Add").see("with your support organisation")
    carmen.go("/en/welcome/next/").see("this is enough")
    assert not ValidationRule.objects.filter(auto_validate=True).exists()
    waiting.refresh_from_db()
    assert waiting.status == "waiting", "people decide"


def test_the_schools_own_address_and_the_representatives_word_then_the_desk(
    waiting, window, post_office
):
    valencia = UserFactory(email="valencia@demo.example")
    SupportPostFactory(unit_code="reg-es-vc", user=valencia, role=PostRole.REPRESENTATIVE)
    give_app(valencia)
    carmen = window(viewport={"width": 360, "height": 740}).enter(waiting.user)
    goes_to(carmen.go("/en/welcome/next/"), "address")
    carmen.page.locator("main input[name=address]").fill(ADDRESS)
    carmen.page.locator("main .form-actions .btn-primary").click()
    carmen.go(ADDRESS_LINK.search(post_office.letter_for(ADDRESS))[1]).press("Confirm")
    carmen.page.wait_for_url("**/welcome/next/")

    representative = window().enter(valencia).go("/en/territory/")
    representative.press(re.compile("I confirm.*Carmen Ruiz")).see("Confirmed")
    kinds = set(Evidence.objects.about(waiting).values_list("kind", flat=True))
    assert kinds == {EvidenceKind.DOMAIN, EvidenceKind.REPRESENTATIVE}

    # At the desk three presses: the queue, the person with the evidence beside, the decision.
    desk = Someone(window(), "en", post_office)
    desk.signs_in_twice("nss.es@demo.example")
    desk.decides("Carmen Ruiz", "validate")
    waiting.refresh_from_db()
    assert waiting.is_validated
    carmen.go("/en/partners/").page.locator("#found-count").wait_for()
