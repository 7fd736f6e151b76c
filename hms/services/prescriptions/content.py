"""What a signed prescription says, as the very bytes that are signed, and how that is worded.

The words are frozen with the signature: a patient who marries, a doctor who leaves, a drug that is renamed change no
paper. What is signed is JSON with sorted names and nothing between them, so that the same facts are the same bytes.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from hms.access import Scope
from hms.knowledge import sig
from hms.models import Department, MedicationRequest, Patient, Practitioner
from hms.schemas.prescriptions import PaperLine
from hms.services import prescribing
from hms.services.local_time import local_day

FORM = 1  # of these facts; a later one may say more


def freeze(
    scope: Scope, paper_id: UUID, patient: Patient, doctor: Practitioner | None, rows: Sequence[MedicationRequest]
) -> str:
    """Write down everything that stands on a paper."""
    department = scope.db.get(Department, doctor.department_id) if doctor else None
    signed_at = min(row.signed_at or scope.now for row in rows)
    facts: dict[str, Any] = {
        "form": FORM, "paper": str(paper_id), "clinic": scope.clinic.name, "doctor": doctor.name if doctor else "",
        "department": department.name if department else "", "patient": patient.name, "born": patient.born,
        "record_number": patient.record_number, "language": patient.language,
        "day": local_day(scope, signed_at).isoformat(), "signed_at": signed_at.isoformat(),
        "lines": [
            {
                "id": str(row.id), "drug": row.drug, "dose": row.dose, "unit": row.unit, "frequency": row.frequency,
                "days": row.days, "advice": row.advice, "until": row.ends_on.isoformat() if row.ends_on else "",
            }
            for row in rows
        ],
    }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def line(facts: dict[str, Any], language: str, mark: str = "") -> PaperLine:
    """Word one drug of a paper, also in the language of whoever takes it."""
    written = prescribing.Dosed(facts["dose"], facts["unit"], facts["frequency"], facts["days"])
    own = sig.nearest(language)
    theirs = sig.sentence(own, Decimal(written.dose), written.unit, written.frequency, written.days)
    return PaperLine(
        drug=facts["drug"], how=prescribing.how(written), quantity=prescribing.quantity(written),
        advice=facts["advice"], patient_words="" if own == sig.PLAIN else theirs, mark=mark,
    )  # fmt: skip


def agrees(facts: dict[str, Any], row: MedicationRequest | None) -> bool:
    """Tell whether a prescription still says what its signed paper says of it."""
    if row is None or row.signed_at is None or row.removed_at is not None:
        return False
    said = {"dose": row.dose, "unit": row.unit, "frequency": row.frequency, "days": row.days, "drug": row.drug,
            "advice": row.advice}  # fmt: skip
    return all(facts[name] == value for name, value in said.items())
