"""Letters before and at their signature: seen as they will stand on paper, signed with the password, kept as a document."""

import hashlib
from uuid import UUID

from sqlmodel import select
from uuid_utils.compat import uuid7

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import DocumentReference, Patient, Practitioner, SignedLetter
from hms.permissions import Permission
from hms.schemas.documents import DocumentForm
from hms.schemas.letters import KINDS, AnyLetter, LetterPaper, ReferralForm
from hms.security import signatures
from hms.services.documents import filing
from hms.services.letters import content, printing, wording
from hms.services.notes import proving
from hms.services.uploads import pictures
from hms.services.uploads.judging import Judged
from hms.services.uploads.taking import QUALITY, THUMBNAIL, Taken
from hms.texts import t

DRAFT = UUID(int=0)


@requires(Permission.WRITE_LETTER)
def preview(scope: Scope, form: AnyLetter) -> LetterPaper:
    """Put a letter on paper without signing or keeping it. Raises Invalid, NotPossible, NotFound."""
    patient = scope.patient(form.patient_id)
    wording.judge(scope, patient, form)
    return content.worded(scope, content.facts_for(scope, DRAFT, patient, _doctor(scope), form), None)


@requires(Permission.WRITE_LETTER)
def sign(scope: Scope, form: AnyLetter, password: str) -> UUID:
    """Sign a letter and keep it in the record, where its patient sees it at once; gives the document's number.

    The same key signs it once. Raises WrongOwnPassword, TooManyTries, Invalid, NotPossible, NotFound.
    """
    proving.prove(scope, password)
    patient = scope.patient(form.patient_id, lock=True)
    wording.judge(scope, patient, form)
    if known := _known(scope, patient, form):
        return known
    doctor, letter_id = _doctor(scope), uuid7()
    facts = content.facts_for(scope, letter_id, patient, doctor, form)
    said = content.spelled(facts)
    signature = signatures.sign(content.PURPOSE, said.encode())
    document = _keep(scope, patient, form, content.worded(scope, facts, signature))
    letter = SignedLetter(
        id=letter_id, patient_id=patient.id, document_id=document.id, practitioner_id=doctor.id, signature=signature,
        issued_at=scope.now,
    )  # fmt: skip
    scope.db.add(letter.sealing(content=said))
    scope.db.flush()
    scope.asked, scope.digest = document.id, hashlib.sha256(said.encode()).hexdigest()
    return document.id


def _known(scope: Scope, patient: Patient, form: AnyLetter) -> UUID | None:
    key = filing.key_of(scope, form.key)
    asked = select(DocumentReference.id).where(
        DocumentReference.request_key == key, DocumentReference.patient_id == patient.id
    )
    return scope.db.exec(asked).first()


def _doctor(scope: Scope) -> Practitioner:
    row = scope.db.get(Practitioner, scope.actor.practitioner_id) if scope.actor.practitioner_id else None
    if row is None:
        raise NotFound
    return row


def _keep(scope: Scope, patient: Patient, form: AnyLetter, paper: LetterPaper) -> DocumentReference:
    kind = wording.KIND_OF[type(form)]
    drawn = printing.pages(paper, printing.SMALL)
    small, _ = pictures.made_small(drawn[0], ["PNG"], THUMBNAIL)
    judged = Judged(printing.pdf(paper), "application/pdf", "pdf")
    taken = Taken(paper.name, judged, len(drawn), pictures.as_jpeg(small, QUALITY))
    title = t("{kind} to {to}", kind=KINDS[kind], to=form.to) if isinstance(form, ReferralForm) else KINDS[kind]
    filed = DocumentForm(patient_id=patient.id, type=kind, title=title[:150], key=form.key)
    return filing.keep(scope, patient, filed, taken, {"author": paper.doctor}, shared=True)
