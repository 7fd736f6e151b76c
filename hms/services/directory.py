"""Departments, doctors, and how the clinic stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Account, Appointment, Department, Invitation, Patient, Practitioner, WeeklyHours
from hms.permissions import STAFF, Permission
from hms.schemas.directory import DepartmentCard, DepartmentForm, DoctorCard, Overview
from hms.schemas.words import initials
from hms.services.local_time import bounds, today
from hms.texts import t


@requires(Permission.SEE_CLINIC, reading=True)
def clinic_name(scope: Scope) -> str:
    """Give the clinic's name; "" before it is set up."""
    return scope.clinic.name


@requires(Permission.SEE_CLINIC, reading=True)
def departments(scope: Scope) -> list[DepartmentCard]:
    """List the open departments by name, each with its number of doctors."""
    working = select(Practitioner.department_id, func.count()).where(col(Practitioner.left_at).is_(None))
    counted: dict[UUID, int] = dict(scope.db.exec(working.group_by(col(Practitioner.department_id))).all())
    rows = scope.db.exec(select(Department).where(col(Department.closed_at).is_(None)).order_by(Department.name))
    return [_department(row, counted.get(row.id, 0)) for row in rows]


def _department(row: Department, count: int) -> DepartmentCard:
    return DepartmentCard(id=row.id, name=row.name, doctors=count, version=row.version)


@requires(Permission.SEE_CLINIC, reading=True)
def doctors(scope: Scope, department_id: UUID | None = None) -> list[DoctorCard]:
    """List the doctors, of one department or of all, by name."""
    return [doctor_card(*pair) for pair in working_doctors(scope, department_id)]


def working_doctors(scope: Scope, department_id: UUID | None = None) -> list[tuple[Practitioner, Department]]:
    """Fetch the doctors who work here with their departments, by department and name."""
    asked = select(Practitioner).where(col(Practitioner.left_at).is_(None))
    if department_id:
        asked = asked.where(Practitioner.department_id == department_id)
    pairs = [(doctor, doctor.department) for doctor in scope.db.exec(asked)]
    return sorted(pairs, key=lambda pair: (pair[1].name, pair[0].name.casefold()))


def doctor_card(doctor: Practitioner, department: Department, next_free: str = "") -> DoctorCard:
    """Word a doctor for people who choose one."""
    return DoctorCard(
        id=doctor.id,
        name=doctor.name,
        initials=initials(doctor.name),
        department_id=department.id,
        department=department.name,
        room=doctor.room,
        visit_min=doctor.visit_min,
        next_free=next_free,
    )


@requires(Permission.RUN_CLINIC)
def add_department(scope: Scope, form: DepartmentForm) -> DepartmentCard:
    """Open a department. Raises Invalid for a name that is taken; a closed one of that name opens again."""
    row = _by_name(scope, form.name)
    if row and row.closed_at is None:
        raise Invalid(name=t("There is a department of this name already."))
    if row:
        row.closed_at, row.version = None, row.version + 1
    else:
        row = Department(name=form.name, opened_at=scope.now)
        scope.db.add(row)
    scope.tell("directory", row.id)
    return _department(row, 0)


def _by_name(scope: Scope, name: str) -> Department | None:
    return scope.db.exec(select(Department).where(func.lower(Department.name) == name.lower())).first()


def _versioned(scope: Scope, department_id: UUID, version: int) -> Department:
    asked = select(Department).where(Department.id == department_id).with_for_update()
    row = scope.db.exec(asked).first()
    if row is None or row.closed_at:
        raise NotFound
    if row.version != version:
        raise Stale(row.name)
    row.version += 1
    scope.tell("directory", row.id)
    return row


@requires(Permission.RUN_CLINIC)
def rename_department(scope: Scope, department_id: UUID, form: DepartmentForm, version: int) -> DepartmentCard:
    """Rename a department. Raises NotFound, Stale, or Invalid for a taken name."""
    row, other = _versioned(scope, department_id, version), _by_name(scope, form.name)
    if other and other.id != row.id:
        raise Invalid(name=t("There is a department of this name already."))
    row.name = form.name
    return _department(row, len(working_doctors(scope, row.id)))


@requires(Permission.RUN_CLINIC)
def close_department(scope: Scope, department_id: UUID, version: int) -> None:
    """Close a department that has no doctors. Raises NotFound, Stale or NotPossible."""
    row = _versioned(scope, department_id, version)
    if working_doctors(scope, row.id):
        raise NotPossible(t("Doctors still work here"), t("Move them to another department first."))
    row.closed_at = scope.now


def hours_on(scope: Scope, practitioner_ids: Sequence[UUID], day: date) -> list[WeeklyHours]:
    """Fetch the blocks of hours that are valid on a day, in order."""
    asked = select(WeeklyHours).where(
        col(WeeklyHours.practitioner_id).in_(practitioner_ids),
        WeeklyHours.weekday == day.weekday(),
        col(WeeklyHours.is_break).is_not(True),
        WeeklyHours.valid_from_on <= day,
        or_(col(WeeklyHours.valid_to_on).is_(None), col(WeeklyHours.valid_to_on) >= day),
    )
    return list(scope.db.exec(asked.order_by(col(WeeklyHours.starts))))


@requires(Permission.RUN_CLINIC, reading=True)
def overview(scope: Scope) -> Overview:
    """Count what the administrator runs, and name doctors whom nobody can book."""
    pairs = working_doctors(scope)
    with_hours = {b.practitioner_id for b in scope.db.exec(select(WeeklyHours).where(_valid_from_now(scope)))}
    first, last = bounds(scope, today(scope))
    on_today = (col(Appointment.starts_at) >= first, col(Appointment.starts_at) < last)
    booked_today = (*on_today, col(Appointment.cancelled_at).is_(None))
    open_links = (
        col(Invitation.used_at).is_(None),
        col(Invitation.expires_at) > scope.now,
        Invitation.role != "set up",
    )
    return Overview(
        today=today(scope),
        departments=_count(scope, Department, col(Department.closed_at).is_(None)),
        doctors=len(pairs),
        staff=_count(scope, Account, col(Account.role).in_(STAFF), col(Account.disabled_at).is_(None)),
        patients=_count(scope, Patient),
        appointments_today=_count(scope, Appointment, *booked_today),
        invited=_count(scope, Invitation, *open_links),
        without_hours=[doctor_card(*pair) for pair in pairs if pair[0].id not in with_hours],
    )


def _valid_from_now(scope: Scope) -> Any:
    return or_(col(WeeklyHours.valid_to_on).is_(None), col(WeeklyHours.valid_to_on) >= today(scope))


def _count(scope: Scope, table: Any, *which: Any) -> int:
    return scope.db.exec(select(func.count()).select_from(table).where(*which)).one()
