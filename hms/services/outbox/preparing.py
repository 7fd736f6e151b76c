"""Making a message ready to leave: is it still true, wanted, and is there an address; then its words."""

from dataclasses import dataclass
from uuid import UUID

from hms.access import Scope, requires
from hms.models import Appointment, NoticeChoice, OutboxMessage, Patient
from hms.permissions import Permission
from hms.services import calendar_file, channels, notices
from hms.services.channels import Message, Way
from hms.services.channels.email import server
from hms.services.outbox import letters, wording
from hms.services.outbox.standing import Facts, facts_of, locked, overtaken
from hms.texts import LANGUAGE


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that may leave, by which way and to whom."""

    way: Way
    to: str
    message: Message


@requires(Permission.RUN_CLOCKWORK)
def prepare(scope: Scope, message_id: UUID) -> Ready | None:
    """Make a message ready to leave; one that need not or cannot leave is over with this, and gives None. Raises NotFound."""
    row = locked(scope, message_id)
    patient = scope.db.get_one(Patient, row.patient_id)
    scope.touch(patient.id)
    chosen, facts = notices.choice_of(scope, patient.id), facts_of(row)
    way = channels.way(chosen.channel if chosen else "") or channels.ways()[0]
    to = notices.addresses(scope, patient.id, [way.reaches])[way.reaches]
    if outcome := _why_not(scope, row, facts, patient, chosen) or ("" if to else "no_address"):
        row.over_at, row.outcome, row.claimed_until = scope.now, outcome, None
        scope.tell("outbox")
        return None
    said = LANGUAGE.set(notices.language_for(scope, patient, chosen))
    try:
        return Ready(way, to, _message(scope, row, letters.letter(scope, row, facts, patient), to))
    finally:
        LANGUAGE.reset(said)


def _why_not(scope: Scope, row: OutboxMessage, facts: Facts, patient: Patient, chosen: NoticeChoice | None) -> str:
    """Say why a message shall not leave, as an outcome; "" where it shall."""
    if overtaken(scope, row, facts):
        return "superseded"
    if facts.useless_at <= scope.now:
        return "late"
    if patient.deceased:
        return "deceased"
    return "unwanted" if chosen and chosen.channel == channels.NONE else ""


def _message(scope: Scope, row: OutboxMessage, letter: letters.Letter, to: str) -> Message:
    appointment = scope.db.get(Appointment, row.appointment_id) if row.appointment_id else None
    mails = server()
    return Message(
        id=row.id,
        kind=row.kind,
        clinic=scope.clinic.name,
        subject=wording.subject(letter),
        text=wording.text(letter),
        language=LANGUAGE.get(),
        calendar=calendar_file.for_message(scope, appointment, mails.sender, to) if appointment and mails else None,
    )
