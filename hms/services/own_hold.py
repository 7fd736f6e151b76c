"""A held time as the page knows it on which it was chosen: seen, let go when the page is left, taken up when it is back."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible
from hms.models import Hold
from hms.permissions import Permission
from hms.schemas.scheduling import HoldCard
from hms.services.holds import card, end, live, mark_expired, tell
from hms.services.plans import working
from hms.services.taken import Taken


@requires(Permission.BOOK_APPOINTMENT, reading=True)
def see(scope: Scope, hold_id: UUID) -> HoldCard | None:
    """Show one's own held time; none where it is over, or another's."""
    return next((card(scope, kept) for kept in live(scope) if kept.id == hold_id), None)


@requires(Permission.BOOK_APPOINTMENT)
def let_go(scope: Scope, hold_id: UUID) -> None:
    """Let one's own held time go; nothing happens where it is over already, or is another's."""
    for kept in live(scope):
        if kept.id == hold_id:
            end(scope, kept)


@requires(Permission.BOOK_APPOINTMENT)
def take_up(scope: Scope, hold_id: UUID) -> HoldCard | None:
    """Keep a time again, until its own end, that one let go a moment ago: a page that is read anew says goodbye first.

    Gives none where its end has come, it is another's, it is free no longer, or one holds another time by now.
    """
    old, held = scope.db.get(Hold, hold_id), live(scope)
    if old is None or old.made_by is None or old.made_by != scope.actor.account_id or old.expires_at <= scope.now:
        return None
    if old.over_at and (held or not _revived(scope, old)):
        return None
    return card(scope, old)


def _revived(scope: Scope, old: Hold) -> bool:
    doctor, rooms, span = old.practitioner_id, [old.room_id] if old.room_id else [], (old.busy_from_at, old.busy_to_at)
    try:
        working(scope, doctor, lock=True)
    except (NotFound, NotPossible):  # the doctor has left, or takes no bookings at present
        return False
    if Taken(scope, [doctor], rooms, span).overlaps(doctor, old.room_id, *span):
        return False
    mark_expired(scope, doctor, old.room_id)
    try:
        with scope.db.begin_nested():
            old.over_at = None
            scope.db.flush()
    except IntegrityError:
        return False
    tell(scope, old)
    return True
