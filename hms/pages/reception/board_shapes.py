"""The day board in the form in which it is drawn: pure functions from cards to what stands on the screen."""

from datetime import date, timedelta
from uuid import UUID

from hms.pages.shown import Facts, shown_status
from hms.schemas.base import Card
from hms.schemas.scheduling import AppointmentCard, DayBoard, FreeTime
from hms.texts import t


class DoctorHead(Card):
    """The head of a doctor's column."""

    id: str
    name: str
    specialty: str
    note: str
    late: bool


class Tick(Card):
    """A mark on the time axis."""

    row: int
    label: str
    strong: bool


class Block(Card):
    """A visit at its place on the board."""

    id: str
    column: int
    start: int
    span: int
    time: str
    name: str
    reason: str
    status: str
    label: str
    changed: bool
    picked: bool


class DoctorList(Card):
    """A doctor's visits as a list, for narrow screens."""

    head: DoctorHead
    visits: list[Block]


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


def address(day: date, days_on: int = 0) -> str:
    """Write the address of the day some days on."""
    return f"/reception?day={day + timedelta(days=days_on)}"


def facts_of(board: DayBoard) -> Facts:
    """Note what would be worth lighting up when it changes; that a minute has passed is not."""
    return {str(v.card.id): (v.card.status, v.card.time, v.card.doctor) for v in board.visits}


def heads(board: DayBoard) -> list[DoctorHead]:
    """Word the heads of the columns; whether somebody is late is said of today only."""
    said = {c.id: t("{n} min late", n=c.late_min) if c.late_min else t("On time") for c in board.columns}
    return [
        DoctorHead(
            id=str(c.id),
            name=c.name,
            specialty=c.department,
            note=said[c.id] if board.is_today else "",
            late=c.late_min > 0,
        )
        for c in board.columns
    ]


def ticks(board: DayBoard) -> list[Tick]:
    """Mark hours and half hours."""
    hour = 60 // board.row_min
    marks = []
    for number, label in enumerate(board.hours):
        marks += [Tick(row=number * hour, label=label, strong=True)]
        marks += [Tick(row=number * hour + hour // 2, label=":30", strong=False)]
    return marks


def blocks(board: DayBoard, changed: set[str], picked: UUID | None) -> list[Block]:
    """Word the visits at their places."""
    return [
        Block(
            id=str(v.card.id),
            column=v.column,
            start=v.first_row,
            span=v.rows,
            time=v.card.time,
            name=v.card.patient,
            reason=v.card.reason or v.card.time,
            status=shown_status(v.card),
            label=f"{v.card.time}, {v.card.doctor},",
            changed=str(v.card.id) in changed,
            picked=v.card.id == picked,
        )
        for v in board.visits
    ]


def lists(board_heads: list[DoctorHead], placed: list[Block]) -> list[DoctorList]:
    """Sort the visits by doctor, leaving out who has none."""
    made = [DoctorList(head=h, visits=[b for b in placed if b.column == n]) for n, h in enumerate(board_heads)]
    return [one for one in made if one.visits]


def lines(cards: list[AppointmentCard], changed: set[str]) -> list[Line]:
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


def offers(free: list[FreeTime]) -> list[Offer]:
    """Word free times."""
    return [Offer(id=one.starts_at.isoformat(), words=one.label) for one in free]


def figures(board: DayBoard) -> Figures:
    """Word the strip."""
    return Figures(
        booked=str(board.booked),
        arrived=t("{n} of {total}", n=board.arrived, total=board.booked),
        waiting=str(len(board.waiting)),
        longest=t("longest {n} min", n=board.longest_wait_min) if board.waiting else t("nobody waits"),
        waits_long=any(card.waits_long for card in board.waiting),
    )
