"""Drugs as one doctor often prescribes them, each with dose, frequency, days and advice, to be prescribed at once."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible
from hms.models import Medication, MedicationRequest, PrescriptionFavourite
from hms.permissions import Permission
from hms.schemas.prescriptions import FavouriteCard
from hms.schemas.visits import PrescriptionCard, PrescriptionForm
from hms.services import prescribing
from hms.texts import t

MOST = 40


@requires(Permission.PRESCRIBE, reading=True)
def listed(scope: Scope) -> list[FavouriteCard]:
    """List one's favourites by name; a drug that is no longer prescribed here is left out."""
    return _cards(scope)


@requires(Permission.PRESCRIBE)
def keep(scope: Scope, prescription_id: UUID) -> list[FavouriteCard]:
    """Keep a prescription of one's own as a favourite, once; nothing of its patient goes along.

    Raises NotFound, or NotPossible where the list is full.
    """
    row = scope.one(MedicationRequest, prescription_id)
    if row.medication_id is None or not row.frequency or scope.actor.practitioner_id is None:
        raise NotFound
    mine = _mine(scope)
    same = (row.medication_id, row.dose, row.frequency, row.days, row.advice)
    if any((f.medication_id, f.dose, f.frequency, f.days, f.advice) == same for f in mine):
        return _cards(scope)
    if len(mine) >= MOST:
        raise NotPossible(t("There are {n} favourites already", n=MOST), t("Remove one that you no longer need."))
    made = PrescriptionFavourite(
        practitioner_id=scope.actor.practitioner_id, medication_id=row.medication_id, dose=row.dose,
        frequency=row.frequency, days=row.days, made_at=scope.now,
    )  # fmt: skip
    scope.db.add(made.sealing(advice=row.advice or None))
    scope.db.flush()
    return _cards(scope)


@requires(Permission.PRESCRIBE)
def drop(scope: Scope, favourite_id: UUID) -> list[FavouriteCard]:
    """Remove a favourite of one's own; a second time changes nothing. Raises NotFound."""
    row = _one(scope, favourite_id)
    row.removed_at = row.removed_at or scope.now
    scope.note(row.id)
    scope.db.flush()
    return _cards(scope)


@requires(Permission.PRESCRIBE)
def use(scope: Scope, encounter_id: UUID, favourite_id: UUID, key: str) -> list[PrescriptionCard]:
    """Prescribe a favourite in an unsigned visit; what stands there already stays alone. Raises NotFound, NotPossible."""
    row = _one(scope, favourite_id)
    asked = select(MedicationRequest.id).where(
        MedicationRequest.encounter_id == scope.encounter(encounter_id, lock=True).id,
        MedicationRequest.medication_id == row.medication_id, MedicationRequest.dose == row.dose,
        MedicationRequest.frequency == row.frequency, MedicationRequest.days == row.days,
        col(MedicationRequest.removed_at).is_(None),
    )  # fmt: skip
    if scope.db.exec(asked).first():
        return prescribing.of_encounter(scope, encounter_id)
    form = PrescriptionForm.model_validate(
        {
            "encounter_id": encounter_id, "medication_id": row.medication_id, "dose": row.dose,
            "frequency": row.frequency, "days": row.days, "advice": row.advice, "key": key,
        }
    )  # fmt: skip
    return prescribing.prescribe(scope, form)


def _mine(scope: Scope) -> list[PrescriptionFavourite]:
    asked = select(PrescriptionFavourite).where(
        PrescriptionFavourite.practitioner_id == scope.actor.practitioner_id,
        col(PrescriptionFavourite.removed_at).is_(None),
    )
    return list(scope.db.exec(asked))


def _one(scope: Scope, favourite_id: UUID) -> PrescriptionFavourite:
    row = scope.db.get(PrescriptionFavourite, favourite_id)
    if row is None or row.practitioner_id != scope.actor.practitioner_id:
        raise NotFound
    return row


def _cards(scope: Scope) -> list[FavouriteCard]:
    rows = _mine(scope)
    asked = select(Medication).where(col(Medication.id).in_({row.medication_id for row in rows}))
    drugs = {drug.id: drug for drug in scope.db.exec(asked.where(col(Medication.retired_at).is_(None)))}
    cards = [
        FavouriteCard(
            id=row.id, drug=prescribing.label(drug), advice=row.advice,
            how=prescribing.how(prescribing.Dosed(row.dose, drug.unit, row.frequency, row.days)),
        )
        for row in rows
        if (drug := drugs.get(row.medication_id))
    ]  # fmt: skip
    return sorted(cards, key=lambda card: (card.drug, card.how))
