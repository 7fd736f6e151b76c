"""What an appointment says in somebody's own calendar: when, where and with whom; never why, and to doctors no names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope
from hms.config import settings
from hms.db import Instant
from hms.models import Appointment, AppointmentMove, Practitioner, Room, VisitType
from hms.models.appointment_states import State
from hms.services.cards import LINKED
from hms.services.local_time import local_day
from hms.texts import t

STATUS = {State.PENDING: "TENTATIVE", State.CANCELLED: "CANCELLED"}  # all others are confirmed (RFC 5545, 3.8.1.11)


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment, worded for one reader's calendar."""

    appointment_id: UUID
    sequence: int  # rises with each change
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    changed_at: datetime
    status: str
    title: str
    place: str
    url: str  # where it can be seen and changed
    link: str  # where a visit by video takes place


def for_patient(scope: Scope, appointments: Sequence[Appointment]) -> list[Entry]:
    """Word appointments for their patient: a phone's calendar is read over shoulders, so what it is about stays out."""
    changed = _changed(scope, appointments)
    entries = []
    for a in appointments:
        doctor, kind, room = _around(scope, a)
        title = t("{doctor}, {department}", doctor=doctor.name, department=doctor.department.name)
        place = t("By video") if kind and kind.by_video else _joined([scope.clinic.name, *_site(room, doctor)])
        url = f"{settings().address}/patient/appointments/{a.id}"
        entries.append(_entry(a, changed, kind, title=title, place=place, url=url))
    return entries


def for_doctor(scope: Scope, appointments: Sequence[Appointment]) -> list[Entry]:
    """Word appointments for their doctor, without saying who comes."""
    changed = _changed(scope, appointments)
    entries = []
    for a in appointments:
        doctor, kind, room = _around(scope, a)
        length = t("Visit, {n} min", n=int((a.ends_at - a.starts_at) / timedelta(minutes=1)))
        title, place = _joined([length, kind.name if kind else ""]), _joined(_site(room, doctor))
        url = f"{settings().address}/doctor?day={local_day(scope, a.starts_at)}"
        entries.append(_entry(a, changed, kind, title=title, place=place, url=url))
    return entries


def _entry(
    a: Appointment, changed: dict[UUID, datetime], kind: VisitType | None, *, title: str, place: str, url: str
) -> Entry:
    return Entry(
        appointment_id=a.id,
        sequence=a.version - 1,
        starts_at=a.starts_at,
        ends_at=a.ends_at,
        made_at=a.booked_at,
        changed_at=changed.get(a.id, a.booked_at),
        status=STATUS.get(a.status, "CONFIRMED"),
        title=title,
        place=place,
        url=url,
        link=kind.link if kind and kind.by_video and a.status in LINKED else "",
    )


def _around(scope: Scope, a: Appointment) -> tuple[Practitioner, VisitType | None, Room | None]:
    """Fetch what stands around an appointment; each doctor, type and room is read once in a transaction."""
    kind = scope.db.get(VisitType, a.visit_type_id) if a.visit_type_id else None
    room = scope.db.get(Room, a.room_id) if a.room_id else None
    return scope.db.get_one(Practitioner, a.practitioner_id), kind, room


def _site(room: Room | None, doctor: Practitioner) -> list[str]:
    return [room.location.name, room.location.address, room.name] if room else [doctor.room]


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def _changed(scope: Scope, appointments: Sequence[Appointment]) -> dict[UUID, datetime]:
    """Read when each was changed last."""
    moves = AppointmentMove
    latest = func.max(moves.moved_at, type_=Instant())
    asked = select(moves.appointment_id, latest).where(col(moves.appointment_id).in_([a.id for a in appointments]))
    return dict(scope.db.exec(asked.group_by(col(moves.appointment_id))).all())
