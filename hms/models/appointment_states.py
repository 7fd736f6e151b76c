"""The states of an appointment, and the only moves between them: one table, read by the services and by the tests.

The words are those of FHIR R4's AppointmentStatus, save in_room, which FHIR tells by an Encounter in progress.
"""

from enum import StrEnum


class State(StrEnum):
    """Where an appointment stands."""

    PENDING = "pending"  # requested; the clinic has not said yes yet
    BOOKED = "booked"
    ARRIVED = "arrived"
    IN_ROOM = "in_room"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What is done to an appointment."""

    REQUEST = "request"
    BOOK = "book"
    APPROVE = "approve"
    DECLINE = "decline"
    MOVE = "move"
    CHECK_IN = "check_in"
    UNDO_CHECK_IN = "undo_check_in"
    CALL = "call"
    UNDO_CALL = "undo_call"
    FINISH = "finish"
    UNDO_FINISH = "undo_finish"
    MARK_NO_SHOW = "mark_no_show"
    UNDO_NO_SHOW = "undo_no_show"
    CANCEL = "cancel"
    RESTORE = "restore"


S, A = State, Act
NEW: frozenset[State | None] = frozenset({None})

# act: (the states it may begin in; the state it leads to, None for the same one)
MOVES: dict[Act, tuple[frozenset[State | None], State | None]] = {
    A.REQUEST: (NEW, S.PENDING),
    A.BOOK: (NEW, S.BOOKED),
    A.APPROVE: (frozenset({S.PENDING}), S.BOOKED),
    A.DECLINE: (frozenset({S.PENDING}), S.CANCELLED),
    A.MOVE: (frozenset({S.PENDING, S.BOOKED}), None),
    A.CHECK_IN: (frozenset({S.BOOKED}), S.ARRIVED),
    A.UNDO_CHECK_IN: (frozenset({S.ARRIVED}), S.BOOKED),
    A.CALL: (frozenset({S.BOOKED, S.ARRIVED}), S.IN_ROOM),
    A.UNDO_CALL: (frozenset({S.IN_ROOM}), S.ARRIVED),
    A.FINISH: (frozenset({S.IN_ROOM}), S.FULFILLED),
    A.UNDO_FINISH: (frozenset({S.FULFILLED}), S.IN_ROOM),
    A.MARK_NO_SHOW: (frozenset({S.BOOKED}), S.NOSHOW),
    A.UNDO_NO_SHOW: (frozenset({S.NOSHOW}), S.BOOKED),
    A.CANCEL: (frozenset({S.PENDING, S.BOOKED}), S.CANCELLED),
    A.RESTORE: (frozenset({S.CANCELLED}), S.BOOKED),
}


def allowed(act: Act, state: State | None) -> bool:
    """Tell whether an act may be done in a state; None is the state of what does not exist yet."""
    return state in MOVES[act][0]
