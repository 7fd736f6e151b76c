"""What entries said before they were put right, by whom and why they no longer do: the history of the record."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import UNREADABLE, EntryVersion, HealthStatement, Observation, Patient
from hms.services.chart.changing import KINDS, spoken
from hms.services.exports.person import rows
from hms.services.exports.pieces import Entry, Piece, Tree, instant, person, resource, time_of, told
from hms.services.orders.released import held_ids
from hms.texts import t

# Where the entry stands in the bundle; a statement stands there as what it is about.
RESOURCES = {
    "condition": "Condition", "observation": "Observation", "immunization": "Immunization", "procedure": "Procedure",
    "family_history": "FamilyMemberHistory", "allergy_intolerance": "AllergyIntolerance",
}  # fmt: skip
STATED = {"condition": "Condition", "medicine": "MedicationStatement", "operation": "Procedure", "family_history": "FamilyMemberHistory"}  # fmt: skip
NAMES = {
    "condition": t("Problem"), "observation": t("Measurement or result"), "immunization": t("Vaccination"),
    "procedure": t("Procedure"), "family_history": t("Illness in the family"), "allergy_intolerance": t("Allergy"),
    "health_statement": t("Stated by the patient"),
}  # fmt: skip


def versions(scope: Scope, patient: Patient) -> Piece:
    """Tell what entries said before; of documents, and of results that are not released yet, nothing."""
    piece = Piece(t("What was put right"))
    asked = select(EntryVersion).where(
        EntryVersion.patient_id == patient.id, col(EntryVersion.entry_kind).in_(NAMES), col(EntryVersion.body_sealed).is_not(None)
    )  # fmt: skip
    kept = list(scope.db.exec(asked.order_by(col(EntryVersion.changed_at), col(EntryVersion.id))))
    where = _where(scope, patient, kept)
    for one in kept:
        if one.entry_id in where:
            piece.add(_paragraph(scope, one), *_provenance(scope, one, where[one.entry_id]))
    return piece


def _where(scope: Scope, patient: Patient, kept: Iterable[EntryVersion]) -> dict[UUID, str]:
    """Say of each entry that may be told where it stands in the bundle; "" for one that stands on paper only."""
    ids = {one.entry_id for one in kept}
    kinds: dict[str, Any] = {**KINDS, "observation": Observation}
    held = held_ids(scope, patient.id)
    found: dict[UUID, str] = {}
    for kind in {one.entry_kind for one in kept}:
        for row in rows(scope, kinds[kind], patient):
            if row.id in ids and getattr(row, "group_id", None) not in held - {None}:
                found[row.id] = _reference(kind, row)
    return found


def _reference(kind: str, row: Any) -> str:
    if isinstance(row, HealthStatement):
        name = "" if row.withdrawn_at else STATED.get(row.kind, "")
    else:
        name = RESOURCES[kind]
    return f"{name}/{row.id}" if name else ""


def _said(scope: Scope, one: EntryVersion) -> list[str]:
    if one.body == UNREADABLE:
        return [one.body]
    said: dict[str, str] = json.loads(one.body)
    if one.entry_kind == "observation":
        return told((t("Value"), f"{said['number']} {said['unit']}".strip() or said["text"]), (t("Note"), said["note"]))
    return told(*((part.name, part.words) for part in spoken(scope, said)))


def _paragraph(scope: Scope, one: EntryVersion) -> Entry:
    by = told((t("Changed by"), person(scope, one.changed_by)), (t("Why"), one.reason))
    title = t("{what}, as it was before", what=NAMES[one.entry_kind])
    return Entry(time_of(scope, one.changed_at), title, [*_said(scope, one), *by])


def _provenance(scope: Scope, one: EntryVersion, target: str) -> list[Tree]:
    """Write a change as FHIR does: who changed what, when and why, and what it said before."""
    if not target:
        return []
    before = t("Version {n}: {said}", n=one.number, said="; ".join(_said(scope, one)))
    return [
        resource(
            "Provenance", one.id, target=[{"reference": target}], recorded=instant(one.changed_at),
            reason=[{"text": one.reason}],
            activity={"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-DataOperation", "code": "UPDATE"}]},
            agent=[{"who": {"display": person(scope, one.changed_by) or t("the clinic")}}],
            entity=[{"role": "revision", "what": {"display": before}}],
        )
    ]  # fmt: skip
