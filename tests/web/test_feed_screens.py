"""Keeping one's own calendar address, through gate, guard and pipeline."""

import asyncio
from typing import Any

import pytest

from hms.access import VISITOR
from hms.services import feeds

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def settings_of_asha(house: Any, cast_: Any) -> tuple[Any, type]:
    from hms.pages.patient.settings import Settings

    return await house.open(cast_.asha, "/patient/settings"), Settings


async def read(cast_: Any, path: str) -> Any:
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    return await asyncio.to_thread(cast_.do, VISITOR, feeds.read, token, "198.51.100.7")


async def test_the_address_is_shown_once_and_the_page_follows_its_readers(house: Any, cast: Any) -> None:
    page, screen = await settings_of_asha(house, cast)
    assert page.shows(screen)["feed"] == {"made": "", "read": ""}
    await page.call(screen.make_feed)
    shown = page.shows(screen)
    path = shown["feed_path"]
    assert path.startswith("/calendar/") and shown["feed"]["made"] and not shown["feed"]["read"]
    await read(cast, path)
    await page.rest()
    assert page.shows(screen)["feed"]["read"]  # nobody pressed anything
    again = await house.open(cast.asha, "/patient/settings")
    assert again.shows(screen)["feed_path"] == "" and again.shows(screen)["feed"]["read"]


async def test_a_new_address_and_the_end_are_asked_for_once_more(house: Any, cast: Any) -> None:
    page, screen = await settings_of_asha(house, cast)
    await page.call(screen.make_feed)
    first = page.shows(screen)["feed_path"]
    await page.call(screen.ask_about_feed, "new")
    assert page.shows(screen)["feed_sure"] == "new"
    await page.call(screen.leave_feed)
    assert page.shows(screen)["feed_sure"] == "" and (await read(cast, first)).body
    await page.call(screen.make_feed)
    second = page.shows(screen)["feed_path"]
    with pytest.raises(Exception, match="not here"):
        await read(cast, first)
    await page.call(screen.end_feed)
    shown = page.shows(screen)
    assert (shown["feed_path"], shown["feed"]["made"]) == ("", "") and "no longer" in shown["notice_title"]
    with pytest.raises(Exception, match="not here"):
        await read(cast, second)
