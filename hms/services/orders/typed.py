"""Typed results as observations: read in the patient's units and ranges, and flagged."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from hms.access import Scope
from hms.errors import Invalid
from hms.knowledge.laboratory import catalogue, judging
from hms.knowledge.laboratory.judging import NotSo, Typed
from hms.knowledge.laboratory.kinds import LOINC, Test, Unit
from hms.knowledge.vitals.limits import Range
from hms.knowledge.vitals.measures import UNITS
from hms.models import Observation, Patient, ServiceRequest
from hms.schemas.results import TypedResult
from hms.services.catalogues.current import current
from hms.services.chart.vitals.rows import age_of
from hms.texts import t

ANSWERS = {
    "negative": t("negative"), "trace": t("trace"), "positive": t("positive"), "1+": "1+", "2+": "2+", "3+": "3+", "4+": "4+",
}  # fmt: skip
FREE = "other"  # the one result of what was ordered in words
Saying = dict[str, Any]  # what an observation says


def field(test: str, part: str = "") -> str:
    """Name the field of a form in which a result, its unit or a bound of its range is typed."""
    return f"r_{test}_{part}" if part else f"r_{test}"


def tests_of(scope: Scope, order: ServiceRequest) -> tuple[Test, ...]:
    """List what is measured by an order; nothing for one in words, and for a picture.

    What the clinic has taken off its list since it was ordered still is.
    """
    panel = current(scope).laboratory.panels.get(order.panel)
    return tuple(one for one in panel.tests if one.measured_for(order.ordered_at)) if panel else ()


def observations(
    scope: Scope, order: ServiceRequest, patient: Patient, typed: Iterable[TypedResult], day: date
) -> list[Observation]:
    """Read what was typed of an order, of a sample of a day; what is empty was not measured.

    Raises Invalid with words for each that cannot be, and where nothing is typed.
    """
    said = {one.test: one for one in typed if one.value}
    wrong: dict[str, str] = {}
    known = {test.key: test for test in tests_of(scope, order)}
    found: list[Observation] = []
    for key in known if known else (FREE,):
        if one := said.pop(key, None):
            try:
                found.append(_observation(order, patient, one, known.get(key), day))
            except _Wrong as refused:
                wrong |= refused.fields
    if wrong:
        raise Invalid(**wrong)
    if said:
        raise Invalid(t("This is no result of this order"))
    if not found:
        raise Invalid(t("Nothing is typed yet"), **{field(next(iter(known), FREE)): t("Type what was found")})
    return found


class _Wrong(Exception):
    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self.fields = fields


def _observation(
    order: ServiceRequest, patient: Patient, one: TypedResult, test: Test | None, day: date
) -> Observation:
    row = Observation(patient_id=patient.id, category="laboratory", status="final", code="")
    row.code_system = LOINC
    if test is not None and test.answers:
        row.code_system, row.code = test.coding(None)
        name, said = test.name, _answered(test, one)
    else:
        low, high = _bounds(one)
        unit = _unit(test, one)
        name = order.name
        if test and unit:
            name, (row.code_system, row.code) = test.name, test.coding(unit)
        try:
            number = judging.read(unit, one.value) if unit else judging.read_number(one.value)
        except NotSo as refused:
            if unit:
                raise _Wrong({field(one.test): str(refused)}) from None
            said = {"text": f"{one.value} {one.unit}".strip(), "flag": ""}  # in words, as what was ordered
        else:
            band = judging.ranged(_usual(unit, patient, day), low, high)
            said = numbered(number, unit.ucum if unit else one.unit, band)
    row.name = name
    _say(row, said)
    return row


def _say(row: Observation, said: Saying) -> None:
    for name, value in said.items():
        setattr(row, name, value)


def _answered(test: Test, one: TypedResult) -> Saying:
    if one.value not in test.answers:
        raise _Wrong({field(one.test): t("Please choose one")})
    return {"text": one.value, "flag": judging.judge_answer(test, one.value)}


def _unit(test: Test | None, one: TypedResult) -> Unit | None:
    if test is None:
        return None
    unit = test.unit(one.unit) if one.unit else test.units[0]
    if (
        unit is None and len(test.units) == 1
    ):  # the list was changed while the form was open: no number gets another unit
        now = UNITS.get(test.units[0].ucum, test.units[0].ucum)
        raise _Wrong({field(one.test): t("Its unit is {unit} now. Open the form once more.", unit=now)})
    if unit is None:
        raise _Wrong({field(one.test): t("Choose a unit")})
    return unit


def _bounds(one: TypedResult) -> tuple[Decimal | None, Decimal | None]:
    """Read the laboratory's own range. Raises _Wrong."""
    found: dict[str, Decimal | None] = {}
    for part in ("low", "high"):
        try:
            found[part] = judging.read_number(typed).number if (typed := getattr(one, part)) else None
        except NotSo as refused:
            raise _Wrong({field(one.test): t("Usual range: {why}", why=refused)}) from None
    low, high = found["low"], found["high"]
    if low is not None and high is not None and low >= high:
        raise _Wrong({field(one.test): t("Usual range: the lower number comes first")})
    return low, high


def _usual(unit: Unit | None, patient: Patient, day: date) -> Range | None:
    return judging.usual(unit, age_of(patient, day), patient.sex) if unit else None


def numbered(number: Typed, ucum: str, band: Range | None) -> Saying:
    """Say a number with its unit, its flag and the range by which it was judged; a bound such as <5 in words."""
    words = f"{number} {UNITS.get(ucum, ucum)}".strip()
    bounds = (band.low, band.high, band.very_low, band.very_high) if band else (None,) * 4
    low, high, very_low, very_high = ("" if one is None else judging.plain(one) for one in bounds)
    return {
        "number": "" if number.sign else judging.plain(number.number), "unit": ucum,
        "text": words if number.sign else None, "flag": judging.judge(number, band),
        "usual_low": low, "usual_high": high, "critical_low": very_low, "critical_high": very_high,
    }  # fmt: skip


def again(scope: Scope, row: Observation, patient: Patient, day: date, value: str) -> Saying:
    """Read another value of a result: by the range and limits that it was judged by before. Raises Invalid."""
    test = current(scope).laboratory.by_code.get(row.code)
    try:
        if test and test.answers:
            return _answered(test, TypedResult(test=test.key, value=value))
        unit = _once(test, row)
        number = judging.read(unit, value) if unit else judging.read_number(value)
    except (NotSo, _Wrong) as refused:
        if isinstance(refused, NotSo) and test is None:
            return {"number": "", "text": value, "flag": row.flag}
        raise Invalid(value=str(refused) or t("Please choose one")) from None
    low, high = (Decimal(one) if one else None for one in (row.usual_low, row.usual_high))
    if row.critical_low is None or row.critical_high is None:  # written down when these were not kept
        return numbered(number, row.unit, judging.ranged(_usual(unit, patient, day), low, high))
    very_low, very_high = (Decimal(one) if one else None for one in (row.critical_low, row.critical_high))
    return numbered(number, row.unit, Range(low, high, very_low, very_high))


def _once(test: Test | None, row: Observation) -> Unit | None:
    """Find the unit that a result was given in, though its test may be given in others now."""
    old = catalogue.starter().by_code.get(row.code)
    return (test and test.unit(row.unit)) or (old and old.unit(row.unit)) or None
