"""A real browser for the pages that netkit writes: Debian's chromium, driven by Playwright. It talks to no network."""

import contextlib
import shutil
from pathlib import Path

import pytest

from tests.oracle.requirement import missing

__all__ = ["Watched", "browser", "watched"]

PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright", "pip install playwright; it is in the extra `test`")
    program = next((place for place in PLACES if Path(place).exists()), None) or shutil.which("chromium")
    if program is None:
        missing("chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


class Watched:
    """A page in a context of its own, with all that it asked for, said, or broke."""

    def __init__(self, browser, **options):
        options = {"viewport": {"width": 1300, "height": 900}, "reduced_motion": "reduce"} | options
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests, self.said, self.dialogs = [], [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismissed)

    def _dismissed(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path, *, ready="#list"):
        """The page once it has what `ready` selects: its data are unpacked after it was loaded."""
        self.page.goto(Path(path).as_uri())
        self.page.wait_for_selector(ready)
        return self.page

    def assert_quiet(self, path):
        """Nothing was loaded but the page itself, and neither the policy nor the script complained."""
        assert [url for url in self.requests if url not in (Path(path).as_uri(), "data:,")] == []
        assert self.said == []
        assert self.dialogs == []

    def close(self):
        with contextlib.suppress(Exception):
            self.context.close()


@pytest.fixture
def watched(browser):
    made = Watched(browser)
    yield made
    made.close()
