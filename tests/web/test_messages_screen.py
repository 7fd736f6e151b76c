"""Reception sees every message with its state, live, tries what failed again, and notes how a patient wants to hear."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from hms.db import transaction
from hms.models import AuditEntry, PatientContact, SchedulingRules
from hms.pages.reception.see_messages import SeeMessages
from hms.services import notices, scheduling
from hms.services.channels import Problem, Undelivered
from tests.support.cast import Cast, quick_hashing
from tests.support.post import Postbox
from tests.web.test_patient_screens import later, soonest

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def cast(house: Any, postbox: Postbox) -> Iterator[Cast]:
    """Give the small clinic as it is now, at whatever hour; the clockwork of the app that runs sends what is due."""
    with quick_hashing():
        made = Cast(now=datetime.now(UTC))
        made.found_clinic()
        with transaction() as db:
            db.merge(SchedulingRules(quiet_from="00:00", quiet_to="00:00"))
        yield made


async def states(page: Any, *wanted: str) -> list[dict[str, Any]]:
    """Wait until the page shows messages in these states, and give them."""

    def shown() -> list[dict[str, Any]]:
        held = page.shows(SeeMessages)["page"]
        return held["messages"] if held else []

    await page.until(lambda: [m["state"] for m in shown()] == list(wanted))
    await page.rest()
    return shown()


async def test_a_message_is_seen_from_its_writing_to_its_leaving(house: Any, cast: Cast, postbox: Postbox) -> None:
    page = await house.open(cast.reception, "/reception/messages")
    assert page.shows(SeeMessages)["page"]["messages"] == []
    card = await later(cast, page, cast.asha, scheduling.book, cast.request(soonest(cast)))
    (message,) = await states(page, "sent")
    assert (message["patient"], message["kind"]) == ("Asha Nair", "Booked") and card.time in message["about"]
    assert message["board"].endswith(f"visit={card.id}") and message["id"] in page.shows(SeeMessages)["changed"]
    assert "Palpitations" not in str(page.packets) and "asha@post.example" not in str(page.packets)
    with transaction(reading=True) as db:
        seen = db.exec(select(AuditEntry).where(AuditEntry.what == "messages")).all()
    assert [entry.account_id for entry in seen] == [cast.reception.account_id]


async def test_what_was_given_up_says_why_and_is_tried_again(house: Any, cast: Cast, postbox: Postbox) -> None:
    postbox.trouble["asha@post.example"] = Undelivered(Problem.ADDRESS, for_good=True)
    page = await house.open(cast.reception, "/reception/messages")
    await later(cast, page, cast.asha, scheduling.book, cast.request(soonest(cast)))
    (message,) = await states(page, "given_up")
    assert message["can_retry"] and "the address is wrong" in message["note"]
    await page.call(SeeMessages.show, which="trouble")
    assert [m["id"] for m in page.shows(SeeMessages)["page"]["messages"]] == [message["id"]]
    await page.call(SeeMessages.show, which="sent")
    assert page.shows(SeeMessages)["page"]["messages"] == []
    postbox.trouble.clear()
    await page.call(SeeMessages.try_again, message_id=message["id"])
    assert page.shows(SeeMessages)["notice_title"] == "The message to Asha Nair is tried again"
    await states(page, "sent")
    await page.call(SeeMessages.try_again, message_id=message["id"])
    assert page.shows(SeeMessages)["notice_title"] == "This message cannot be sent again"


async def test_trouble_for_a_while_is_told_with_the_next_try(house: Any, cast: Cast, postbox: Postbox) -> None:
    postbox.trouble["asha@post.example"] = Undelivered(Problem.UNREACHABLE)
    page = await house.open(cast.reception, "/reception/messages")
    await later(cast, page, cast.asha, scheduling.book, cast.request(soonest(cast)))
    (message,) = await states(page, "retrying")
    assert "try 2 of 13: the mail server does not answer" in message["note"] and message["can_retry"]


async def test_reception_notes_how_a_patient_wants_to_hear(house: Any, cast: Cast) -> None:
    with transaction() as db:
        for contact in db.exec(select(PatientContact).where(PatientContact.patient_id == cast.bilal.patient_id)):
            db.delete(contact)
    page = await house.open(cast.reception, "/reception/messages")
    await later(cast, page, cast.bilal, scheduling.book, cast.request(soonest(cast)))
    (message,) = await states(page, "no_address")
    await page.call(SeeMessages.start_choosing, patient_id=message["patient_id"])
    shown = page.shows(SeeMessages)
    assert (shown["notice"]["patient"], shown["ways"][0][2]) == ("Bilal Haddad", "No address is known.")
    await page.call(SeeMessages.choose, form={"channel": "pigeon", "language": "fr"})
    assert "channel" in page.shows(SeeMessages)["field_errors"] and page.shows(SeeMessages)["notice"]
    await page.call(SeeMessages.choose, form={"channel": "none", "language": "fr"})
    assert page.shows(SeeMessages)["notice"] is None
    assert cast.do(cast.bilal, notices.choice).channel == "none"


async def test_the_list_has_pages_and_nonsense_is_refused(house: Any, cast: Cast) -> None:
    page = await house.open(cast.reception, "/reception/messages")
    await page.call(SeeMessages.turn, pages=-5)
    assert (page.shows(SeeMessages)["number"], page.shows(SeeMessages)["page"]["more"]) == (0, False)
    await page.call(SeeMessages.turn, pages=10**12)
    assert page.shows(SeeMessages)["page"]["messages"] == []
    await page.call(SeeMessages.show, which="' or 1=1")
    assert page.shows(SeeMessages)["which"] == "all"


async def test_patients_and_doctors_do_not_see_what_others_were_told(house: Any, cast: Cast) -> None:
    for who in (cast.asha, cast.dr_rao, cast.admin):
        page = await house.open(who, "/reception/messages")
        assert not page.shows(SeeMessages).get("page")
