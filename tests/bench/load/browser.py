"""A real Chromium for the figures that a person sees."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from hms.web.cookie import name as cookie_name
from tests.support import chromium


@contextmanager
def started() -> Iterator[Browser]:
    """Start a Chromium. Raises RuntimeError where there is none."""
    program = chromium.find()
    if program is None:
        raise RuntimeError("no Chromium was found, and none could be installed")
    with sync_playwright() as driver:
        # A container's /dev/shm is too small for its pages.
        yield driver.chromium.launch(executable_path=program, args=["--disable-dev-shm-usage"])


def page_of(browser: Browser, url: str, token: str) -> Page:
    """Open an empty page as somebody who is signed in: own cookies, own cache, which is cold."""
    context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": cookie_name(), "value": token, "url": url}])
    return context.new_page()
