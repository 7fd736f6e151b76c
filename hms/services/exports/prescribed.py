"""What was prescribed, what became of it, and what was asked for again."""

from sqlmodel import select

from hms.access import Scope
from hms.models import MedicationRequest, Patient, PrescriptionRenewal, RefillRequest
from hms.services import prescribing
from hms.services.exports.person import rows
from hms.services.exports.pieces import Entry, Piece, day_of, doctor, instant, refer, resource, told, whom, words
from hms.services.local_time import today
from hms.services.prescriptions import ended
from hms.texts import t


def prescriptions(scope: Scope, patient: Patient) -> Piece:
    """Tell what was prescribed, and of what was stopped when and why."""
    piece, mine = Piece(t("Prescriptions")), rows(scope, MedicationRequest, patient, MedicationRequest.written_at)
    signed = [one for one in mine if one.signed_at and not one.removed_at]
    ids = [one.id for one in signed]
    stops, renewals = ended.stops_of(scope, ids), ended.renewals_of(scope, ids)
    for one, card in zip(signed, prescribing.cards(scope, signed), strict=True):
        stop, later = stops.get(one.id), renewals.get(one.id)
        running = not stop and not later and (one.ends_on is None or one.ends_on > today(scope))
        lines = told(
            ("", card.how), (t("To hand out"), card.quantity), ("", card.advice), (t("Prescribed by"), card.doctor),
            (t("Stopped"), f"{day_of(scope, stop.stopped_at)}, {doctor(scope, stop.stopped_by)}: {stop.reason}" if stop else ""),
            (t("Renewed"), day_of(scope, later.signed_at) if later else ""),
        )  # fmt: skip
        piece.add(
            Entry(card.day, card.drug, [*lines, *([card.left] if running else [])]),
            resource(
                "MedicationRequest", one.id, status="stopped" if stop else "active" if running else "completed",
                statusReason=words(stop.reason) if stop else None, intent="order",
                medicationCodeableConcept=words(one.drug), subject=whom(patient), authoredOn=instant(one.written_at),
                requester={"display": card.doctor} if card.doctor else None,
                dosageInstruction=[{"text": ". ".join(filter(None, [card.how, card.advice]))}],
                encounter=refer("Encounter", one.encounter_id) if one.encounter_id else None,
                priorPrescription=_prior(scope, one),
            ),
        )  # fmt: skip
    return piece


def _prior(scope: Scope, one: MedicationRequest) -> dict[str, str] | None:
    from_which = scope.db.exec(select(PrescriptionRenewal).where(PrescriptionRenewal.prescription_id == one.id)).first()
    return refer("MedicationRequest", from_which.renews_id) if from_which else None


def refills(scope: Scope, patient: Patient) -> Piece:
    """Tell what was asked for again, and the answer."""
    piece = Piece(t("Refills that you asked for"))
    for one in rows(scope, RefillRequest, patient, RefillRequest.asked_at):
        drug = scope.db.get_one(MedicationRequest, one.prescription_id).drug
        answer = (
            t("taken back") if one.withdrawn_at else t("waiting") if one.answered_at is None
            else t("renewed") if one.renewed_as_id else t("declined")
        )  # fmt: skip
        status = "cancelled" if one.withdrawn_at else "active" if one.answered_at is None else "completed"
        lines = told(
            ("", one.note),
            (t("State"), answer),
            (t("Answered by"), doctor(scope, one.answered_by)),
            (t("Reason"), one.reason),
        )
        piece.add(
            Entry(day_of(scope, one.asked_at), drug, lines),
            resource(
                "MedicationRequest", one.id, status=status, statusReason=words(one.reason) if one.reason else None,
                intent="proposal", medicationCodeableConcept=words(drug), subject=whom(patient),
                authoredOn=instant(one.asked_at), priorPrescription=refer("MedicationRequest", one.prescription_id),
                note=[{"text": one.note}] if one.note else [],
            ),
        )  # fmt: skip
    return piece
