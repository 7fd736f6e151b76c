"""What is taken: appointments and live holds of doctors and rooms, buffers included."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import col

from hms.access import Scope
from hms.db import Instant, joined_spans
from hms.models import Appointment, Hold

Span = tuple[datetime, datetime]
T = TypeVar("T", datetime, int)
LONGEST = timedelta(days=1)  # of an appointment with its buffers; the database refuses more
A, H = Appointment, Hold
BEGINS = sa.func.coalesce(col(A.busy_from_at), col(A.starts_at), type_=Instant())
ENDS = sa.func.coalesce(col(A.busy_to_at), col(A.ends_at), type_=Instant())
OF_DOCTORS: Any = bindparam("doctors", expanding=True)
IN_ROOMS: Any = bindparam("rooms", expanding=True)


def _asked(model: type[Appointment | Hold], with_rooms: bool, spans: Any, *meant: Any) -> sa.Select[Any]:
    """Ask for doctors, or for doctors and rooms. All spans of one come in one row: a fortnight has thousands of them."""
    held: Any = sa.literal_column("1" if model is Hold else "0")
    who, room = col(model.practitioner_id), col(model.room_id)
    if with_rooms:
        of_either = sa.or_(who.in_(OF_DOCTORS), room.in_(IN_ROOMS))
        return sa.select(held, who, room, spans).where(*meant, of_either).group_by(who, room)
    return sa.select(held, who, sa.cast(sa.null(), sa.Uuid()), spans).where(*meant, who.in_(OF_DOCTORS)).group_by(who)


BOOKED = (
    joined_spans(BEGINS, ENDS),
    col(A.cancelled_at).is_(None),
    col(A.noshow_at).is_(None),
    # Nothing lasts a day, so an index on starts_at finds all that reaches into these days.
    col(A.starts_at) < bindparam("to"),
    col(A.starts_at) > bindparam("from"),
    col(A.id).not_in(bindparam("but", expanding=True)),
)
HELD = (
    joined_spans(col(H.busy_from_at), col(H.busy_to_at)),
    col(H.over_at).is_(None),
    col(H.expires_at) > bindparam("now"),
    col(H.busy_from_at) < bindparam("to"),
    col(H.busy_to_at) > bindparam("from"),
    sa.or_(col(H.made_by).is_(None), col(H.made_by) != bindparam("me")),
)
QUERIES = {rooms: sa.union_all(_asked(A, rooms, *BOOKED), _asked(H, rooms, *HELD)) for rooms in (False, True)}
NOBODY = UUID(int=0)
But = UUID | AbstractSet[UUID]  # appointments whose own times count as free: one, or those that move together


def left_out(but: But) -> list[UUID]:
    """List the appointments that are left out."""
    return [but] if isinstance(but, UUID) else sorted(but)


class Timeline(Generic[T]):
    """Spans of time, as instants or as seconds: whether another one overlaps any of them, and what is free between."""

    def __init__(self, spans: Iterable[tuple[T, T]]) -> None:
        self._begins: list[T] = []
        self._ends: list[T] = []
        for begins, ends in sorted(spans):
            if self._ends and begins <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], ends)
            else:
                self._begins.append(begins)
                self._ends.append(ends)

    def overlaps(self, begins: T, ends: T) -> bool:
        """Tell whether anything is taken between two moments."""
        place = bisect_right(self._ends, begins)
        return place < len(self._begins) and self._begins[place] < ends

    def gaps(self, begins: T, ends: T) -> Iterator[tuple[T, T]]:
        """Give what is free between two moments, in order."""
        place = bisect_right(self._ends, begins)
        while place < len(self._begins) and self._begins[place] < ends:
            if begins < self._begins[place]:
                yield begins, self._begins[place]
            begins = self._ends[place]
            place += 1
        if begins < ends:
            yield begins, ends


FREE: Timeline[int] = Timeline(())


class Lines:
    """What is taken of each doctor in each room, as a timeline of seconds since 1970."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._doctors: dict[UUID, list[tuple[int, int]]] = {}
        self._rooms: dict[UUID, list[tuple[int, int]]] = {}
        self._lines: dict[tuple[UUID, UUID | None], Timeline[int]] = {}
        for doctor_id, room_id, joined in rows:
            numbers = list(map(int, joined.replace(":", ",").split(",")))
            spans = list(zip(numbers[::2], numbers[1::2], strict=True))
            self._doctors.setdefault(doctor_id, []).extend(spans)
            if room_id:
                self._rooms.setdefault(room_id, []).extend(spans)

    def of(self, doctor_id: UUID, room_id: UUID | None) -> Timeline[int]:
        """Give when a doctor, or the room they are in, is taken."""
        key = (doctor_id, room_id)
        if key not in self._lines:
            spans = [*self._doctors.get(doctor_id, ()), *(self._rooms.get(room_id, ()) if room_id else ())]
            self._lines[key] = Timeline(spans) if spans else FREE
        return self._lines[key]

    def overlaps(self, doctor_id: UUID, room_id: UUID | None, begins: datetime, ends: datetime) -> bool:
        """Tell whether the doctor or the room is taken between two instants."""
        return self.of(doctor_id, room_id).overlaps(int(begins.timestamp()), int(ends.timestamp()))


class Taken:
    """What is booked and what is held of some doctors and rooms between two instants, read once.

    `but` leaves out what is about to move. One's own holds keep nothing from oneself.
    """

    def __init__(
        self,
        scope: Scope,
        doctors: Sequence[UUID],
        rooms: Iterable[UUID],
        span: Span,
        but: But = NOBODY,
    ) -> None:
        in_rooms = list(rooms)
        asked = {
            "doctors": list(doctors),
            "from": span[0] - LONGEST,
            "to": span[1] + LONGEST,
            "but": left_out(but),
            "now": scope.now,
            "me": scope.actor.account_id or NOBODY,
            **({"rooms": in_rooms} if in_rooms else {}),
        }
        rows = scope.db.execute(QUERIES[bool(in_rooms)], params=asked).all()
        self.booked = Lines(row[1:] for row in rows if not row[0])
        self.held = Lines(row[1:] for row in rows if row[0])
        self._last: tuple[UUID | None, UUID | None, tuple[Timeline[int], Timeline[int]]] = (None, None, (FREE, FREE))

    def of(self, doctor_id: UUID, room_id: UUID | None) -> tuple[Timeline[int], Timeline[int]]:
        """Give what is booked and what is held of a doctor, or of the room they are in."""
        doctor, room, found = self._last
        if doctor is not doctor_id or room is not room_id:  # day after day of one doctor: hashing ids costs the most
            found = self.booked.of(doctor_id, room_id), self.held.of(doctor_id, room_id)
            self._last = (doctor_id, room_id, found)
        return found

    def overlaps(self, doctor_id: UUID, room_id: UUID | None, begins: datetime, ends: datetime) -> bool:
        """Tell whether the doctor or the room is booked or held between two instants."""
        return self.booked.overlaps(doctor_id, room_id, begins, ends) or self.held.overlaps(
            doctor_id, room_id, begins, ends
        )
