"""Fixtures that several of these tests share: one browser for all of them, and the pages of shipped captures."""

from tests.system.browser import browser, watched
from tests.system.pages import pages

__all__ = ["browser", "pages", "watched"]
