"""What stands around the results of a report: the order that it answers, its own words, who looks, and what is told of it."""

from datetime import datetime
from typing import Any

from uuid_utils.compat import uuid7

from hms.access import Scope
from hms.models import DiagnosticReport, Observation, Patient, ServiceRequest
from hms.schemas.laboratory import FiledReport
from hms.services.importing.coding import LOINC, coding_of
from hms.services.importing.trees import beyond, fields
from hms.services.importing.wording import code_of, concept, joined, plain
from hms.services.laboratory import lookers
from hms.services.laboratory.refusals import Unfit
from hms.services.laboratory.sent import Sent
from hms.services.orders import reviewing
from hms.services.orders.rows import UNASKED
from hms.texts import t

STATUSES = {
    "partial": "partial", "preliminary": "partial", "final": "final", "amended": "amended", "corrected": "amended",
    "appended": "amended", "cancelled": "cancelled", "entered-in-error": "entered-in-error",
}  # fmt: skip
# HL7 v2 table 0074, diagnostic service section: what pictures show.
IMAGING = frozenset(["RAD", "RX", "CT", "NMR", "NMS", "RUS", "OUS", "VUS", "CUS", "XRC"])
LONGEST = 50_000
SEALED = ("name", "text", "note")
UNDERSTOOD = fields(
    "resourceType id meta text contained identifier basedOn status category code subject effectiveDateTime effectivePeriod"
    " issued performer specimen result conclusion conclusionCode presentedForm"
)


def words_of(sent: Sent) -> str:
    """Give the words of a whole report, line by line as they came. Raises Unfit where they are too many."""
    said = sent.report.model
    if len(said.conclusion or "") > LONGEST:
        raise Unfit(t("its text is longer than {n} characters", n=LONGEST))
    lines = [plain(line) for line in (said.conclusion or "").splitlines()]
    coded = joined([concept(one) for one in said.conclusionCode or []], ", ")
    return "\n".join([*lines, coded] if coded not in lines else lines).strip()


def unasked(scope: Scope, sent: Sent, patient: Patient, at: datetime, words: str) -> ServiceRequest:
    """Note that a laboratory did something that nobody here had ordered. Raises NotFiled where nobody could look."""
    said = sent.report.model
    system, code = coding_of(said.code, LOINC)
    picture = any(code_of(one) in IMAGING for one in said.category or [])
    row = ServiceRequest(
        patient_id=patient.id, practitioner_id=lookers.of(scope, patient)[0].id, intent=UNASKED, status="completed",
        category="imaging" if picture else "laboratory", code=code, code_system=system, requisition_id=uuid7(),
        ordered_at=at, completed_at=scope.now, request_key=f"laboratory {words}",
    )  # fmt: skip
    name = concept(said.code) or t("A result without a name")
    scope.db.add(row.sealing(name=name[:300]))
    scope.db.flush()
    return row


def note(sent: Sent, wrong: list[str]) -> str:
    """Say who sent a report, of which sample, and what of it was not filed."""
    missing = t("Not filed, {n} of it: {why}", n=len(wrong), why="; ".join(wrong)) if wrong else ""
    told = [
        t("From {laboratory}", laboratory=sent.sender) if sent.sender else "",
        t("Sample: {what}", what=sent.specimen) if sent.specimen else "", missing,
    ]  # fmt: skip
    return joined(told, ". ")


def row(patient: Patient, order: ServiceRequest, report: DiagnosticReport, said: dict[str, Any]) -> Observation:
    """Make the row of a result; one that the laboratory cancelled says so."""
    one = Observation(
        patient_id=patient.id, category=order.category, group_id=report.id, source="laboratory",
        encounter_id=order.encounter_id, **columns(said),
    )  # fmt: skip
    return one.sealing(**sealed(said))


def columns(said: dict[str, Any]) -> dict[str, Any]:
    """Give what a result says in plain columns; nothing was measured of one that the laboratory cancelled."""
    named = {name: value for name, value in said.items() if name not in SEALED}
    if said["status"] != "cancelled":
        return named
    nothing = dict.fromkeys(("number", "unit", "flag", "usual_low", "usual_high", "lab_flag"), "")
    return {**named, **nothing, "critical_low": None, "critical_high": None, "lab_range": False, "status": "final"}


def sealed(said: dict[str, Any]) -> dict[str, str | None]:
    """Give what a result says in sealed columns."""
    words: dict[str, str | None] = {name: said[name] for name in SEALED if name in said}
    if said["status"] == "cancelled":
        words["text"] = t("Cancelled by the laboratory. {why}", why=said.get("text") or "").strip()
    return words


def have_it_looked_at(scope: Scope, order: ServiceRequest, patient: Patient, report: DiagnosticReport) -> None:
    """Put a report into the inbox of who ordered it, or of those who look at what nobody had ordered."""
    if order.intent == UNASKED:
        for doctor in lookers.of(scope, patient):
            reviewing.ask(scope, report, doctor.id, "unasked")
    elif doctor_id := reviewing.looker(scope, order):
        reviewing.ask(scope, report, doctor_id, "ordered")


def card(sent: Sent, patient: Patient, order: ServiceRequest, **told: Any) -> FiledReport:
    """Say what became of a report."""
    return FiledReport(
        place=sent.report.place, order=order.number, record=patient.record_number, unasked=order.intent == UNASKED,
        beyond=sorted(beyond(sent.report.tree, UNDERSTOOD)), **told,
    )  # fmt: skip
