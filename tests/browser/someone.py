"""A person in front of a browser, and the steps people take in the journeys."""

import re
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import gettext

from contacts.models import SupportUnit
from tests.browser.conftest import PASSWORD
from tests.signing_in import app_code

NEW_PASSWORD = "tejado-de-pizarra-47"
CODE = re.compile(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", re.MULTILINE)


class Someone:
    """One window, in one language."""

    def __init__(self, window, language, post_office):
        self.one, self.page = window, window.page
        self.language, self.post_office = language, post_office

    def counts_pages(self):
        """The addresses of the pages the person comes to from now on, each once."""
        seen = set()
        main = self.page.main_frame
        self.page.on(
            "framenavigated", lambda frame: frame == main and seen.add(urlsplit(frame.url).path)
        )
        return seen

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
        self.signs_up(email)
        self.says_who(given, family, country)
        self.finds_school(school)
        self.says_what_they_teach()

    def signs_up(self, email):
        self.type(email=email, password1=NEW_PASSWORD)
        self.submit()
        letter = self.post_office.letter_for(email)
        self.type(code=CODE.search(letter)[1])
        self.submit()

    def says_who(self, given, family, country=None):
        self.type(given_name=given, family_name=family)
        if country:
            self.choose(country=country)
        self.choose(role="teacher")
        self.page.locator("main [name=agrees]").check()
        self.submit()

    def finds_school(self, words):
        self.page.locator("#school-search").fill(words)
        self.page.locator("form[role=search] button").last.click()
        self.page.locator(".school-option button").first.click()

    def adds_school(self, name, town):
        self.page.locator("#school-search").fill(name)
        self.page.locator("form[role=search] button").last.click()
        self.page.locator(".add-school[open]").wait_for()
        self.type(name=name, town=town)
        self.tick("levels", "lower_secondary")
        self.page.locator(".add-school .form-actions button").click()

    def says_what_they_teach(self):
        self.page.wait_for_url("**/welcome/teaching/**")
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
        self.decides(name, "validate")

    def decides(self, name, action, reason=""):
        self.one.go("/admin/accounts/teacher/")
        self.page.get_by_role("link", name=name).first.click()
        self.page.locator(f"button[name=action][value={action}]").click()
        if reason:
            self.page.locator("[name=reason]").fill(reason)
            self.page.locator(".desk-button--first").click()
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
