"""One imported record in words for the person it is about."""

from base64 import b64decode
from contextlib import suppress
from typing import Any
from uuid import UUID

from hms.access import Scope
from hms.schemas.record import Detail, RecordEntry
from hms.services.record.trees import Tree, at, concept, many, text, when
from hms.texts import t

MOST = 50_000  # characters of a document's text
# HL7's v3-ObservationInterpretation, as far as it says something to a patient.
MARKS = {
    "H": t("Above the usual range"), "HH": t("Far above the usual range"), "L": t("Below the usual range"),
    "LL": t("Far below the usual range"), "A": t("Not as usual"), "AA": t("Not as usual"),
}  # fmt: skip
CATEGORIES = {
    "laboratory": t("From the laboratory"), "vital-signs": t("Measured"), "imaging": t("From pictures"),
    "survey": t("From questions"), "social-history": t("How you live"), "exam": t("From an examination"),
}  # fmt: skip
Sorted = tuple[str, RecordEntry]  # by when it was


def observation(scope: Scope, row_id: UUID, tree: Tree) -> Sorted:
    """Word something that was measured or seen."""
    sort, day = when(scope, tree, "effectiveDateTime", "effectivePeriod.start", "issued")
    parts = [Detail(name=concept(at(one, "code")), value=value(one)) for one in many(tree, "component")]
    mark = MARKS.get(text(tree, "interpretation", 0, "coding", 0, "code"), "")
    category = CATEGORIES.get(text(tree, "category", 0, "coding", 0, "code"), "")
    return sort, RecordEntry(
        id=str(row_id), title=concept(at(tree, "code")) or t("A result without a name"), day=day, value=value(tree),
        tone="warn" if mark else "", mark=mark, note=". ".join(filter(None, [category, usual(tree)])),
        details=[part for part in parts if part.value], text=text(tree, "note", 0, "text"),
    )  # fmt: skip


def report(scope: Scope, row_id: UUID, tree: Tree) -> Sorted:
    """Word a report that gathers results."""
    sort, day = when(scope, tree, "effectiveDateTime", "effectivePeriod.start", "issued")
    named = [text(one, "display") for one in many(tree, "result")]
    return sort, RecordEntry(
        id=str(row_id), title=concept(at(tree, "code")) or t("A report without a name"), day=day,
        value=t("Report"), note=", ".join(filter(None, named)), text=text(tree, "conclusion") or written(tree, "presentedForm"),
    )  # fmt: skip


def vaccination(scope: Scope, row_id: UUID, tree: Tree) -> Sorted:
    """Word a vaccination."""
    sort, day = when(scope, tree, "occurrenceDateTime", "occurrenceString", "recorded")
    dose = text(tree, "protocolApplied", 0, "doseNumberPositiveInt")
    told = [t("Dose {n}", n=dose) if dose else "", t("Lot {lot}", lot=lot) if (lot := text(tree, "lotNumber")) else ""]
    return sort, RecordEntry(
        id=str(row_id), title=concept(at(tree, "vaccineCode")) or t("A vaccination without a name"), day=day,
        note=", ".join(filter(None, told)),
    )  # fmt: skip


def document(scope: Scope, row_id: UUID, tree: Tree) -> Sorted:
    """Word a document; one that is plain text can be read here."""
    sort, day = when(scope, tree, "date", "context.period.start")
    attached = [one for part in many(tree, "content") if isinstance(one := at(part, "attachment"), dict)]
    named = [text(one, "title") for one in attached]
    by = text(tree, "author", 0, "display")
    return sort, RecordEntry(
        id=str(row_id), title=next(filter(None, [text(tree, "description"), *named, concept(at(tree, "type"))]), t("A document")),
        day=day, note=", ".join(filter(None, [concept(at(tree, "type")), by])),
        text=written({"content": attached}, "content"),
    )  # fmt: skip


def value(tree: Any) -> str:
    """Say a value with its unit; "" where none was given."""
    if isinstance(at(tree, "valueQuantity"), dict):
        sign, unit = text(tree, "valueQuantity", "comparator"), text(tree, "valueQuantity", "unit")
        said = f"{sign}{number(at(tree, 'valueQuantity', 'value'))}"
        return f"{said} {unit}".strip() if unit not in {"{score}", "1"} else said
    truth = at(tree, "valueBoolean")
    if isinstance(truth, bool):
        return t("Yes") if truth else t("No")
    plainly = [text(tree, name) for name in ("valueString", "valueInteger", "valueDateTime", "valueTime")]
    return next(filter(None, [concept(at(tree, "valueCodeableConcept")), *plainly]), "")


def number(said: Any) -> str:
    """Write a number as people do, without places that only a machine measured."""
    with suppress(TypeError, ValueError):
        return f"{float(said):.4g}" if abs(float(said)) < 10_000 else f"{float(said):.0f}"
    return ""


def usual(tree: Any) -> str:
    """Say the usual range; "" where none was given."""
    low, high = (number(at(tree, "referenceRange", 0, end, "value")) for end in ("low", "high"))
    if said := text(tree, "referenceRange", 0, "text"):
        return t("Usual: {range}", range=said)
    return range_words(low, high)


def range_words(low: str, high: str) -> str:
    """Say a range by its ends; "" without either."""
    low, high = number(low), number(high)
    if low and high:
        return t("Usual: {low} to {high}", low=low, high=high)
    return t("Usual: up to {high}", high=high) if high else t("Usual: from {low}", low=low) if low else ""


def written(tree: Any, name: str) -> str:
    """Read the first attachment that is plain text; its lines stay."""
    for one in many(tree, name):
        if text(one, "contentType").startswith("text/plain") and isinstance(data := at(one, "data"), str):
            with suppress(ValueError):
                return b64decode(data).decode("utf-8", "replace").strip()[:MOST]
    return ""
