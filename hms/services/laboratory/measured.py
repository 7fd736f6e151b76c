"""One result of a report, read as the clinic keeps it: in its units where that loses nothing, judged by the laboratory and by us."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from hms.access import Scope
from hms.knowledge import ucum
from hms.knowledge.laboratory import judging
from hms.knowledge.laboratory.judging import CRITICAL, Typed
from hms.knowledge.laboratory.kinds import LOINC, Test, Unit
from hms.knowledge.laboratory.sent_flags import understood
from hms.knowledge.vitals.measures import UNITS
from hms.models import Patient
from hms.services.catalogues.current import current
from hms.services.chart.vitals.rows import age_of
from hms.services.importing import quantities, values
from hms.services.importing.coding import coding_of
from hms.services.importing.reading import Later
from hms.services.importing.resources import Entry
from hms.services.importing.values import Usual
from hms.services.importing.wording import concept, joined, plain
from hms.services.laboratory.refusals import Unfit
from hms.services.local_time import local_day
from hms.texts import t

STATUSES = {
    "preliminary": "preliminary", "final": "final", "amended": "amended", "corrected": "amended",
    "cancelled": "cancelled", "entered-in-error": "entered-in-error",
}  # fmt: skip
LONGEST = 20_000


@dataclass(frozen=True)
class Measured:
    """A number of a unit as the laboratory gave it, with its range; in our unit where the change loses nothing."""

    number: str
    sign: str
    unit: str
    range: Usual
    ours: Unit | None = None


def results(scope: Scope, patient: Patient, entry: Entry, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    """Read a result and its parts: what tells each part from the others, and what its row says. Raises Unfit.

    A part is nothing without what it is a part of: where one cannot be read, the result cannot.
    """
    said = entry.model
    if entry.tree.get("modifierExtension") or entry.tree.get("implicitRules"):
        raise Unfit(t("it says that its meaning is changed, in a way that is not known here"))
    status = STATUSES.get(said.status, "")
    if not status:
        raise Unfit(t("it has no result yet"))
    if status in {"cancelled", "entered-in-error"}:
        why = joined([concept(said.dataAbsentReason), *(one.text for one in said.note or [])], ". ")
        return [("", {**_named(scope, said)[0], "status": status, "text": _long(why), "happened_at": at})]
    common = {"status": status, "happened_at": at}
    parts = [(f"{place} {_named(scope, part)[0]['code']}", part) for place, part in enumerate(said.component or [])]
    found = [(key, common | _row(scope, patient, part, at)) for key, part in parts]
    if _says(said) or not (parts or said.hasMember):
        notes = [plain(one.text) for one in said.note or []]
        found.insert(0, ("", common | _row(scope, patient, said, at, notes)))
    return found


def _says(said: Any) -> bool:
    given = (name for name in type(said).model_fields if name.startswith("value") and not name.endswith("__ext"))
    return said.dataAbsentReason is not None or any(getattr(said, name, None) is not None for name in given)


def _named(scope: Scope, said: Any) -> tuple[dict[str, Any], Test | None]:
    system, code = coding_of(said.code, LOINC)
    test = current(scope).laboratory.by_code.get(code) if system == LOINC else None
    name = test.name if test else concept(said.code) or t("A result without a name")
    return {"code_system": system, "code": code, "name": _long(name)}, test


def _row(scope: Scope, patient: Patient, said: Any, at: datetime, notes: list[str] | None = None) -> dict[str, Any]:
    named, test = _named(scope, said)
    code, words = values.flag(said)
    lab = understood(code, words)
    measured = _measured(said, test)
    usual = values.usual(said, "", "") if measured is None else measured.range
    row: dict[str, Any] = {
        "number": "",
        "unit": "",
        "text": None,
        "usual_low": "",
        "usual_high": "",
        "critical_low": None,
        "critical_high": None,
        "lab_range": False,
    }
    if measured is None:
        row["text"], clinic = _in_words(said, test)
    else:
        shown, clinic = _judged(scope, patient, measured, at)
        row |= shown
    flag = clinic if clinic in CRITICAL and lab not in CRITICAL else lab
    row |= {"flag": flag if code or words else clinic, "lab_flag": code}
    told = [*(notes or []), t("The laboratory: {words}", words=words) if words else "", usual.words]
    return named | row | {"note": _long(joined(told, ". ")) or None}


def _measured(said: Any, test: Test | None) -> Measured | None:
    """Read a number; None for a result in words. Raises Unfit for what should be a number and is none."""
    quantity = said.valueQuantity
    if said.valueSampledData is not None:
        raise Unfit(t("it is a recorded curve, which cannot be kept as a result"))
    if quantity is None and isinstance(said.valueInteger, int) and not isinstance(said.valueInteger, bool):
        number, unit, sign = quantities.spelled(said.valueInteger), "", ""
    elif quantity is None or (quantity.value is None and said.dataAbsentReason is not None):
        if test and test.units and _says(said) and said.dataAbsentReason is None:
            raise Unfit(t("the value is not a number"))
        return None
    else:
        number = quantities.spelled(quantity.value) if quantity.value is not None else None
        unit, sign = quantities.unit_of(quantity), plain(quantity.comparator)
    if number is None:
        raise Unfit(t("the value is not a number"))
    if len(unit) > quantities.LONGEST:
        raise Unfit(t("the unit is none"))
    return _in_ours(test, Measured(number, sign, unit, values.usual(said, "", unit)))


def _in_ours(test: Test | None, sent: Measured) -> Measured:
    """Change a number and its range into a unit of the test where both lose nothing; else they stay as they were sent."""
    for ours in sorted(test.units if test else (), key=lambda one: one.ucum != sent.unit):
        ends = (sent.number, sent.range.low, sent.range.high)
        changed = [ucum.converted(one, sent.unit, ours.ucum) if one else "" for one in ends]
        if None not in changed and sent.unit:
            number, low, high = (str(one) for one in changed)
            return Measured(number, sent.sign, ours.ucum, replace(sent.range, low=low, high=high), ours)
    return sent


def _judged(scope: Scope, patient: Patient, one: Measured, at: datetime) -> tuple[dict[str, Any], str]:
    """Say a number with the range that it is read by, the laboratory's own before ours; and how we judge it."""
    low, high = (Decimal(end) if end else None for end in (one.range.low, one.range.high))
    own = low is not None or high is not None
    if low is not None and high is not None and low >= high:
        raise Unfit(t("the ends of its usual range are the wrong way round"))
    day = local_day(scope, at)
    known = judging.usual(one.ours, age_of(patient, day), patient.sex) if one.ours else None
    band = judging.ranged(known, low, high)
    number = Typed(Decimal(one.number), one.sign)
    bounds = (band.low, band.high, band.very_low, band.very_high) if band else (None,) * 4
    ends = ["" if end is None else judging.plain(end) for end in bounds]
    words = f"{number} {UNITS.get(one.unit, one.unit)}".strip() if one.sign else None
    row = {
        "number": "" if one.sign else one.number, "unit": one.unit, "text": words, "usual_low": ends[0],
        "usual_high": ends[1], "critical_low": ends[2], "critical_high": ends[3], "lab_range": own,
    }  # fmt: skip
    return row, judging.judge(number, band)


def _in_words(said: Any, test: Test | None) -> tuple[str, str]:
    """Say a result that is no number, and how we judge it where it is one of the answers that we know."""
    try:
        words = values.found(said, "").words
    except Later as later:
        raise Unfit(later.why) from later
    if not words:
        raise Unfit(t("it holds no value"))
    answer = words.casefold()
    if test and answer in test.answers:
        return answer, judging.judge_answer(test, answer)
    return _long(words), ""


def _long(words: str) -> str:
    if len(words) > LONGEST:
        raise Unfit(t("its words are longer than {n} characters", n=LONGEST))
    return words
