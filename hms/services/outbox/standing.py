"""Whether a message that waits is still worth sending: it may have been overtaken, come too late, or not be wanted."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.errors import NotFound
from hms.models import Appointment, OutboxMessage, ReadMark, WaitlistOffer
from hms.models.appointment_states import State
from hms.permissions import Role
from hms.services.outbox.kinds import OFFERS, STEPS, Kind


@dataclass(frozen=True, slots=True)
class Facts:
    """What was so when a message was written."""

    starts_at: datetime
    practitioner_id: UUID | None
    useless_at: datetime  # when the visit begins, or the offer ends
    offer_id: UUID | None = None
    thread_id: UUID | None = None
    place: int = 0  # of the message in its conversation
    instead_of: datetime | None = None


def locked(scope: Scope, message_id: UUID) -> OutboxMessage:
    """Fetch a message to change it. Raises NotFound."""
    row = scope.db.get(OutboxMessage, message_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def facts_of(message: OutboxMessage) -> Facts:
    """Read what was so when a message was written. Raises ValueError or KeyError where that was damaged."""
    told: dict[str, Any] = json.loads(message.facts)
    starts_at = datetime.fromisoformat(told["starts_at"])
    return Facts(
        starts_at=starts_at,
        practitioner_id=UUID(told["practitioner_id"]) if told.get("practitioner_id") else None,
        useless_at=datetime.fromisoformat(told.get("expires_at") or told["starts_at"]),
        offer_id=UUID(told["offer_id"]) if told.get("offer_id") else None,
        thread_id=UUID(told["thread_id"]) if told.get("thread_id") else None,
        place=int(told.get("place", 0)),
        instead_of=datetime.fromisoformat(told["instead_of"]) if told.get("instead_of") else None,
    )


def overtaken(scope: Scope, message: OutboxMessage, facts: Facts) -> bool:
    """Tell whether a message is no longer true: of the steps of one appointment only the last one is."""
    if message.kind in OFFERS:
        return _answered(scope, facts)
    if message.kind == Kind.MESSAGE:
        return _read_already(scope, facts)
    appointment = scope.db.get(Appointment, message.appointment_id) if message.appointment_id else None
    if appointment is None or message.kind == Kind.REMINDER:
        return appointment is None or appointment.status != State.BOOKED or appointment.starts_at != facts.starts_at
    later = select(OutboxMessage.id).where(_step_of(message), col(OutboxMessage.id) > message.id)
    if scope.db.exec(later.limit(1)).first():
        return True
    if message.kind != Kind.MOVED:
        return False
    before = told_before(scope, message)  # there and back again before anybody was told
    return before is not None and (before.starts_at, before.practitioner_id) == (
        facts.starts_at,
        facts.practitioner_id,
    )


def _answered(scope: Scope, facts: Facts) -> bool:
    offer = scope.db.get(WaitlistOffer, facts.offer_id) if facts.offer_id else None
    return offer is None or offer.state != "open"


def _read_already(scope: Scope, facts: Facts) -> bool:
    asked = select(ReadMark.id).where(
        ReadMark.thread_id == facts.thread_id, ReadMark.role == Role.PATIENT, ReadMark.place >= facts.place
    )
    return scope.db.exec(asked).first() is not None


def told_before(scope: Scope, message: OutboxMessage) -> Facts | None:
    """Give what the patient was told of this appointment last; None where nothing has gone yet."""
    sent = select(OutboxMessage).where(_step_of(message), col(OutboxMessage.sent_at).is_not(None))
    found = scope.db.exec(sent.order_by(col(OutboxMessage.id).desc()).limit(1)).first()
    return facts_of(found) if found else None


def _step_of(message: OutboxMessage) -> Any:
    return (col(OutboxMessage.appointment_id) == message.appointment_id) & col(OutboxMessage.kind).in_(STEPS)
