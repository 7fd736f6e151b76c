"""Codes on papers that the clinic signed, and how whoever holds a paper proves it: the same for prescriptions and letters."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from typing import Any
from uuid import UUID

from hms.access import Scope
from hms.errors import WrongProof
from hms.models import PrescriptionPaper, SignedLetter
from hms.schemas.births import NoDate, read_birth
from hms.security import signatures
from hms.services import tries
from hms.services.local_time import today

ID_BYTES = 16
ROOM = ID_BYTES + signatures.SIGNATURE_BYTES
MOST_TYPED = 40
Paper = PrescriptionPaper | SignedLetter


def write(paper_id: UUID, signature: bytes) -> str:
    """Write what a paper's code holds: the number of the paper and the clinic's signature of all that stands on it."""
    return urlsafe_b64encode(paper_id.bytes + signature).decode().rstrip("=")


def read(token: str) -> tuple[UUID, bytes] | None:
    """Read what a code holds; None for what is no code of ours."""
    with suppress(ValueError):
        held = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        # base64 has more than one way to write some bytes: only the one that we print counts.
        if len(held) == ROOM and urlsafe_b64encode(held).decode().rstrip("=") == token:
            return UUID(bytes=held[:ID_BYTES]), held[ID_BYTES:]
    return None


def prove(scope: Scope, paper: Paper, facts: dict[str, Any], typed: str, *, whole_birth: bool, address: str) -> None:
    """Let whoever types what is printed see a paper, and note that it was seen. Raises WrongProof, or TooManyTries."""
    tries.check_proofs(scope.db, str(paper.id), address, scope.now)
    if not _proved(scope, facts, whole_birth, typed[:MOST_TYPED]):
        tries.count_proof(scope, str(paper.id), address)
        raise WrongProof
    scope.asked = paper.id
    scope.touch(paper.patient_id)


def _proved(scope: Scope, facts: dict[str, Any], whole_birth: bool, typed: str) -> bool:
    """Compare what was typed with what is printed: the birth date where a whole one is, else the record number."""
    if whole_birth:
        with suppress(NoDate):
            return read_birth(typed, today(scope), scope.clinic.country) == str(facts["born"])
        return False
    return hmac.compare_digest(_plain(typed), _plain(facts["record_number"]))


def _plain(number: str) -> bytes:
    return "".join(sign for sign in number.casefold() if sign.isalnum()).encode()
