"""The words of a note, field by field."""

from collections.abc import Mapping
from typing import Protocol

from hms.models import Encounter
from hms.schemas.notes import ALL, LABELS, NotePart, NoteWords
from hms.services.notes import copies
from hms.texts import t


class Written(Protocol):
    """A row with the fields of a note."""

    subjective: str
    objective: str
    assessment: str
    plan: str
    summary: str


def words_of(row: Written) -> dict[str, str]:
    """Read the fields of a note. One that was begun in one piece goes on as what the patient tells."""
    words = {name: getattr(row, name) for name in ALL}
    if isinstance(row, Encounter) and row.note and row.signed_at is None:
        words["subjective"] = joined(row.note, words["subjective"])
    return words


def put(row: Written, words: Mapping[str, str]) -> None:
    """Write the fields of a note."""
    for name in ALL:
        setattr(row, name, words[name] or None)
    if isinstance(row, Encounter) and row.note:
        row.note = None  # it is part of the fields now


def of_form(form: NoteWords) -> dict[str, str]:
    """Take the fields out of a form."""
    return {name: getattr(form, name) for name in ALL}


def parts(row: Encounter) -> list[NotePart]:
    """List what a note says, field by field, without the summary; what is empty is left out, what was copied is marked."""
    found = [NotePart(label=t("Note"), text=row.note)] if row.note else []
    marks = copies.marks(row)
    return [
        *found,
        *(
            NotePart(label=label, text=text, mark=marks.get(name, ""))
            for name, label in LABELS.items()
            if (text := getattr(row, name))
        ),
    ]


def whole(row: Encounter) -> str:
    """Tell a note in one piece, with a heading for each field."""
    told = [f"{one.label} ({one.mark})\n{one.text}" if one.mark else f"{one.label}\n{one.text}" for one in parts(row)]
    return "\n\n".join([row.note, *told[1:]] if row.note else told)


def joined(first: str, second: str) -> str:
    """Put two texts under one another, with a line between; a text that is in the other is not told twice."""
    if second.strip() in first:
        return first
    return second if first.strip() in second else f"{first.rstrip()}\n\n{second}"
