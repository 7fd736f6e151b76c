"""Writing vital signs down: a set in a visit, one amended, one declared an error."""

from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.knowledge.vitals import reading
from hms.knowledge.vitals.limits import Range, flag, usual
from hms.knowledge.vitals.measures import BY_CODE, MEASURES, TYPED, Measure
from hms.knowledge.vitals.units import convert, plain, rounded
from hms.models import Encounter, Observation, Patient
from hms.permissions import Permission
from hms.schemas.vitals import UNIT_SETS, VitalChange, VitalSet, VitalsForm
from hms.services.chart import entries
from hms.services.chart.vitals.rows import OWN_SYSTEM, SCALE, age_of, of_group
from hms.services.chart.vitals.sets import worded
from hms.services.local_time import local_day, today
from hms.texts import t

Number = tuple[Decimal, str]  # as typed, and its unit


@requires(Permission.KEEP_CHART)
def measure(scope: Scope, form: VitalsForm) -> VitalSet:
    """Write a set of vital signs into an unsigned visit; the same key gives the first set.

    Raises Invalid for what is certainly a typing error, and for a diastolic pressure that is not below the systolic;
    NotPossible once the visit is signed or the patient is deceased; NotFound.
    """
    encounter = scope.encounter(form.encounter_id, lock=True)
    patient = scope.patient(encounter.patient_id)
    group = uuid5(encounter.id, form.key)
    if first := of_group(scope, [group]):
        return worded(scope, patient, first)
    _writable(encounter, patient)
    numbers = _read(scope, patient, form)
    told = {"consciousness": form.consciousness} if form.consciousness else {}
    if not numbers and not told:
        raise Invalid(t("Nothing is typed yet"), systolic=t("Type what was measured"))
    rows = [_row(scope, patient, MEASURES[key], *number) for key, number in numbers.items()]
    rows += [_plain(MEASURES[key].code, text) for key, text in told.items()]
    if form.scale == "2" and "saturation" in numbers:
        rows.append(_plain(SCALE, "2", OWN_SYSTEM).sealing(name=t("SpO2 scale 2 of NEWS2")))
    for row in rows:
        row.patient_id, row.encounter_id, row.group_id, row.happened_at = patient.id, encounter.id, group, scope.now
        row.request_key = str(group) if row is rows[0] else None  # one for the set: its visit is locked until it stands
        entries.write(scope, patient, row)
    return worded(scope, patient, rows)


def _writable(encounter: Encounter, patient: Patient) -> None:
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    if patient.deceased:
        raise NotPossible(t("This patient is deceased"), t("Nothing more is measured."))


def _read(scope: Scope, patient: Patient, form: VitalsForm) -> dict[str, Number]:
    """Read all numbers of a form. Raises Invalid with words for each that cannot be."""
    units, age = UNIT_SETS[form.units], age_of(patient, today(scope))
    wrong, numbers = {}, {}
    for key in TYPED:
        if typed := str(getattr(form, key)):
            unit = getattr(units, "height" if key == "head" else key, "") or MEASURES[key].unit
            try:
                numbers[key] = reading.read(key, typed, unit, age), unit
            except reading.NotSo as refused:
                wrong[key] = str(refused)
    if not wrong:
        wrong = _together(numbers)
    if wrong:
        raise Invalid(**wrong)
    return numbers


def _together(numbers: dict[str, Number]) -> dict[str, str]:
    """Say what cannot be of two numbers beside one another."""
    upper, lower = numbers.get("systolic"), numbers.get("diastolic")
    if lower and not upper:
        return {"systolic": t("Type the systolic pressure as well")}
    return {"diastolic": _above()} if upper and lower and lower[0] >= upper[0] else {}


def _above() -> str:
    return t("The diastolic pressure is below the systolic. Are the two changed over?")


def _row(scope: Scope, patient: Patient, sign: Measure, number: Decimal, unit: str) -> Observation:
    band = usual(sign.key, age_of(patient, today(scope)), patient.sex)
    return Observation(
        patient_id=patient.id, category="vital-signs", status="final", code=sign.code,
        number=plain(number), unit=unit, **_judged(sign, convert(number, unit, sign.unit), unit, band),
    )  # fmt: skip


def _judged(sign: Measure, exact: Fraction, unit: str, band: Range | None) -> dict[str, Any]:
    """Give the flag and the usual range of a number, in the unit that it was typed in."""
    places = max(1, sign.places)
    low, high = (
        plain(rounded(convert(bound, sign.unit, unit), places)) if bound is not None else ""
        for bound in ((band.low, band.high) if band else (None, None))
    )
    return {"flag": flag(exact, band), "usual_low": low, "usual_high": high}


def _plain(code: str, text: str, system: str = "http://loinc.org") -> Observation:
    row = Observation(patient_id=None, category="vital-signs", status="final", code_system=system, code=code)  # type: ignore[arg-type]
    return row.sealing(text=text)


@requires(Permission.KEEP_CHART)
def correct_vital(scope: Scope, form: VitalChange) -> None:
    """Correct one measurement, with the reason; what it said before stays.

    Raises Invalid for what cannot be and without a reason, Stale, NotPossible where it was an error, NotFound.
    """
    row = _one(scope, form.observation_id)
    patient, sign = scope.patient(row.patient_id), BY_CODE[row.code]
    if sign.answers:
        if form.vital_value not in sign.answers:
            raise Invalid(vital_value=t("Type one of {letters}", letters=", ".join(sign.answers)))
        fresh: dict[str, Any] = {"text": form.vital_value}
    else:
        fresh = _corrected(scope, patient, row, sign, form.vital_value)
    entries.amend(scope, row, form.version, _why(form), status="amended", **fresh)


def _corrected(scope: Scope, patient: Patient, row: Observation, sign: Measure, typed: str) -> dict[str, Any]:
    age = age_of(patient, local_day(scope, row.happened_at or row.recorded_at))
    try:
        number = reading.read(sign.key, typed, row.unit or sign.unit, age)
    except reading.NotSo as refused:
        raise Invalid(vital_value=str(refused)) from None
    if not _below(scope, row, sign, number):
        raise Invalid(vital_value=_above())
    band = usual(sign.key, age, patient.sex)
    judged = _judged(sign, convert(number, row.unit, sign.unit), row.unit, band)
    return {"number": plain(number), **judged}


def _below(scope: Scope, row: Observation, sign: Measure, number: Decimal) -> bool:
    """Tell whether the diastolic pressure stays below the systolic that was measured with it."""
    other = {"systolic": "diastolic", "diastolic": "systolic"}.get(sign.key)
    found = [
        one for one in of_group(scope, [row.group_id]) if other and one.code == MEASURES[other].code and one.number
    ]
    if not found:
        return True
    beside = Decimal(found[0].number)
    return beside < number if sign.key == "systolic" else number < beside


@requires(Permission.KEEP_CHART)
def void_vital(scope: Scope, form: VitalChange) -> None:
    """Declare one measurement an error, with the reason. Raises Invalid without one, Stale, NotPossible, NotFound."""
    entries.void(scope, _one(scope, form.observation_id), form.version, _why(form))


def _one(scope: Scope, observation_id: UUID) -> Observation:
    row = scope.one(Observation, observation_id, lock=True)
    if row.category != "vital-signs" or row.code not in BY_CODE:
        raise NotFound
    return row


def _why(form: VitalChange) -> str:
    if not form.vital_reason:
        raise Invalid(vital_reason=t("Say why"))
    return form.vital_reason
