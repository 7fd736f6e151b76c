"""Making one record two again, exactly as they were."""

from collections import defaultdict
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Patient, PatientMerge
from hms.permissions import Permission
from hms.schemas.merging import LaterRow, UndoForm, UndoPreview
from hms.services.duplicates import pairing
from hms.services.merging import fields, ledger, wording
from hms.services.merging.later import BACK, SILENT, STAYS, Later, later_rows
from hms.services.merging.merging import finish, locked
from hms.services.merging.moving import Rows, move
from hms.texts import t


@requires(Permission.MERGE_RECORDS)
def preview(scope: Scope, merge_id: UUID) -> UndoPreview:
    """Show what goes back where, and whose everything made since would be. Raises NotPossible or NotFound."""
    return shown(scope, merge_id)


def shown(scope: Scope, merge_id: UUID) -> UndoPreview:
    """Word what taking back a merge would do. Raises NotPossible or NotFound."""
    merge = _standing(scope, merge_id)
    kept = scope.db.get_one(Patient, merge.kept_id)
    scope.touch(kept.id, merge.gone_id)
    book = ledger.read(merge.ledger)
    return UndoPreview(
        joined=wording.merge_card(scope, merge),
        kept_version=kept.version,
        moved=tuple(
            wording.counted(name, len(ids)) for name, ids in book.moved.items() if name.partition(".")[0] not in SILENT
        ),
        fields=tuple(wording.changed_back(name, *values) for name, values in book.fields.items()),
        later=tuple(
            _card(scope, row) for row in later_rows(scope.db, kept.id, book) if row.belonging.table.name not in SILENT
        ),
    )


def _card(scope: Scope, row: Later) -> LaterRow:
    why = {
        BACK: t("It belongs to something that goes back."),
        STAYS: t("It belongs to something of the kept record."),
        "": t("Made under a sign-in of the record that goes back.") if row.goes else "",
    }.get(row.follows, t("It goes where the line goes that it belongs to."))
    return LaterRow(
        key=row.key, label=wording.labelled(row.belonging.name), when=wording.moment(scope, row.made_at), goes=row.goes,
        why=why, fixed=bool(row.follows),
        follows=row.follows if row.follows not in {BACK, STAYS} else "",
    )  # fmt: skip


@requires(Permission.MERGE_RECORDS)
def undo(scope: Scope, form: UndoForm) -> None:
    """Give everything back to where it was, and of what was made since what the form says.

    Raises NotPossible where it was undone already or the kept record was merged again since, Stale, Invalid or NotFound.
    """
    if not form.reason:
        raise Invalid(reason=t("Say why, in a few words."))
    ids = _standing(scope, form.merge_id)
    found = locked(scope, ids.kept_id, ids.gone_id)
    merge = _standing(scope, form.merge_id)  # nobody else is taking it back now
    kept, gone = found[merge.kept_id], found[merge.gone_id]
    if kept.version != form.kept_version:
        raise Stale
    scope.why = form.reason
    book = ledger.read(merge.ledger)
    move(scope.db, _since(scope, kept, book, set(form.back) - {STAYS}), gone.id, kept.id)
    move(scope.db, book.moved, gone.id, kept.id)
    fields.give_back(scope, kept, book.fields)
    scope.db.flush()  # signed rows follow while the two are one
    gone.merged_into_id = gone.merged_at = None
    kept.version, gone.version = kept.version + 1, gone.version + 1
    merge.undone_at, merge.undone_by = scope.now, scope.actor.account_id
    merge.undo_reason = form.reason
    scope.db.flush()
    finish(scope, kept, gone, book)
    pairing.close(scope, kept.id, gone.id, "different", form.reason)


def _since(scope: Scope, kept: Patient, book: ledger.Ledger, back: set[str]) -> Rows:
    """Gather what goes along of what was made since; what hangs on something goes where that goes."""
    rows = later_rows(scope.db, kept.id, book)
    found = defaultdict[str, list[UUID]](list)
    for row in rows:
        unasked = row.belonging.table.name in SILENT and row.goes
        if row.follows == BACK or (row.follows or row.key) in back or unasked:
            found[row.belonging.name].append(row.row_id)
    return dict(found)


def _standing(scope: Scope, merge_id: UUID) -> PatientMerge:
    """Fetch a merge that can be taken back: the last one of its two records. Raises NotFound or NotPossible."""
    asked = select(PatientMerge).where(PatientMerge.id == merge_id).execution_options(populate_existing=True)
    merge = scope.db.exec(asked).first()
    if merge is None:
        scope.asked = merge_id
        raise NotFound
    if merge.undone_at:
        raise NotPossible(t("This merge was taken back already"), t("The two records stand by themselves again."))
    both = (merge.kept_id, merge.gone_id)
    later = select(PatientMerge).where(
        or_(col(PatientMerge.kept_id).in_(both), col(PatientMerge.gone_id).in_(both)),
        col(PatientMerge.id) > merge.id,
        col(PatientMerge.undone_at).is_(None),
    )
    if after := scope.db.exec(later.order_by(col(PatientMerge.id).desc())).first():
        kept, gone = (scope.db.get_one(Patient, one).record_number for one in (after.kept_id, after.gone_id))
        raise NotPossible(
            t("A later merge of this record comes first"),
            t("{gone} was made part of {kept} after that. Take that back, then this.", gone=gone, kept=kept),
        )
    return merge
