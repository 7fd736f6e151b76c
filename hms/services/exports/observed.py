"""What was measured or seen, on its way out: what was measured together is one paragraph, and one resource for each."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from hms.access import Scope
from hms.knowledge.vitals.measures import BY_CODE
from hms.models import Observation
from hms.services.exports.pieces import Entry, Piece, Tree, coded, day_of, instant, refer, resource, told
from hms.services.record.wording import MARKS, range_words
from hms.texts import t

IN_ERROR = "entered-in-error"


def add(scope: Scope, piece: Piece, rows: Sequence[Observation], visits: frozenset[UUID]) -> None:
    """Add observations, the oldest first; the parts of a panel stand under its name."""
    by_group = sorted(rows, key=lambda one: str(one.group_id or one.id))
    groups = [list(group) for _, group in groupby(by_group, key=lambda one: one.group_id or one.id)]
    for group in sorted(groups, key=lambda group: (group[0].happened_at or group[0].recorded_at, group[0].id)):
        head = next((one for one in group if one.id == one.group_id), None)
        parts = [one for one in group if one is not head]
        if head is None:
            for one in parts:
                piece.add(_paragraph(scope, one, []), _tree(one, [], visits))
        else:
            trees = [_tree(head, parts, visits), *(_tree(one, [], visits) for one in parts)]
            piece.add(_paragraph(scope, head, parts), *trees)


def _name(one: Observation) -> str:
    return one.name or (BY_CODE[one.code].name if one.code in BY_CODE else one.code)


def _value(one: Observation) -> str:
    return f"{one.number} {one.unit}".strip() if one.number else one.text


def _paragraph(scope: Scope, one: Observation, parts: Sequence[Observation]) -> Entry:
    lines = told(
        ("", _value(one)), *((_name(part), _value(part)) for part in parts), ("", MARKS.get(one.flag, "")),
        ("", range_words(one.usual_low, one.usual_high)), (t("Note"), one.note),
        (t("State"), t("entered in error") if one.status == IN_ERROR else ""),
    )  # fmt: skip
    return Entry(day_of(scope, one.happened_at or one.recorded_at), _name(one), lines)


def _quantity(number: str, unit: str) -> Tree | None:
    if not number:
        return None
    ucum = {"unit": unit, "system": "http://unitsofmeasure.org", "code": unit} if unit else {}
    return {"value": float(number), **ucum}


def _tree(one: Observation, parts: Sequence[Observation], visits: frozenset[UUID]) -> Tree:
    usual: Tree = {"low": _quantity(one.usual_low, one.unit), "high": _quantity(one.usual_high, one.unit)}
    return resource(
        "Observation", one.id, subject={"reference": f"Patient/{one.patient_id}"}, status=one.status,
        issued=instant(one.recorded_at), effectiveDateTime=instant(one.happened_at),
        category=[coded("observation-category", one.category)] if one.category else [],
        encounter=refer("Encounter", one.encounter_id) if one.encounter_id in visits else None,
        code={"text": _name(one), "coding": [{"system": one.code_system, "code": one.code}] if one.code else []},
        valueQuantity=_quantity(one.number, one.unit), valueString="" if one.number else one.text,
        interpretation=[coded("v3-ObservationInterpretation", one.flag)] if one.flag else [],
        referenceRange=[usual] if one.usual_low or one.usual_high else [],
        hasMember=[refer("Observation", part.id) for part in parts],
        note=[{"text": one.note}] if one.note else [],
    )  # fmt: skip
