"""The fields of the kept record that may be taken from the other one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hms.access import Scope
from hms.models import Patient, PersonalChange
from hms.services.merging.ledger import Value

# What is chosen together, and the columns in which it stands.
GROUPS = {
    "name": ("given_names", "family_name", "prefix", "suffix"),
    "born": ("born", "born_estimated"),
    "sex": ("sex", "gender"),
    "language": ("language", "interpreter"),
}
DEATH = ("deceased", "deceased_at")  # never lost in a merge, so nobody chooses it


def take(scope: Scope, kept: Patient, gone: Patient, chosen: Iterable[str]) -> dict[str, tuple[Value, Value]]:
    """Take the chosen fields from the record that goes; gives what changed, each noted in the person's history."""
    names = [name for group in chosen for name in GROUPS[group]]
    if gone.deceased and not kept.deceased:
        names += DEATH
    changed = {}
    for name in names:
        before, after = _plain(getattr(kept, name)), _plain(getattr(gone, name))
        if before != after:
            changed[name] = (before, after)
            put(scope, kept, name, after)
    return changed


def put(scope: Scope, patient: Patient, name: str, value: Value) -> None:
    """Set a field and note the change in the person's history."""
    before = _plain(getattr(patient, name))
    is_instant = name == "deceased_at" and isinstance(value, str)
    setattr(patient, name, datetime.fromisoformat(value) if is_instant else value)  # type: ignore[arg-type]
    note = PersonalChange(
        patient_id=patient.id, at=scope.now, account_id=scope.actor.account_id, role=scope.actor.role, field=name
    )
    scope.db.add(note.sealing(before=_said(before), after=_said(value)))


def give_back(scope: Scope, kept: Patient, changed: dict[str, tuple[Value, Value]]) -> list[str]:
    """Set the fields back that a merge changed; gives those that were changed again since, which stay."""
    later = []
    for name, (before, after) in changed.items():
        if _plain(getattr(kept, name)) == after:
            put(scope, kept, name, before)
        else:
            later.append(name)
    return later


def _plain(value: Any) -> Value:
    return value.isoformat() if isinstance(value, datetime) else value


def _said(value: Value) -> str:
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
