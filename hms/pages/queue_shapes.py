"""A queue in the form in which staff see it drawn: pure functions from cards to what stands on the screen."""

from hms.pages.shown import Facts
from hms.schemas.base import Card
from hms.schemas.queue import QueueBoard, QueueCard, QueueLine
from hms.services.queue.waits import NEXT
from hms.texts import t


class Number(Card):
    """A number that waits or was called."""

    id: str
    number: str
    name: str
    initials: str
    about: str  # how it came about: an appointment at 10:20, or a walk-in
    status: str  # a key of components.statuses.STATUS
    waited: str
    expected: str
    where: str  # where and when it was called
    can_call: bool
    changed: bool


class Row(Card):
    """A queue with its numbers."""

    id: str
    name: str
    note: str
    called: list[Number]
    waiting: list[Number]
    waits: int
    outlook: str
    can_call: bool


def facts_of(board: QueueBoard) -> Facts:
    """Note what would be worth lighting up when it changes; that a minute has passed is not."""
    lines = [line for queue in board.queues for line in (*queue.called, *queue.waiting)]
    return {str(line.id): (_kind(line), str(line.calls), line.called_to) for line in lines}


def _kind(line: QueueLine) -> str:
    return "arrived" if line.state == "long" else line.state


def number(line: QueueLine, changed: set[str]) -> Number:
    """Word a number."""
    return Number(
        id=str(line.id),
        number=str(line.number),
        name=line.patient,
        initials=line.patient_initials,
        about=t("Booked for {time}", time=line.time) if line.time else t("Walk-in"),
        status="away" if line.away else line.state,
        waited=t("{n} min", n=line.waited_min),
        expected=line.expected if line.expected in {"", NEXT} else t("still {wait}", wait=line.expected),
        where=_where(line),
        can_call=not line.away,
        changed=str(line.id) in changed,
    )


def _where(line: QueueLine) -> str:
    if not line.called:
        return t("since {time}", time=line.since)
    words = t("to {room}, {time}", room=line.called_to, time=line.called)
    return t("{words}, called {n} times", words=words, n=line.calls) if line.calls > 1 else words


def row(queue: QueueCard, changed: set[str]) -> Row:
    """Word a queue."""
    waiting = [number(line, changed) for line in queue.waiting]
    return Row(
        id=str(queue.id),
        name=queue.name,
        note=", ".join(filter(None, [queue.department, queue.room])),
        called=[number(line, changed) for line in queue.called],
        waiting=waiting,
        waits=len(waiting),
        outlook=queue.outlook,
        can_call=any(one.can_call for one in waiting),
    )
