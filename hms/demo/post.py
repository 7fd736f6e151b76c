"""The demo's messages: what was written has left as a mail server would have taken it, with a little trouble here and there."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import NoticeChoice, OutboxMessage, PatientContact
from hms.permissions import Permission
from hms.services.channels import NONE, Problem
from hms.services.outbox.kinds import STEPS

TAKES = timedelta(seconds=4)
BOUNCES = 45  # one address of so many is wrong
UNNOTED = 12  # of so many patients without an address, reception has not yet noted one as wanting no messages


@requires(Permission.RUN_CLOCKWORK)
def deliver(scope: Scope) -> None:
    """Let everything leave that is due by now."""
    scope.db.flush()
    rows = scope.db.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
    reached = set(scope.db.exec(select(PatientContact.patient_id).where(PatientContact.system == "email")))
    wish_none = _note_wishes(scope, {row.patient_id for row in rows} - reached)
    newer: dict[UUID | None, OutboxMessage] = {}
    for number, row in reversed(list(enumerate(rows))):
        over_by = newer.get(row.appointment_id)
        if row.kind in STEPS:
            newer[row.appointment_id] = row
        if over_by and over_by.made_at <= row.due_at:
            row.outcome = "superseded"
        elif row.due_at > scope.now:
            continue
        elif row.patient_id not in reached:
            row.outcome = "unwanted" if row.patient_id in wish_none else "no_address"
        else:
            _leave(row, bounces=number % BOUNCES == 0)
        row.over_at = row.due_at + TAKES


def _note_wishes(scope: Scope, patient_ids: set[UUID]) -> set[UUID]:
    noted = {patient_id for n, patient_id in enumerate(sorted(patient_ids)) if n % UNNOTED}
    for patient_id in noted:
        scope.db.add(NoticeChoice(patient_id=patient_id, channel=NONE, language="en", made_at=scope.now))
    return noted


def _leave(row: OutboxMessage, bounces: bool) -> None:
    row.tries, row.channel = 1, "email"
    if bounces:
        row.outcome, row.problem = "given_up", Problem.ADDRESS
    else:
        row.outcome, row.sent_at = "sent", row.due_at + TAKES
