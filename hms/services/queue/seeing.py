"""The queues of today, as those see them who run them."""

from uuid import UUID

from sqlmodel import select

from hms.access import Scope, requires
from hms.models import QueueTicket
from hms.permissions import Permission
from hms.schemas.queue import QueueBoard, QueueChoice
from hms.schemas.words import long_day
from hms.services.directory import hours_on
from hms.services.local_time import today
from hms.services.queue import lines, undoing
from hms.services.queue.whose import queues


@requires(Permission.RUN_QUEUE)
def board(scope: Scope) -> QueueBoard:
    """Show the queues of today that this person runs: those that have a number, and those of doctors who work today."""
    mine, day = queues(scope), today(scope)
    asked = select(QueueTicket).where(QueueTicket.day == day)
    tickets: list[QueueTicket] = list(scope.db.scalars(scope.within(asked, QueueTicket)))
    by_queue: dict[UUID | None, list[QueueTicket]] = {}
    for one in tickets:
        by_queue.setdefault(one.service_point_id or one.practitioner_id, []).append(one)
    doctors = [one.id for one in mine if not one.is_point]
    known, later = lines.around(scope, tickets), lines.coming(scope, doctors)
    here = {block.practitioner_id for block in hours_on(scope, doctors, day)}
    return QueueBoard(
        day=day,
        long_day=long_day(day),
        queues=[
            lines.card(scope, one, by_queue.get(one.id, []), known, later.get(one.id, []))
            for one in mine
            if one.is_point or one.id in by_queue or one.id in here or one.id == scope.actor.practitioner_id
        ],
        choices=[QueueChoice(id=one.id, name=one.name, note=one.department or one.room) for one in mine],
        undo=undoing.last_words(scope),
    )
