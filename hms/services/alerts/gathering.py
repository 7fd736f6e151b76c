"""What the checks need to know of a patient: the whole list of medicines, allergies, and who it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, union_all
from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.prescribing.facts import Dose, Drug, Person, Taken, catalogued, named
from hms.models import Condition, HealthStatement, Medication, MedicationRequest, Observation, Patient
from hms.schemas.statements import NONE
from hms.schemas.visits import FREQUENCIES
from hms.services.alerts.running import running_and_written
from hms.services.cards import allergies_of
from hms.services.chart.entries import IN_ERROR
from hms.services.intake import standing
from hms.services.local_time import today

WEIGHT = "29463-7"  # LOINC, body weight
# LOINC, estimated glomerular filtration rate per 1.73 m2 by creatinine: MDRD, CKD-EPI 2009, CKD-EPI 2021.
EGFR = ("33914-3", "48642-3", "48643-1", "62238-1", "69405-9", "77147-7", "88293-6", "88294-4", "98979-8")
IN_KG = {"kg": Decimal(1), "g": Decimal("0.001"), "[lb_av]": Decimal("0.45359237")}
# How long a word holds; the project's own choice. Longer than a pregnancy, and until the next one could be known.
PREGNANT_FOR, NOT_PREGNANT_FOR, EGFR_FOR = timedelta(days=300), timedelta(days=60), timedelta(days=365)
PREGNANCIES = ("Z33", "Z34", "O09", "72892002", "77386006")  # ICD-10-CM by beginning; SNOMED CT in imports

# Built once: they are asked at every choice of a medicine.
SAID: Any = select(HealthStatement).where(
    HealthStatement.patient_id == bindparam("patient_id"),
    col(HealthStatement.kind).in_(("medicine", "pregnancy", NONE["pregnancy"])),
)
PREGNANT_SINCE: Any = select(Condition.happened_at, Condition.recorded_at).where(
    Condition.patient_id == bindparam("patient_id"), Condition.status == "active", col(Condition.ended_at).is_(None),
    or_(*(col(Condition.code).startswith(code) for code in PREGNANCIES)),
)  # fmt: skip


OBSERVED: tuple[Any, ...] = (
    Observation.code, Observation.number, Observation.unit, Observation.happened_at, Observation.recorded_at,
)  # fmt: skip


def _latest(codes: Iterable[str]) -> Any:
    found: Any = (
        select(*OBSERVED)
        .where(Observation.patient_id == bindparam("patient_id"), Observation.number != "")
        .where(Observation.status != IN_ERROR, col(Observation.code).in_(codes))
        .order_by(col(Observation.happened_at).desc())
        .limit(1)
    )
    return select(found.subquery())


LATEST: Any = union_all(_latest((WEIGHT,)), _latest(EGFR))
CATALOGUED: tuple[Any, ...] = (
    Medication.id, Medication.name, Medication.strength, Medication.form, Medication.atc, Medication.unit,
)  # fmt: skip
FORMULARY: Any = select(*CATALOGUED).where(col(Medication.id).in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a patient, with the visit's own prescriptions by id."""

    person: Person
    weighed_at: datetime | None
    allergies: list[str]
    current: list[Taken]  # signed and running, imported, stated
    new: dict[UUID, Taken]  # of the visit, not signed


def gather(scope: Scope, patient: Patient, encounter_id: UUID) -> Facts:
    """Read all of it in a few questions; what was found not to be so is left out."""
    goes_on, mine = running_and_written(scope, patient.id, encounter_id)
    drugs = _formulary(scope, [*mine, *goes_on])
    said = [row for row in scope.db.scalars(SAID, {"patient_id": patient.id}) if standing.holds(row)]
    stated = [Taken(named(row.text)) for row in said if row.kind == "medicine"]
    measured = {row.code: row for row in scope.db.execute(LATEST, {"patient_id": patient.id})}
    weight = measured.pop(WEIGHT, None)
    person = Person(
        _months(scope, patient), patient.sex, _pregnant(scope, patient.id, said),
        _kg(weight) if weight else None, _egfr(scope, next(iter(measured.values()), None)),
    )  # fmt: skip
    return Facts(
        person=person,
        weighed_at=weight.happened_at or weight.recorded_at if weight else None,
        allergies=_allergies(scope, patient.id),
        current=[*(taken(row, drugs) for row in goes_on), *stated],
        new={row.id: taken(row, drugs) for row in mine},
    )


def drug_of(row: Medication | Any) -> Drug:
    """Know a drug of the formulary."""
    return catalogued(f"{row.name} {row.strength} {row.form}", row.atc, row.strength, row.unit)


def taken(row: MedicationRequest, drugs: dict[UUID, Drug]) -> Taken:
    """Know what a prescription says; one that was imported by its words."""
    drug = drugs.get(row.medication_id) if row.medication_id else None
    if drug is None or not row.frequency:
        return Taken(drug or named(row.drug))
    return Taken(drug, Dose(Decimal(row.dose), FREQUENCIES[row.frequency][1], row.days))


def _formulary(scope: Scope, rows: Sequence[MedicationRequest]) -> dict[UUID, Drug]:
    ids = {row.medication_id for row in rows if row.medication_id}
    return {row.id: drug_of(row) for row in scope.db.execute(FORMULARY, {"ids": [*ids]})} if ids else {}


def _allergies(scope: Scope, patient_id: UUID) -> list[str]:
    """List allergies as they are shown everywhere, also those that nobody has confirmed yet."""
    return allergies_of(scope, {patient_id}).get(patient_id, [])


def _months(scope: Scope, patient: Patient) -> int | None:
    born, now = patient.born_on, today(scope)
    if born is None or born > now:
        return None
    return (now.year - born.year) * 12 + now.month - born.month - (now.day < born.day)


def _pregnant(scope: Scope, patient_id: UUID, said: Iterable[HealthStatement]) -> bool | None:
    """Tell whether she is pregnant, from an active problem or her own word while that holds; None where nobody knows."""
    known = scope.db.execute(PREGNANT_SINCE, {"patient_id": patient_id})
    if any(scope.now - (began or recorded) < PREGNANT_FOR for began, recorded in known):
        return True
    words = [row for row in said if row.kind in {"pregnancy", NONE["pregnancy"]}]
    if not words:
        return None
    last = max(words, key=lambda row: row.stated_at)
    age = scope.now - last.stated_at
    if last.kind == "pregnancy":
        return True if age < PREGNANT_FOR and not last.text.casefold().startswith("may be") else None
    return False if age < NOT_PREGNANT_FOR else None


def _kg(row: Any) -> Decimal | None:
    number, each = _number(row), IN_KG.get(row.unit)
    return number * each if number and each else None


def _egfr(scope: Scope, row: Any) -> Decimal | None:
    if row is None or scope.now - (row.happened_at or row.recorded_at) > EGFR_FOR:
        return None
    return _number(row)


def _number(row: Any) -> Decimal | None:
    try:
        number = Decimal(row.number)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None
