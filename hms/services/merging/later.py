"""Whose is what was made while two records were one?

The rule: what hangs on something that goes back, goes with it, and what hangs on the kept record's own things stays with
them. What was made under a sign-in of the record that stands
by itself again is that person's too. All else stays with the kept record. Reception sees it before
and may decide otherwise for each, but for what hangs on something else.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from hms.services.merging.belonging import Belonging, belongings
from hms.services.merging.ledger import Ledger
from hms.services.merging.moving import rows_of

BACK, STAYS = "back", "stays"
SILENT = {
    "hold",
    "note_draft",
    "portal_look",
    "read_mark",
    "thread_draft",
}  # nobody is asked about these: the rule decides
NEVER = {"personal_change"}  # how the kept record came to be what it is stays told there


class Later(NamedTuple):
    """A row made since: what it hangs on among rows that move, and whether its maker is one of the other's sign-ins."""

    belonging: Belonging
    row_id: UUID
    follows: str  # BACK, STAYS, or the key of what it hangs on that is as new; "" where it stands by itself
    goes: bool

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.belonging.name}:{self.row_id.hex}"

    @property
    def made_at(self) -> datetime:
        """When it was made, as its id says (UUIDv7, RFC 9562)."""
        return datetime.fromtimestamp((self.row_id.int >> 80) / 1000, UTC)


def later_rows(db: Session, kept_id: UUID, ledger: Ledger) -> list[Later]:
    """List the kept record's rows that it neither had before nor was given, those first on which others hang."""
    now = rows_of(db, kept_id)
    old = {_place(name, one): STAYS for name, ids in ledger.stood.items() for one in ids}
    old |= {_place(name, one): BACK for name, ids in ledger.moved.items() for one in ids}
    fresh: dict[str, tuple[Belonging, dict[str, Any]]] = {}
    for one in belongings():
        known = {*ledger.stood.get(one.name, ()), *ledger.moved.get(one.name, ())}
        ids = [row for row in now.get(one.name, ()) if row not in known]
        if ids and one.table.name not in NEVER:
            rows = db.execute(sa.select(one.table).where(one.table.c.id.in_(ids))).mappings()
            fresh |= {_place(one.name, row["id"]): (one, dict(row)) for row in rows}
    found: dict[str, Later] = {}
    for place in fresh:
        _weigh(place, fresh, old, set(ledger.accounts), found)
    return list(found.values())


def _weigh(
    place: str,
    fresh: dict[str, tuple[Belonging, dict[str, Any]]],
    old: dict[str, str],
    accounts: set[UUID],
    found: dict[str, Later],
) -> Later:
    if place in found:
        return found[place]
    one, row = fresh[place]
    hangs_on = [f"{its}:{value.hex}" for name, its in _pointers(one) if (value := row[name]) is not None]
    if one.table.name == "entry_version":  # it may be of any table: what an entry said before goes where the entry goes
        hangs_on.append(f"{row['entry_kind']}:{row['entry_id'].hex}")
    ways = {old[its] for its in hangs_on if its in old}
    found[place] = Later(one, row["id"], "", goes=False)  # should two hang on each other
    if ways:
        later = Later(one, row["id"], BACK if BACK in ways else STAYS, goes=BACK in ways)
    elif above := next((its for its in hangs_on if its in fresh and its != place), None):
        parent = _weigh(above, fresh, old, accounts, found)
        later = Later(one, row["id"], parent.follows or parent.key, parent.goes)
    else:
        made_by_them = not accounts.isdisjoint(value for value in row.values() if isinstance(value, UUID))
        later = Later(one, row["id"], "", goes=made_by_them)
    found[place] = later
    return later


def _pointers(one: Belonging) -> list[tuple[str, str]]:
    """List the columns of a table that name rows of others, with the tables."""
    return [
        (column.name, key.column.table.name)
        for column in one.table.columns
        for key in column.foreign_keys
        if column is not one.column and key.column.table.name != "account"
    ]


def _place(name: str, row_id: UUID) -> str:
    return f"{name.partition('.')[0]}:{row_id.hex}"
