"""When the patient comes, or does not; and what the clinic says to a request."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import Appointment
from hms.models.appointment_states import Act, State
from hms.permissions import Permission
from hms.schemas.scheduling import AppointmentCard, CancelRequest
from hms.services import steps, taking
from hms.services.cards import card, cards
from hms.services.local_time import bounds, local_day, today
from hms.services.queue import moving, tickets
from hms.services.scheduling import give_back
from hms.texts import t


@requires(Permission.CHECK_IN)
def check_in(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Note that the patient is here; a second time changes nothing. Raises NotPossible or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    arrive(scope, appointment)
    return card(scope, appointment)


def arrive(scope: Scope, appointment: Appointment) -> None:
    """Note that the patient of an appointment is here, and give them a number. Raises NotPossible."""
    before = appointment.status
    if before == State.ARRIVED:
        return
    steps.check(scope, appointment, Act.CHECK_IN)
    if local_day(scope, appointment.starts_at) != today(scope):
        raise NotPossible(t("This appointment is not today"), t("Move it to today first."))
    appointment.arrived_at = scope.now
    steps.done(scope, appointment, Act.CHECK_IN, before)
    tickets.admit(scope, appointment)


@requires(Permission.CHECK_IN)
def undo_check_in(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Take a check-in back. Raises NotPossible once the doctor has called the patient, or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    before = appointment.status
    steps.check(scope, appointment, Act.UNDO_CHECK_IN)
    appointment.arrived_at = None
    steps.done(scope, appointment, Act.UNDO_CHECK_IN, before)
    moving.leave(scope, appointment)
    return card(scope, appointment)


@requires(Permission.MARK_NO_SHOW)
def mark_no_show(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Note that the patient did not come, once the visit should have begun. Raises NotPossible or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    before = appointment.status
    steps.check(scope, appointment, Act.MARK_NO_SHOW)
    if appointment.starts_at > scope.now:
        raise NotPossible(t("This visit has not begun yet"), t("Mark it once its time has come."))
    appointment.noshow_at = scope.now
    steps.done(scope, appointment, Act.MARK_NO_SHOW, before)
    return card(scope, appointment)


@requires(Permission.MARK_NO_SHOW)
def undo_no_show(scope: Scope, appointment_id: UUID) -> AppointmentCard:
    """Take a no-show back; the time must not have been given to somebody else. Raises NotPossible or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    before = appointment.status
    steps.check(scope, appointment, Act.UNDO_NO_SHOW)
    with taking.again(scope, appointment):
        appointment.noshow_at = None
    steps.done(scope, appointment, Act.UNDO_NO_SHOW, before)
    return card(scope, appointment)


@requires(Permission.MARK_NO_SHOW)
def proposed_no_shows(scope: Scope) -> list[AppointmentCard]:
    """List today's visits that ended a while ago and to which nobody came, for staff to confirm or correct."""
    first, _ = bounds(scope, today(scope))
    over = scope.now - timedelta(minutes=scope.rules.no_show_min)
    asked = select(Appointment).where(
        col(Appointment.starts_at) >= first - timedelta(days=1),
        col(Appointment.ends_at) < over,
        *_nobody_came(),
    )
    return cards(scope, scope.db.scalars(scope.within(asked, Appointment).order_by(col(Appointment.starts_at))).all())


def _nobody_came() -> list[ColumnElement[bool]]:
    facts = ("cancelled_at", "noshow_at", "arrived_at", "called_at", "fulfilled_at")
    confirmed = or_(col(Appointment.requested_at).is_(None), col(Appointment.approved_at).is_not(None))
    return [*(getattr(Appointment, fact).is_(None) for fact in facts), confirmed]


@requires(Permission.APPROVE_APPOINTMENT)
def approve(scope: Scope, appointment_id: UUID, version: int) -> AppointmentCard:
    """Say yes to a request. Raises Stale, NotPossible or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    before = appointment.status
    steps.check(scope, appointment, Act.APPROVE, version)
    appointment.approved_at = scope.now
    steps.done(scope, appointment, Act.APPROVE, before)
    return card(scope, appointment)


@requires(Permission.APPROVE_APPOINTMENT)
def decline(scope: Scope, request: CancelRequest) -> AppointmentCard:
    """Say no to a request, with a reason that the patient reads. Raises Stale, NotPossible or NotFound."""
    appointment = scope.appointment(request.appointment_id, lock=True)
    steps.check(scope, appointment, Act.DECLINE, request.version)
    give_back(scope, appointment, Act.DECLINE, request.reason)
    return card(scope, appointment)


@requires(Permission.APPROVE_APPOINTMENT)
def requests(scope: Scope) -> list[AppointmentCard]:
    """List the requests that wait for an answer, soonest first."""
    asked = select(Appointment).where(
        col(Appointment.requested_at).is_not(None),
        col(Appointment.approved_at).is_(None),
        col(Appointment.cancelled_at).is_(None),
    )
    return cards(scope, scope.db.scalars(scope.within(asked, Appointment).order_by(col(Appointment.starts_at))).all())
