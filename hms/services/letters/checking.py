"""Checking a letter by the code on it, as anybody may who holds it: real, withdrawn, or not what the clinic signed.

What lies in the code, and why nothing more, is told for prescriptions in prescriptions/checking.py: the same holds here.
"""

import hmac
from typing import Any

from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import NotOurLetter
from hms.models import DocumentReference, SignedLetter
from hms.permissions import Permission
from hms.schemas.letters import CheckedLetter
from hms.schemas.words import plain_day
from hms.services import paper_codes, tries
from hms.services.chart.entries import IN_ERROR
from hms.services.letters import content
from hms.services.local_time import local_day


@requires(Permission.CHECK_LETTER)
def look(scope: Scope, token: str, address: str) -> CheckedLetter:
    """Say whether the letter of a code is real and still stands, and nothing that it says. Raises NotOurLetter, TooManyTries."""
    letter, facts = _genuine(scope, token, address)
    return _checked(scope, letter, facts, False)


@requires(Permission.CHECK_LETTER)
def show(scope: Scope, token: str, typed: str, address: str) -> CheckedLetter:
    """Show what a letter says to whoever types the birth date, or else the record number, that is printed there.

    Raises NotOurLetter, or TooManyTries.
    """
    letter, facts = _genuine(scope, token, address)
    whole = content.born_on(facts) is not None
    paper_codes.prove(scope, letter, facts, typed, whole_birth=whole, address=address)
    return _checked(scope, letter, facts, True)


def _genuine(scope: Scope, token: str, address: str) -> tuple[SignedLetter, dict[str, Any]]:
    with transaction(reading=True) as db:
        tries.check_links(db, address, scope.now)
    held = paper_codes.read(token)
    letter = scope.db.get(SignedLetter, held[0]) if held else None
    if held and letter and hmac.compare_digest(held[1], letter.signature):
        facts = content.facts_of(letter)
        if facts is not None:
            return letter, facts
    tries.count_link(scope, address)
    raise NotOurLetter


def _checked(scope: Scope, letter: SignedLetter, facts: dict[str, Any], shown: bool) -> CheckedLetter:
    document = scope.db.get_one(DocumentReference, letter.document_id)
    return CheckedLetter(
        stands=document.status != IN_ERROR, issued=plain_day(local_day(scope, letter.issued_at)),
        asks_born=content.born_on(facts) is not None,
        paper=content.worded(scope, facts, letter.signature) if shown else None,
    )  # fmt: skip
