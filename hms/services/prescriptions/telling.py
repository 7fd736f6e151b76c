"""Who hears of a change in the life of a prescription: its patient's screens, its doctor's, and the list of refills."""

from uuid import UUID

from hms.access import Scope


def topic(practitioner_id: object) -> str:
    """Name what the screens follow that show who asks a doctor for a refill."""
    return f"refills:{practitioner_id}"


def changed(scope: Scope, patient_id: UUID, practitioner_id: UUID | None) -> None:
    """Let all screens that show a prescription, or who asks for a refill of it, read again."""
    scope.tell(f"patient:{patient_id}")
    if practitioner_id:
        scope.tell(topic(practitioner_id))
