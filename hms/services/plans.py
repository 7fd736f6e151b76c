"""What a visit needs: whom, how long, with which buffers, and who may book it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from hms.access import Scope
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Appointment, Practitioner, VisitType
from hms.permissions import Role
from hms.services.local_time import SECOND
from hms.texts import t

Span = tuple[datetime, datetime]
NO_TIME = timedelta()
# Not FOR UPDATE: whoever writes a row that names this doctor must not wait.
LOCK = {"key_share": True, "read": False, "of": Practitioner}


class Seconds(NamedTuple):
    """What a visit needs, in seconds: its length, what is kept free before its begin and behind it, and the step."""

    length: int
    before: int
    behind: int
    step: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A visit of a type with a doctor; without a type it is a plain one of the doctor's usual length."""

    doctor: Practitioner
    visit_type: VisitType | None = None
    length: timedelta = NO_TIME

    @property
    def type_id(self) -> UUID | None:
        """The type's id; None for a plain visit."""
        return self.visit_type.id if self.visit_type else None

    @property
    def step(self) -> timedelta:
        """The step between the times that are offered: the doctor's usual length, or a shorter visit's own."""
        return min(timedelta(minutes=self.doctor.visit_min), self.length)

    @property
    def seconds(self) -> Seconds:
        """What is asked of a time, in seconds."""
        before, after = self.buffers
        return Seconds(*(span // SECOND for span in (self.length, before, self.length + after, self.step)))

    def busy(self, starts_at: datetime) -> Span:
        """Give the span in which doctor and room are taken by a visit: its time with the buffers around it."""
        before, after = self.buffers
        return starts_at - before, starts_at + self.length + after

    @property
    def buffers(self) -> tuple[timedelta, timedelta]:
        """The times before and after a visit in which nobody else is seen."""
        if self.visit_type is None:
            return NO_TIME, NO_TIME
        kind = self.visit_type
        return timedelta(minutes=kind.buffer_before_min), timedelta(minutes=kind.buffer_after_min)


def working(scope: Scope, practitioner_id: UUID, lock: bool = False) -> Practitioner:
    """Fetch a doctor who sees patients here; lock them to take a time of theirs.

    Raises NotFound, or NotPossible while the doctor's account is disabled.
    """
    doctor = scope.db.get(Practitioner, practitioner_id, with_for_update=LOCK if lock else None)
    if doctor is None or doctor.left_at:
        raise NotFound
    if doctor.stopped_at:
        raise NotPossible(t("This doctor takes no bookings at present"), t("Choose another doctor."))
    return doctor


def lock_in_turn(scope: Scope, practitioner_ids: Iterable[UUID]) -> None:
    """Lock several doctors in one order for everybody: two who move crosswise must not wait for each other for ever."""
    for practitioner_id in sorted(practitioner_ids):
        scope.db.get(Practitioner, practitioner_id, with_for_update=LOCK)


def plan(
    scope: Scope,
    practitioner_id: UUID,
    visit_type_id: UUID | None = None,
    length_min: int | None = None,
    lock: bool = False,
) -> Plan:
    """Plan a visit. Raises NotFound, or Invalid for a type that is not offered to this person with this doctor."""
    doctor = working(scope, practitioner_id, lock)
    kind = offered_type(scope, visit_type_id) if visit_type_id else None
    if kind and kind.department_id not in {None, doctor.department_id}:
        raise Invalid(visit_type_id=t("This doctor does not offer this kind of visit."))
    return of_type(doctor, kind, length_min)


def moved(
    scope: Scope,
    appointment: Appointment,
    practitioner_id: UUID | None = None,
    length_min: int | None = None,
    lock: bool = False,
) -> Plan:
    """Plan an appointment at another time: its own type, also one that is offered no longer, and its own length.

    Raises NotFound where the doctor has left.
    """
    doctor = working(scope, practitioner_id or appointment.practitioner_id, lock)
    kind = scope.db.get(VisitType, appointment.visit_type_id) if appointment.visit_type_id else None
    lasts = int((appointment.ends_at - appointment.starts_at) / timedelta(minutes=1))
    return of_type(doctor, kind, length_min or lasts)


def of_type(doctor: Practitioner, kind: VisitType | None, length_min: int | None = None) -> Plan:
    """Plan a visit of a known type, of its own length or of another one."""
    usual = kind.length_min if kind else doctor.visit_min
    return Plan(doctor, kind, timedelta(minutes=length_min or usual))


def offered_type(scope: Scope, visit_type_id: UUID) -> VisitType:
    """Fetch a type that this person may book. Raises Invalid."""
    kind = scope.db.get(VisitType, visit_type_id)
    mine = kind is not None and (kind.patients_may_book or scope.actor.role != Role.PATIENT)
    if kind is None or kind.closed_at or not mine:
        raise Invalid(visit_type_id=t("This kind of visit cannot be booked. Please choose another one."))
    return kind


def offered_types(scope: Scope, department_id: UUID | None = None) -> list[VisitType]:
    """List the types that this person may book in a department, or anywhere, by name."""
    asked = select(VisitType).where(col(VisitType.closed_at).is_(None)).order_by(VisitType.name)
    if department_id:
        asked = asked.where(or_(col(VisitType.department_id).is_(None), col(VisitType.department_id) == department_id))
    if scope.actor.role == Role.PATIENT:
        asked = asked.where(col(VisitType.patients_may_book))
    return list(scope.db.exec(asked))
