"""Who walked in to a doctor gets an appointment once they are seen, so that note, prescription and history hang on one."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Appointment, Practitioner, QueueTicket
from hms.models.appointment_states import Act, State
from hms.services import steps
from hms.texts import t


def arrived(scope: Scope, ticket: QueueTicket) -> None:
    """Note the visit of a number that nobody booked, from now on; it may lie over others (FHIR: appointmentType WALKIN)."""
    doctor = scope.db.get_one(Practitioner, ticket.practitioner_id)
    lasts = timedelta(minutes=doctor.visit_min)
    starts_at = _after_own(scope, ticket.patient_id, lasts)
    why = t("Walk-in, number {n}", n=ticket.number)
    appointment = Appointment(
        patient_id=ticket.patient_id,
        practitioner_id=doctor.id,
        starts_at=starts_at,
        ends_at=starts_at + lasts,
        request_key=ticket.request_key,
        booked_at=scope.now,
        booked_by=scope.actor.account_id,
        overbooked_at=scope.now,
    ).sealing(reason=t("Walk-in"), overbook_reason=why)
    scope.db.add(appointment)
    scope.db.flush()
    steps.remember(scope, appointment, Act.BOOK, None, why)
    appointment.arrived_at = ticket.issued_at
    steps.remember(scope, appointment, Act.CHECK_IN, State.BOOKED)
    ticket.appointment_id = appointment.id
    scope.db.flush()


def _after_own(scope: Scope, patient_id: UUID, lasts: timedelta) -> datetime:
    """Find a moment at which the patient has no other appointment: nobody is booked twice at once, not even here."""
    others = select(Appointment.starts_at, Appointment.ends_at).where(
        Appointment.patient_id == patient_id,
        col(Appointment.ends_at) > scope.now,
        col(Appointment.cancelled_at).is_(None),
        col(Appointment.noshow_at).is_(None),
    )
    at = scope.now.replace(second=0, microsecond=0)
    for starts, ends in scope.db.exec(others.order_by(col(Appointment.starts_at))):
        if starts < at + lasts and at < ends:
            at = ends
    return at
