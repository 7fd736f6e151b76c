"""Service points: places with a queue of their own, such as blood samples or the cash desk."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Department, QueueTicket, ServicePoint
from hms.permissions import Permission
from hms.schemas.queue import PointCard, PointForm
from hms.services import edits
from hms.services.local_time import today
from hms.services.queue.whose import open_points
from hms.texts import t


@requires(Permission.RUN_CLINIC, reading=True)
def listed(scope: Scope) -> list[PointCard]:
    """List the service points that are open, by name."""
    return [_card(scope, row) for row in open_points(scope)]


@requires(Permission.RUN_CLINIC)
def add(scope: Scope, form: PointForm) -> PointCard:
    """Open a service point. Raises Invalid for a name that is taken; a closed one of that name opens again."""
    row = edits.namesake(scope, ServicePoint, form.name)
    if row and row.closed_at is None:
        raise _taken()
    if row:
        row.closed_at, row.version = None, row.version + 1
    else:
        row = ServicePoint(name=form.name, opened_at=scope.now)
    scope.db.add(row)
    card = _written(scope, row, form)
    edits.changed(scope, row.id)
    return card


@requires(Permission.RUN_CLINIC)
def change(scope: Scope, point_id: UUID, form: PointForm, version: int) -> PointCard:
    """Give a service point another name, room, department or length. Raises NotFound, Stale or Invalid."""
    row = _open(scope, point_id, version)
    if edits.namesake(scope, ServicePoint, form.name, but=row.id):
        raise _taken()
    return _written(scope, row, form)


@requires(Permission.RUN_CLINIC)
def close(scope: Scope, point_id: UUID, version: int) -> None:
    """Close a service point where nobody has a number. Raises NotFound, Stale or NotPossible."""
    row = _open(scope, point_id, version)
    waits = select(func.count()).where(
        QueueTicket.service_point_id == row.id, QueueTicket.day == today(scope), col(QueueTicket.over_at).is_(None)
    )
    if number := scope.db.exec(waits).one():
        raise NotPossible(t("{n} people still have a number here", n=number), t("Call or finish them first."))
    row.closed_at = scope.now
    scope.tell(f"queue:{today(scope)}")


def _taken() -> Invalid:
    return Invalid(name=t("There is a service point of this name already."))


def _open(scope: Scope, point_id: UUID, version: int) -> ServicePoint:
    row = edits.seen(scope, ServicePoint, point_id, version)
    if row.closed_at:
        raise NotFound
    return row


def _written(scope: Scope, row: ServicePoint, form: PointForm) -> PointCard:
    department = scope.db.get(Department, form.department_id) if form.department_id else None
    if form.department_id and (department is None or department.closed_at):
        raise Invalid(department_id=t("Choose an open department, or none."))
    row.name, row.room, row.department_id, row.length_min = form.name, form.room, form.department_id, form.length_min
    scope.db.flush()
    scope.tell(f"queue:{today(scope)}")
    return _card(scope, row)


def _card(scope: Scope, row: ServicePoint) -> PointCard:
    department = scope.db.get(Department, row.department_id) if row.department_id else None
    return PointCard(
        id=row.id,
        name=row.name,
        room=row.room,
        department=department.name if department else "",
        department_id=row.department_id,
        length_min=row.length_min,
        version=row.version,
    )
