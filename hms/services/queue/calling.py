"""Calling numbers: the next one, a chosen one, once more; who does not answer is skipped, who was seen is finished."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import Patient, QueueTicket
from hms.permissions import Permission
from hms.schemas.queue import CalledCard
from hms.services.local_time import today
from hms.services.queue import moving, tickets
from hms.services.queue.lines import of_today, waiting
from hms.services.queue.tickets import Press
from hms.services.queue.whose import Queue, queue, queue_of
from hms.texts import t


@requires(Permission.RUN_QUEUE)
def call_next(scope: Scope, queue_id: UUID) -> CalledCard:
    """Call whoever comes next, as order.in_order() says; who was inside is finished with it.

    Two who press at once call two different numbers. Raises NotPossible where nobody waits, or NotFound.
    """
    mine = queue(scope, queue_id, lock=True)
    for one in waiting(scope, of_today(scope, mine)):
        ticket = tickets.locked(scope, one.ticket.id)
        if ticket.called_at or ticket.over_at:
            continue
        try:
            with scope.db.begin_nested():
                _make_way(scope, mine)
                moving.call(scope, ticket)
        except NotPossible:
            continue  # somebody else has this patient now: they keep their place
        return told(scope, ticket)
    raise NotPossible(t("Nobody waits here now"), t("Who is with somebody else keeps their place until they are back."))


def _make_way(scope: Scope, mine: Queue) -> None:
    inside = select(QueueTicket.id).where(
        QueueTicket.day == today(scope),
        mine.column,
        col(QueueTicket.called_at).is_not(None),
        col(QueueTicket.over_at).is_(None),
    )
    for ticket_id in scope.db.exec(inside).all():
        ticket = tickets.locked(scope, ticket_id)
        if ticket.called_at and not ticket.over_at:
            moving.finish(scope, ticket, Press.MAKE_WAY)


@requires(Permission.RUN_QUEUE)
def call(scope: Scope, ticket_id: UUID) -> CalledCard:
    """Call a chosen number, out of turn. Raises NotPossible while the patient is with somebody, or NotFound."""
    ticket = _of_today(scope, ticket_id)
    if ticket.called_at:
        raise _moved_on(t("Number {n} is called already", n=ticket.number))
    moving.call(scope, ticket)
    return told(scope, ticket)


@requires(Permission.RUN_QUEUE)
def recall(scope: Scope, ticket_id: UUID) -> CalledCard:
    """Call once more a number whose patient did not come. Raises NotPossible or NotFound."""
    ticket = _called(scope, ticket_id)
    moving.call(scope, ticket, Press.RECALL)
    return told(scope, ticket)


@requires(Permission.RUN_QUEUE)
def skip(scope: Scope, ticket_id: UUID) -> CalledCard:
    """Put a number behind those who wait; it keeps its place there. Raises NotPossible once noted, or NotFound."""
    ticket = _of_today(scope, ticket_id)
    moving.skip(scope, ticket)
    return told(scope, ticket)


@requires(Permission.RUN_QUEUE)
def finish(scope: Scope, ticket_id: UUID) -> CalledCard:
    """Note that a patient who was called has been seen. The doctor's note can be signed later. Raises NotPossible."""
    ticket = _called(scope, ticket_id)
    moving.finish(scope, ticket)
    return told(scope, ticket)


def _of_today(scope: Scope, ticket_id: UUID) -> QueueTicket:
    ticket = tickets.locked(scope, ticket_id)
    if ticket.over_at or ticket.day != today(scope):
        raise _moved_on(t("Number {n} is finished already", n=ticket.number))
    return ticket


def _called(scope: Scope, ticket_id: UUID) -> QueueTicket:
    ticket = _of_today(scope, ticket_id)
    if ticket.called_at is None:
        raise _moved_on(t("Number {n} is not called", n=ticket.number))
    return ticket


def _moved_on(title: str) -> NotPossible:
    return NotPossible(title, t("Somebody was quicker. The screen shows how it stands now."))


def told(scope: Scope, ticket: QueueTicket) -> CalledCard:
    """Say what became of a number."""
    patient = scope.db.get_one(Patient, ticket.patient_id)
    where = queue_of(scope, ticket).name
    return CalledCard(id=ticket.id, number=ticket.number, patient=patient.name, room=ticket.called_to, queue=where)
