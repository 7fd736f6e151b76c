"""What every catalogue shares when the administrator keeps it: whose entry it is, who changed it, and the one way to write."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlmodel import col, select

from hms.access import Scope
from hms.errors import NotFound, Stale
from hms.knowledge.changed import Tree
from hms.knowledge.laboratory.catalogue import test_trees
from hms.knowledge.vaccines.catalogue import vaccine_trees
from hms.knowledge.vaccines.schedule import series_trees
from hms.models import CatalogueChange
from hms.schemas.catalogues import Kind
from hms.schemas.words import plain_day
from hms.services import edits
from hms.services.chart.entries import names_of
from hms.services.local_time import local_day
from hms.texts import t

OWN = "own-"


class Standing(NamedTuple):
    """An entry as the administrator finds it."""

    key: str
    tree: Tree
    own: bool  # the clinic's, of which no file knows
    changed: bool  # it says something else than its file
    offered: bool
    version: int
    who: str  # changed it last, and when


def file_of(kind: Kind) -> Mapping[str, Tree]:
    """Give what the file of a catalogue says, by key."""
    return {"test": test_trees, "vaccine": vaccine_trees, "series": series_trees}[kind]()


def standing(scope: Scope, kind: Kind) -> list[Standing]:
    """List the entries of a catalogue: the file's in their order, then the clinic's own."""
    rows = {row.key: row for row in _rows(scope, kind)}
    names = names_of(scope, {row.changed_by for row in rows.values()})
    file = file_of(kind)
    keys = [*file, *(key for key in rows if key not in file)]
    return [_standing(scope, key, file.get(key), rows.get(key), names) for key in keys]


def one_of(scope: Scope, kind: Kind, key: str) -> Standing:
    """Find an entry. Raises NotFound."""
    found = next((one for one in standing(scope, kind) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def _standing(
    scope: Scope, key: str, told: Tree | None, row: CatalogueChange | None, names: Mapping[UUID | None, str]
) -> Standing:
    says = json.loads(row.says) if row and row.says else None
    usual = told is None or told.get("offered", "yes") == "yes"
    offered = usual if row is None or row.offered is None else row.offered
    changed = told is not None and row is not None and (says is not None or offered != usual)
    who = ""
    if row and (changed or told is None):
        day = plain_day(local_day(scope, row.changed_at))
        who = t("{who}, {day}", who=names.get(row.changed_by) or t("The system"), day=day)
    return Standing(key, says or told or {}, told is None, changed, offered, row.version if row else 0, who)


def _rows(scope: Scope, kind: Kind) -> Iterable[CatalogueChange]:
    return scope.db.exec(select(CatalogueChange).where(CatalogueChange.kind == kind).order_by(col(CatalogueChange.id)))


def own_key(scope: Scope, kind: Kind) -> str:
    """Make a key of the clinic's own, which no file can hold."""
    known = {row.key for row in _rows(scope, kind)}
    return next(key for n in range(1, len(known) + 2) if (key := f"{OWN}{n}") not in known)


def seen(scope: Scope, kind: Kind, key: str, version: int) -> CatalogueChange:
    """Fetch what the clinic says of an entry to change it, one administrator at a time. Raises Stale."""
    edits.one_by_one(scope)
    asked = select(CatalogueChange).where(CatalogueChange.kind == kind, CatalogueChange.key == key)
    row = scope.db.exec(asked.execution_options(populate_existing=True)).first()
    if (row.version if row else 0) != version:
        raise Stale
    if row is None:
        row = CatalogueChange(kind=kind, key=key, changed_at=scope.now)
        scope.db.add(row)
    row.version, row.changed_at, row.changed_by = row.version + 1, scope.now, scope.actor.account_id
    return row


def say(scope: Scope, row: CatalogueChange, tree: Tree) -> None:
    """Let an entry say this from now on; what the file says already is not the clinic's."""
    told: Any = file_of(row.kind).get(row.key)  # type: ignore[arg-type]
    row.says = "" if tree == told else json.dumps(tree, ensure_ascii=False)
    kept(scope, row)


def kept(scope: Scope, row: CatalogueChange) -> None:
    """Have everybody read the catalogues again, and the act remembered."""
    scope.db.flush()
    scope.clinic.catalogue_stamp = uuid4()  # another each time, also after a change that was taken back
    scope.db.flush()
    edits.changed(scope, row.id)
