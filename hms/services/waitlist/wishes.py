"""A wish is checked before it is written: what could never be met is refused at once, in words."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import select

from hms.access import Scope
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Appointment, Department, Patient, Practitioner, VisitType, WaitlistEntry
from hms.models.appointment_states import Act, allowed
from hms.permissions import Role
from hms.schemas.waitlist import Wish
from hms.services.local_time import today
from hms.services.plans import offered_type
from hms.services.waitlist.order import bits
from hms.services.waitlist.waiting import WAITING
from hms.texts import t

ANY_DAY = date(2000, 1, 1)


def checked(scope: Scope, patient: Patient, wish: Wish, own: WaitlistEntry | None = None) -> dict[str, Any]:
    """Give a wish as the columns of a row, without the note; `own` is the row that is changed.

    Raises Invalid, NotPossible or NotFound.
    """
    tied = _tied(scope, patient, wish, own)
    doctor = _doctor(scope, wish, tied)
    department_id = None if doctor else _department(scope, wish)
    kind = _kind(scope, wish, tied, doctor.department_id if doctor else department_id)
    _when(scope, wish, _lasts(tied, kind, doctor))
    if tied is None and not wish.note:
        raise Invalid(note=t("Say in a few words why you come."))
    return {
        "practitioner_id": doctor.id if doctor else None,
        "department_id": department_id,
        "visit_type_id": kind.id if kind else None,
        "appointment_id": tied.id if tied else None,
        "weekdays": bits(wish.weekdays),
        "from_time": wish.from_time,
        "to_time": wish.to_time,
        "until_on": wish.until_on,
    }


def _tied(scope: Scope, patient: Patient, wish: Wish, own: WaitlistEntry | None) -> Appointment | None:
    """Find the appointment that an earlier time would replace."""
    if wish.appointment_id is None:
        return None
    appointment = scope.appointment(wish.appointment_id)
    if appointment.patient_id != patient.id:
        raise NotFound
    if not allowed(Act.MOVE, appointment.status) or appointment.starts_at <= scope.now:
        raise NotPossible(
            t("This appointment can no longer be moved"), t("Wait for a new appointment, or choose another one.")
        )
    same = select(WaitlistEntry.id).where(WaitlistEntry.appointment_id == appointment.id, *WAITING)
    if scope.db.exec(same.where(WaitlistEntry.id != own.id) if own else same).first():
        raise NotPossible(
            t("There is a wish for this appointment already"), t("Change that one, if something else suits better.")
        )
    return appointment


def _doctor(scope: Scope, wish: Wish, tied: Appointment | None) -> Practitioner | None:
    """Find the doctor who is waited for, the tied appointment's where nobody is named; None for a whole department."""
    if wish.practitioner_id and wish.department_id:
        raise Invalid(whom=t("Choose a doctor or a department, not both."))
    named = wish.practitioner_id or (tied.practitioner_id if tied and not wish.department_id else None)
    if named is None:
        return None
    doctor = scope.db.get(Practitioner, named)
    if doctor is None or doctor.left_at:
        raise Invalid(whom=t("This doctor takes no bookings. Please choose another one."))
    return doctor


def _department(scope: Scope, wish: Wish) -> UUID:
    if wish.department_id is None:
        raise Invalid(whom=t("Choose a doctor or a department."))
    department = scope.db.get(Department, wish.department_id)
    if department is None or department.closed_at:
        raise Invalid(whom=t("This department takes no bookings. Please choose another one."))
    return department.id


def _kind(scope: Scope, wish: Wish, tied: Appointment | None, department_id: UUID | None) -> VisitType | None:
    """Find the kind of visit, which is the tied appointment's own where there is one."""
    if tied:
        if wish.visit_type_id not in {None, tied.visit_type_id}:
            raise Invalid(visit_type_id=t("The appointment is of another kind. Leave the kind as it is."))
        kind = scope.db.get(VisitType, tied.visit_type_id) if tied.visit_type_id else None
    elif wish.visit_type_id:
        kind = offered_type(scope, wish.visit_type_id)
    else:
        kind = None
        if scope.actor.role == Role.PATIENT and not scope.rules.plain_visits:
            raise Invalid(visit_type_id=t("Choose what kind of visit it is."))
    if kind and kind.department_id not in {None, department_id}:
        raise Invalid(visit_type_id=t("This kind of visit is not offered there. Please choose another one."))
    return kind


def _lasts(tied: Appointment | None, kind: VisitType | None, doctor: Practitioner | None) -> timedelta:
    """Say how long the visit is as far as that is known: a plain one of any doctor has no length yet."""
    if tied:
        return tied.ends_at - tied.starts_at
    return timedelta(minutes=kind.length_min if kind else doctor.visit_min if doctor else 0)


def _when(scope: Scope, wish: Wish, lasts: timedelta) -> None:
    wrong = {}
    if not wish.weekdays:
        wrong["weekdays"] = t("Choose at least one day.")
    begins, ends = wish.from_time or time.min, wish.to_time or time.max
    room = datetime.combine(ANY_DAY, ends) - datetime.combine(ANY_DAY, begins)
    if room <= timedelta():
        wrong["to_time"] = t("The end must be later than the beginning.")
    elif room < lasts:
        wrong["to_time"] = t("The visit takes {n} minutes. Leave more time.", n=int(lasts / timedelta(minutes=1)))
    if wish.until_on and wish.until_on < today(scope):
        wrong["until_on"] = t("This day has passed. Choose a later one.")
    if wrong:
        raise Invalid(**wrong)
