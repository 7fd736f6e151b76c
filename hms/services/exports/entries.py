"""The entries of the medical record: problems, observations, vaccines, procedures, illnesses of relatives."""

from typing import Any
from uuid import UUID

from hms.access import Scope
from hms.models import Condition, Encounter, FamilyHistory, Immunization, Observation, Patient, Procedure
from hms.schemas.record_words import ROUTES, SITES
from hms.services.exports import observed
from hms.services.exports.person import rows
from hms.services.exports.pieces import Entry, Piece, Tree, coded, day_of, instant, refer, resource, told
from hms.services.orders.released import held_ids
from hms.texts import t

IN_ERROR = "entered-in-error"


def recorded(scope: Scope, patient: Patient) -> Piece:
    """Tell what was written down about the patient, kind by kind; what was an error says so."""
    piece, visits = Piece(t("Medical record")), _visits(scope, patient)
    for model, write in WRITTEN.items():
        if model is Observation:
            held = held_ids(scope, patient.id)  # what the clinic does not release yet is not in the download either
            readable = [one for one in rows(scope, model, patient, model.recorded_at) if one.group_id not in held]
            observed.add(scope, piece, readable, visits)
            continue
        for one in rows(scope, model, patient, model.recorded_at):
            title, lines, tree = write(one)
            state = told((t("State"), t("entered in error"))) if one.status == IN_ERROR else []
            note = told((t("Note"), one.note))
            piece.add(
                Entry(day_of(scope, one.happened_at or one.recorded_at), title, [*lines, *note, *state]),
                {**tree, **_visit(one, visits), "note": [{"text": one.note}] if one.note else []},
            )
    return piece


def _visits(scope: Scope, patient: Patient) -> frozenset[UUID]:
    """Name the visits that go along: no resource may point to one that does not."""
    return frozenset(one.id for one in rows(scope, Encounter, patient) if one.signed_at or one.source != "clinic")


def _visit(one: Any, visits: frozenset[UUID]) -> Tree:
    """Point to the visit; the illnesses of relatives have none in FHIR."""
    there = one.encounter_id in visits and not isinstance(one, FamilyHistory)
    return {"encounter": refer("Encounter", one.encounter_id)} if there else {}


def _concept(one: Any) -> Tree:
    return {"text": one.text, "coding": [{"system": one.code_system, "code": one.code}] if one.code else []}


def _condition(one: Condition) -> tuple[str, list[str], Tree]:
    wrong = one.status == IN_ERROR
    verified = IN_ERROR if wrong else "confirmed" if one.certain else "provisional"
    tree = resource(
        "Condition", one.id, subject=_whom(one), recordedDate=instant(one.recorded_at), code=_concept(one),
        clinicalStatus=None if wrong else coded("condition-clinical", one.status),
        verificationStatus=coded("condition-ver-status", verified),
        severity={"text": one.severity}, onsetDateTime=instant(one.happened_at), abatementDateTime=instant(one.ended_at),
    )  # fmt: skip
    certain = "" if one.certain else t("provisional")
    return one.text, told((t("Code"), one.code), (t("Severity"), one.severity), ("", certain)), tree


def _immunization(one: Immunization) -> tuple[str, list[str], Tree]:
    tree = resource(
        "Immunization", one.id, patient=_whom(one), status=one.status, recorded=instant(one.recorded_at),
        vaccineCode=_concept(one), lotNumber=one.lot, expirationDate=one.expires_on,
        occurrenceDateTime=instant(one.happened_at), occurrenceString=None if one.happened_at else "unknown",
        site={"text": SITES.get(one.site, one.site)}, route={"text": ROUTES.get(one.route, one.route)},
        protocolApplied=[{"doseNumberPositiveInt": one.dose_number}] if one.dose_number else [],
    )  # fmt: skip
    lines = told(
        (t("Lot"), one.lot), (t("Dose"), str(one.dose_number or "")), (t("Place on the body"), SITES.get(one.site, one.site)),
        (t("How it was given"), ROUTES.get(one.route, one.route)),
    )  # fmt: skip
    return one.text, lines, tree


def _procedure(one: Procedure) -> tuple[str, list[str], Tree]:
    tree = resource(
        "Procedure", one.id, subject=_whom(one), status=one.status, code=_concept(one),
        **_performed(one),
    )  # fmt: skip
    return one.text, [], tree


def _performed(one: Procedure) -> Tree:
    begin, end = instant(one.happened_at), instant(one.ended_at)
    return {"performedPeriod": {"start": begin, "end": end}} if end else {"performedDateTime": begin}


def _relative(one: FamilyHistory) -> tuple[str, list[str], Tree]:
    tree = resource(
        "FamilyMemberHistory", one.id, patient=_whom(one), status=one.status, date=instant(one.recorded_at),
        relationship={"text": one.relation}, condition=[{"code": _concept(one)}],
    )  # fmt: skip
    return f"{one.relation}: {one.text}", [], tree


def _whom(one: Any) -> Tree:
    return {"reference": f"Patient/{one.patient_id}"}


WRITTEN: dict[Any, Any] = {
    Condition: _condition, Observation: None, Immunization: _immunization, Procedure: _procedure,
    FamilyHistory: _relative,
}  # fmt: skip
