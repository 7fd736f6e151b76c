"""What was ordered of laboratory and imaging, and which results answer it."""

from hms.access import Scope
from hms.models import DiagnosticReport, Encounter, Patient, ServiceRequest
from hms.schemas.orders import CATEGORIES, PRIORITIES, STATES
from hms.services.exports.person import rows
from hms.services.exports.pieces import Entry, Piece, Tree, coded, day_of, doctor, instant, refer, resource, told, whom
from hms.services.orders.released import held_ids
from hms.texts import t

LOINC_CATEGORIES = {"laboratory": "LAB", "imaging": "RAD"}  # HL7 v2-0074, diagnostic service section


def orders(scope: Scope, patient: Patient) -> Piece:
    """Tell what was ordered and how it stands; results that are not released yet are not pointed to."""
    piece, held = Piece(t("Orders of laboratory and imaging")), held_ids(scope, patient.id)
    visits = {one.id for one in rows(scope, Encounter, patient) if one.signed_at or one.source != "clinic"}
    reports = [one for one in rows(scope, DiagnosticReport, patient, DiagnosticReport.issued_at) if one.id not in held]
    for one in rows(scope, ServiceRequest, patient, ServiceRequest.ordered_at):
        by = (
            doctor(scope, one.practitioner_id) if one.intent == "order" else ""
        )  # nobody ordered what a laboratory sent
        mine = [_report(one, report, patient) for report in reports if report.service_request_id == one.id]
        lines = told(
            ("", CATEGORIES[one.category]), (t("Number"), one.number), ("", one.detail), (t("What for"), one.reason), (t("Ordered by"), by),
            (t("How soon"), "" if one.priority == "routine" else PRIORITIES[one.priority]),
            (t("State"), STATES[one.status] if one.status != "completed" or mine else t("Result is not released yet")),
            (t("Taken back"), f"{day_of(scope, one.revoked_at)}: {one.revoke_reason}" if one.revoked_at else ""),
        )  # fmt: skip
        request = resource(
            "ServiceRequest", one.id, status=one.status, intent=one.intent, priority=one.priority, code=_concept(one),
            category=[coded("v2-0074", LOINC_CATEGORIES[one.category], CATEGORIES[one.category])], subject=whom(patient),
            encounter=refer("Encounter", one.encounter_id) if one.encounter_id in visits else None,
            authoredOn=instant(one.ordered_at), requester={"display": by} if by else None,
            identifier=[{"system": "urn:hms:order", "value": one.number}] if one.number else [],
            requisition={"system": "urn:hms:requisition", "value": str(one.requisition_id)},
            reasonCode=[{"text": one.reason}] if one.reason else [], note=[{"text": one.detail}] if one.detail else [],
        )  # fmt: skip
        piece.add(Entry(day_of(scope, one.ordered_at), one.name, lines), request, *mine)
    return piece


def _concept(one: ServiceRequest) -> Tree:
    return {"text": one.name, "coding": [{"system": one.code_system, "code": one.code}] if one.code else []}


def _report(order: ServiceRequest, one: DiagnosticReport, patient: Patient) -> Tree:
    return resource(
        "DiagnosticReport", one.id, basedOn=[refer("ServiceRequest", order.id)], status=one.status, code=_concept(order),
        category=[coded("v2-0074", LOINC_CATEGORIES[order.category])], subject=whom(patient),
        effectiveDateTime=instant(one.happened_at), issued=instant(one.issued_at),
        result=[refer("Observation", one.id)],
    )  # fmt: skip
