"""A real Chromium against a live server. Each person of a journey has a window of their own."""

import os
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client

from notifications import nudge
from tests.browser.post_office import PostOffice
from tests.signing_in import enter
from tests.worker import environment_of_worker, publisher, worker

# Some colours change over a moment. Of all that axe tells, only what is read comes back.
RUN_AXE = """async (rules) => {
  const change = () => document.getAnimations().some((one) => one instanceof CSSTransition);
  do await new Promise(requestAnimationFrame); while (change());
  const seen = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  const found = seen.violations.flatMap((rule) => rule.nodes.map((node) =>
    [rule.id, node.target, (node.failureSummary ?? "").slice(0, 200)]));
  return {passed: seen.passes.length, found};
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LAPTOP = {"width": 1280, "height": 720}
PASSWORD = "a-long-test-password"


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("PORTAL_CHROMIUM", "")
    if not Path(path).is_file():
        if os.environ.get("PORTAL_REQUIRE_BROWSER"):
            pytest.fail("No Chromium, and PORTAL_REQUIRE_BROWSER is set.")
        pytest.skip(
            "No Chromium: npm ci brings one for x86-64; else name one with PORTAL_CHROMIUM."
        )
    # Playwright's loop runs in this thread; Django must not take it for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # One process draws all windows of a profile: starting one costs more than two pages.
        browser = playwright.chromium.launch(
            executable_path=path, chromium_sandbox=False, args=["--renderer-process-limit=1"]
        )
        yield browser
        browser.close()


class Profiles:
    """Browser profiles for windows, used again: the first page of a new one costs as much as four.

    Of what a test did in one, only the files of the pages stay, as in anybody's browser.
    """

    def __init__(self, browser, url):
        self._browser, self._url = browser, url
        self._free = defaultdict(list)

    def open(self, **options):
        free = self._free[_key(options)]
        profile = free.pop() if free else self._browser.new_context(base_url=self._url, **options)
        profile.set_default_timeout(30_000)
        return profile

    def clear(self, profile, **options):
        for page in profile.pages:
            page.close()
        profile.clear_cookies()
        self._free[_key(options)].append(profile)


def _key(options):
    return repr(sorted(options.items()))


class Window:
    """One person's browser window, and what a person does with it."""

    def __init__(self, profile, url, viewport):
        self.url = url
        self.context = profile
        self.page = profile.new_page()
        self.page.set_viewport_size(viewport)
        self.strangers = []
        self.trouble = []
        self.page.on("request", self._note_stranger)
        self.page.on("console", self._note_trouble)

    def _note_stranger(self, request):
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.strangers.append(request.url)

    def _note_trouble(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.trouble.append(message.text)

    def go(self, path):
        answer = self.page.goto(path)
        assert answer.status < 400, f"{path} answers {answer.status}"
        return self

    def see(self, text):
        self.page.get_by_text(text, exact=False).first.wait_for()
        return self

    def settle(self):
        """Wait until htmx has taken in what it has put into the page: until then links are plain ones."""
        self.page.wait_for_function("!document.querySelector('.htmx-settling, .htmx-swapping')")
        return self

    def press(self, name, role="button"):
        self.page.get_by_role(role, name=name).first.click()
        return self

    def follow(self, name):
        return self.press(name, role="link")

    def fill(self, label, text):
        self.page.get_by_label(label).first.fill(text)
        return self

    def sign_in(self, email, password=PASSWORD, language="en"):
        self.go(f"/{language}/accounts/login/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("form:has(input[name=password]) button.btn-primary").click()
        self.page.wait_for_url(f"**/{language}/")
        return self

    def enter(self, person):
        """Be signed in without the page: the journeys test that."""
        name = settings.SESSION_COOKIE_NAME
        session = enter(Client(), person).cookies[name].value
        self.context.add_cookies([{"name": name, "value": session, "url": self.url}])
        return self

    def violations(self, rules=RULES):
        """What axe finds on the page as it stands."""
        # By its address: the browser keeps it compiled.
        self.page.add_script_tag(url=static("axe/axe.min.js"))
        return self._found_by_axe(rules)

    def violations_by_day_and_night(self, rules=RULES):
        """The same, also in dark colours: nothing but colours differs there."""
        found = self.violations(rules)
        self.page.emulate_media(color_scheme="dark")
        found += self._found_by_axe(["color-contrast"])
        self.page.emulate_media(color_scheme="light")
        return found

    def _found_by_axe(self, rules):
        seen = self.page.evaluate(RUN_AXE, rules)
        assert seen["passed"], "axe looked at nothing"
        return seen["found"]


@pytest.fixture(scope="session")
def profiles(chromium, live_server):
    return Profiles(chromium, live_server.url)


@pytest.fixture
def window(profiles, live_server):
    """Open windows: `ana = window()`; `phone = window(viewport={"width": 360, "height": 740})`."""
    opened = []

    def open_one(viewport=LAPTOP, **options):
        options.setdefault("locale", "en-GB")
        one = Window(profiles.open(**options), live_server.url, viewport)
        opened.append((one, options))
        return one

    yield open_one
    strangers = [url for one, _ in opened for url in one.strangers]
    trouble = [text for one, _ in opened for text in one.trouble]
    for one, options in opened:
        profiles.clear(one.context, **options)
    assert strangers == [], "A page asked another host for something."
    assert trouble == [], "A page broke its own Content Security Policy."


@pytest.fixture(scope="session")
def postman(django_db_setup, tmp_path_factory):
    """A real worker that delivers into a folder: the folder, and the way to its queue."""
    folder = tmp_path_factory.mktemp("letters")
    environment = environment_of_worker(folder)
    with worker(environment):
        yield folder, publisher(environment)


@pytest.fixture
def post_office(transactional_db, postman, monkeypatch):
    """What the pages cause is delivered by a real worker, and can be read here."""
    folder, publish = postman
    for letter in folder.iterdir():
        letter.unlink()
    monkeypatch.setattr(nudge, "nudge", lambda email_id: publish("deliver", email_id))
    return PostOffice(folder)
