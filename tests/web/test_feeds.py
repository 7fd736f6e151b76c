"""A calendar programme at the door: no cookie, only an address that nobody can guess, and no trace of it anywhere."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from icalendar import Calendar

from hms.schemas.scheduling import CancelRequest
from hms.services import accounts, feeds, scheduling, tries
from tests.support.cast import Cast
from tests.web.plain import Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")
FEED = "text/calendar; charset=utf-8"


@pytest.fixture
async def programme(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    """Give a calendar programme on somebody's own machine."""
    async with visitor(tmp_path / "site") as browser:
        yield browser


@pytest.fixture
def address(clinic_on_sqlite: Cast) -> str:
    """Give the path of asha's feed, which holds one appointment."""
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    return clinic_on_sqlite.do(clinic_on_sqlite.asha, feeds.make)


async def test_a_programme_reads_the_feed_without_signing_in(programme: Visitor, address: str) -> None:
    answer = await programme.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, FEED)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert [event["summary"] for event in Calendar.from_ical(answer.content).events] == ["Dr Meera Rao, Cardiology"]


async def test_a_programme_that_only_asks_for_the_head_learns_that_it_is_a_calendar(
    programme: Visitor, address: str
) -> None:
    head, whole = await programme.head(address), await programme.get(address)
    for name in ("content-type", "etag", "content-length", "cache-control"):
        assert head.headers[name] == whole.headers[name]
    assert (head.status_code, head.content) == (200, b"")


async def test_what_has_not_changed_is_not_sent_again(programme: Visitor, address: str, clinic_on_sqlite: Cast) -> None:
    tag = (await programme.get(address)).headers["etag"]
    assert tag.startswith('"') and tag.endswith('"')
    for named in (tag, f"W/{tag}", f'"older", {tag}'):
        answer = await programme.get(address, headers={"if-none-match": named})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
        assert answer.headers["cache-control"] == "no-store"
    (booked,) = Calendar.from_ical((await programme.get(address, headers={"if-none-match": '"older"'})).content).events
    form = CancelRequest(appointment_id=booked["uid"].removesuffix("@appointments"), reason="Away", version=1)
    await asyncio.to_thread(clinic_on_sqlite.do, clinic_on_sqlite.asha, scheduling.cancel, form)
    answer = await programme.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200 and answer.headers["etag"] != tag


async def test_an_address_that_opens_nothing_is_not_here_whatever_the_cause(
    programme: Visitor, address: str, clinic_on_sqlite: Cast
) -> None:
    clinic = clinic_on_sqlite
    of_osei = clinic.do(clinic.dr_osei, feeds.make)
    clinic.do(clinic.asha, feeds.revoke)
    clinic.do(clinic.admin, accounts.disable, clinic.dr_osei.account_id)
    unknown = "/calendar/bm9ib2R5LWV2ZXItaGFkLXRoaXM.ics"
    answers = [
        await programme.get(path) for path in (address, of_osei, unknown, "/calendar/%FF%00.ics", "/calendar/.ics")
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({answer.content for answer in answers[:4]}) == 1
    assert len({tuple(sorted(answer.headers)) for answer in answers[:4]}) == 1
    assert "Asha" not in answers[0].text and "etag" not in answers[0].headers


async def test_nobody_writes_to_a_feed(programme: Visitor, address: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"):
        assert (await programme.request(method, address)).status_code in {403, 405}
    assert (await programme.post(address, headers={"origin": str(programme.base_url).rstrip("/")})).status_code == 404


async def test_who_guesses_is_slowed_down_and_a_true_feed_from_there_still_reads(
    programme: Visitor, address: str
) -> None:
    codes = [(await programme.get(f"/calendar/guess{n}.ics")).status_code for n in range(tries.MOST_LINKS + 2)]
    assert codes == [404] * tries.MOST_LINKS + [429] * 2
    assert (await programme.get(address)).status_code == 200


async def test_an_address_is_in_no_log(
    programme: Visitor, address: str, clinic_on_sqlite: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = address.split("/")[2].removesuffix(".ics")
    await programme.get(address)
    await programme.head(address)
    await asyncio.to_thread(clinic_on_sqlite.do, clinic_on_sqlite.asha, feeds.revoke)
    await programme.get(address)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("hms", "sqlalchemy"))]
    assert not any(secret in words for words in ours)


async def test_an_address_is_nowhere_in_what_the_clinic_keeps(
    programme: Visitor, address: str, clinic_on_sqlite: Cast
) -> None:
    from hms.config import settings

    secret = address.split("/")[2].removesuffix(".ics").encode()
    await programme.get(address)
    kept = b"".join(file.read_bytes() for file in settings().data_dir.rglob("*") if file.is_file())
    assert secret not in kept and b"198.51.100.7" not in kept
