"""Checking a paper by its code, as anybody may who holds it: real, withdrawn, or not what the clinic signed.

What lies in the code, and why. The address holds the paper's number, drawn at random, and the clinic's Ed25519 signature
of every word on the paper: so a code can be neither invented nor taken over to other words, and it holds nothing about
a patient, for addresses stay behind in histories and logs. The words themselves are here, sealed; a page without
scripts could not read them out of a part of the address that browsers keep to themselves. Whoever has only the address
(over a shoulder, in a history) learns that a paper was signed and whether it stands. What stands on it is shown to
whoever also types what is printed there, the birth date, as a pharmacist can who has it in hand: so that a paper on
which somebody wrote another number beside the real code is found out by comparing.
"""

import hmac
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import NotOurPaper
from hms.models import MedicationRequest, PrescriptionPaper
from hms.permissions import Permission
from hms.schemas.prescriptions import CheckedPaper
from hms.schemas.words import plain_day
from hms.services import paper_codes, tries
from hms.services.local_time import local_day, today
from hms.services.prescriptions import content, ended, papers
from hms.texts import t


@requires(Permission.CHECK_PRESCRIPTION)
def look(scope: Scope, token: str, address: str) -> CheckedPaper:
    """Say whether the paper of a code is real and still stands, and nothing that stands on it.

    A code that is none is counted for the address it came from. Raises NotOurPaper, or TooManyTries.
    """
    paper, facts = _genuine(scope, token, address)
    return _checked(scope, paper, facts, False)


@requires(Permission.CHECK_PRESCRIPTION)
def show(scope: Scope, token: str, typed: str, address: str) -> CheckedPaper:
    """Show what stands on a paper to whoever types the birth date, or else the record number, that is printed there.

    Raises NotOurPaper, or TooManyTries.
    """
    paper, facts = _genuine(scope, token, address)
    whole = papers.born_on(facts) is not None
    paper_codes.prove(scope, paper, facts, typed, whole_birth=whole, address=address)
    return _checked(scope, paper, facts, True)


def _genuine(scope: Scope, token: str, address: str) -> tuple[PrescriptionPaper, dict[str, Any]]:
    """Find the paper of a code, if the clinic signed it as it stands there and here. Raises NotOurPaper, TooManyTries."""
    with transaction(reading=True) as db:
        tries.check_links(db, address, scope.now)
    held = paper_codes.read(token)
    paper = scope.db.get(PrescriptionPaper, held[0]) if held else None
    if held and paper and hmac.compare_digest(held[1], paper.signature):
        facts = papers.facts_of(paper)
        if facts is not None and _unchanged(scope, facts):
            return paper, facts
    tries.count_link(scope, address)
    raise NotOurPaper


def _unchanged(scope: Scope, facts: dict[str, Any]) -> bool:
    """Tell whether the record still says what was signed: a database that somebody wrote in vouches for nothing."""
    asked = select(MedicationRequest).where(col(MedicationRequest.id).in_([UUID(one["id"]) for one in facts["lines"]]))
    rows = {row.id: row for row in scope.db.exec(asked)}
    return all(content.agrees(one, rows.get(UUID(one["id"]))) for one in facts["lines"])


def _checked(scope: Scope, paper: PrescriptionPaper, facts: dict[str, Any], shown: bool) -> CheckedPaper:
    ids = [UUID(one["id"]) for one in facts["lines"]]
    stopped = ended.withdrawn(scope, ids)
    state = "real" if not stopped else "withdrawn" if len(stopped) == len(ids) else "partly"
    marks = _marks(scope, facts, ids) if shown else {}
    lines = [content.line(one, facts["language"], marks.get(UUID(one["id"]), "")) for one in facts["lines"]]
    return CheckedPaper(
        state=state, issued=plain_day(local_day(scope, paper.issued_at)),
        asks_born=papers.born_on(facts) is not None,
        paper=papers.worded(scope, paper, facts, lines) if shown else None,
    )  # fmt: skip


def _marks(scope: Scope, facts: dict[str, Any], ids: list[UUID]) -> dict[UUID, str]:
    """Say of each drug what speaks against handing it out; why it was stopped stays with doctor and patient."""
    said = {}
    for one in facts["lines"]:
        if one["until"] and one["until"] < today(scope).isoformat():
            said[UUID(one["id"])] = t("Its days are over")
    for row_id, later in ended.renewals_of(scope, ids).items():
        said[row_id] = t("Renewed on {day}: a later paper goes on from it", day=_day(scope, later.signed_at))
    for row_id, stop in ended.withdrawn(scope, ids).items():
        said[row_id] = t("Withdrawn on {day}", day=_day(scope, stop.stopped_at))
    return said


def _day(scope: Scope, at: Any) -> str:
    return plain_day(local_day(scope, at))
