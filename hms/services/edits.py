"""What administrators edit: fetched with the version that they saw, under a name that nothing else has."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import select

from hms.access import Scope
from hms.errors import NotFound, Stale
from hms.models import Clinic, Location, Medication, Room, ServicePoint, VisitType

M = TypeVar("M", Location, Medication, Room, ServicePoint, VisitType)


def seen(scope: Scope, model: type[M], row_id: UUID, version: int) -> M:
    """Fetch a row to change it, and count its version on. Raises NotFound, or Stale for another version than was seen."""
    # Not FOR UPDATE: whoever books by this row names it, and must not wait.
    row = scope.db.get(model, row_id, with_for_update={"of": model, "key_share": True})
    if row is None:
        raise NotFound
    if row.version != version:
        raise Stale(row.name)
    row.version += 1
    changed(scope, row_id)
    return row


def namesake(scope: Scope, model: type[M], name: str, *where: ColumnElement[bool], but: UUID | None = None) -> M | None:
    """Find another row that has a name already, in whatever letters; who gives one at the same moment waits in line."""
    one_by_one(scope)
    rows = scope.db.exec(select(model).where(*where))
    return next((row for row in rows if row.name.casefold() == name.casefold() and row.id != but), None)


def one_by_one(scope: Scope) -> None:
    """Let whoever else sets the clinic up wait until this act is done."""
    scope.db.exec(select(Clinic.id).with_for_update())


def changed(scope: Scope, row_id: UUID) -> None:
    """Tell every screen that goes by it, and have it remembered: it changes what people may do."""
    scope.tell("directory", row_id)
    scope.note(row_id)
