"""Making two records of one person one."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, Stale
from hms.models import Account, LoginSession, Patient, PatientMerge
from hms.permissions import Permission
from hms.schemas.merging import MergeForm
from hms.services import sessions
from hms.services.duplicates import pairing
from hms.services.merging import fields, hindrances, telling
from hms.services.merging.ledger import Ledger
from hms.services.merging.moving import move_all, rows_of
from hms.services.search.writing import know
from hms.texts import t


@requires(Permission.MERGE_RECORDS)
def merge(scope: Scope, form: MergeForm) -> UUID:
    """Take everything from one record to the other, which is kept; gives the merge, by which it is taken back.

    The record that goes stays as a sign to the kept one: both numbers find it. Raises NotPossible in words, Stale where
    somebody changed one of the two meanwhile, Invalid without a reason, or NotFound.
    """
    if not form.reason:
        raise Invalid(reason=t("Say why, in a few words."))
    found = locked(scope, form.kept_id, form.gone_id)
    kept, gone = found[form.kept_id], found[form.gone_id]
    hindrances.check(scope, kept, gone)
    if (kept.version, gone.version) != (form.kept_version, form.gone_version):
        raise Stale
    scope.why = form.reason
    done = PatientMerge(
        kept_id=kept.id, gone_id=gone.id, merged_at=scope.now, merged_by=scope.actor.account_id
    ).sealing(reason=form.reason)
    gone.merged_into_id, gone.merged_at = kept.id, scope.now
    changed = fields.take(scope, kept, gone, form.from_gone)
    kept.version, gone.version = kept.version + 1, gone.version + 1
    scope.db.flush()  # the database lets signed rows follow only between records that are one
    stood = rows_of(scope.db, kept.id)
    accounts = list(scope.db.exec(select(Account.id).where(col(Account.patient_id) == gone.id)))
    ledger = Ledger(moved=move_all(scope.db, gone.id, kept.id), stood=stood, fields=changed, accounts=accounts)
    scope.db.add(done.sealing(ledger=ledger.written()))
    finish(scope, kept, gone, ledger)
    pairing.close(scope, kept.id, gone.id, "merged", form.reason)
    return done.id


def locked(scope: Scope, *ids: UUID) -> dict[UUID, Patient]:
    """Fetch records to change them, always in the same order. Raises NotFound."""
    asked = select(Patient).where(col(Patient.id).in_(ids)).order_by(col(Patient.id))
    fresh = scope.within(asked, Patient).with_for_update().execution_options(populate_existing=True)
    found = {patient.id: patient for patient in scope.db.scalars(fresh)}
    if set(ids) - set(found):
        raise NotFound
    scope.asked = ids[0]
    scope.touch(*found)
    return found


def finish(scope: Scope, kept: Patient, gone: Patient, ledger: Ledger) -> None:
    """Let both be found by what they are known by now, open screens be read again, and sign-ins begin anew."""
    scope.db.expire_all()  # what moved was changed beside the objects that were read before
    know(scope, kept)
    know(scope, gone)
    for account_id in ledger.accounts:
        sessions.end_all(scope, account_id)
    for session_id in _acting_for(scope, ledger.moved.get("acting_for.patient_id", [])):
        sessions.end_one(scope, session_id)
    telling.tell(scope, kept.id, gone.id)


def _acting_for(scope: Scope, acting_ids: list[UUID]) -> list[UUID]:
    """List the sign-ins in which somebody acts for one of the two under a right that moved."""
    acting = select(LoginSession.id).where(
        col(LoginSession.acting_id).in_(acting_ids), col(LoginSession.ended_at).is_(None)
    )
    return list(scope.db.exec(acting)) if acting_ids else []
