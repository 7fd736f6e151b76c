"""Vital signs as they stand in the record, read back as exact numbers in the measure's own unit."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, union_all
from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.vitals.ages import Age, age_on
from hms.knowledge.vitals.limits import Range, flag, usual
from hms.knowledge.vitals.measures import BY_CODE, FLAGS, LOINC, UNITS, Measure
from hms.knowledge.vitals.units import Unconvertible, convert, plain, rounded
from hms.models import Observation, Patient
from hms.schemas.words import clock, plain_day
from hms.services.chart.entries import IN_ERROR
from hms.services.local_time import local_day

OWN_SYSTEM = "urn:hms:vitals"  # what no code system names
SCALE = "news2-spo2-scale"
TONES = {"L": "warn", "H": "warn", "LL": "danger", "HH": "danger"}
CODES = tuple(BY_CODE)


class Reading(NamedTuple):
    """One measurement: its row, what it measures, and the number in the measure's own unit; None where it has none."""

    row: Observation
    measure: Measure
    number: Fraction | None

    @property
    def at(self) -> datetime:
        """When it was measured."""
        return self.row.happened_at or self.row.recorded_at


def age_of(patient: Patient, day: date) -> Age | None:
    """Compute how old a patient is on a day, from what is known of the birth date; None where nothing is."""
    born = patient.born_on
    if born is None:
        parts = patient.born.split("-")
        try:
            born = date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 7, 1)  # the middle of a year
        except ValueError:
            return None
    return age_on(born, day) if born <= day else None


def read(rows: Iterable[Observation]) -> list[Reading]:
    """Read rows as measurements; one in a unit that cannot be converted exactly has no number."""
    return [Reading(row, BY_CODE[row.code], _number(row)) for row in rows if row.code in BY_CODE]


def _number(row: Observation) -> Fraction | None:
    try:
        return convert(Decimal(row.number), row.unit, BY_CODE[row.code].unit) if row.number else None
    except (Unconvertible, InvalidOperation, ValueError, OverflowError):
        return None


def latest(
    scope: Scope, patient_id: UUID, each: int, keys: Sequence[str] = CODES, voided: bool = False
) -> list[Reading]:
    """Read the last few of each code of a patient, the newest first; what was an error only where it is asked for."""
    asked = _last(each, tuple(keys), voided)
    return read(scope.db.scalars(asked, {"patient_id": patient_id}).all())


@cache
def _last(each: int, keys: tuple[str, ...], voided: bool) -> Any:
    """Build the question for the last few: once, as nearly every opened chart asks it. Code by code its index serves it."""
    seen: Any = Observation
    whose = seen.patient_id == bindparam("patient_id"), seen.code_system == LOINC, seen.happened_at.is_not(None)
    newest = seen.happened_at.desc(), seen.id.desc()
    asked = select(seen.id).where(*whose) if voided else select(seen.id).where(*whose, seen.status != IN_ERROR)
    few = [select(asked.where(seen.code == code).order_by(*newest).limit(each).subquery().c.id) for code in keys]
    return select(seen).where(seen.id.in_(union_all(*few))).order_by(*newest)


def of_group(scope: Scope, group_ids: Iterable[UUID | None]) -> list[Observation]:
    """Read what was measured together, oldest first, without what was an error."""
    wanted = {one for one in group_ids if one}
    asked = select(Observation).where(col(Observation.group_id).in_(wanted), Observation.status != IN_ERROR)
    return list(scope.db.exec(asked.order_by(col(Observation.id))).all()) if wanted else []


def band(scope: Scope, patient: Patient, reading: Reading) -> Range | None:
    """Give what is usual for a measurement at the age that the patient then had."""
    return usual(reading.measure.key, age_of(patient, local_day(scope, reading.at)), patient.sex)


def flag_of(scope: Scope, patient: Patient, reading: Reading) -> str:
    """Give the flag of a measurement: what was recorded with it, else by what is usual."""
    if reading.row.flag in FLAGS or reading.number is None:
        return reading.row.flag if reading.row.flag in FLAGS else ""
    return flag(reading.number, band(scope, patient, reading))


def said(row: Observation) -> str:
    """Write what was measured as it was typed; what a machine sent with more places than people read is rounded."""
    try:
        number = Decimal(row.number) if row.number else None
    except InvalidOperation:
        return row.number
    if number is None or not number.is_finite():
        return row.text or row.number
    places = max(1, BY_CODE[row.code].places if row.code in BY_CODE else 3)
    return plain(rounded(number, places) if -int(number.as_tuple().exponent) > places else number)


def unit_words(unit: str) -> str:
    """Write a UCUM unit as people do."""
    return UNITS.get(unit, unit)


def moment(scope: Scope, at: datetime) -> str:
    """Write when something was measured."""
    return f"{plain_day(local_day(scope, at))}, {clock(at, scope.zone)}"
