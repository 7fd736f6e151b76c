"""All prescriptions of somebody, with what became of each: for the patient, and for the doctor in charge."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import MedicationRequest, Patient, Practitioner, RefillRequest
from hms.permissions import Permission, Role
from hms.schemas.prescriptions import PatientPrescriptions, PrescriptionLine
from hms.schemas.words import plain_day
from hms.services import prescribing, visits
from hms.services.intake.whose import own
from hms.services.local_time import local_day, today
from hms.services.prescriptions import ended
from hms.texts import t

EARLIER = 100


@requires(Permission.CONTINUE_PRESCRIPTION)
def of_patient(scope: Scope, patient_id: UUID) -> PatientPrescriptions:
    """Show the signed prescriptions of a patient in one's care, the newest first. Raises NotFound."""
    return _shown(scope, scope.patient(patient_id))


@requires(Permission.ASK_FOR_REFILL)
def mine(scope: Scope) -> PatientPrescriptions:
    """Show one's own signed prescriptions, the newest first, and which can be asked for again. Raises NotFound."""
    return _shown(scope, own(scope))


def _shown(scope: Scope, patient: Patient) -> PatientPrescriptions:
    asked = select(MedicationRequest).where(
        MedicationRequest.patient_id == patient.id,
        col(MedicationRequest.signed_at).is_not(None),
        col(MedicationRequest.removed_at).is_(None),
    )
    newest = col(MedicationRequest.signed_at).desc(), col(MedicationRequest.id).desc()
    rows = scope.db.exec(asked.order_by(*newest).limit(EARLIER)).all()
    lines = _lines(scope, rows)
    return PatientPrescriptions(
        patient_id=patient.id, banner=visits.banner(scope, patient),
        current=[one for one in lines if one.state == "current"],
        earlier=[one for one in lines if one.state != "current"],
    )  # fmt: skip


def _lines(scope: Scope, rows: Sequence[MedicationRequest]) -> list[PrescriptionLine]:
    ids = [row.id for row in rows]
    states, refills = _states(scope, rows), latest_refills(scope, ids)
    cards = prescribing.cards(scope, rows)
    found = []
    for row, card in zip(rows, cards, strict=True):
        state, words = states[row.id]
        ours = bool(row.frequency and row.medication_id and row.source == "clinic")
        refill = refills.get(row.id)
        waits = refill is not None and refill.answered_at is None
        mine = scope.actor.role == Role.PATIENT
        found.append(
            PrescriptionLine(
                id=row.id, card=card, state=state, state_words=words, has_paper=ours,
                can_renew=ours and state in {"current", "over"}, can_stop=state == "current",
                can_ask=mine and ours and row.practitioner_id is not None and state in {"current", "over"} and not waits,
                refill=_refill_state(refill), refill_id=refill.id if refill else None,
                refill_words=_refill_words(scope, refill),
            )
        )  # fmt: skip
    return found


def _states(scope: Scope, rows: Sequence[MedicationRequest]) -> dict[UUID, tuple[str, str]]:
    """Say of each prescription whether it goes on, and if not, since when and why."""
    ids = [row.id for row in rows]
    stops, renewals = ended.stops_of(scope, ids), ended.renewals_of(scope, ids)
    by = {stop.stopped_by for stop in stops.values() if stop.stopped_by}
    names = (
        {d.id: d.name for d in scope.db.exec(select(Practitioner).where(col(Practitioner.id).in_(by)))} if by else {}
    )
    said: dict[UUID, tuple[str, str]] = {}
    for row in rows:
        if stop := stops.get(row.id):
            day = plain_day(local_day(scope, stop.stopped_at))
            who = names.get(stop.stopped_by, "") if stop.stopped_by else ""
            said[row.id] = (
                "stopped",
                t("Stopped on {day} by {doctor}: {reason}", day=day, doctor=who, reason=stop.reason),
            )
        elif later := renewals.get(row.id):
            day = plain_day(local_day(scope, later.signed_at or scope.now))
            said[row.id] = "renewed", t("Renewed on {day}", day=day)
        elif row.ends_on and row.ends_on < today(scope):
            said[row.id] = "over", t("Ran out on {day}", day=plain_day(row.ends_on))
        else:
            said[row.id] = "current", ""
    return said


def latest_refills(scope: Scope, prescription_ids: Sequence[UUID]) -> dict[UUID, RefillRequest]:
    """Find the latest wish for a refill of each of these prescriptions, taken back ones left out."""
    asked: Any = select(RefillRequest).where(
        col(RefillRequest.prescription_id).in_(prescription_ids), col(RefillRequest.withdrawn_at).is_(None)
    )
    return {row.prescription_id: row for row in scope.db.exec(asked.order_by(RefillRequest.asked_at))}


def _refill_state(refill: RefillRequest | None) -> str:
    if refill is None:
        return ""
    if refill.answered_at is None:
        return "waiting"
    return "accepted" if refill.renewed_as_id else "declined"


def _refill_words(scope: Scope, refill: RefillRequest | None) -> str:
    if refill is None:
        return ""
    asked = plain_day(local_day(scope, refill.asked_at))
    if refill.answered_at is None:
        return (
            t("You asked for a refill on {day}. The doctor answers here.", day=asked)
            if (scope.actor.role == Role.PATIENT)
            else t("The patient asked for a refill on {day}", day=asked)
        )
    day = plain_day(local_day(scope, refill.answered_at))
    if refill.renewed_as_id:
        return t("Refill: renewed on {day}", day=day)
    return t("Refill: declined on {day}. {reason}", day=day, reason=refill.reason)
