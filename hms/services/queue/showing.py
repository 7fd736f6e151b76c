"""What stands on the waiting room's screen: numbers and rooms."""

from sqlalchemy import ColumnElement, not_, or_
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Appointment, Department, Practitioner, QueueTicket, ServicePoint, VisitType
from hms.permissions import Permission
from hms.schemas.queue import CalledNumber, Numbers
from hms.schemas.words import clock, long_day
from hms.services import devices
from hms.services.local_time import today

MOST_CALLED, MOST_WAITING = 7, 24


@requires(Permission.SEE_DISPLAY, reading=True)
def numbers(scope: Scope) -> Numbers:
    """Show which numbers are called where and which wait, of this screen's department or of all. Raises NotFound."""
    screen, day = devices.mine(scope), today(scope)
    department = scope.db.get(Department, screen.department_id) if screen.department_id else None
    asked = select(QueueTicket).where(QueueTicket.day == day, col(QueueTicket.over_at).is_(None), _comes_in_person())
    if department:
        asked = asked.where(_belongs_to(department))
    here = scope.db.exec(asked.order_by(col(QueueTicket.number))).all()
    called = sorted((one for one in here if one.called_at), key=lambda one: one.called_at or one.issued_at)
    waiting = [one.number for one in here if not one.called_at]
    return Numbers(
        clinic=scope.clinic.name,
        place=department.name if department else "",
        day=day,
        long_day=long_day(day),
        clock=clock(scope.now, scope.zone),
        called=[
            CalledNumber(key=f"{one.id}:{one.calls}", number=one.number, room=one.called_to)
            for one in called[: -MOST_CALLED - 1 : -1]
        ],
        waiting=waiting[:MOST_WAITING],
        more=max(0, len(waiting) - MOST_WAITING),
    )


def _comes_in_person() -> ColumnElement[bool]:
    """Leave out who is called into a video visit: nobody in the waiting room is meant."""
    by_video = (
        select(Appointment.id)
        .join(VisitType, col(VisitType.id) == Appointment.visit_type_id)
        .where(Appointment.id == QueueTicket.appointment_id, VisitType.by_video)
    )
    return not_(by_video.exists())


def _belongs_to(department: Department) -> ColumnElement[bool]:
    """Say which numbers a department's screen shows: its doctors', its service points', and those of no department."""
    doctors = select(Practitioner.id).where(Practitioner.department_id == department.id)
    points = select(ServicePoint.id).where(
        or_(col(ServicePoint.department_id) == department.id, col(ServicePoint.department_id).is_(None))
    )
    return or_(col(QueueTicket.practitioner_id).in_(doctors), col(QueueTicket.service_point_id).in_(points))
