"""Taking all rows of one record to another, and back; the ledger says which."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from hms.errors import NotPossible
from hms.services.merging.belonging import Belonging, belongings
from hms.texts import t

AT_ONCE = 500
Rows = dict[str, list[UUID]]  # ids by table.column


def move_all(db: Session, gone: UUID, kept: UUID) -> Rows:
    """Take all rows of one record to the other; gives which.

    Where only one may stand with a patient, such as how messages come, the kept record's stays and the other's is left
    where it is. Raises NotPossible where the database holds two rows to be one person's that no one person can have.
    """
    moved = {}
    try:
        for one in belongings():
            left = _colliding(db, one, gone, kept)
            ids = [row for row in _ids(db, one, gone) if row not in left]
            if ids:
                moved[one.name] = ids
                _set(db, one, ids, kept)
    except IntegrityError as problem:
        raise NotPossible(
            t("Something in the two records cannot be one person’s"),
            t("Both hold what only one person can at one time. Look at what is open in both, then merge again."),
        ) from problem
    return moved


def move(db: Session, rows: Rows, to: UUID, whose: UUID) -> None:
    """Take these rows to a record, those of them that are still the other's."""
    known = {one.name: one for one in belongings()}
    for name, ids in rows.items():
        if one := known.get(name):
            _set(db, one, ids, to, whose)


def rows_of(db: Session, patient_id: UUID) -> Rows:
    """List all rows of a record."""
    return {one.name: ids for one in belongings() if (ids := _ids(db, one, patient_id))}


def _ids(db: Session, one: Belonging, patient_id: UUID) -> list[UUID]:
    return list(
        db.execute(sa.select(one.table.c.id).where(one.column == patient_id).order_by(one.table.c.id)).scalars()
    )


def _colliding(db: Session, one: Belonging, gone: UUID, kept: UUID) -> set[UUID]:
    found: set[UUID] = set()
    mine, its = one.table.alias(), one.table.alias()
    for others in one.alone:
        same = sa.exists().where(its.c[one.column.name] == kept, *(mine.c[name] == its.c[name] for name in others))
        found |= set(db.execute(sa.select(mine.c.id).where(mine.c[one.column.name] == gone, same)).scalars())
    return found


def _set(db: Session, one: Belonging, ids: list[UUID], to: UUID, whose: UUID | None = None) -> None:
    for some in _portions(ids):
        change = sa.update(one.table).where(one.table.c.id.in_(some))
        if whose is not None:
            change = change.where(one.column == whose)
        db.execute(change.values({one.column.name: to}))


def _portions(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    listed = list(ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
