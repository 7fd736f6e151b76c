"""A doctor's day in the form in which it is drawn: pure functions from cards to what stands on the screen."""

from datetime import date, timedelta

from hms.pages.shown import Facts, shown_status
from hms.schemas.base import Card
from hms.schemas.scheduling import DoctorDay
from hms.texts import t


class Waiter(Card):
    """A row of the queue; since is when the patient arrived, waited how long that is, in words."""

    id: str
    time: str
    name: str
    facts: str
    reason: str
    status: str
    since: str
    waited: str
    waits_long: bool
    can_call: bool
    is_next: bool
    changed: bool


class RulerLine(Card):
    """A visit on the day ruler."""

    id: str
    time: str
    minutes: int
    name: str
    note: str
    status: str
    changed: bool
    opens: bool


class Figures(Card):
    """The strip over the day, in words."""

    late: str = ""
    is_late: bool = False
    waiting: str = ""
    longest: str = ""
    seen: str = ""
    to_sign: str = ""
    has_unsigned: bool = False


def address(day: date, days_on: int = 0) -> str:
    """Write the address of the day some days on."""
    return f"/doctor?day={day + timedelta(days=days_on)}"


def facts_of(day: DoctorDay) -> Facts:
    """Note what would be worth lighting up when it changes; that a minute has passed is not."""
    cards = [*day.queue, *(entry.card for entry in day.ruler if entry.card)]
    return {str(card.id): (card.status, card.time, card.reason) for card in cards}


def queue(day: DoctorDay, changed: set[str]) -> list[Waiter]:
    """Word the queue."""
    first = day.next.id if day.next else None
    return [
        Waiter(
            id=str(card.id),
            time=card.time,
            name=card.patient,
            facts=card.patient_facts,
            reason=card.reason,
            status=shown_status(card),
            since=card.arrived,
            waited=t("{n} min", n=card.waited_min) if card.status == "arrived" else "",
            waits_long=card.waits_long,
            can_call=card.status == "arrived",
            is_next=card.id == first,
            changed=str(card.id) in changed,
        )
        for card in day.queue
    ]


def ruler(day: DoctorDay, changed: set[str]) -> list[RulerLine]:
    """Word the visits of the day ruler; the line of now is apart."""
    return [
        RulerLine(
            id=str(card.id),
            time=card.time,
            minutes=card.length_min,
            name=card.patient,
            note="",
            status=shown_status(card),
            changed=str(card.id) in changed,
            opens=card.status in {"in_room", "fulfilled"},
        )
        for card in (entry.card for entry in day.ruler)
        if card
    ]


def now_line(day: DoctorDay) -> tuple[int, str]:
    """Say before which visit the clock stands and what it shows; -1 when it does not stand in this day."""
    for number, entry in enumerate(day.ruler):
        if entry.is_now:
            return number, entry.time
    return -1, ""


def figures(day: DoctorDay) -> Figures:
    """Word the strip."""
    return Figures(
        late=t("{n} min late", n=day.late_min) if day.late_min else t("On time"),
        is_late=day.late_min > 0,
        waiting=str(day.waiting),
        longest=t("longest {n} min", n=day.longest_wait_min) if day.waiting else t("nobody waits"),
        seen=t("{seen} of {total}", seen=day.seen, total=day.total),
        to_sign=str(day.unsigned),
        has_unsigned=day.unsigned > 0,
    )


def next_words(day: DoctorDay) -> tuple[str, str]:
    """Say the state of the next patient, and since when they wait."""
    if day.next is None:
        return "", ""
    if day.next.status != "arrived":
        return day.next.status, ""
    return shown_status(day.next), t("since {time}, {n} min", time=day.next.arrived, n=day.next.waited_min)
