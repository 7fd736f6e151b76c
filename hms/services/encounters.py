"""The record of a visit: found, or begun with an empty note."""

from sqlmodel import select

from hms.access import Scope
from hms.errors import NotPossible
from hms.models import Appointment, Encounter, Patient
from hms.texts import t


def find(scope: Scope, appointment: Appointment) -> Encounter | None:
    """Find the record of an appointment's visit; None before it is begun."""
    return scope.db.exec(select(Encounter).where(Encounter.appointment_id == appointment.id)).first()


def check_living(scope: Scope, appointment: Appointment) -> None:
    """Make sure that no visit begins for somebody who has died; one that was begun before can be finished.

    Raises NotPossible.
    """
    if find(scope, appointment) is None and scope.db.get_one(Patient, appointment.patient_id).deceased:
        raise NotPossible(
            t("This patient has died"), t("No visit can be started. Cancel the appointment, or ask reception.")
        )


def begin(scope: Scope, appointment: Appointment) -> Encounter:
    """Open the record of an appointment's visit; a second time finds it."""
    encounter = find(scope, appointment)
    if encounter is None:
        encounter = Encounter(
            patient_id=appointment.patient_id,
            practitioner_id=appointment.practitioner_id,
            appointment_id=appointment.id,
            started_at=scope.now,
        ).sealing(kind=appointment.reason)
        scope.db.add(encounter)
        scope.db.flush()
    return encounter
