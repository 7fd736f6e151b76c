"""Looking codes up in their file: by words in any order and by code, quick enough for every letter that is typed."""

import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import pysqlite3.dbapi2

from hms.errors import NotPossible
from hms.knowledge.icd10 import asking
from hms.services.coding.building import is_there, place
from hms.texts import t

MOST = 20
ENOUGH = 8  # with so many by the closer words, the wider ones are not asked: that would cost more than it finds
COLUMNS = "code.code, code.title, code.terms, code.billable"
# The rows lie in the order in which they are offered, so each question may stop as soon as it has enough.
BY_WORDS = (
    f"SELECT {COLUMNS} FROM words JOIN code ON code.id = words.rowid WHERE words MATCH ? ORDER BY words.rowid LIMIT ?"  # noqa: S608 - fixed words
)
BY_CODE = f"SELECT {COLUMNS} FROM code WHERE billable = ? AND plain >= ? AND plain < ? ORDER BY plain LIMIT ?"  # noqa: S608
PARTS = ("title", "title terms", "title terms broader")  # a word of the title says more than one of those above it
_HELD = threading.local()


class Found(NamedTuple):
    """A code of the list."""

    code: str
    title: str
    terms: str  # in other words, separated by "; "
    billable: bool


def _file() -> Any:
    """Open the file once for each thread; it is only read, and never changes. Raises NotPossible where it is not built."""
    opened = getattr(_HELD, "opened", None)
    if opened is None or opened[0] != place():
        if not is_there():
            raise NotPossible(
                t("The codes of diagnoses are not ready"), t("Write it in words. `hms migrate` brings the codes.")
            )
        opened = (place(), pysqlite3.dbapi2.connect(f"file:{place()}?mode=ro&immutable=1", uri=True))
        _HELD.opened = opened
    return opened[1]


def look(typed: str, most: int = MOST) -> list[Found]:
    """Find codes for what is typed, the likeliest first; nothing for nothing. Raises NotPossible without the file."""
    if begin := asking.code(typed):
        return list(_by_code(begin, most)) or list(_by_words(typed, most))
    return list(_by_words(typed, most))


def _by_code(begin: str, most: int) -> Iterator[Found]:
    """Give the very code first, then what can be billed below it, then the rest."""
    rows = [row for billable in (1, 0) for row in _ask(BY_CODE, billable, begin, begin + "\uffff", most)]
    rows.sort(key=lambda row: row.code.replace(".", "") != begin)
    yield from rows[:most]


def _by_words(typed: str, most: int) -> Iterator[Found]:
    sought = asking.words(typed)
    if not sought:
        return
    said = " AND ".join("(" + " OR ".join(f'"{way}"*' for way in ways) + ")" for ways in sought)
    seen: set[str] = set()
    for part in PARTS:
        for row in _ask(BY_WORDS, f"{{{part}}} : ({said})", most):
            if row.code not in seen:
                seen.add(row.code)
                yield row
                if len(seen) == most:
                    return
        if len(seen) >= ENOUGH:
            return


def _ask(statement: str, *values: object) -> list[Found]:
    return [
        Found(code, title, terms, bool(billable)) for code, title, terms, billable in _file().execute(statement, values)
    ]


@lru_cache(maxsize=10_000)
def named(code: str) -> Found | None:
    """Find one code by its whole name, with or without its dot; None where the list has none such."""
    plain = code.replace(".", "").upper()
    rows = [row for billable in (1, 0) for row in _ask(BY_CODE, billable, plain, plain + "\x01", 1)]
    return next((row for row in rows if row.code.replace(".", "") == plain), None)


def in_other_words(one: Found, typed: str) -> str:
    """Name what a code includes that fits what was typed, where its title does not say it; else ""."""
    sought = asking.words(typed)
    if not one.terms or not sought or asking.code(typed) or asking.fits(one.title, sought):
        return ""
    return next((term for term in one.terms.split("; ") if asking.fits(term, sought)), "")
