"""What every change of personal data does: fetch whose it is, notice who saved before, keep both values."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import select

from hms.access import Scope
from hms.errors import NotFound, NotPossible, Stale
from hms.models import Account, Patient, PersonalChange
from hms.services.search.writing import know
from hms.texts import t

Difference = tuple[str, str, str]  # field, before, after
FOUND_BY = frozenset({"name", "born", "other_names", "phones", "identifiers"})


def whose(scope: Scope, patient_id: UUID | None, lock: bool = False) -> Patient:
    """Fetch the patient that is meant, oneself where nobody is named. Raises NotFound."""
    if (wanted := patient_id or scope.actor.patient_id) is None:
        raise NotFound
    return scope.patient(wanted, lock)


def to_change(scope: Scope, patient_id: UUID | None) -> Patient:
    """Fetch a patient to change something of theirs. Raises NotFound, or NotPossible for a record that was merged."""
    patient = whose(scope, patient_id, lock=True)
    scope.db.refresh(patient)  # it may have been read before the lock was had
    if patient.merged_into_id:
        raise NotPossible(t("This record was merged with another one"), t("Open the other one, and change it there."))
    return patient


def settle(
    scope: Scope, patient: Patient, version: int, differences: Iterable[Difference], request_id: UUID | None = None
) -> list[str]:
    """Keep before and after of what differs, and count the version on; gives the fields that change.

    Nothing happens where nothing differs, so that pressing twice is as pressing once. Raises Stale, with what stands
    there now, when somebody else has saved since the version that was read. Call it before anything is changed.
    """
    changing = [one for one in differences if one[1] != one[2]]
    if not changing:
        return []
    if patient.version != version:
        raise Stale("\n".join(before for _, before, _ in changing if before))
    for field, before, after in changing:
        kept = PersonalChange(
            patient_id=patient.id, at=scope.now, account_id=scope.actor.account_id, role=scope.actor.role, field=field,
            request_id=request_id,
        )  # fmt: skip
        scope.db.add(kept.sealing(before=before or None, after=after or None))
    patient.version += 1
    scope.tell(f"patient:{patient.id}", *(field for field, _, _ in changing))
    return [field for field, _, _ in changing]


def done(scope: Scope, patient: Patient, fields: Collection[str]) -> None:
    """Write what was changed, let people be found by it, and greet them by their new name where they sign in."""
    scope.db.flush()
    if "name" in fields:
        for account in scope.db.exec(select(Account).where(Account.patient_id == patient.id)):
            account.name = patient.name
    if FOUND_BY.intersection(fields):
        know(scope, patient)
        scope.db.flush()
