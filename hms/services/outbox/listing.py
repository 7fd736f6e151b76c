"""The messages as staff see them: what was told to whom, what became of it, and trying once more."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.config import settings
from hms.errors import NotPossible
from hms.models import OutboxMessage, Patient
from hms.permissions import Permission
from hms.schemas.notices import MessageCard, MessagePage
from hms.services.channels.email import server
from hms.services.outbox.quiet import due
from hms.services.outbox.standing import locked
from hms.services.outbox.states import KINDS, about, can_retry, known_facts, note, said_at, state, visit_day
from hms.texts import t

PAGE, LAST_PAGE = 50, 200


class Which(StrEnum):
    """What staff look for."""

    ALL = "all"
    WAITING = "waiting"
    TROUBLE = "trouble"  # it reached nobody, and somebody may have to call
    SENT = "sent"
    DROPPED = "dropped"


OVER = col(OutboxMessage.over_at)
OUTCOME = col(OutboxMessage.outcome)
LOOKED_FOR: dict[Which, tuple[ColumnElement[bool], ...]] = {
    Which.ALL: (),
    Which.WAITING: (OVER.is_(None),),
    Which.TROUBLE: (OUTCOME.in_(["given_up", "no_address", "late"]),),
    Which.SENT: (OUTCOME == "sent",),
    Which.DROPPED: (OUTCOME.in_(["superseded", "unwanted", "deceased"]),),
}


@requires(Permission.SEE_MESSAGES)
def messages(scope: Scope, which: Which = Which.ALL, page: int = 0) -> MessagePage:
    """List a page of the messages to patients, the newest first."""
    page = max(0, min(page, LAST_PAGE))
    asked = select(OutboxMessage).where(*LOOKED_FOR[which])
    newest = asked.order_by(col(OutboxMessage.made_at).desc(), col(OutboxMessage.id).desc())
    rows = scope.db.exec(newest.offset(page * PAGE).limit(PAGE + 1)).all()
    why, advice = _unmailed()
    return MessagePage(
        messages=_cards(scope, rows[:PAGE]), page=page, more=len(rows) > PAGE, unmailed=why, advice=advice
    )


def _unmailed() -> tuple[str, str]:
    if settings().demo:
        return t("This is a demo: nothing is mailed to anybody"), ""
    if server():
        return "", ""
    advice = t("Messages are listed here all the same. Tell patients yourself what they have to know.")
    return t("No mail server is set up: nothing is mailed to anybody"), advice


def _cards(scope: Scope, rows: Sequence[OutboxMessage]) -> list[MessageCard]:
    ids = {row.patient_id for row in rows}
    names = {patient.id: patient.name for patient in scope.db.exec(select(Patient).where(col(Patient.id).in_(ids)))}
    scope.touch(*ids)
    return [_card(scope, row, names[row.patient_id]) for row in rows]


def _card(scope: Scope, row: OutboxMessage, name: str) -> MessageCard:
    stands, day = state(scope, row), visit_day(scope, row)
    return MessageCard(
        id=row.id,
        kind=KINDS.get(row.kind, row.kind),
        patient_id=row.patient_id,
        patient=name,
        about=about(scope, row),
        board=f"/reception?day={day}&visit={row.appointment_id}" if day else "",
        made=said_at(scope, row.made_at),
        state=stands,
        note=note(scope, row, stands),
        can_retry=can_retry(scope, row, stands),
    )


@requires(Permission.SEE_MESSAGES)
def try_again(scope: Scope, message_id: UUID) -> MessageCard:
    """Send a message that did not go once more: now, or as the quiet hours end. Raises NotPossible or NotFound."""
    scope.asked = message_id
    row = locked(scope, message_id)
    facts = known_facts(row)
    if facts is None or not can_retry(scope, row, state(scope, row)):
        raise NotPossible(
            t("This message cannot be sent again"), t("It has gone, is no longer true, or its time has passed.")
        )
    row.over_at = row.outcome = row.problem = row.sent_at = row.claimed_until = None
    row.tries, row.due_at = 0, due(scope, facts.useless_at)
    scope.tell("outbox")
    scope.db.flush()
    return _cards(scope, [row])[0]
