"""What was written to a record while it was being merged follows it."""

from datetime import timedelta

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import PatientMerge
from hms.permissions import Permission
from hms.services.merging import ledger, telling
from hms.services.merging.moving import move_all

LATELY = timedelta(hours=1)  # no act that began before a merge ends later than that


@requires(Permission.RUN_CLOCKWORK)
def gather(scope: Scope) -> int:
    """Take what came to merged records at the very moment of their merge to the kept ones; gives to how many."""
    recent = select(PatientMerge).where(
        col(PatientMerge.undone_at).is_(None), col(PatientMerge.merged_at) > scope.now - LATELY
    )
    return sum(_gathered(scope, merge) for merge in scope.db.exec(recent.order_by(col(PatientMerge.id))).all())


def _gathered(scope: Scope, merge: PatientMerge) -> bool:
    try:
        with scope.db.begin_nested():
            late = move_all(scope.db, merge.gone_id, merge.kept_id)
    except NotPossible:
        return False  # it stays where it was written, and is found there
    if not late:
        return False
    book = ledger.read(merge.ledger)
    for name, ids in late.items():
        book.moved.setdefault(name, []).extend(ids)
    merge.ledger = book.written()
    scope.db.flush()
    scope.db.expire_all()
    scope.touch(merge.kept_id, merge.gone_id)
    telling.tell(scope, merge.kept_id, merge.gone_id)
    return True
