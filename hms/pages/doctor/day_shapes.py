"""A doctor's day in the form in which it is drawn: pure functions from cards to what stands on the screen."""

from datetime import date, timedelta

from hms.pages.shown import Facts, shown_status
from hms.schemas.base import Card
from hms.schemas.queue import QueueCard, QueueLine
from hms.schemas.scheduling import AppointmentCard, DoctorDay
from hms.texts import t


class Waiter(Card):
    """A row of the queue; since is when the patient arrived, waited how long that is, in words."""

    id: str  # of the number; of the appointment while its patient is not here
    appointment_id: str  # "" for who walked in and was not seen yet
    number: str
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


class Inside(Card):
    """The patient who was called, or who comes next."""

    id: str = ""  # of the number; "" where there is nobody
    number: str = ""
    name: str = ""
    facts: str = ""
    reason: str = ""
    allergies: list[str] = []  # noqa: RUF012 - frozen
    status: str = ""
    since: str = ""


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
    outlook: str = ""
    seen: str = ""
    to_sign: str = ""
    has_unsigned: bool = False


def address(day: date, days_on: int = 0) -> str:
    """Write the address of the day some days on."""
    return f"/doctor?day={day + timedelta(days=days_on)}"


def facts_of(day: DoctorDay, mine: QueueCard | None) -> Facts:
    """Note what would be worth lighting up when it changes; that a minute has passed is not."""
    cards = [*day.queue, *(entry.card for entry in day.ruler if entry.card)]
    told = {str(card.id): (card.status, card.time, card.reason) for card in cards}
    lines = [*mine.called, *mine.waiting] if mine else []
    return told | {str(line.id): (line.called, line.since, str(line.state == "skipped")) for line in lines}


def queue(day: DoctorDay, mine: QueueCard | None, changed: set[str]) -> list[Waiter]:
    """Word the queue: who waits, in the order in which they are called, then who is still to come."""
    waiting = [_waiter(line, place, changed) for place, line in enumerate(mine.waiting if mine else [])]
    here = {one.appointment_id for one in waiting}
    return waiting + [_to_come(card, changed) for card in day.queue if str(card.id) not in here]


def _waiter(line: QueueLine, place: int, changed: set[str]) -> Waiter:
    key = str(line.appointment_id or line.id)
    return Waiter(
        id=str(line.id),
        appointment_id=str(line.appointment_id or ""),
        number=str(line.number),
        time=line.time or t("Walk-in"),
        name=line.patient,
        facts=line.patient_facts,
        reason=line.reason,
        status="away" if line.away else line.state,
        since=line.since,
        waited=t("{n} min", n=line.waited_min),
        waits_long=line.state == "long",
        can_call=not line.away,
        is_next=place == 0,
        changed=key in changed or str(line.id) in changed,
    )


def _to_come(card: AppointmentCard, changed: set[str]) -> Waiter:
    return Waiter(
        id=str(card.id),
        appointment_id=str(card.id),
        number="",
        time=card.time,
        name=card.patient,
        facts=card.patient_facts,
        reason=card.reason,
        status=shown_status(card),
        since="",
        waited="",
        waits_long=False,
        can_call=False,
        is_next=False,
        changed=str(card.id) in changed,
    )


def inside(mine: QueueCard | None) -> Inside:
    """Word the patient who was called last, and is not finished."""
    return _one(mine.called[0]) if mine and mine.called else Inside()


def following(mine: QueueCard | None) -> Inside:
    """Word who comes next."""
    free = [line for line in mine.waiting if not line.away] if mine else []
    return _one(free[0]) if free else Inside()


def _one(line: QueueLine) -> Inside:
    called = t("called {time}", time=line.called)
    if line.calls > 1:
        called = t("called {n} times, last {time}", n=line.calls, time=line.called)
    waits = t("since {time}, {n} min", time=line.since, n=line.waited_min)
    return Inside(
        id=str(line.id),
        number=str(line.number),
        name=line.patient,
        facts=line.patient_facts,
        reason=line.reason or (t("Walk-in") if line.walk_in else ""),
        allergies=line.allergies,
        status=line.state,
        since=called if line.called else waits,
    )


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


def figures(day: DoctorDay, mine: QueueCard | None) -> Figures:
    """Word the strip."""
    waits = [line.waited_min for line in mine.waiting] if mine else []
    return Figures(
        late=t("{n} min late", n=day.late_min) if day.late_min else t("On time"),
        is_late=day.late_min > 0,
        waiting=str(len(waits)),
        longest=t("longest {n} min", n=max(waits)) if waits else t("nobody waits"),
        outlook=mine.outlook if mine else "",
        seen=t("{seen} of {total}", seen=day.seen, total=day.total),
        to_sign=str(day.unsigned),
        has_unsigned=day.unsigned > 0,
    )
