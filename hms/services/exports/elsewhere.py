"""What came from other systems and has no place of its own in the record: exactly as it came, but for what it points to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from hms.access import Scope
from hms.models import ImportedRecord, Patient
from hms.services.exports.person import rows
from hms.services.exports.pieces import Entry, Piece, Tree
from hms.services.record.trees import opened
from hms.services.record.wording import document, observation, report, vaccination
from hms.texts import t

WORDED = {
    "Observation": observation, "DiagnosticReport": report, "Immunization": vaccination, "DocumentReference": document,
}  # fmt: skip


def imported(scope: Scope, patient: Patient) -> Piece:
    """Tell what was taken in and became no entry of the record, in words where it has some; all of it for machines."""
    piece, counted, told = Piece(t("From other systems")), Counter[str](), list[tuple[str, Entry]]()
    trees = [(row, opened(row)) for row in rows(scope, ImportedRecord, patient)]
    now_called = _names(trees)
    for row, tree in trees:
        if row.row_id is not None:
            continue  # told where it now stands
        counted[row.resource_type if tree is not None else t("cannot be read")] += 1
        if tree is None:
            continue
        piece.resources.append(_pointing(tree, now_called))
        if (word := WORDED.get(row.resource_type)) is not None:
            when, card = word(scope, row.id, tree)
            lines = [card.value, card.mark, card.note, card.text, *(f"{one.name}: {one.value}" for one in card.details)]
            told.append((when, Entry(card.day, card.title, [line for line in lines if line])))
    piece.entries = [entry for _, entry in sorted(told, key=lambda pair: pair[0])]
    if counted:
        all_of_it = [f"{kind}: {number}" for kind, number in sorted(counted.items())]
        piece.entries.insert(0, Entry("", t("Records that were kept as they came, by kind"), all_of_it))
    return piece


def _names(trees: Iterable[tuple[ImportedRecord, Tree | None]]) -> dict[str, str]:
    """Tell how everything is called in the download: what its source called it -> its address here."""
    called = {}
    for row, tree in trees:
        source_id = tree.get("id") if tree is not None else None
        if isinstance(source_id, str) and source_id:
            here = f"{row.resource_type}/{row.row_id or source_id}"
            called[f"urn:uuid:{source_id}"] = called[f"{row.resource_type}/{source_id}"] = here
    return called


def _pointing(tree: Any, called: Mapping[str, str]) -> Any:
    """Let every reference of a tree point to what it means in the download; one to something else stays."""
    if isinstance(tree, list):
        return [_pointing(one, called) for one in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        name: called.get(value, value) if name == "reference" and isinstance(value, str) else _pointing(value, called)
        for name, value in tree.items()
    }
