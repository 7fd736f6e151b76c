"""Every page can be drawn: what cannot would stop the building of all of them."""

import pytest

from hms.pages import all_pages
from hms.pages.page import Page


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.route)
def test_it_can_be_drawn(page: Page) -> None:
    assert page.view() is not None
    assert page.title
