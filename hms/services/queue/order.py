"""Who comes next."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from hms.models import QueueTicket

FIRST = datetime.min.replace(tzinfo=UTC)


class Waiting(NamedTuple):
    """A number that waits, and since when it is due."""

    ticket: QueueTicket
    due_at: datetime


def in_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Put those who wait into the order in which they are called.

    Each has a moment from which on it is their turn: with an appointment its own time, however early or late the
    patient came; without one the moment in which the number was issued. The earlier moment goes first, and of two
    equal ones the lower number. So who is booked for ten goes before whoever walked in at five past ten, and after
    whoever walked in at five to.

    Who was called and did not answer is skipped: they stand behind everybody who was not, in the order in which they
    were skipped, and keep their number. Who is with somebody else at the moment is passed over and keeps their place.
    """
    return sorted(waiting, key=lambda one: (one.ticket.skipped_at or FIRST, one.due_at, one.ticket.number))
