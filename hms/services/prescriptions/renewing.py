"""Renewing a prescription in one step, with the same dose: into the visit that is being written, or signed at once."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible
from hms.models import Medication, MedicationRequest, Patient, PrescriptionRenewal
from hms.permissions import Permission
from hms.schemas.visits import PrescriptionCard, PrescriptionForm
from hms.services import prescribing
from hms.services.alerts import overriding
from hms.services.prescriptions import ended, papers, telling
from hms.texts import t


@requires(Permission.PRESCRIBE)
def renew(scope: Scope, encounter_id: UUID, prescription_id: UUID, key: str) -> list[PrescriptionCard]:
    """Write a prescription of this patient once more into an unsigned visit; what stands there already stays alone.

    It counts when the visit is signed. Raises NotFound, or NotPossible where it cannot go on as it is.
    """
    encounter = scope.encounter(encounter_id, lock=True)
    row = scope.db.get(MedicationRequest, prescription_id)
    if row is None or row.patient_id != encounter.patient_id or row.signed_at is None or row.removed_at is not None:
        raise NotFound
    drug = drug_of(scope, row)
    if _stands(scope, encounter.id, row.id):
        return prescribing.of_encounter(scope, encounter.id)
    form = PrescriptionForm.model_validate(
        {
            "encounter_id": encounter.id, "medication_id": drug.id, "dose": row.dose, "frequency": row.frequency,
            "days": row.days, "advice": row.advice, "key": key,
        }
    )  # fmt: skip
    listed = prescribing.prescribe(scope, form)
    made = scope.db.exec(select(MedicationRequest).where(MedicationRequest.request_key == key)).one()
    note(scope, made, row)
    return listed


def _stands(scope: Scope, encounter_id: UUID, prescription_id: UUID) -> bool:
    """Tell whether a visit holds this renewal already: two presses mean one."""
    asked = (
        select(MedicationRequest.id)
        .join(PrescriptionRenewal, col(PrescriptionRenewal.prescription_id) == MedicationRequest.id)
        .where(PrescriptionRenewal.renews_id == prescription_id, MedicationRequest.encounter_id == encounter_id)
        .where(col(MedicationRequest.removed_at).is_(None))
    )
    return scope.db.exec(asked).first() is not None


@requires(Permission.CONTINUE_PRESCRIPTION)
def renew_now(scope: Scope, prescription_id: UUID, key: str) -> UUID:
    """Renew a prescription of a patient in one's care, signed at once and outside of a visit; gives the new one.

    The same key renews it once. Raises NotFound, or NotPossible where it cannot go on as it is.
    """
    return sign_renewal(scope, scope.one(MedicationRequest, prescription_id, lock=True), key).id


def sign_renewal(scope: Scope, row: MedicationRequest, key: str) -> MedicationRequest:
    """Write a prescription once more and sign it now, in the name of the doctor who acts. Raises as renew_now() does."""
    if row.signed_at is None or row.removed_at is not None:
        raise NotFound
    known = select(MedicationRequest).where(MedicationRequest.request_key == key)
    if first := scope.db.exec(known).first():
        return first
    if said := in_the_way(scope, row):
        raise NotPossible(*said)
    drug = drug_of(scope, row)
    overriding.before_renewing(scope, row)
    made = MedicationRequest(
        patient_id=row.patient_id, practitioner_id=scope.actor.practitioner_id, medication_id=drug.id, dose=row.dose,
        unit=row.unit, frequency=row.frequency, days=row.days, request_key=key, written_at=scope.now,
    ).sealing(drug=row.drug, advice=row.advice or None)  # fmt: skip
    scope.db.add(made)
    scope.db.flush()
    made.ends_on, made.signed_at = prescribing.ends_on(scope, made), scope.now
    scope.db.flush()
    note(scope, made, row)
    papers.issue_alone(scope, made)
    telling.changed(scope, row.patient_id, row.practitioner_id)
    return made


def note(scope: Scope, made: MedicationRequest, row: MedicationRequest) -> None:
    """Note from which earlier prescription one goes on; once."""
    known = select(PrescriptionRenewal.id).where(PrescriptionRenewal.prescription_id == made.id)
    if scope.db.exec(known).first() is None:
        scope.db.add(PrescriptionRenewal(prescription_id=made.id, renews_id=row.id))
        scope.db.flush()


def drug_of(scope: Scope, row: MedicationRequest) -> Medication:
    """Find the drug of a prescription as it can be prescribed today. Raises NotPossible where it cannot."""
    drug = scope.db.get(Medication, row.medication_id) if row.medication_id else None
    if drug is None or not row.frequency:
        raise NotPossible(
            t("This prescription cannot be renewed in one step"),
            t("It was not written here. Choose the medicine and the dose in a visit."),
        )
    if drug.retired_at:
        raise NotPossible(
            t("This medicine is no longer prescribed here"), t("Choose another one in a visit."),
        )  # fmt: skip
    return drug


def in_the_way(scope: Scope, row: MedicationRequest) -> tuple[str, str] | None:
    """Say why a signed prescription cannot be renewed outside of a visit; None where it can."""
    if ended.stops_of(scope, [row.id]):
        return t("This prescription was stopped"), t("Prescribe it anew in a visit, if it is to be taken again.")
    if ended.renewals_of(scope, [row.id]):
        return t("This prescription was renewed already"), t("Renew the later one: it goes on from this.")
    if scope.db.get_one(Patient, row.patient_id).deceased:
        return t("The patient has died"), t("Nothing is renewed any more.")
    try:
        drug_of(scope, row)
    except NotPossible as refusal:
        return refusal.title, refusal.body
    return None
