"""What may be done with an entry of any list: called an error, and read as it was before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.knowledge import problem_states
from hms.models import (
    AllergyIntolerance,
    Condition,
    DocumentReference,
    FamilyHistory,
    HealthStatement,
    Immunization,
    Procedure,
)
from hms.permissions import Permission
from hms.schemas.documents import TYPES
from hms.schemas.record_lists import EarlierCard, ErrorForm, Said
from hms.schemas.record_words import CATEGORIES, CRITICALITIES, REACTIONS, RELATIVES, ROUTES, SEVERITIES, SITES
from hms.services.chart import entries, lines, procedures
from hms.texts import t

KINDS: dict[str, Any] = {
    "condition": Condition, "procedure": Procedure, "family_history": FamilyHistory, "immunization": Immunization,
    "document_reference": DocumentReference, "allergy_intolerance": AllergyIntolerance,
    "health_statement": HealthStatement,
}  # fmt: skip
NAMES = {
    "text": t("Words"), "code": t("Code"), "status": t("State"), "severity": t("Severity"), "happened_at": t("When"),
    "ended_at": t("Until"), "note": t("Note"), "relation": t("Relative"), "lot": t("Lot"), "expires_on": t("Expires"),
    "site": t("Place on the body"), "route": t("How it was given"), "dose_number": t("Dose"), "certain": t("Certain"),
    "title": t("Title"), "type": t("Kind"), "author": t("Written by"), "shared": t("Seen by the patient"),
    "category": t("What it is"), "criticality": t("How dangerous"), "reaction": t("What it does"), "active": t("Holds"),
    "confirmed_at": t("Confirmed"),
}  # fmt: skip
YES_NO = {"True": t("Yes"), "False": t("No")}
STATES = {
    **procedures.WORDS, **problem_states.WORDS, "current": t("Current"), "entered-in-error": t("Entered in error"),
}  # fmt: skip
WORDS = {
    "severity": SEVERITIES, "relation": RELATIVES, "site": SITES, "route": ROUTES, "status": STATES, "shared": YES_NO,
    "type": TYPES,
    "certain": YES_NO, "category": CATEGORIES, "criticality": CRITICALITIES, "active": YES_NO,
}  # fmt: skip
INSTANTS = frozenset({"happened_at", "ended_at", "confirmed_at"})


@requires(Permission.KEEP_CHART)
def call_error(scope: Scope, form: ErrorForm) -> None:
    """Declare an entry an error; it stays readable. Raises Invalid without a reason, Stale, NotPossible, NotFound."""
    row = scope.one(KINDS[form.kind], form.entry_id, lock=True)
    entries.void(scope, row, form.version, form.reason)


@requires(Permission.SEE_CHART)
def earlier(scope: Scope, kind: str, entry_id: UUID) -> list[EarlierCard]:
    """Show what an entry said before it was changed, the newest first. Raises NotFound."""
    if kind not in KINDS:
        raise NotFound
    row = scope.one(KINDS[kind], entry_id)
    return [
        EarlierCard(
            number=one.number, who=one.who, when=one.when, reason=one.reason,
            said=spoken(scope, one.said),
        )
        for one in entries.versions(scope, row)
    ]  # fmt: skip


def spoken(scope: Scope, said: dict[str, str]) -> list[Said]:
    """Word what an entry said, of what people are told; nothing of what was not said."""
    return [
        Said(name=NAMES[name], words=_words(scope, name, one)) for name, one in said.items() if one and name in NAMES
    ]


def _words(scope: Scope, name: str, said: str) -> str:
    if name in INSTANTS:
        return lines.day_words(scope, datetime.fromisoformat(said))
    if name == "reaction":
        return ", ".join(REACTIONS.get(one, one) for one in said.split())
    return WORDS.get(name, {}).get(said, said)
