"""Wishes for a refill: asked by the patient, answered by the doctor who prescribed, or by who stands in."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible
from hms.models import MedicationRequest, Patient, Practitioner, RefillRequest
from hms.permissions import Permission
from hms.schemas.births import birth_words
from hms.schemas.prescriptions import DeclineForm, RefillCard, RefillForm
from hms.schemas.words import clock, plain_day
from hms.services import prescribing
from hms.services.cards import allergies_of
from hms.services.local_time import local_day
from hms.services.prescriptions import ended, renewing, telling
from hms.services.threads import covers, whom
from hms.texts import t


@requires(Permission.ASK_FOR_REFILL)
def ask(scope: Scope, form: RefillForm) -> None:
    """Ask the doctor who prescribed something for more of it; the same key asks once.

    Raises NotFound, or NotPossible where it was stopped or renewed, one waits for an answer already, or nobody is there
    who could give one.
    """
    if scope.db.exec(select(RefillRequest.id).where(RefillRequest.request_key == form.key)).first():
        return
    row = scope.one(MedicationRequest, form.prescription_id, lock=True)
    if row.signed_at is None or row.removed_at is not None:
        raise NotFound
    if not ended.going_on(scope, row):
        raise NotPossible(
            t("This prescription does not go on"), t("It was stopped or renewed. Look at the one that holds now.")
        )
    if _waiting_for(scope, row.id):
        raise NotPossible(t("You have asked already"), t("The doctor has not answered yet. The answer shows here."))
    doctor = scope.db.get(Practitioner, row.practitioner_id) if row.practitioner_id else None
    if doctor is None or not whom.here(doctor):
        raise NotPossible(
            t("Nobody here can renew this in one step"),
            t("Whoever prescribed it does not work here. Write to the clinic, or book a visit."),
        )
    made = RefillRequest(
        patient_id=row.patient_id, prescription_id=row.id, practitioner_id=doctor.id, asked_at=scope.now,
        asked_by=scope.actor.account_id, request_key=form.key,
    )  # fmt: skip
    scope.db.add(made.sealing(note=form.note or None))
    scope.db.flush()
    telling.changed(scope, row.patient_id, doctor.id)


@requires(Permission.ASK_FOR_REFILL)
def withdraw(scope: Scope, request_id: UUID) -> None:
    """Take back a wish that has no answer yet; a second time changes nothing. Raises NotFound or NotPossible."""
    row = scope.one(RefillRequest, request_id, lock=True)
    if row.answered_at:
        raise NotPossible(t("It was answered meanwhile"), t("Look at the answer."))
    row.withdrawn_at = row.withdrawn_at or scope.now
    scope.db.flush()
    telling.changed(scope, row.patient_id, row.practitioner_id)


def _waiting_for(scope: Scope, prescription_id: UUID) -> bool:
    asked = _open().where(RefillRequest.prescription_id == prescription_id)
    return scope.db.exec(asked).first() is not None


def _open() -> SelectOfScalar[RefillRequest]:
    return select(RefillRequest).where(
        col(RefillRequest.answered_at).is_(None), col(RefillRequest.withdrawn_at).is_(None)
    )


@requires(Permission.ANSWER_REFILL)
def waiting(scope: Scope) -> list[RefillCard]:
    """List who waits for an answer of one's own, or of a colleague's for whom one stands in; the longest first."""
    asked = scope.within(_open(), RefillRequest).order_by(col(RefillRequest.asked_at), col(RefillRequest.id))
    return [_card(scope, row) for row in scope.db.scalars(asked)]


@requires(Permission.ANSWER_REFILL, reading=True)
def count(scope: Scope) -> int:
    """Count who waits for an answer."""
    asked = scope.within(_open(), RefillRequest)
    return scope.db.exec(select(func.count()).select_from(asked.subquery())).one()


@requires(Permission.ANSWER_REFILL, reading=True)
def covered(scope: Scope) -> list[UUID]:
    """List the doctors for whom one stands in now: what they are asked, one answers."""
    return [doctor.id for doctor in covers.answers_for(scope)]


@requires(Permission.ANSWER_REFILL)
def accept(scope: Scope, request_id: UUID) -> None:
    """Renew what a patient asks for, signed at once in the name of whoever answers; a second time changes nothing.

    Raises NotFound, or NotPossible where it was declined or taken back meanwhile or cannot go on as it is.
    """
    row = _to_answer(scope, request_id)
    if row.renewed_as_id:
        return
    if row.answered_at:
        raise NotPossible(t("This was declined meanwhile"), t("The patient can ask again."))
    made = renewing.sign_renewal(scope, _prescription(scope, row), f"refill {row.id}")
    row.answered_at, row.answered_by, row.renewed_as_id = scope.now, scope.actor.practitioner_id, made.id
    scope.db.flush()
    telling.changed(scope, row.patient_id, row.practitioner_id)


@requires(Permission.ANSWER_REFILL)
def decline(scope: Scope, form: DeclineForm) -> None:
    """Say no to a wish for a refill, with the reason that the patient reads; a second time changes nothing.

    Raises NotFound, or NotPossible where it was renewed or taken back meanwhile.
    """
    row = _to_answer(scope, form.request_id)
    if row.renewed_as_id:
        raise NotPossible(t("This was renewed meanwhile"), t("Stop the new prescription if it should not be."))
    if row.answered_at:
        return
    row.answered_at, row.answered_by, row.reason = scope.now, scope.actor.practitioner_id, form.reason
    scope.db.flush()
    telling.changed(scope, row.patient_id, row.practitioner_id)


def _to_answer(scope: Scope, request_id: UUID) -> RefillRequest:
    row = scope.one(RefillRequest, request_id, lock=True)
    if row.withdrawn_at:
        raise NotPossible(t("The patient took this back meanwhile"), t("There is nothing to answer."))
    return row


def _prescription(scope: Scope, row: RefillRequest) -> MedicationRequest:
    return scope.db.get_one(MedicationRequest, row.prescription_id, with_for_update={"key_share": True})


def _card(scope: Scope, row: RefillRequest) -> RefillCard:
    prescription = scope.db.get_one(MedicationRequest, row.prescription_id)
    patient = scope.db.get_one(Patient, row.patient_id)
    (worded,) = prescribing.cards(scope, [prescription])  # notes whose it is
    asked, said = local_day(scope, row.asked_at), renewing.in_the_way(scope, prescription)
    return RefillCard(
        id=row.id, patient_id=patient.id, patient=patient.name, born=birth_words(patient.born, patient.born_estimated),
        record_number=patient.record_number, allergies=allergies_of(scope, {patient.id}).get(patient.id, []),
        drug=worded.drug, how=worded.how, advice=worded.advice, left=worded.left,
        prescribed=t("Prescribed on {day} by {doctor}", day=worded.day, doctor=worded.doctor), note=row.note,
        asked=t("Asked on {day} at {time}", day=plain_day(asked), time=clock(row.asked_at, scope.zone)),
        in_the_way=" ".join(f"{one}." if not one.endswith(".") else one for one in said) if said else "",
    )  # fmt: skip
