"""The formulary, and prescriptions before and after they are signed."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible
from hms.models import Encounter, Medication, MedicationRequest, Practitioner, PrescriptionStop
from hms.permissions import Permission
from hms.schemas.visits import FREQUENCIES, MedicationCard, PrescriptionCard, PrescriptionForm
from hms.schemas.words import plain_day
from hms.services.alerts import overriding
from hms.services.alerts.running import running
from hms.services.fetched import by_id
from hms.services.local_time import local_day, today
from hms.services.prescriptions import ended
from hms.texts import t

FORMULARY = Path(__file__).parent / "data" / "formulary.csv"


@requires(Permission.MAINTAIN)
def seed_formulary(scope: Scope) -> int:
    """Bring in the drugs of the starter list that are not there yet; gives how many."""
    known = set(scope.db.exec(select(Medication.code)))
    with FORMULARY.open(encoding="utf-8", newline="") as file:
        fresh = [Medication.model_validate(row) for row in csv.DictReader(file) if row["code"] not in known]
    scope.db.add_all(fresh)
    return len(fresh)


def label(drug: Medication) -> str:
    """Name a drug with its strength and form."""
    return f"{drug.name} {drug.strength} {drug.form}"


@requires(Permission.PRESCRIBE, reading=True)
def formulary(scope: Scope) -> list[MedicationCard]:
    """List the drugs to choose from, by name."""
    drugs = scope.db.exec(select(Medication).where(col(Medication.retired_at).is_(None)))
    return sorted((MedicationCard(id=d.id, label=label(d), unit=d.unit) for d in drugs), key=lambda c: c.label)


@requires(Permission.PRESCRIBE)
def prescribe(scope: Scope, form: PrescriptionForm) -> list[PrescriptionCard]:
    """Write a prescription into an unsigned visit; the same key writes it once.

    Raises NotFound or NotPossible, and AlertsStand where a severe alert was not seen with a reason.
    """
    encounter = _unsigned(scope, form.encounter_id)
    drug = scope.db.get(Medication, form.medication_id)
    if drug is None or drug.retired_at:
        raise NotFound
    if scope.db.exec(select(MedicationRequest.id).where(MedicationRequest.request_key == form.key)).first() is None:
        row = MedicationRequest(
            patient_id=encounter.patient_id,
            practitioner_id=scope.actor.practitioner_id,
            encounter_id=encounter.id,
            medication_id=drug.id,
            dose=format(form.dose.normalize(), "f"),
            unit=drug.unit,
            frequency=form.frequency,
            days=form.days,
            request_key=form.key,
            written_at=scope.now,
        ).sealing(drug=label(drug), advice=form.advice or None)
        scope.db.add(row)
        scope.db.flush()
        overriding.settle(scope, row, encounter, form.seen, form.anyway)
        scope.tell(f"practitioner:{encounter.practitioner_id}", encounter.id)
    return of_encounter(scope, encounter.id)


@requires(Permission.PRESCRIBE)
def take_back(scope: Scope, prescription_id: UUID) -> list[PrescriptionCard]:
    """Take a prescription back before the visit is signed. Raises NotFound or NotPossible."""
    row = scope.db.get(MedicationRequest, prescription_id)
    if row is None or row.encounter_id is None:
        raise NotFound
    encounter = _unsigned(scope, row.encounter_id)
    row.removed_at = row.removed_at or scope.now
    scope.db.flush()
    scope.tell(f"practitioner:{encounter.practitioner_id}", encounter.id)
    return of_encounter(scope, encounter.id)


def _unsigned(scope: Scope, encounter_id: UUID) -> Encounter:
    encounter = scope.encounter(encounter_id, lock=True)
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    return encounter


def of_encounter(scope: Scope, encounter_id: UUID) -> list[PrescriptionCard]:
    """Word the prescriptions of one visit, oldest first."""
    mine = select(MedicationRequest).where(MedicationRequest.encounter_id == encounter_id)
    return cards(scope, scope.db.exec(_standing(mine)).all())


def of_patient(scope: Scope, patient_id: UUID) -> list[PrescriptionCard]:
    """Word the signed prescriptions of a patient that go on: not run out, stopped or renewed. Newest first."""
    return cards(scope, running(scope, patient_id), stopped={})[::-1]


def _standing(asked: Any) -> Any:
    return asked.where(col(MedicationRequest.removed_at).is_(None)).order_by(col(MedicationRequest.id))


def cards(
    scope: Scope, rows: Sequence[MedicationRequest], stopped: Mapping[UUID, PrescriptionStop] | None = None
) -> list[PrescriptionCard]:
    """Word prescriptions, in the order given; whose they are is noted. Which were stopped is asked unless it is known."""
    doctors = by_id(scope, Practitioner, {row.practitioner_id for row in rows if row.practitioner_id})
    names = {doctor.id: doctor.name for doctor in doctors.values()}
    scope.touch(*{row.patient_id for row in rows})
    if stopped is None:
        stopped = ended.stops_of(scope, (row.id for row in rows if row.signed_at))
    worded = [_card(scope, row, names.get(row.practitioner_id, "") if row.practitioner_id else "") for row in rows]
    gone = {"days_left": 0, "share_left": 0, "left": t("Stopped")}
    return [one.model_copy(update=gone) if one.id in stopped else one for one in worded]


def units(count: Decimal, unit: str) -> str:
    """Count doses: 1 tablet, 2 tablets, 5 ml."""
    plain = format(count.normalize(), "f")
    return f"{plain} {unit}" if unit == "ml" or count <= 1 else f"{plain} {unit}{'es' if unit.endswith('ch') else 's'}"


def _card(scope: Scope, row: MedicationRequest, doctor: str) -> PrescriptionCard:
    left = max(0, (row.ends_on - today(scope)).days) if row.ends_on else row.days
    ongoing = row.signed_at is not None and row.ends_on is None
    return PrescriptionCard(
        id=row.id,
        drug=row.drug,
        how=how(row),
        quantity=quantity(row),
        advice=row.advice,
        doctor=doctor,
        day=plain_day(local_day(scope, row.written_at)),
        signed=row.signed_at is not None,
        days_left=left,
        left=_left(left, ongoing),
        days=row.days,
        share_left=round(100 * left / row.days) if row.days else 0,
    )


def _left(days: int, ongoing: bool) -> str:
    if ongoing:
        return t("Ongoing")
    return t("Finished") if not days else t("1 day left") if days == 1 else t("{n} days left", n=days)


class Dosed(NamedTuple):
    """How much of a drug, how often and for how long."""

    dose: str
    unit: str
    frequency: str
    days: int


def how(row: MedicationRequest | Dosed) -> str:
    """Say how a drug is to be used, such as 1 capsule three times a day for 7 days."""
    if not row.frequency:
        return ""  # an imported one says all it knows in its advice
    often, _ = FREQUENCIES[row.frequency]
    length = t("1 day") if row.days == 1 else t("{n} days", n=row.days)
    return t("{dose} {often} for {length}", dose=units(Decimal(row.dose), row.unit), often=often, length=length)


def quantity(row: MedicationRequest | Dosed) -> str:
    """Compute what to hand out: dose times doses a day times days, rounded up to whole units."""
    if not row.frequency:
        return ""
    total = Decimal(row.dose) * FREQUENCIES[row.frequency][1] * row.days
    return units(total.quantize(Decimal("0.0001")).quantize(Decimal(1), ROUND_UP), row.unit)


def ends_on(scope: Scope, row: MedicationRequest) -> date:
    """Compute the day after the last dose, counted from the clinic's today."""
    return date.fromordinal(today(scope).toordinal() + row.days)
