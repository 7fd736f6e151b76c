"""What in a note was carried forward from an earlier one, and whether it still stands there: read off the words themselves.

A mark is never taken away by hand. It goes with the words: whoever changes all of them has written them anew.
"""

import json
from typing import TypedDict

from hms.models import UNREADABLE, Encounter
from hms.schemas.notes import LABELS, NotePart
from hms.texts import t


class Copy(TypedDict):
    """Words that were carried forward into a field, and who wrote them and when."""

    field: str
    text: str
    told: str


def copies_of(row: Encounter) -> list[Copy]:
    """Read what was ever carried forward into a note."""
    return json.loads(row.copied) if row.copied and row.copied != UNREADABLE else []


def add(row: Encounter, fresh: list[Copy]) -> None:
    """Note that words are carried forward into an unsigned note; the same twice is noted once."""
    kept = copies_of(row)
    row.copied = json.dumps([*kept, *(one for one in fresh if one not in kept)], ensure_ascii=False)


def keep_true(row: Encounter) -> None:
    """Forget what was carried forward and does not stand in the note that is signed now."""
    standing = [one for one in copies_of(row) if _mark(row, one)]
    row.copied = json.dumps(standing, ensure_ascii=False) if standing else None


def marks(row: Encounter) -> dict[str, str]:
    """Say of each field that holds words of an earlier note who wrote these, and when."""
    found: dict[str, list[str]] = {}
    for one in copies_of(row):
        if (mark := _mark(row, one)) and mark not in found.get(one["field"], []):
            found.setdefault(one["field"], []).append(mark)
    return {name: "; ".join(listed) for name, listed in found.items()}


def cards(row: Encounter) -> list[NotePart]:
    """Word the marks of a note, in the order of its fields."""
    told = marks(row)
    return [NotePart(label=label, text="", mark=told[name]) for name, label in LABELS.items() if name in told]


def origin(row: Encounter, name: str) -> str:
    """Say who first wrote the words of a field that was carried forward whole; "" for words of this note's own writer."""
    return next(
        (
            one["told"]
            for one in copies_of(row)
            if one["field"] == name and _lines(one["text"]) == _lines(getattr(row, name))
        ),
        "",
    )


def _mark(row: Encounter, one: Copy) -> str:
    copied, now = _lines(one["text"]), _lines(getattr(row, one["field"], ""))
    if "\n".join(copied) in "\n".join(now):
        return t("copied from {told}", told=one["told"])
    return t("partly copied from {told}", told=one["told"]) if set(copied) & set(now) else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
