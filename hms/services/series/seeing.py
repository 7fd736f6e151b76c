"""A series as it stands: its rule and its appointments."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Appointment, AppointmentSeries, Patient, Practitioner
from hms.models.appointment_states import State
from hms.permissions import Permission
from hms.schemas.series import SeriesCard
from hms.services.cards import cards
from hms.texts import t

TO_COME = {State.PENDING, State.BOOKED}


@requires(Permission.SEE_APPOINTMENT)
def see(scope: Scope, series_id: UUID) -> SeriesCard:
    """Show a series with its appointments. Raises NotFound."""
    return card(scope, scope.one(AppointmentSeries, series_id))


def card(scope: Scope, series: AppointmentSeries) -> SeriesCard:
    """Word a series."""
    visits = cards(scope, members(scope, series.id))
    doctor = scope.db.get_one(Practitioner, series.practitioner_id)
    patient = scope.db.get_one(Patient, series.patient_id)
    return SeriesCard(
        id=series.id,
        rule=rule(series),
        doctor=doctor.name,
        department=doctor.department.name,
        patient=patient.name,
        patient_id=patient.id,
        visits=visits,
        to_come=sum(visit.status in TO_COME and visit.starts_at > scope.now for visit in visits),
    )


def members(scope: Scope, series_id: UUID, lock: bool = False) -> Sequence[Appointment]:
    """Fetch the appointments of a series that are within reach, in the order of their places; lock them to change any.

    To lock them they must not have been read before: what was read is not read again.
    """
    asked = scope.within(select(Appointment).where(Appointment.series_id == series_id), Appointment)
    in_order = asked.order_by(col(Appointment.series_place), col(Appointment.id))
    return scope.db.scalars(in_order.with_for_update(key_share=True) if lock else in_order).all()


def rule(series: AppointmentSeries) -> str:
    """Say how often a series comes."""
    words = {
        ("week", True): t("Every week, {n} appointments", n=series.count),
        ("week", False): t("Every {every} weeks, {n} appointments", every=series.every, n=series.count),
        ("month", True): t("Every month, {n} appointments", n=series.count),
        ("month", False): t("Every {every} months, {n} appointments", every=series.every, n=series.count),
    }
    return words[series.unit, series.every == 1]
