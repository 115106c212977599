"""A newcomer who does not only wait: the head of school, two colleagues and a paper speak for them."""

import re

import pytest

from accounts.models import Evidence, EvidenceKind, ValidationRule
from tests.factories import SchoolFactory, SupportPostFactory, TeacherFactory, UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
]

LINK = re.compile(r"https?://[^/\s]+(/\S*/evidence/head/\S+)")
HEAD = "direccio@iesmarblau.example"


@pytest.fixture
def waiting(transactional_db):
    """Carmen waits in Spain; two validated colleagues are at her school."""
    school = SchoolFactory(
        name="IES Mar Blau", town="València", website="https://www.iesmarblau.example"
    )
    for name in ("ana", "pau"):
        TeacherFactory(
            school=school, user__email=f"{name}@demo.example", user__given_name=name.title()
        )
    staff = UserFactory(email="nss.es@demo.example", is_staff=True)
    SupportPostFactory(unit_code="nso-es", user=staff)
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
