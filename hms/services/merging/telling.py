"""Letting every open screen know that two records became one, or two again."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Appointment, Encounter
from hms.services.local_time import today
from hms.services.steps import announce

LATELY = timedelta(days=1)


def tell(scope: Scope, *patient_ids: UUID) -> None:
    """Announce it to the screens of the patients, their doctors, the day boards and the lists."""
    for patient_id in patient_ids:
        scope.tell(f"patient:{patient_id}")
    coming = select(Appointment).where(
        col(Appointment.patient_id).in_(patient_ids), col(Appointment.ends_at) > scope.now - LATELY
    )
    for appointment in scope.db.exec(coming):
        announce(scope, appointment)
    seen = select(Encounter.practitioner_id).where(col(Encounter.patient_id).in_(patient_ids)).distinct()
    for practitioner_id in scope.db.exec(seen):
        scope.tell(f"practitioner:{practitioner_id}")
    for topic in ("twins", "outbox", "waitlist", f"queue:{today(scope)}"):
        scope.tell(topic)
