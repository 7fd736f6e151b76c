"""Who waits for a time, or cannot be seen as booked, is written to while the time is kept for them."""

from datetime import timedelta

import pytest

from hms.services.doctor_time import leave
from tests.support.cast import ELEVEN, Cast, later
from tests.support.doctor_time import add, settle
from tests.support.post import Postbox, outbox
from tests.support.waiting import frees, full_time, offers, run_out, say_no, take, wait

TOMORROW = ELEVEN + timedelta(days=1)


@pytest.fixture
def offered(clinic: Cast, postbox: Postbox) -> Cast:
    """Let bilal wait for a time of dr_rao, which then becomes free."""
    wait(clinic, clinic.bilal)
    frees(clinic, full_time(clinic, TOMORROW))
    return clinic


def test_bilal_reads_what_is_free_and_until_when_it_is_kept(offered: Cast, postbox: Postbox) -> None:
    assert [to for to, _ in postbox.empty(later(1))] == ["bilal@post.example"], "the newcomer has no address"
    ((_, message),) = postbox.took
    assert message.subject == "A time has become free: Tuesday, 24 November 2026, 11:00"
    for words in ("With: Dr Meera Rao", "Kept for you until: Monday, 23 November 2026, 10:30", "/patient/waitlist"):
        assert words in message.text
    assert "It hurts" not in message.text and message.calendar is None


@pytest.mark.parametrize("answer", ["taken", "declined", "run out"])
def test_an_offer_that_is_over_is_not_told_any_more(offered: Cast, postbox: Postbox, answer: str) -> None:
    (offer,) = offers(offered, offered.bilal)
    if answer == "taken":
        take(offered, offered.bilal, offer)
    elif answer == "declined":
        say_no(offered, offered.bilal, offer)
    else:
        run_out(offered, later(31))
    assert "offer" not in postbox.kinds(later(31))
    assert [row.outcome for row in outbox("offer")] == ["superseded"]


def test_who_cannot_be_seen_as_booked_is_offered_another_time_by_message(clinic: Cast, postbox: Postbox) -> None:
    clinic.book(clinic.asha, TOMORROW)
    postbox.empty(later(1))
    add(clinic, clinic.dr_rao, "leave", first=1, last=2)
    (one,) = clinic.do(clinic.dr_rao, leave.unsettled, clinic.dr_rao.practitioner_id).unsettled
    assert settle(clinic, clinic.dr_rao, one.appointment, "offer", one.options[0]).done
    ((to, message),) = postbox.empty(later(2))
    assert (to, message.kind) == ("asha@post.example", "proposal")
    assert "Before: Tuesday, 24 November 2026, 11:00" in message.text and "Kept for you until" in message.text
