"""What a step of a number means: for the number, for its appointment, and for everybody else who would call the patient."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from hms.access import Scope
from hms.errors import NotPossible
from hms.models import Appointment, QueueTicket, Room
from hms.models.appointment_states import Act, State
from hms.services import encounters, steps
from hms.services.local_time import today
from hms.services.notes.words import words_of
from hms.services.queue import tickets, walk_ins
from hms.services.queue.tickets import Press
from hms.services.queue.whose import queue_of
from hms.texts import t

S, A = State, Act
ACTS: dict[tuple[State, State], Act] = {
    (S.BOOKED, S.ARRIVED): A.CHECK_IN,
    (S.ARRIVED, S.BOOKED): A.UNDO_CHECK_IN,
    (S.BOOKED, S.IN_ROOM): A.CALL,
    (S.ARRIVED, S.IN_ROOM): A.CALL,
    (S.IN_ROOM, S.ARRIVED): A.UNDO_CALL,
    (S.IN_ROOM, S.FULFILLED): A.FINISH,
    (S.FULFILLED, S.IN_ROOM): A.UNDO_FINISH,
}
BACK = {A.UNDO_CALL, A.UNDO_CHECK_IN, A.UNDO_FINISH}


def stands(ticket: QueueTicket) -> State:
    """Say where the number's appointment stands, by the number alone."""
    if ticket.over_at:
        return State.FULFILLED if ticket.called_at else State.BOOKED
    return State.IN_ROOM if ticket.called_at else State.ARRIVED


def call(scope: Scope, ticket: QueueTicket, press: Press = Press.CALL) -> None:
    """Call a number, for the first time or once more. Raises NotPossible while the patient is with somebody else.

    That a patient is with one caller at a time is an index of the database, whatever way the calls come.
    """
    before = tickets.facts(ticket)
    _end_earlier_days(scope, ticket)
    try:
        with scope.db.begin_nested():
            ticket.called_at, ticket.called_by = scope.now, scope.actor.account_id
            ticket.called_to, ticket.calls, ticket.skipped_at = room_of(scope, ticket), ticket.calls + 1, None
            scope.db.flush()
    except IntegrityError as problem:
        raise elsewhere(scope, ticket.patient_id) from problem
    tickets.note(scope, ticket, press, before)
    follow(scope, ticket)


def skip(scope: Scope, ticket: QueueTicket) -> None:
    """Put a number behind those who wait: its patient did not answer. Raises NotPossible once the visit is noted."""
    before = tickets.facts(ticket)
    ticket.skipped_at, ticket.called_at, ticket.called_to = scope.now, None, ""
    tickets.note(scope, ticket, Press.SKIP, before)
    follow(scope, ticket)


def finish(scope: Scope, ticket: QueueTicket, press: Press = Press.FINISH) -> None:
    """Note that the patient has been seen and left; a doctor's visit is there to be signed, whether it was opened or not."""
    before = tickets.facts(ticket)
    if ticket.practitioner_id and not ticket.appointment_id:
        walk_ins.arrived(scope, ticket)
        follow(scope, ticket)
    ticket.over_at = scope.now
    tickets.note(scope, ticket, press, before)
    follow(scope, ticket)


def leave(scope: Scope, appointment: Appointment) -> None:
    """End the number of a check-in that was taken back."""
    ticket = tickets.of_appointment(scope, appointment)
    if ticket and not ticket.over_at:
        before = tickets.facts(ticket)
        ticket.over_at, ticket.called_at = scope.now, None
        tickets.note(scope, ticket, Press.FINISH, before)


def elsewhere(scope: Scope, patient_id: UUID) -> NotPossible:
    """Say who has called the patient already."""
    asked = select(QueueTicket).where(QueueTicket.patient_id == patient_id)
    other = scope.db.exec(
        asked.where(col(QueueTicket.called_at).is_not(None), col(QueueTicket.over_at).is_(None))
    ).first()
    where = other.called_to if other else ""
    number = other.number if other else "–"
    return NotPossible(
        t("This patient is with somebody else now"),
        t("Number {n} was called to {place}. It has to be finished or skipped there first.", n=number, place=where),
    )


def room_of(scope: Scope, ticket: QueueTicket) -> str:
    """Say where a number goes, as the waiting room reads it: the room that is booked, else the queue's usual place."""
    appointment = scope.db.get(Appointment, ticket.appointment_id) if ticket.appointment_id else None
    booked = scope.db.get(Room, appointment.room_id) if appointment and appointment.room_id else None
    return booked.name if booked else queue_of(scope, ticket).place


def _end_earlier_days(scope: Scope, ticket: QueueTicket) -> None:
    """End what was left open on another day: the index knows no days, and would keep the patient from being called."""
    left = update(QueueTicket).where(
        col(QueueTicket.patient_id) == ticket.patient_id,
        col(QueueTicket.day) < today(scope),
        col(QueueTicket.over_at).is_(None),
    )
    scope.db.connection().execute(left.values(over_at=scope.now))


def follow(scope: Scope, ticket: QueueTicket) -> None:
    """Have the appointment stand where its number does. Raises NotPossible where it may not go there."""
    if ticket.appointment_id is None:
        return
    appointment = scope.db.get_one(Appointment, ticket.appointment_id)
    before, after = appointment.status, stands(ticket)
    if before == after:
        return
    act = ACTS.get((before, after))
    if act is None:
        raise NotPossible(t("The appointment stands differently now"), t("Look at it on the day board."))
    if act in BACK:
        _take_back_record(scope, appointment, act)
    if act == A.FINISH:
        encounters.begin(scope, appointment).ended_at = scope.now
    if after == State.BOOKED:
        appointment.arrived_at = None
    elif after == State.ARRIVED:
        appointment.arrived_at = appointment.arrived_at or ticket.issued_at
    appointment.called_at = (appointment.called_at or ticket.called_at) if ticket.called_at else None
    appointment.fulfilled_at = ticket.over_at if after == State.FULFILLED else None
    steps.done(scope, appointment, act, before)


def _take_back_record(scope: Scope, appointment: Appointment, act: Act) -> None:
    """Open the visit's record again, or leave an empty one for the next call. Raises NotPossible once it holds a note."""
    encounter = encounters.find(scope, appointment)
    if encounter is None:
        return
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    if act == A.UNDO_FINISH:
        encounter.ended_at = None
    elif encounter.note or any(words_of(encounter).values()):
        raise NotPossible(t("This visit has been written in already"), t("Finish it instead."))
