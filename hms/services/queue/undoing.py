"""Taking one's own last step back, as long as nobody has done more with that number since."""

import json

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import QueueStep, QueueTicket
from hms.permissions import Permission
from hms.schemas.queue import CalledCard
from hms.services.local_time import today
from hms.services.queue import moving, tickets
from hms.services.queue.calling import told
from hms.services.queue.tickets import Press
from hms.texts import t

WORDS = {
    Press.ISSUE: t("number {n} issued"),
    Press.CALL: t("number {n} called"),
    Press.RECALL: t("number {n} called again"),
    Press.SKIP: t("number {n} skipped"),
    Press.FINISH: t("number {n} finished"),
    Press.MAKE_WAY: t("number {n} finished"),
}


@requires(Permission.RUN_QUEUE)
def undo(scope: Scope) -> CalledCard:
    """Take one's own last step of today back, with what it brought along; again takes back the one before.

    Raises NotPossible where there is none, or where the number has moved on since.
    """
    step = _last(scope)
    if step is None:
        raise NotPossible(t("There is nothing to take back"), t("You have done nothing in the queues today."))
    ticket = _take_back(scope, step)
    while step.act == Press.CALL and (made_way := _last(scope)) and _belongs(made_way, step):
        _take_back(scope, made_way)
    return told(scope, ticket)


def _last(scope: Scope) -> QueueStep | None:
    mine = (
        select(QueueStep)
        .join(QueueTicket, col(QueueTicket.id) == QueueStep.ticket_id)
        .where(
            QueueStep.by == scope.actor.account_id,
            col(QueueStep.undone_at).is_(None),
            QueueTicket.day == today(scope),
        )
        .order_by(col(QueueStep.at).desc(), col(QueueStep.id).desc())
    )
    found: QueueStep | None = scope.db.scalars(scope.within(mine.limit(1), QueueTicket)).first()
    return found


def _belongs(made_way: QueueStep, call: QueueStep) -> bool:
    return made_way.act == Press.MAKE_WAY and made_way.at == call.at


def _take_back(scope: Scope, step: QueueStep) -> QueueTicket:
    ticket = tickets.locked(scope, step.ticket_id)
    if _moved_on(step, ticket):
        raise NotPossible(
            t("Number {n} has moved on since", n=ticket.number),
            t("Somebody has done more with it. The screen shows how it stands now."),
        )
    try:
        with scope.db.begin_nested():
            tickets.restore(ticket, step.before)
            scope.db.flush()
    except IntegrityError as problem:
        raise moving.elsewhere(scope, ticket.patient_id) from problem
    step.undone_at = scope.now
    scope.db.flush()
    moving.follow(scope, ticket)
    tickets.announce(scope, ticket)
    return ticket


def _moved_on(step: QueueStep, ticket: QueueTicket) -> bool:
    version: int = json.loads(step.before)["version"]
    seen = step.act == Press.ISSUE and ticket.walk_in and ticket.appointment_id is not None
    return seen or ticket.version != version + 1


def last_words(scope: Scope) -> str:
    """Say what one's last step was; "" where it can no longer be taken back."""
    step = _last(scope)
    ticket = scope.db.get(QueueTicket, step.ticket_id) if step else None
    if step is None or ticket is None or _moved_on(step, ticket):
        return ""
    return t(WORDS[Press(step.act)], n=ticket.number)
