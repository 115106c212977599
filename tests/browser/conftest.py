"""A real Chromium for the tests in this folder."""

import os

import pytest

# Playwright's synchronous interface runs an event loop in this thread; Django would refuse its queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

MISSING = (
    "No Chromium: npm ci ships one for x86-64; or apt-get install chromium-headless-shell; "
    "or PORTAL_CHROMIUM=/path/to/chromium."
)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run. Without one the tests are skipped, in CI they fail."""
    path = os.environ.get("PORTAL_CHROMIUM")
    if not path:
        pytest.fail(MISSING) if os.environ.get("PORTAL_REQUIRE_BROWSER") else pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=False)
        yield browser
        browser.close()
