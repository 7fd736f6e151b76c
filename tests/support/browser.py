"""A real browser for the tests of screens."""

import os
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import chromium

MISSING = "NO BROWSER WAS FOUND, AND NONE COULD BE INSTALLED (HMS_REQUIRE_BROWSER=1 makes this a failure)"
HEIGHT = {390: 844, 768: 1024, 1440: 900}

Scheme = Literal["light", "dark"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip browser tests where there is no browser: from here, and not from the fixture, they fold into one line."""
    if "browser" in getattr(item, "fixturenames", ()) and chromium.find() is None:
        if os.environ.get("HMS_REQUIRE_BROWSER") == "1":
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for the session."""
    with sync_playwright() as driver:
        # A container's /dev/shm is too small for its pages.
        started = driver.chromium.launch(executable_path=chromium.find(), args=["--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give the way to open a page as one more person: own cookies, a width, light or dark."""
    contexts = []

    def opened(width: int = 1440, scheme: Scheme = "light", **options: object) -> Page:
        size = {"width": width, "height": HEIGHT.get(width, 900)}
        context = browser.new_context(viewport=size, color_scheme=scheme, **options)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
