"""Queues: a doctor's, or a service point's."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from hms.access import Scope
from hms.errors import NotFound
from hms.models import Practitioner, QueueTicket, ServicePoint
from hms.permissions import Reach
from hms.services.directory import working_doctors

LOCK = {"key_share": True, "read": False}  # whoever writes a row that names it need not wait


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of today; its id is the doctor's or the service point's."""

    id: UUID
    name: str
    department: str
    department_id: UUID | None
    room: str
    planned_min: int
    is_point: bool

    @property
    def place(self) -> str:
        """Where its patients go, where no other room is booked: the room, else what is written at the door."""
        return self.room or (self.name if self.is_point else self.department)

    @property
    def column(self) -> ColumnElement[bool]:
        """Say which tickets are in it."""
        return col(QueueTicket.service_point_id if self.is_point else QueueTicket.practitioner_id) == self.id


def of_doctor(doctor: Practitioner) -> Queue:
    """Describe a doctor's queue."""
    home = doctor.department
    return Queue(doctor.id, doctor.name, home.name, home.id, doctor.room, doctor.visit_min, is_point=False)


def of_point(point: ServicePoint) -> Queue:
    """Describe a service point's queue."""
    return Queue(point.id, point.name, "", point.department_id, point.room, point.length_min, is_point=True)


def queue_of(scope: Scope, ticket: QueueTicket) -> Queue:
    """Describe the queue that a number is in."""
    if ticket.service_point_id:
        return of_point(scope.db.get_one(ServicePoint, ticket.service_point_id))
    return of_doctor(scope.db.get_one(Practitioner, ticket.practitioner_id))


def open_points(scope: Scope) -> list[ServicePoint]:
    """Fetch the service points that are open, by name."""
    asked = select(ServicePoint).where(col(ServicePoint.closed_at).is_(None)).order_by(ServicePoint.name)
    return list(scope.db.exec(asked))


def queues(scope: Scope) -> list[Queue]:
    """List the queues of this actor: a doctor's own, or everybody's, doctors first."""
    doctors = [doctor for doctor, _ in working_doctors(scope)]
    if scope.reach is Reach.OWN:
        return [of_doctor(doctor) for doctor in doctors if doctor.id == scope.actor.practitioner_id]
    return [*map(of_doctor, doctors), *map(of_point, open_points(scope))]


def queue(scope: Scope, queue_id: UUID, lock: bool = False) -> Queue:
    """Find a queue of this actor; lock it to call its next number. Raises NotFound, also for another doctor's."""
    how = LOCK if lock else None
    own = scope.reach is not Reach.OWN or queue_id == scope.actor.practitioner_id
    doctor = scope.db.get(Practitioner, queue_id, with_for_update={**LOCK, "of": Practitioner} if lock else None)
    if own and doctor and not doctor.left_at:
        return of_doctor(doctor)
    point = None if scope.reach is Reach.OWN else scope.db.get(ServicePoint, queue_id, with_for_update=how)
    if point is None or point.closed_at:
        raise NotFound
    return of_point(point)
