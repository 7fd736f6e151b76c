"""A page that is left lets go what it kept: by plain HTTP, for one's own hold only, and never from another's page."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from hms.schemas.scheduling import HoldCard, HoldRequest
from hms.services import availability, holds, own_hold
from tests.support.cast import Cast
from tests.web.plain import Visitor, visitor


@pytest.fixture
async def web(clinic_on_sqlite: Cast, tmp_path: Path) -> AsyncIterator[Visitor]:
    async with visitor(tmp_path / "site") as browser:
        yield browser


@pytest.fixture
def held(clinic_on_sqlite: Cast) -> HoldCard:
    """Asha has chosen a time, now: a page that is left knows no other moment."""
    clinic, doctor = clinic_on_sqlite, clinic_on_sqlite.dr_rao.practitioner_id
    clinic.now = datetime.now(UTC)
    (day,) = clinic.do(clinic.asha, availability.days, doctor, 2, 1)
    time = clinic.do(clinic.asha, availability.free_times, doctor, day.day)[0]
    return clinic.do(clinic.asha, holds.hold, HoldRequest(practitioner_id=doctor, starts_at=time.starts_at))


def is_kept(clinic: Cast, held: HoldCard) -> bool:
    return clinic.do(clinic.asha, own_hold.see, held.id) is not None


async def test_whoever_leaves_lets_their_own_time_go(web: Visitor, clinic_on_sqlite: Cast, held: HoldCard) -> None:
    await web.sign_in("asha@post.example")
    assert is_kept(clinic_on_sqlite, held)
    assert (await web.send_form(f"/holds/{held.id}/let-go")).status_code == 204
    assert not is_kept(clinic_on_sqlite, held)
    again = await web.send_form(f"/holds/{held.id}/let-go")
    assert (again.status_code, again.content) == (204, b"")


async def test_nobody_lets_anothers_time_go(web: Visitor, clinic_on_sqlite: Cast, held: HoldCard) -> None:
    path = f"/holds/{held.id}/let-go"
    assert (await web.send_form(path)).status_code == 303  # nobody is signed in
    await web.sign_in("bilal@post.example")
    answers = [await web.send_form(each) for each in (path, f"/holds/{uuid4()}/let-go")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert (await web.post(path, headers={"origin": "https://evil.example"})).status_code == 403
    assert (await web.post(path)).status_code == 403
    assert (await web.get(path)).status_code == 404
    assert (await web.send_form("/holds/mine/let-go")).status_code == 404
    assert is_kept(clinic_on_sqlite, held)
