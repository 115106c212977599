"""A teacher adds a photo, takes everything about her with her, and is forgotten; the project goes on."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

from accounts.models import User
from tests.browser.conftest import PASSWORD
from tests.factories import PageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Ana:
    """What she does on the way, on a phone."""

    def __init__(self, window, language):
        self.one, self.page = window, window.page
        self.language = language

    def go(self, path):
        self.one.go(f"/{self.language}/{path}")

    def press(self, selector):
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def is_well_made(self):
        assert self.one.violations() == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360

    def proves_who_she_is(self):
        assert "reauthenticate" in self.page.url
        self.page.locator("main input[name=password]").fill(PASSWORD)
        self.press("main form:has(input[name=password]) button")

    def adds_a_photo(self):
        face = io.BytesIO()
        Image.new("RGB", (900, 700), "teal").save(face, "JPEG")
        self.go("profile/photo/")
        self.is_well_made()
        photo = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": face.getvalue()}
        self.page.locator("main [name=photo]").set_input_files(photo)
        self.press("main .form-actions .btn-primary")
        shown = self.page.locator(".person-head img.avatar__face")
        assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") == 320

    def hides_her_school(self):
        self.go("profile/visibility/")
        self.is_well_made()
        self.page.locator("main [name=school][value=nobody]").check()
        self.press("main .form-actions .btn-primary")
        self.go("people/ana-ferrer/?as=member")
        assert "IES Mar Blau" not in self.page.locator(".person-head").inner_text()

    def takes_her_data(self):
        self.go("my-data/")
        self.is_well_made()
        self.press("form[action$='/my-data/export/'] button")
        self.proves_who_she_is()
        self.go("notifications/")
        with translation.override(self.language):
            self.page.get_by_text(gettext("Your data are ready")).first.click()
        self.page.wait_for_url("**/my-data/exports/**")
        self.is_well_made()
        with self.page.expect_download() as download:
            self.page.locator("main .form-actions .btn-primary").click()
        archive = zipfile.ZipFile(Path(download.value.path()))
        return json.loads(archive.read("my-data.json"))["tables"], archive.namelist()

    def finds_the_link_used(self):
        self.page.reload()
        assert not self.page.locator("main .btn-primary").count()

    def is_erased(self, address):
        self.go("my-data/erase/")
        self.is_well_made()
        self.page.locator("main [name=address]").fill(address)
        self.press("main .form-actions .btn-danger")
        self.page.wait_for_url(f"**/{self.language}/")

    def cannot_come_back(self, address):
        self.go("accounts/login/")
        self.page.locator("input[name=login]").fill(address)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("form:has(input[name=password]) button.btn-primary")
        assert "/accounts/login/" in self.page.url


def test_taking_ones_data_along_and_being_forgotten(house, window):
    language = "es"
    User.objects.update(language=language)
    PageFactory(twinspace=house.space, by=house.founder, title="Our plan")
    ana = Ana(window(viewport={"width": 360, "height": 740}), language)
    ana.one.sign_in("ana@demo.example", language=language)

    ana.adds_a_photo()
    ana.hides_her_school()
    tables, names = ana.takes_her_data()
    assert tables["accounts.User"]["rows"][0]["email"] == "ana@demo.example"
    assert [row["title"] for row in tables["twinspaces.Page"]["rows"]] == ["Our plan"]
    assert [name for name in names if name.endswith("photo.webp")]
    ana.finds_the_link_used()
    ana.is_erased("ana@demo.example")
    ana.cannot_come_back("ana@demo.example")

    luca = window()
    luca.sign_in("luca@demo.example", language=language)
    page = luca.go(f"/{language}/projects/rivers/").page
    with translation.override(language):
        assert page.get_by_text(gettext("Former member")).first.is_visible()
    assert "Ferrer" not in page.content()
