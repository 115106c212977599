"""The main job from beginning to end, in a real browser: two teachers from two countries meet, found a
project, both countries approve it, and they work in its TwinSpace. In Spanish and in English.

Seven take part: a visitor, two teachers, the staff of two countries, a regional representative, and the
worker that sends every e-mail.
"""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from contacts.models import PostRole, SupportUnit
from tests.browser.conftest import PASSWORD
from tests.factories import SchoolFactory, SupportPostFactory, UserFactory
from tests.signing_in import app_code, give_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
]

NEW_PASSWORD = "tejado-de-pizarra-47"
CODE = re.compile(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", re.MULTILINE)
VALIDATED = "Welcome: your registration is validated"
ASKED = "%(by)s asks to connect with you"
INVITED = "%(by)s invites you to found “%(title)s”"
APPROVED = "“%(title)s” is approved"
TITLE = "Ríos que se encuentran"


@pytest.fixture
def europe(transactional_db):
    """What is there before anybody comes: two schools, two desks, one representative."""
    SchoolFactory(name="IES Ñandú", town="València", slug="nandu")
    SchoolFactory(name="Liceo Galilei", town="Bologna", country_id="IT", slug="galilei")
    for code in ("es", "it"):
        staff = UserFactory(email=f"nss.{code}@demo.example", is_staff=True)
        SupportPostFactory(unit_code=f"nso-{code}", user=staff)
        give_app(staff)
    representative = UserFactory(email="valencia@demo.example")
    SupportPostFactory(unit_code="reg-es-vc", user=representative, role=PostRole.REPRESENTATIVE)
    give_app(representative)


@pytest.mark.parametrize("language", ["es", "en"])
def test_two_teachers_meet_and_work_together(europe, window, post_office, language):
    def person(**options):
        return Someone(window(**options), language, post_office)

    visitor, ana, luca = person(), person(viewport={"width": 360, "height": 740}), person()
    visitor.looks_around()

    ana.registers("ana@demo.example", "Ana", "Ferrer", "ES", school="nandu")
    luca.registers("luca@demo.example", "Luca", "Conti", "IT", school="Gallilei")
    spain, italy = person(), person()
    spain.validates("nss.es@demo.example", "Ana Ferrer", not_seen="Luca Conti")
    italy.validates("nss.it@demo.example", "Luca Conti", not_seen="Ana Ferrer")
    assert ana.has_mail(VALIDATED, to="ana@demo.example")

    ana.asks_for_contact("IT", "Luca Conti")
    assert luca.has_mail(ASKED, to="luca@demo.example", by="Ana Ferrer")
    luca.accepts_contact()

    ana.founds(TITLE)
    assert luca.has_mail(INVITED, to="luca@demo.example", by="Ana Ferrer", title=TITLE)
    luca.accepts_project(TITLE)
    spain.approves(TITLE)
    italy.approves(TITLE)
    assert ana.has_mail(APPROVED, to="ana@demo.example", title=TITLE)

    page = ana.writes_a_page("Nuestro plan", "Medimos el río **el mismo día**.")
    assert visitor.cannot_open(page)
    luca.publishes(page)
    visitor.reads(page, "el mismo día")

    person().keeps_the_entry("valencia@demo.example", phone="960 123 456")
    visitor.one.go(f"/{language}/support/es/vc/").see("960 123 456")


class Someone:
    """A person in front of a browser, and the step each takes in the main job."""

    def __init__(self, window, language, post_office):
        self.one, self.page = window, window.page
        self.language, self.post_office = language, post_office

    # --- small things ------------------------------------------------------------

    def go(self, path):
        self.one.go(f"/{self.language}/{path}")

    def submit(self):
        """Press the one primary button of the page's form."""
        self.page.locator("main .form-actions .btn-primary").first.click()
        self.page.wait_for_load_state()

    def type(self, **fields):
        for name, text in fields.items():
            self.page.locator(f"main [name={name}]").last.fill(text)

    def choose(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"main select[name={name}]").select_option(value)

    def tick(self, name, *values):
        for value in values:
            box = self.page.locator(f"main [name={name}][value={value}]")
            box.evaluate("box => box.closest('details')?.setAttribute('open', '')")
            box.check()

    def press_verb(self, verb):
        self.page.locator(f"form[action$='/{verb}/'] button").first.click()
        self.page.wait_for_load_state()

    def has_mail(self, sentence, to, **gaps):
        """The letter came, with its subject in the reader's language."""
        with translation.override(self.language):
            return self.post_office.waits_for(to, gettext(sentence) % gaps)

    # --- the steps ---------------------------------------------------------------

    def looks_around(self):
        for path in ("", "countries/", "support/", "support/es/", "support/es/vc/", "projects/"):
            self.go(path)

    def registers(self, email, given, family, country, *, school):
        self.go("accounts/signup/")
        self.type(email=email, password1=NEW_PASSWORD)
        self.submit()
        letter = self.post_office.letter_for(email)
        self.type(code=CODE.search(letter)[1])
        self.submit()
        self.type(given_name=given, family_name=family)
        self.choose(country=country, role="teacher")
        self.page.locator("main [name=agrees]").check()
        self.submit()
        self.page.locator("#school-search").fill(school)
        self.page.locator("form[role=search] button").last.click()
        self.page.locator(".school-option button").first.click()
        self.tick("levels", "lower_secondary")
        self.tick("subjects", "biology")
        self.tick("languages", "en")
        self.type(age_from="12", age_to="15")
        self.submit()
        assert "/welcome/next/" in self.page.url

    def signs_in_twice(self, email):
        """With a password and the code of an app, as everybody does who decides for others."""
        self.go("accounts/login/")
        self.type(login=email, password=PASSWORD)
        self.page.locator("form:has(input[name=password]) button.btn-primary").click()
        self.page.wait_for_url("**/2fa/authenticate/**")
        self.type(code=app_code())
        self.page.locator("main form:has(input[name=code]) button").first.click()
        self.page.wait_for_url(f"**/{self.language}/")

    def validates(self, email, name, *, not_seen):
        self.signs_in_twice(email)
        self.one.go("/admin/accounts/teacher/")
        assert not self.page.get_by_text(not_seen).count()
        self.page.get_by_role("link", name=name).first.click()
        self.page.locator("button[name=action][value=validate]").click()
        self.page.locator(".messagelist .success").wait_for()

    def asks_for_contact(self, country, name):
        self.go(
            f"partners/?country={country}&subject=biology&language=en&level=lower_secondary&q=conti"
        )
        self.page.get_by_role("link", name=name).first.click()
        self.page.locator("a[href*='/partners/connect/']").first.click()
        self.type(message="¿Medimos el río el mismo día?")
        self.submit()

    def accepts_contact(self):
        self.go("partners/connections/")
        self.press_verb("accept")

    def founds(self, title):
        self.go("projects/new/")
        self.page.locator("main [name=cofounder]").first.check()
        self.submit()
        self.type(title=title, summary="Dos clases miden el río detrás de su centro.", pupils="45")
        self.type(age_from="12", age_to="15")
        self.tick("subjects", "biology")
        self.tick("languages", "en")
        self.submit()
        self.submit()
        self.one.see(title)

    def accepts_project(self, title):
        self.go("projects/mine/")
        self.page.get_by_role("link", name=title).first.click()
        self.press_verb("accept")

    def approves(self, title):
        self.one.go("/admin/projects/approval/")
        self.page.get_by_role("link", name=title).first.click()
        self.page.locator("button[name=action][value=approve]").click()
        self.page.locator(".messagelist .success").wait_for()

    def writes_a_page(self, title, body):
        self.go("twinspaces/")
        self.page.goto(self.page.url + "pages/new/")
        self.type(title=title, body=body)
        self.page.locator("main .form-actions .btn-primary").first.click()
        self.page.wait_for_load_state()
        self.one.see(title)
        return self.page.url

    def cannot_open(self, address):
        return self.page.goto(address).status == 404

    def publishes(self, address):
        self.page.goto(address)
        self.page.locator("a[href$='/publish/']").first.click()
        self.page.locator("main form [type=checkbox]").first.check()
        self.page.locator("main .form-actions .btn-primary").first.click()
        self.page.wait_for_load_state()

    def reads(self, address, text):
        assert self.page.goto(address).status == 200
        self.one.see(text)

    def keeps_the_entry(self, email, *, phone):
        self.signs_in_twice(email)
        self.go("support/es/vc/edit/")
        self.type(phone=phone)
        self.submit()
        entry = SupportUnit.objects.get(code="reg-es-vc")
        assert (entry.phone, entry.confirmed_by.email) == (phone, email)
        assert self.page.goto(f"/{self.language}/support/es/ga/edit/").status == 403
