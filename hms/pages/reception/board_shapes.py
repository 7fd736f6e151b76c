"""The day board in the form in which it is drawn: pure functions from cards to what stands on the screen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hms.pages.events import ground_event
from hms.pages.shown import Facts
from hms.schemas.base import Card
from hms.schemas.board import DayBoard, Ground, HeldTime, Placed
from hms.schemas.calendar import CalendarColumn, CalendarEvent
from hms.schemas.scheduling import AppointmentCard, FreeTime
from hms.services.day import late_min
from hms.texts import t

COMING_SHOWN = 12


class Line(Card):
    """A patient who waits or is still to come."""

    id: str
    name: str
    initials: str
    time: str
    doctor: str
    since: str
    waited: str
    tone: str
    changed: bool


class Offer(Card):
    """A free time to move a visit to."""

    id: str
    words: str


class Figures(Card):
    """The strip over the board, in words."""

    booked: str = ""
    arrived: str = ""
    waiting: str = ""
    longest: str = ""
    waits_long: bool = False


def facts_of(visits: Mapping[str, Placed]) -> Facts:
    """Note what would be worth lighting up when it changes; that a minute has passed is not."""
    return {key: (one.card.status, one.card.time, one.card.doctor) for key, one in visits.items()}


def columns(board: DayBoard, cards: Sequence[AppointmentCard]) -> list[CalendarColumn]:
    """Word the heads of the columns; whether somebody is late is said of today only."""
    there = [card for card in cards if card.status in {"arrived", "in_room"}] if board.is_today else []
    late = {
        one.id: late_min([card for card in there if card.doctor_id == one.id], board.read_at) for one in board.columns
    }
    return [
        CalendarColumn(
            id=str(one.id),
            title=one.name,
            note=_note(one.department, late[one.id], one.takes_bookings),
            late=late[one.id] > 0 or not one.takes_bookings,
        )
        for one in board.columns
    ]


def _note(department: str, late: int, takes_bookings: bool) -> str:
    if not takes_bookings:
        return t("{department} · takes no bookings", department=department)
    return t("{n} min late · {department}", department=department, n=late) if late else department


def ground(board: DayBoard) -> list[CalendarEvent]:
    """Lay out what lies under the visits."""
    laid = [ground_event(one) for one in board.ground if one.kind != "open"]
    return laid + [ground_event(one) for column in board.columns for one in _closed(board, column.id)]


def _closed(board: DayBoard, doctor_id: UUID) -> Iterator[Ground]:
    """Say when a doctor sees nobody: white is then what may be booked, also to whoever looks from afar."""
    at, end = (f"{board.day + timedelta(days=n)}T00:00:00" for n in (0, 1))
    mine = (one for one in board.ground if one.doctor_id in {doctor_id, None})
    for one in sorted(mine, key=lambda one: one.starts):
        if at < one.starts:
            yield Ground(doctor_id=doctor_id, kind="closed", starts=at, ends=one.starts)
        at = max(at, one.ends)
    if at < end:
        yield Ground(doctor_id=doctor_id, kind="closed", starts=at, ends=end)


def held_event(one: HeldTime) -> CalendarEvent:
    """Lay out a time that somebody is about to book."""
    return CalendarEvent(
        id=f"hold:{one.id}",
        start=one.starts,
        end=one.ends,
        resource=str(one.doctor_id),
        title=t("Offered to somebody who waits") if one.is_offer else t("Being booked"),
        held=True,
    )


def owned(events: list[CalendarEvent], own: frozenset[str]) -> list[CalendarEvent]:
    """Say of a reader's own holds that they are."""
    mine = {"title": t("You are booking this")}
    return [one.model_copy(update=mine) if one.id in own else one for one in events] if own else events


def quiet(events: list[CalendarEvent]) -> list[CalendarEvent]:
    """Light nothing up: to whoever opens a board, nothing on it is news."""
    return [one.model_copy(update={"changed": False}) if one.changed else one for one in events]


def waiting(cards: Iterable[AppointmentCard]) -> list[AppointmentCard]:
    """Sort out who waits, the longest first."""
    return sorted((card for card in cards if card.status == "arrived"), key=lambda card: -card.waited_min)


def coming(cards: Iterable[AppointmentCard]) -> list[AppointmentCard]:
    """Sort out who is still to come, soonest first."""
    return [card for card in cards if card.status == "booked"][:COMING_SHOWN]


def lines(cards: Iterable[AppointmentCard], changed: set[str]) -> list[Line]:
    """Word a list of patients."""
    return [
        Line(
            id=str(card.id),
            name=card.patient,
            initials=card.patient_initials,
            time=card.time,
            doctor=card.doctor,
            since=t("since {time}", time=card.arrived) if card.arrived else "",
            waited=t("{n} min", n=card.waited_min),
            tone="warn" if card.waits_long else "info",
            changed=str(card.id) in changed,
        )
        for card in cards
    ]


def offers(free: Iterable[FreeTime], but: datetime | None) -> list[Offer]:
    """Word free times, without where the visit is already, and without what somebody else is booking just now."""
    return [
        Offer(id=one.starts_at.isoformat(), words=one.label) for one in free if not one.held and one.starts_at != but
    ]


def figures(cards: Sequence[AppointmentCard]) -> Figures:
    """Word the strip."""
    there = waiting(cards)
    came = sum(card.status not in {"booked", "pending", "noshow"} for card in cards)
    return Figures(
        booked=str(len(cards)),
        arrived=t("{n} of {total}", n=came, total=len(cards)),
        waiting=str(len(there)),
        longest=t("longest {n} min", n=there[0].waited_min) if there else t("nobody waits"),
        waits_long=any(card.waits_long for card in there),
    )
