"""What a letter says, as the very bytes that are signed, and how it stands on paper.

The words are frozen with the signature, as those of a prescription are.
"""

import json
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hms.access import Scope
from hms.config import settings
from hms.models import UNREADABLE, Department, Patient, Practitioner, SignedLetter
from hms.schemas.letters import KINDS, AnyLetter, LetterPaper, LetterPart, ReferralForm
from hms.schemas.words import clock, plain_day
from hms.security import signatures
from hms.services import paper_codes
from hms.services.letters import wording
from hms.services.local_time import local_day
from hms.texts import t

FORM = 1  # of these facts; a later one may say more
PURPOSE = "letter"


def facts_for(scope: Scope, letter_id: UUID, patient: Patient, doctor: Practitioner, form: AnyLetter) -> dict[str, Any]:
    """Gather everything that stands on a letter."""
    department, day = scope.db.get(Department, doctor.department_id), local_day(scope, scope.now)
    return {
        "form": FORM, "letter": str(letter_id), "kind": wording.KIND_OF[type(form)], "clinic": scope.clinic.name,
        "doctor": doctor.name, "department": department.name if department else "", "patient": patient.name,
        "born": patient.born, "record_number": patient.record_number, "day": day.isoformat(),
        "signed_at": scope.now.isoformat(), "to": form.to if isinstance(form, ReferralForm) else "",
        "parts": [part.model_dump() for part in wording.parts(form, patient.name, day)],
    }  # fmt: skip


def spelled(facts: dict[str, Any]) -> str:
    """Spell facts out in one way only: JSON with sorted names and nothing between them."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def facts_of(letter: SignedLetter) -> dict[str, Any] | None:
    """Read what a letter says; None where that is not what the clinic signed."""
    said = letter.content
    if said == UNREADABLE or not signatures.holds(PURPOSE, said.encode(), letter.signature):
        return None
    with suppress(ValueError):
        facts: dict[str, Any] = json.loads(said)
        return facts
    return None


def worded(scope: Scope, facts: dict[str, Any], signature: bytes | None) -> LetterPaper:
    """Put a letter on paper; one that is not signed yet has neither signature nor code."""
    at, born = datetime.fromisoformat(facts["signed_at"]), born_on(facts)
    day = plain_day(date.fromisoformat(facts["day"]))
    code = paper_codes.write(UUID(facts["letter"]), signature) if signature else ""
    signed = t("Signed by {doctor}, {day} at {time}", doctor=facts["doctor"], day=day, time=clock(at, scope.zone))
    return LetterPaper(
        name=f"{facts['kind']}-{facts['day']}.pdf", title=KINDS[facts["kind"]], clinic=facts["clinic"],
        doctor=facts["doctor"], department=facts["department"], patient=facts["patient"],
        born=plain_day(born) if born else facts["born"], record_number=facts["record_number"], to=facts["to"], day=day,
        signed=signed if code else "", parts=[LetterPart(**part) for part in facts["parts"]],
        link=f"{settings().address}/letter/{code}" if code else "",
        proof=t("date of birth") if born else t("record number"),
    )  # fmt: skip


def born_on(facts: dict[str, Any]) -> date | None:
    """Read the birth date of a letter, where a whole one stands there."""
    with suppress(ValueError):
        return date.fromisoformat(facts["born"])
    return None
