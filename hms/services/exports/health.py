"""What is known of the patient's health, and what the patient stated themselves."""

from typing import Any

from hms.access import Scope
from hms.models import AllergyIntolerance, HealthStatement, Patient
from hms.schemas.record_words import REACTIONS
from hms.services.exports.person import rows
from hms.services.exports.pieces import Entry, Piece, Tree, coded, day_of, instant, resource, told, whom, words
from hms.services.intake import standing
from hms.texts import t

KINDS = {
    "condition": t("Condition"), "medicine": t("Medicine"), "operation": t("Operation"),
    "family_history": t("Family history"), "habit": t("Habit"), "pregnancy": t("Pregnancy"),
    "blood_group": t("Blood group"),
}  # fmt: skip


def allergies(scope: Scope, patient: Patient) -> Piece:
    """Tell what the patient must not be given."""
    piece = Piece(t("Allergies and intolerances"))
    for one in rows(scope, AllergyIntolerance, patient, AllergyIntolerance.recorded_at):
        holds = t("holds") if one.active else t("not so") if one.refuted_at else t("no longer holds")
        effects = [REACTIONS.get(name, name) for name in one.reaction.split()]
        lines = told(
            (t("State"), holds), (t("Why not"), one.reason), (t("Source"), _source(one)), (t("Severity"), one.criticality),
            (t("Reaction"), ", ".join(effects)), (t("Note"), one.note),
        )  # fmt: skip
        stood = "confirmed" if one.confirmed_at or one.source != "patient" else "unconfirmed"
        verified = "refuted" if one.refuted_at else stood
        piece.add(
            Entry(day_of(scope, one.recorded_at), one.text, lines),
            resource(
                "AllergyIntolerance", one.id, patient=whom(patient), recordedDate=instant(one.recorded_at),
                clinicalStatus=coded("allergyintolerance-clinical", "active" if one.active else "inactive"),
                verificationStatus=coded("allergyintolerance-verification", verified),
                category=[one.category] if one.category else None, note=[{"text": one.note}] if one.note else None,
                reaction=[{"manifestation": [{"text": name} for name in effects]}] if effects else None,
                criticality=one.criticality if one.criticality in {"low", "high", "unable-to-assess"} else None,
                code={"text": one.text, "coding": [{"system": one.code_system, "code": one.code}] if one.code else []},
            ),
        )  # fmt: skip
    return piece


def _source(one: AllergyIntolerance) -> str:
    if one.source != "patient":
        return t("another system") if one.source == "import" else t("the clinic")
    return t("stated by the patient, confirmed") if one.confirmed_at else t("stated by the patient")


def statements(scope: Scope, patient: Patient) -> Piece:
    """Tell what the patient stated about their health."""
    piece = Piece(t("Stated by the patient"))
    for one in rows(scope, HealthStatement, patient, HealthStatement.stated_at):
        kind = KINDS.get(one.kind, t("Said to be none")) if not standing.is_none(one) else t("Said to be none")
        held = t("confirmed by a clinician") if one.confirmed_at else t("not confirmed yet")
        state = t("withdrawn") if one.withdrawn_at else held
        piece.add(
            Entry(day_of(scope, one.stated_at), f"{kind}: {one.text or one.kind}", told((t("State"), state))),
            *_said(patient, one),
        )
    return piece


def _said(patient: Patient, one: HealthStatement) -> list[Tree]:
    """Write a statement as the resource that fits its kind; one that was withdrawn is only told to people."""
    if one.withdrawn_at:
        return []
    text, at = words(one.text or one.kind), instant(one.stated_at)
    final = one.confirmed_at is not None
    subject: dict[str, Any] = {"subject": whom(patient)}
    match one.kind:
        case "condition":
            status = coded("condition-ver-status", "confirmed" if final else "unconfirmed")
            active = coded("condition-clinical", "active")
            made = {"verificationStatus": status, "clinicalStatus": active, "code": text, "recordedDate": at, **subject}
            return [resource("Condition", one.id, **made)]
        case "medicine":
            made = {"status": "unknown", "medicationCodeableConcept": text, "dateAsserted": at, **subject}
            return [resource("MedicationStatement", one.id, **made)]
        case "operation":
            return [resource("Procedure", one.id, status="completed", code=text, **subject)]
        case "family_history":
            made = {"status": "partial", "patient": whom(patient), "date": at, "relationship": words(t("Family"))}
            return [resource("FamilyMemberHistory", one.id, **made, note=[{"text": one.text}])]
    named = words(KINDS.get(one.kind, one.kind))
    made = {"status": "final" if final else "preliminary", "code": named, "effectiveDateTime": at, **subject}
    return [resource("Observation", one.id, **made, valueString=one.text or t("None"))]
