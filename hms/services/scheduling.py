"""Booking, moving, cancelling, checking in. That nobody overlaps is the database's promise; here it is put in words."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from hms.access import Scope, requires
from hms.errors import Invalid, NoHours, NotPossible, SlotTaken, Stale
from hms.models import Appointment, AppointmentMove, Practitioner
from hms.permissions import Permission, Role
from hms.schemas.scheduling import AppointmentCard, BookingRequest, CancelRequest, MoveRequest
from hms.services import calendar_file as ics
from hms.services.availability import Calendar, Hours, nearest, working
from hms.services.cards import card as worded
from hms.services.local_time import local_day
from hms.texts import t


@requires(Permission.SEE_APPOINTMENT)
def card(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Show an appointment. Raises NotFound."""
    return worded(scope, scope.appointment(appointment_id))


@requires(Permission.BOOK_APPOINTMENT)
def book(scope: Scope, request: BookingRequest) -> AppointmentCard:
    """Book a free time. The same key gives the first result. Raises SlotTaken, NotPossible, Invalid or NotFound."""
    patient = scope.patient(_for_whom(scope, request))
    if patient.deceased:
        raise NotPossible(t("This person has died"), t("No appointment can be booked."))
    doctor = working(scope, request.practitioner_id)
    _must_be_open(scope, doctor, request.starts_at)
    appointment = Appointment(
        patient_id=patient.id,
        practitioner_id=doctor.id,
        request_key=request.key,
        booked_at=scope.now,
        booked_by=scope.actor.account_id,
    ).sealing(reason=request.reason)
    try:
        _take(scope, appointment, doctor, request.starts_at)
    except (SlotTaken, NotPossible):
        first = scope.db.exec(select(Appointment).where(Appointment.request_key == request.key)).first()
        if first is None:
            raise
        return worded(scope, scope.appointment(first.id))  # pressed twice: the time was taken by this very request
    return worded(scope, appointment)


def _for_whom(scope: Scope, request: BookingRequest) -> UUID:
    patient_id = request.patient_id or scope.actor.patient_id
    if patient_id is None:
        raise Invalid(patient_id=t("Choose the patient."))
    return patient_id


def _must_be_open(scope: Scope, doctor: Practitioner, starts_at: datetime) -> None:
    """Refuse a time outside the doctor's hours; whether it is free, the insert will tell."""
    if not Hours(scope, [doctor]).open_at(doctor, starts_at):
        raise NoHours(nearest(scope, doctor, starts_at))


def _take(scope: Scope, appointment: Appointment, doctor: Practitioner, starts_at: datetime) -> None:
    """Write the time; whoever came second meets the constraint and reads which times are left."""
    try:
        with scope.db.begin_nested():
            appointment.starts_at = starts_at
            appointment.ends_at = starts_at + timedelta(minutes=doctor.visit_min)
            scope.db.add(appointment)
            scope.db.flush()
    except IntegrityError as problem:
        day = local_day(scope, starts_at)
        if starts_at not in Calendar(scope, [doctor], day).free_starts(doctor, day):
            raise SlotTaken(nearest(scope, doctor, starts_at)) from problem
        raise NotPossible(
            t("There is another appointment at that time"), t("Choose another time, or move the other one first.")
        ) from problem
    announce(scope, appointment)


def _changeable(scope: Scope, appointment_id: UUID, version: int) -> Appointment:
    appointment = scope.appointment(appointment_id, lock=True)
    if appointment.version != version:
        raise Stale(t("It is now {state}.", state=appointment.status))
    late = appointment.starts_at <= scope.now and scope.actor.role == Role.PATIENT
    if appointment.status != "booked" or late:
        raise NotPossible(t("This appointment can no longer be changed"), t("Please call the clinic."))
    appointment.version += 1
    return appointment


@requires(Permission.MOVE_APPOINTMENT)
def move(scope: Scope, request: MoveRequest) -> AppointmentCard:
    """Move an appointment to another free time of its doctor; the old one is kept until the new one is taken.

    Raises SlotTaken, Stale, NotPossible or NotFound.
    """
    appointment = _changeable(scope, request.appointment_id, request.version)
    doctor = working(scope, appointment.practitioner_id)
    _must_be_open(scope, doctor, request.starts_at)
    scope.db.add(
        AppointmentMove(
            appointment_id=appointment.id,
            from_practitioner_id=doctor.id,
            from_starts_at=appointment.starts_at,
            moved_at=scope.now,
            moved_by=scope.actor.account_id,
        ).sealing(reason=request.reason or None)
    )
    announce(scope, appointment)  # the board of its old day, which it may leave
    _take(scope, appointment, doctor, request.starts_at)
    return worded(scope, appointment)


@requires(Permission.CANCEL_APPOINTMENT)
def cancel(scope: Scope, request: CancelRequest) -> AppointmentCard:
    """Give an appointment back, with a reason; its time is free at once. Raises Stale, NotPossible or NotFound."""
    appointment = _changeable(scope, request.appointment_id, request.version)
    appointment.cancelled_at, appointment.cancelled_by = scope.now, scope.actor.account_id
    appointment.cancel_reason = request.reason
    return _changed(scope, appointment)


@requires(Permission.CHECK_IN)
def check_in(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Note that the patient is here; a second time changes nothing. Raises NotPossible or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    if appointment.status == "arrived":
        return worded(scope, appointment)
    if appointment.status != "booked":
        raise NotPossible(t("This patient cannot be checked in"), t("The appointment is cancelled or already begun."))
    if local_day(scope, appointment.starts_at) != local_day(scope, scope.now):
        raise NotPossible(t("This appointment is not today"), t("Move it to today first."))
    appointment.arrived_at = scope.now
    return _changed(scope, appointment, 1)


@requires(Permission.CHECK_IN)
def undo_check_in(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Take a check-in back. Raises NotPossible once the doctor has called the patient, or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    if appointment.status != "arrived":
        raise NotPossible(t("There is no check-in to take back"))
    appointment.arrived_at = None
    return _changed(scope, appointment, 1)


def _changed(scope: Scope, appointment: Appointment, versions: int = 0) -> AppointmentCard:
    appointment.version += versions
    announce(scope, appointment)
    return worded(scope, appointment)


def announce(scope: Scope, appointment: Appointment) -> None:
    """Tell every screen that shows this appointment: first those of the two people, then the boards of its day."""
    scope.tell(f"practitioner:{appointment.practitioner_id}", appointment.id)
    scope.tell(f"patient:{appointment.patient_id}", appointment.id)
    scope.tell(f"board:{local_day(scope, appointment.starts_at)}", appointment.id)


@requires(Permission.SEE_APPOINTMENT)
def calendar_file(scope: Scope, appointment_id: UUID) -> tuple[str, bytes]:
    """Give an appointment as an .ics file: its name and its bytes (RFC 5545). Raises NotFound."""
    appointment = scope.appointment(appointment_id)
    return ics.write(worded(scope, appointment), scope.clinic, appointment, scope.now)
