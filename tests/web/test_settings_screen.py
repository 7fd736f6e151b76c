"""How patients set by which way and in which language the clinic's messages come."""

from typing import Any

import pytest

from hms.pages.patient.settings import Settings
from hms.services import notices
from tests.support.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_messages_come_by_email_until_asha_says_otherwise(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/settings")
    shown = page.shows(Settings)
    assert (shown["notice"]["channel"], shown["notice"]["language"]) == ("email", "en")
    assert shown["ways"][0][2] == "To asha@post.example"
    await page.call(Settings.save, form={"channel": "none", "language": "de"})
    shown = page.shows(Settings)
    assert (shown["notice_tone"], shown["notice"]["channel"], shown["notice"]["language"]) == ("ok", "none", "de")
    kept = cast.do(cast.asha, notices.choice)
    assert (kept.channel, kept.language, kept.version) == ("none", "de", 1)
    assert cast.do(cast.bilal, notices.choice).version == 0


async def test_nonsense_is_refused_beside_the_field(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/settings")
    for form, wrong in [
        ({"channel": "pigeon", "language": "en"}, "channel"),
        ({"channel": "none", "language": "xx"}, "language"),
    ]:
        await page.call(Settings.save, form=form)
        assert list(page.shows(Settings)["field_errors"]) == [wrong]
    await page.call(Settings.save, form={"channel": "x" * 10_000_000, "language": ""})
    assert cast.do(cast.asha, notices.choice).version == 0


async def test_two_pages_cannot_overwrite_each_other_unseen(house: Any, cast: Cast) -> None:
    page = await house.open(cast.asha, "/patient/settings")
    seen = page.shows(Settings)["notice"]["version"]
    form = notices.NoticeForm(channel="none", language="fr", version=seen)
    cast.do(cast.reception, notices.choose, form.model_copy(update={"patient_id": cast.asha.patient_id}))
    with pytest.raises(notices.Stale):
        cast.do(cast.asha, notices.choose, form)
    await page.rest()
    assert page.shows(Settings)["notice"]["channel"] == "none"
