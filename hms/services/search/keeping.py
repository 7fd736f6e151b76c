"""The index of this process: opened once, and brought up to date before each search."""

import threading
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col

from hms.access import Scope
from hms.config import settings
from hms.db import transaction
from hms.models import Patient
from hms.models.base import UNREADABLE
from hms.security.encryption import SealBroken, unseal
from hms.services.search.alike import AlikeIndex, Sought
from hms.services.search.index import Term
from hms.services.search.writing import BETWEEN, opened

BATCH, NO_FIT = 2_000, 3
COLUMNS = (col(Patient.id), col(Patient.words_sealed), col(Patient.words_number))
ALL = sa.select(*COLUMNS).where(col(Patient.id) > bindparam("after")).order_by(col(Patient.id)).limit(BATCH)
CHANGED = sa.select(*COLUMNS).where(col(Patient.words_number) > bindparam("last"))
PEOPLE: Any = sa.select(*COLUMNS)
NOBODY = UUID(int=0)
T = TypeVar("T")


class Keeper:
    """Holds the index of one database."""

    def __init__(self) -> None:
        self._index, self._last, self._open = AlikeIndex(), 0, False
        self._turn = threading.Lock()

    def open(self) -> None:
        """Read everybody, unless that is done. It takes seconds where there are many: call it in a thread."""
        with self._turn, transaction(reading=True) as db:
            if not self._open:
                self._read_all(db)

    def find(self, scope: Scope, terms: list[Term], most: int) -> list[UUID] | None:
        """List whom the terms fit, the best first; None while the index is still being opened."""
        return self._asked(scope, lambda index: index.find(terms, most))

    def near(self, scope: Scope, sought: Sought, most: int) -> tuple[list[UUID], list[int], int] | None:
        """List who may be somebody, how many bear each name, and how many people there are; None as above."""
        return self._asked(
            scope, lambda index: (index.near(sought, most), [index.share(name) for name in sought.names], len(index))
        )

    def _asked(self, scope: Scope, ask: Callable[[AlikeIndex], T]) -> T | None:
        if not self._turn.acquire(blocking=self._open):
            return None
        try:
            if self._open:
                self._read_changed(scope.db)
            else:
                self._read_all(scope.db)
            return ask(self._index)
        finally:
            self._turn.release()

    def _read_all(self, db: Session) -> None:
        index, last, after = AlikeIndex(), 0, NOBODY
        while rows := db.execute(ALL, {"after": after}).all():
            older = opened(db, [row.id for row in rows if row.words_sealed is None])
            for row in rows:
                if any(said := _said(row, older)):
                    index.put(row.id, *said, new=True)
                last = max(last, row.words_number or 0)
            after = rows[-1].id
        index.settle()
        self._index, self._last, self._open = index, last, True

    def _read_changed(self, db: Session) -> None:
        for row in db.execute(CHANGED, {"last": self._last}).all():
            said = _said(row, {})
            self._index.put(row.id, *said) if any(said) else self._index.drop(row.id)  # merged into another
            self._last = max(self._last, row.words_number)


def _said(row: Any, older: dict[UUID, str]) -> tuple[list[str], list[str]]:
    """Open what somebody is known by; records older than this index were opened field by field."""
    try:
        words = older.get(row.id) or unseal("patient", "words_sealed", row.id.bytes, row.words_sealed)
    except SealBroken:
        words = UNREADABLE
    names, _, numbers = words.partition(BETWEEN)
    return names.split(), numbers.split()


def among(scope: Scope, terms: list[Term], most: int) -> list[UUID]:
    """List whom the terms fit among those whom the actor reaches, the best first; they are few, and read one by one."""
    weighed = []
    for row in scope.db.execute(scope.within(PEOPLE, Patient)).all():
        names, numbers = _said(row, {} if row.words_sealed else opened(scope.db, [row.id]))
        fits = [term.fit(numbers if term.is_number else names) for term in terms]
        if fits and max(fits) < NO_FIT:
            weighed.append((sum(fits), row.id))
    return [patient_id for _, patient_id in sorted(weighed)[:most]]


@cache
def _keeper(_database: str) -> Keeper:
    return Keeper()


def keeper() -> Keeper:
    """Give the index of the database of the settings."""
    return _keeper(settings().database_url)
