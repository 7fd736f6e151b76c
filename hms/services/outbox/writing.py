"""Writing a message in the transaction of the act that it tells of: one row, and nothing asked of the database."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from hms.access import Scope
from hms.models import Appointment, OutboxMessage, WaitlistOffer
from hms.services.outbox.kinds import Kind
from hms.services.outbox.quiet import due


def write(scope: Scope, kind: str, appointment: Appointment, **facts: str) -> None:
    """Write a message about an appointment as it is now; it is sent after the commit, or not at all."""
    told = {
        "starts_at": appointment.starts_at.isoformat(),
        "practitioner_id": str(appointment.practitioner_id),
        "version": appointment.version,
        **facts,
    }
    once = f"{Kind(kind)}:{appointment.id}:{appointment.version}"
    leaves = due(scope, appointment.starts_at)
    put(
        scope,
        Kind(kind),
        appointment.patient_id,
        once_key=once,
        facts=told,
        due_at=leaves,
        appointment_id=appointment.id,
    )


def write_offer(scope: Scope, offer: WaitlistOffer, instead_of: datetime | None = None) -> None:
    """Write a message about a time that is offered to somebody: who waits for one, or who cannot be seen as booked."""
    told = {
        "starts_at": offer.starts_at.isoformat(),
        "practitioner_id": str(offer.practitioner_id),
        "offer_id": str(offer.id),
        "expires_at": offer.expires_at.isoformat(),
        **({"instead_of": instead_of.isoformat()} if instead_of else {}),
    }
    leaves, kind = due(scope, offer.expires_at), Kind.PROPOSAL if instead_of else Kind.OFFER
    put(scope, kind, offer.patient_id, once_key=f"offer:{offer.id}", facts=told, due_at=leaves)


def put(
    scope: Scope,
    kind: Kind,
    patient_id: UUID,
    *,
    once_key: str,
    facts: Mapping[str, object],
    due_at: datetime,
    appointment_id: UUID | None = None,
) -> None:
    """Put a message into the outbox; what it tells is sealed until it is sent."""
    scope.db.add(
        OutboxMessage(
            patient_id=patient_id,
            appointment_id=appointment_id,
            kind=kind,
            once_key=once_key,
            made_at=scope.now,
            due_at=due_at,
        ).sealing(facts=json.dumps(facts))
    )
    scope.tell("outbox")
