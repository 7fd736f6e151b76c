"""The day of all doctors: read whole once, then only what has changed; and what reception does on it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.models import Appointment, Hold
from hms.permissions import Permission, may
from hms.schemas.board import (
    BoardBooking,
    BoardColumn,
    BoardHold,
    BoardMove,
    BoardNews,
    DayBoard,
    Ground,
    HeldTime,
    Placed,
)
from hms.schemas.scheduling import AppointmentCard, BookingRequest, HoldCard, HoldRequest, MoveRequest
from hms.schemas.words import clock, long_day
from hms.services import holds, scheduling
from hms.services.blocks import Blocks, Span
from hms.services.cards import cards
from hms.services.directory import working_doctors
from hms.services.holidays import holiday_name, is_holiday
from hms.services.local_time import bounds, chosen_instant, today
from hms.texts import t

USUAL_OPEN, USUAL_CLOSE, MOST_NEWS = 8, 17, 200  # hours that an empty board shows
WALL = "%Y-%m-%dT%H:%M:%S"


@requires(Permission.SEE_DAY_BOARD)
def of_day(scope: Scope, day: date | None = None, department_id: UUID | None = None) -> DayBoard:
    """Show one day of all doctors or of one department's, today where none is named."""
    day = day or today(scope)
    pairs = working_doctors(scope, department_id)
    ids = [doctor.id for doctor, _ in pairs]
    visits = placed(scope, _of_day(scope, day, ids))
    ground = list(ground_of(scope, Blocks(scope, ids, day), ids, day))
    opens, closes = hours_shown(ground, visits)
    overbooks = scope.actor.role in scope.rules.overbooking_roles.split()
    return DayBoard(
        day=day,
        long_day=long_day(day),
        is_today=day == today(scope),
        zone=scope.clinic.zone,
        opens=f"{opens:02}:00",
        closes=f"{closes:02}:00",
        long_wait_min=scope.rules.long_wait_min,
        may_overbook=overbooks and may(scope.actor.role, Permission.OVERBOOK),
        columns=[
            BoardColumn(id=doctor.id, name=doctor.name, department=place.name, takes_bookings=not doctor.stopped_at)
            for doctor, place in pairs
        ],
        ground=ground,
        visits=visits,
        held=_held(scope, day, ids),
        read_at=scope.now,
        now=clock(scope.now, scope.zone),
    )


@requires(Permission.SEE_DAY_BOARD)
def news(scope: Scope, day: date, ids: Sequence[UUID], department_id: UUID | None = None) -> BoardNews:
    """Read some appointments of a day again, and what is held on it. Raises Invalid for more than a board's worth."""
    if len(ids) > MOST_NEWS:
        raise Invalid(ids=t("Read the whole day again."))
    doctors = [doctor.id for doctor, _ in working_doctors(scope, department_id)]
    visits = placed(scope, _of_day(scope, day, doctors, ids)) if ids else []
    there = {one.card.id for one in visits}
    return BoardNews(
        visits=visits,
        gone=[one for one in ids if one not in there],
        held=_held(scope, day, doctors),
        read_at=scope.now,
        today=today(scope),
        now=clock(scope.now, scope.zone),
    )


def _of_day(
    scope: Scope, day: date, doctors: Sequence[UUID], ids: Sequence[UUID] | None = None
) -> Sequence[Appointment]:
    first, last = bounds(scope, day)
    asked = select(Appointment).where(
        col(Appointment.practitioner_id).in_(doctors),
        Appointment.starts_at >= first,
        Appointment.starts_at < last,
        col(Appointment.cancelled_at).is_(None),
    )
    if ids is not None:
        asked = asked.where(col(Appointment.id).in_(ids))
    return scope.db.scalars(scope.within(asked, Appointment).order_by(col(Appointment.starts_at))).all()


def placed(scope: Scope, appointments: Sequence[Appointment]) -> list[Placed]:
    """Word appointments, each with its place in wall-clock time."""
    return [
        Placed(card=card, starts=wall(scope, a.starts_at), ends=wall(scope, a.ends_at))
        for a, card in zip(appointments, cards(scope, appointments), strict=True)
    ]


def wall(scope: Scope, at: datetime) -> str:
    """Write an instant in the clinic's wall clock, as calendars on a screen want it."""
    return f"{at.astimezone(scope.zone):{WALL}}"


