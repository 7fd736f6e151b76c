"""The papers of signed prescriptions: made with the signature, found again, and put into words for print."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select
from uuid_utils.compat import uuid7

from hms.access import Scope
from hms.config import settings
from hms.errors import NotFound, NotPossible
from hms.knowledge import sig
from hms.models import UNREADABLE, Encounter, MedicationRequest, Patient, Practitioner, PrescriptionPaper
from hms.schemas.prescriptions import Paper, PaperLine
from hms.schemas.words import clock, plain_day
from hms.security import signatures
from hms.services import paper_codes
from hms.services.prescriptions import content
from hms.texts import t

PURPOSE = "prescription"


def issue_visit(scope: Scope, encounter: Encounter) -> PrescriptionPaper | None:
    """Make the paper of a visit that is signed, once; None where nothing was prescribed here."""
    known = select(PrescriptionPaper).where(PrescriptionPaper.encounter_id == encounter.id)
    if paper := scope.db.exec(known).first():
        return paper
    asked = select(MedicationRequest).where(
        MedicationRequest.encounter_id == encounter.id,
        MedicationRequest.source == "clinic",
        col(MedicationRequest.signed_at).is_not(None),
        col(MedicationRequest.removed_at).is_(None),
    )
    rows = scope.db.exec(asked.order_by(col(MedicationRequest.id)).with_for_update(key_share=True)).all()
    return _issue(scope, rows, encounter_id=encounter.id) if rows else None


def issue_alone(scope: Scope, row: MedicationRequest) -> PrescriptionPaper:
    """Make the paper of a prescription that was signed outside of a visit, once."""
    known = select(PrescriptionPaper).where(PrescriptionPaper.prescription_id == row.id)
    return scope.db.exec(known).first() or _issue(scope, [row], prescription_id=row.id)


def _issue(scope: Scope, rows: Sequence[MedicationRequest], **where: Any) -> PrescriptionPaper:
    first, paper_id = rows[0], uuid7()
    patient = scope.db.get_one(Patient, first.patient_id)
    doctor = scope.db.get(Practitioner, first.practitioner_id) if first.practitioner_id else None
    said = content.freeze(scope, paper_id, patient, doctor, rows)
    paper = PrescriptionPaper(
        id=paper_id, patient_id=patient.id, practitioner_id=first.practitioner_id, issued_at=scope.now,
        signature=signatures.sign(PURPOSE, said.encode()), **where,
    )  # fmt: skip
    scope.db.add(paper.sealing(content=said))
    scope.db.flush()
    return paper


def of_prescription(scope: Scope, row: MedicationRequest) -> PrescriptionPaper:
    """Find or make the paper on which a prescription stands. Raises NotFound before it is signed, NotPossible."""
    if row.signed_at is None or row.removed_at is not None:
        raise NotFound
    if row.source != "clinic" or not row.frequency:
        raise NotPossible(
            t("There is no paper of this prescription"), t("It was not written here. Ask whoever prescribed it.")
        )
    if row.encounter_id is None:
        return issue_alone(scope, row)
    encounter = scope.db.get_one(Encounter, row.encounter_id, with_for_update={"key_share": True})
    paper = issue_visit(scope, encounter)
    if paper is None:
        raise NotFound
    return paper


def facts_of(paper: PrescriptionPaper) -> dict[str, Any] | None:
    """Read what a paper says; None where that is not what the clinic signed."""
    said = paper.content
    if said == UNREADABLE or not signatures.holds(PURPOSE, said.encode(), paper.signature):
        return None
    with suppress(ValueError):
        facts: dict[str, Any] = json.loads(said)
        return facts
    return None


def worded(scope: Scope, paper: PrescriptionPaper, facts: dict[str, Any], lines: list[PaperLine]) -> Paper:
    """Put a paper into words."""
    language = sig.nearest(facts["language"])
    at, born = datetime.fromisoformat(facts["signed_at"]), facts["born"]
    whole = born_on(facts)
    day = plain_day(date.fromisoformat(facts["day"]))
    return Paper(
        name=f"prescription-{facts['day']}.pdf", clinic=facts["clinic"], doctor=facts["doctor"],
        department=facts["department"], patient=facts["patient"], born=plain_day(whole) if whole else born,
        record_number=facts["record_number"], day=day,
        signed=t("Signed by {doctor}, {day} at {time}", doctor=facts["doctor"], day=day, time=clock(at, scope.zone)),
        lang=language, lang_head="" if language == sig.PLAIN else sig.phrases(language).head, lines=lines,
        link=f"{settings().address}/prescription/{paper_codes.write(paper.id, paper.signature)}",
        proof=t("date of birth") if whole else t("record number"),
    )  # fmt: skip


def born_on(facts: dict[str, Any]) -> date | None:
    """Read the birth date of a paper, where a whole one stands there."""
    with suppress(ValueError):
        return date.fromisoformat(facts["born"])
    return None
