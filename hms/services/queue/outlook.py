"""What one person in a queue may know of it: how long they will wait, and what that rests on."""

from hms.access import Scope
from hms.models import QueueTicket
from hms.services.queue import lines, waits
from hms.services.queue.whose import queue_of


def of_ticket(scope: Scope, ticket: QueueTicket) -> tuple[str, str]:
    """Say how long a number that waits will wait, and by what that goes; nothing for one that waits no more."""
    mine = queue_of(scope, ticket)
    those = lines.of_today(scope, mine)
    line, pace = lines.waiting(scope, those), waits.pace(those, mine.planned_min)
    later = lines.coming(scope, [] if mine.is_point else [mine.id]).get(mine.id, [])
    for one, wait in zip(line, lines.expected(scope.now, pace, those, line, later), strict=True):
        if one.ticket.id == ticket.id:
            return waits.words(wait), pace.words()
    return "", ""
