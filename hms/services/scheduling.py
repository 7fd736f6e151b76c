"""Booking, moving, cancelling. The steps that follow when the patient comes are in attendance.py."""

from datetime import datetime, timedelta
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import HoldExpired, Invalid, NotPossible, SlotTaken
from hms.models import Appointment, Hold, Patient
from hms.models.appointment_states import Act
from hms.permissions import Permission, Role
from hms.schemas.scheduling import AppointmentCard, BookingRequest, CancelRequest, MoveRequest
from hms.services import calendar_file as ics
from hms.services import holds, outbox, steps, taking
from hms.services.cards import call_us
from hms.services.cards import card as worded
from hms.services.plans import Plan, lock_in_turn, moved, plan
from hms.services.waitlist import offering
from hms.texts import t


@requires(Permission.SEE_APPOINTMENT)
def card(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Show an appointment. Raises NotFound."""
    return worded(scope, scope.appointment(appointment_id))


@requires(Permission.BOOK_APPOINTMENT)
def book(scope: Scope, request: BookingRequest) -> AppointmentCard:
    """Book a free time, or one's held one. The same key gives the first result.

    A visit that the clinic has to approve is requested. Raises SlotTaken, HoldExpired, NotPossible, Invalid, NotFound,
    or Forbidden for overbooking.
    """
    patient = _for_whom(
        scope, request
    )  # locked before the doctor, always: two who book crosswise must not wait for ever
    wanted = plan(scope, request.practitioner_id, request.visit_type_id, lock=True)
    _may_be_plain(scope, wanted)
    try:
        kept = _held(scope, request)
        where = taking.place(scope, wanted, request.starts_at, request.overbook_reason)
        appointment = new(scope, patient, wanted, request.key, request.reason)
        taking.take(scope, appointment, wanted, where, kept)
    except (SlotTaken, NotPossible, HoldExpired):
        # Pressed twice, or sent again after a lost connection: the time was taken by this very request.
        if first := taking.of_request(scope, request.key):
            return worded(scope, first)
        raise
    booked(scope, appointment)
    return worded(scope, appointment)


def _for_whom(scope: Scope, request: BookingRequest) -> Patient:
    patient_id = request.patient_id or scope.actor.patient_id
    if patient_id is None:
        raise Invalid(patient_id=t("Choose the patient."))
    return bookable(scope.patient(patient_id, lock=True))


def bookable(patient: Patient) -> Patient:
    """Refuse somebody who has died. Raises NotPossible."""
    if patient.deceased:
        raise NotPossible(t("This person has died"), t("No appointment can be booked."))
    return patient


def _may_be_plain(scope: Scope, wanted: Plan) -> None:
    if wanted.visit_type is None and scope.actor.role == Role.PATIENT and not scope.rules.plain_visits:
        raise Invalid(visit_type_id=t("Choose what kind of visit it is."))


def _held(scope: Scope, request: BookingRequest) -> Hold | None:
    if request.hold_id is None:
        return None
    return holds.mine(scope, request.hold_id, request.practitioner_id, request.starts_at)


def new(scope: Scope, patient: Patient, wanted: Plan, key: str, reason: str) -> Appointment:
    """Make an appointment that has no time yet; a patient's wish for a type that needs approval is a request."""
    kind = wanted.visit_type
    asks = kind is not None and kind.needs_approval and scope.actor.role == Role.PATIENT
    return Appointment(
        patient_id=patient.id,
        practitioner_id=wanted.doctor.id,
        visit_type_id=wanted.type_id,
        request_key=key,
        booked_at=scope.now,
        booked_by=scope.actor.account_id,
        requested_at=scope.now if asks else None,
    ).sealing(reason=reason)


def booked(scope: Scope, appointment: Appointment) -> None:
    """Finish a booking: its history begins, and everybody hears of it."""
    act = Act.REQUEST if appointment.requested_at else Act.BOOK
    steps.done(scope, appointment, act, None, appointment.overbook_reason)


def changeable(scope: Scope, appointment_id: UUID, act: Act, version: int) -> Appointment:
    """Fetch an appointment to move or cancel it. Raises NotFound, Stale, or NotPossible after a patient's cut-off."""
    appointment = scope.appointment(appointment_id, lock=True)
    steps.check(scope, appointment, act, version)
    if scope.actor.role == Role.PATIENT and appointment.starts_at - scope.now <= timedelta(
        minutes=scope.rules.cutoff_min
    ):
        raise NotPossible(t("It is too late to change this here"), call_us(scope))
    return appointment


@requires(Permission.MOVE_APPOINTMENT)
def move(scope: Scope, request: MoveRequest) -> AppointmentCard:
    """Move an appointment to another free time; the old one is kept until the new one is taken.

    Staff may move it to another doctor, and make it longer or shorter. Raises SlotTaken, Stale, NotPossible, NotFound.
    """
    appointment = changeable(scope, request.appointment_id, Act.MOVE, request.version)
    move_to(scope, appointment, request)
    return worded(scope, appointment)


def move_to(scope: Scope, appointment: Appointment, request: MoveRequest) -> None:
    """Take another time for an appointment that may be moved; what it leaves is offered to those who wait."""
    lock_in_turn(scope, {appointment.practitioner_id, request.practitioner_id or appointment.practitioner_id})
    wanted = _moved_plan(scope, appointment, request)
    kept = None
    if request.hold_id:
        kept = holds.mine(scope, request.hold_id, wanted.doctor.id, request.starts_at)
    where = taking.place(scope, wanted, request.starts_at, request.overbook_reason, but=appointment.id)
    put(scope, appointment, wanted, where, kept, why=request.reason or request.overbook_reason)


def put(
    scope: Scope, appointment: Appointment, wanted: Plan, where: taking.Place, kept: Hold | None, *, why: str
) -> None:
    """Put an appointment into a place that was found for it; the caller has locked both doctors."""
    offering.freed(scope, *shift(scope, appointment, wanted, where, kept, why=why))


def shift(
    scope: Scope, appointment: Appointment, wanted: Plan, where: taking.Place, kept: Hold | None = None, *, why: str
) -> tuple[UUID, datetime, datetime]:
    """Move an appointment as put() does, and give whose time it leaves, from when to when: nobody is offered it yet."""
    before, old = appointment.status, (appointment.practitioner_id, appointment.starts_at, appointment.ends_at)
    steps.announce(scope, appointment)  # the board and the doctor that it may leave
    taking.take(scope, appointment, wanted, where, kept)
    appointment.version += 1
    step = steps.remember(scope, appointment, Act.MOVE, before, why)
    step.from_practitioner_id, step.from_starts_at = old[0], old[1]
    outbox.write(scope, "moved", appointment, from_starts_at=old[1].isoformat())
    steps.announce(scope, appointment)
    scope.db.flush()
    return old


def _moved_plan(scope: Scope, appointment: Appointment, request: MoveRequest) -> Plan:
    own = scope.actor.role == Role.PATIENT
    if own and (request.length_min or request.practitioner_id not in {None, appointment.practitioner_id}):
        raise NotPossible(t("You can choose another time of the same doctor"), t("To see somebody else, book anew."))
    return moved(scope, appointment, request.practitioner_id, request.length_min, lock=True)


@requires(Permission.CANCEL_APPOINTMENT)
def cancel(scope: Scope, request: CancelRequest) -> AppointmentCard:
    """Give an appointment back, with a reason; its time is free at once. Raises Stale, NotPossible or NotFound."""
    appointment = changeable(scope, request.appointment_id, Act.CANCEL, request.version)
    give_back(scope, appointment, Act.CANCEL, request.reason)
    return worded(scope, appointment)


def give_back(scope: Scope, appointment: Appointment, act: Act, why: str) -> None:
    """Cancel or decline an appointment; its time is offered to those who wait."""
    before = appointment.status
    appointment.cancelled_at, appointment.cancelled_by = scope.now, scope.actor.account_id
    appointment.cancelled_role, appointment.cancel_reason = scope.actor.role, why
    steps.done(scope, appointment, act, before, why)
    scope.db.flush()
    offering.freed(scope, appointment.practitioner_id, appointment.starts_at, appointment.ends_at)


@requires(Permission.CANCEL_APPOINTMENT)
def restore(scope: Scope, appointment_id: UUID, version: int) -> AppointmentCard:
    """Bring a cancelled appointment back where its time is still to come and free. Raises Stale, NotPossible, NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    steps.check(scope, appointment, Act.RESTORE, version)
    if appointment.starts_at <= scope.now:
        raise NotPossible(t("This time has passed"), t("Book another time."))
    bookable(scope.patient(appointment.patient_id))
    before = appointment.status
    with taking.again(scope, appointment):
        appointment.cancelled_at = appointment.cancelled_by = appointment.cancelled_role = None
        appointment.cancel_reason = None
        appointment.approved_at = appointment.approved_at or (scope.now if appointment.requested_at else None)
    steps.done(scope, appointment, Act.RESTORE, before)
    return worded(scope, appointment)


@requires(Permission.SEE_APPOINTMENT)
def calendar_file(scope: Scope, appointment_id: UUID) -> tuple[str, bytes]:
    """Give an appointment as an .ics file: its name and its bytes (RFC 5545). Raises NotFound."""
    return ics.to_keep(scope, scope.appointment(appointment_id))
