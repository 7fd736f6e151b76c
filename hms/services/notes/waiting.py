"""Notes that a doctor has still to sign, the oldest first: nothing is forgotten quietly."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from hms.access import Scope, requires
from hms.models import Appointment, Encounter, Patient
from hms.permissions import Permission
from hms.schemas.notes import UnsignedNote
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day, today
from hms.services.notes.words import words_of
from hms.texts import t


@requires(Permission.WRITE_VISIT)
def unsigned(scope: Scope) -> list[UnsignedNote]:
    """List the doctor's own visits whose note is not signed, the oldest first."""
    visits: Any = (
        sa.select(Encounter, Patient)
        .join(Appointment, col(Appointment.id) == Encounter.appointment_id)
        .join(Patient, col(Patient.id) == Encounter.patient_id)
        .where(
            col(Encounter.signed_at).is_(None),
            col(Encounter.source) == "clinic",
            col(Appointment.called_at).is_not(None),  # else the call was taken back: an empty note of no visit
        )
        .order_by(col(Encounter.started_at))
    )
    found = scope.db.execute(scope.within(visits, Encounter)).all()
    scope.touch(*(patient.id for _, patient in found))
    return [_card(scope, visit, patient) for visit, patient in found]


def _card(scope: Scope, visit: Encounter, patient: Patient) -> UnsignedNote:
    day = local_day(scope, visit.started_at)
    appointment: UUID | None = visit.appointment_id
    return UnsignedNote(
        appointment_id=str(appointment),
        patient=patient.name,
        kind=visit.kind,
        began=t("{day} at {time}", day=plain_day(day), time=clock(visit.started_at, scope.zone)),
        age=_age((today(scope) - day).days),
        late=day < today(scope),
        begun=any(words_of(visit).values()),
    )


def _age(days: int) -> str:
    return t("today") if days <= 0 else t("since yesterday") if days == 1 else t("{n} days old", n=days)