def _held(scope: Scope, day: date, doctors: Sequence[UUID]) -> list[HeldTime]:
    first, last = bounds(scope, day)
    asked = select(Hold).where(
        col(Hold.practitioner_id).in_(doctors),
        col(Hold.over_at).is_(None),
        Hold.expires_at > scope.now,
        Hold.starts_at >= first,
        Hold.starts_at < last,
    )
    return [
        HeldTime(
            id=kept.id,
            doctor_id=kept.practitioner_id,
            starts=wall(scope, kept.starts_at),
            ends=wall(scope, kept.ends_at),
            made_by=kept.made_by,
            is_offer=kept.is_offer,
        )
        for kept in scope.db.exec(asked.order_by(col(Hold.starts_at)))
    ]


def ground_of(scope: Scope, blocks: Blocks, doctors: Sequence[UUID], day: date) -> Iterator[Ground]:
    """Lay out what lies under the visits of a day: hours, breaks, leave, and a holiday under all."""
    if is_holiday(scope, day):
        whole = {"starts": f"{day}T00:00:00", "ends": f"{day + timedelta(days=1)}T00:00:00"}
        yield Ground(doctor_id=None, kind="holiday", words=holiday_name(scope, day), **whole)
    for doctor_id in doctors:
        for block in blocks.of(doctor_id, day):
            yield _lies(scope, doctor_id, "open", (block.starts_at, block.ends_at))
        for kind, begins, ends in blocks.away(doctor_id, day):
            yield _lies(scope, doctor_id, kind, (begins, ends), t("Leave") if kind == "leave" else t("Break"))


def _lies(scope: Scope, doctor_id: UUID, kind: str, span: Span, words: str = "") -> Ground:
    starts, ends = (wall(scope, at) for at in span)
    return Ground(doctor_id=doctor_id, kind=kind, starts=starts, ends=ends, words=words)


def hours_shown(ground: Iterable[Ground], visits: Iterable[Placed]) -> tuple[int, int]:
    """Choose the hours to be shown: those in which anybody works or is booked."""
    spans = [(g.starts, g.ends) for g in ground if g.kind == "open"] + [(v.starts, v.ends) for v in visits]
    opens = min((int(starts[11:13]) for starts, _ in spans), default=USUAL_OPEN)
    closes = [24 if ends[:10] > starts[:10] else int(ends[11:13]) + (ends[14:16] > "00") for starts, ends in spans]
    return opens, max(closes, default=USUAL_CLOSE)


def moment(scope: Scope, written: str) -> datetime:
    """Read a moment of the wall clock that was chosen on a board. Raises Invalid for one that does not exist, or twice."""
    day, _, at = written.partition("T")
    return chosen_instant(scope, date.fromisoformat(day), time.fromisoformat(at))


@requires(Permission.BOOK_APPOINTMENT)
def hold(scope: Scope, wish: BoardHold) -> HoldCard:
    """Keep a time of the board that is about to be booked. Raises what holds.hold() raises, or Invalid."""
    request = HoldRequest(
        practitioner_id=wish.practitioner_id, starts_at=moment(scope, wish.starts), visit_type_id=wish.visit_type_id
    )
    return holds.hold(scope, request)


@requires(Permission.BOOK_APPOINTMENT)
def book(scope: Scope, wish: BoardBooking) -> AppointmentCard:
    """Book a time of the board for a patient. Raises what scheduling.book() raises, or Invalid."""
    answers = wish.model_dump(exclude={"starts"})
    return scheduling.book(scope, BookingRequest(**answers, starts_at=moment(scope, wish.starts)))


@requires(Permission.MOVE_APPOINTMENT)
def move(scope: Scope, wish: BoardMove) -> AppointmentCard:
    """Move an appointment to where it was dropped: another time, doctor or length.

    Raises what scheduling.move() raises, or Invalid for a time that does not exist.
    """
    begins, ends = moment(scope, wish.starts), moment(scope, wish.ends)
    if ends <= begins:
        raise Invalid(ends=t("A visit ends after it begins."))
    request = MoveRequest.model_validate(
        {
            "appointment_id": wish.appointment_id,
            "practitioner_id": wish.practitioner_id,
            "starts_at": begins,
            "length_min": round((ends - begins).total_seconds() / 60),
            "version": wish.version,
            "overbook_reason": wish.overbook_reason,
        }
    )
    return scheduling.move(scope, request)
