"""Reading what is kept of imported records: FHIR resources as plain trees, whatever of them is missing or odd."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import UNREADABLE, ImportedRecord
from hms.schemas.words import plain_day
from hms.services.importing.keeping import unpack
from hms.services.importing.wording import plain

Tree = dict[str, Any]
NOT_SO = frozenset({"entered-in-error", "cancelled", "not-done", "superseded"})


def kept(scope: Scope, patient_id: UUID, kinds: Sequence[str]) -> list[tuple[UUID, Tree]]:
    """Open the imported records of some types that hold and that became no row, with the id of each.

    One that cannot be read stays away.
    """
    asked = select(ImportedRecord).where(
        ImportedRecord.patient_id == patient_id,
        col(ImportedRecord.resource_type).in_(kinds),
        col(ImportedRecord.row_id).is_(None),
    )
    found = [(row.id, tree) for row in scope.db.exec(asked) if (tree := opened(row)) is not None]
    return [(row_id, tree) for row_id, tree in found if text(tree, "status") not in NOT_SO]


def opened(record: ImportedRecord) -> Tree | None:
    """Open what is kept of a record; None where it cannot be read."""
    body = record.body
    tree = json.loads(unpack(body)) if body and body != UNREADABLE else None
    return tree if isinstance(tree, dict) else None


def text(tree: Any, *path: str | int) -> str:
    """Read a plain text or number at a place of a tree; "" where there is none."""
    found = at(tree, *path)
    return plain(str(found)) if isinstance(found, str | int | float) and not isinstance(found, bool) else ""


def at(tree: Any, *path: str | int) -> Any:
    """Read whatever stands at a place of a tree; None where nothing does."""
    for step in path:
        if isinstance(step, int):
            tree = tree[step] if isinstance(tree, list) and len(tree) > step else None
        else:
            tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def many(tree: Any, name: str) -> list[Any]:
    """Read a list; nothing where there is none."""
    found = at(tree, name)
    return found if isinstance(found, list) else []


def concept(tree: Any) -> str:
    """Say a CodeableConcept: its text, else the first display, else the first code."""
    codings = [text(one, name) for name in ("display", "code") for one in many(tree, "coding")]
    return next(filter(None, [text(tree, "text"), *codings]), "")


def moment(scope: Scope, said: str) -> tuple[str, str]:
    """Read a FHIR dateTime; gives what sorts it and how people write it: a day in the clinic's zone, or less."""
    with suppress(ValueError, OverflowError):
        if "T" in said:
            whole = datetime.fromisoformat(said)
            local = whole.astimezone(scope.zone) if whole.tzinfo else whole
            return local.isoformat(), plain_day(local.date())
        if len(said) == 10:
            return said, plain_day(date.fromisoformat(said))
    return said, said


def when(scope: Scope, tree: Tree, *names: str) -> tuple[str, str]:
    """Read when something was, from the first of some fields that says so."""
    said = [text(tree, *name.split(".")) for name in names]
    return moment(scope, next(filter(None, said), ""))
