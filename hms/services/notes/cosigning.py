"""A supervisor's own part in the notes of doctors in training: reads, signs under them, or sends them back with words."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible
from hms.models import Encounter, NoteCosignature, Patient
from hms.permissions import Permission
from hms.schemas.cosigning import CosignLine, CosignPage, SendBackForm, SentBack
from hms.schemas.words import clock, plain_day
from hms.services import prescribing, visits
from hms.services.fetched import by_id
from hms.services.local_time import local_day
from hms.services.notes import addenda, proving, sealing, supervision, words
from hms.services.notes.carrying import who
from hms.services.summaries import signed_words
from hms.texts import t


@requires(Permission.COSIGN)
def awaiting(scope: Scope) -> list[CosignLine]:
    """List the notes that wait for this doctor's signature, the oldest first; what was sent back waits for its writer."""
    asked = (
        select(NoteCosignature)
        .where(col(NoteCosignature.signed_at).is_(None), col(NoteCosignature.sent_back_at).is_(None))
        .order_by(col(NoteCosignature.asked_at), col(NoteCosignature.id))
    )
    rows = list(scope.db.scalars(scope.within(asked, NoteCosignature)))
    seen = by_id(scope, Encounter, {row.encounter_id for row in rows})
    people = by_id(scope, Patient, {row.patient_id for row in rows})
    scope.touch(*people)
    return [_line(scope, row, seen[row.encounter_id], people[row.patient_id]) for row in rows]


@requires(Permission.COSIGN)
def read(scope: Scope, cosignature_id: UUID) -> CosignPage:
    """Show a note that was laid before this doctor, with all that was added and prescribed. Raises NotFound."""
    return _page(scope, scope.one(NoteCosignature, cosignature_id))


@requires(Permission.COSIGN)
def cosign(scope: Scope, cosignature_id: UUID, password: str) -> CosignPage:
    """Sign under a note, with the password, for good; a second time changes nothing.

    Raises WrongOwnPassword, TooManyTries, NotPossible for one that was altered or sent back, and NotFound.
    """
    proving.prove(scope, password)
    row, encounter = _locked(scope, cosignature_id)
    if row.signed_at is None:
        _refuse_sent_back(row)
        additions = addenda.rows(scope, [encounter.id])
        if sealing.altered(scope, encounter) or any(one.altered for one in addenda.of_visit(scope, encounter)):
            raise NotPossible(t("This is no longer what was signed"), t("Do not sign it; tell the administrator."))
        row.signed_at, row.addenda_covered = scope.now, len(additions)
        scope.db.flush()
        supervision.tell(scope, row, encounter)
        scope.digest = sealing.fingerprint_of_cosignature(row, encounter, additions)
    page = _page(scope, row)
    scope.asked = row.id  # the signature is looked up by it
    return page


@requires(Permission.COSIGN)
def send_back(scope: Scope, form: SendBackForm, password: str) -> CosignPage:
    """Send a note back to who wrote it, with words that are added to it under one's own name; it stays as it is.

    Raises WrongOwnPassword, TooManyTries, Invalid without words, NotPossible once it is co-signed, and NotFound.
    """
    proving.prove(scope, password)
    if not form.text:
        raise Invalid(text=t("Write what is to be done."))
    row, encounter = _locked(scope, form.cosignature_id)
    if row.signed_at:
        raise NotPossible(t("You have signed under this note"), t("Write to the doctor, who can add to the note."))
    if addenda.write(scope, encounter, form.text, form.key):
        row.sent_back_at = scope.now
        supervision.tell(scope, row, encounter)
    asked = scope.asked
    page = _page(scope, row)
    scope.asked = asked
    return page


@requires(Permission.WRITE_VISIT)
def sent_back(scope: Scope) -> list[SentBack]:
    """List one's own notes that the supervisor sent back, the oldest first; adding to them lays them before again."""
    asked: Any = (
        select(Encounter, NoteCosignature)
        .join(NoteCosignature, col(NoteCosignature.encounter_id) == Encounter.id)
        .where(col(NoteCosignature.signed_at).is_(None), col(NoteCosignature.sent_back_at).is_not(None))
        .order_by(col(NoteCosignature.sent_back_at))
    )
    found = scope.db.execute(scope.within(asked, Encounter)).all()
    people = by_id(scope, Patient, {visit.patient_id for visit, _ in found})
    scope.touch(*people)
    return [
        SentBack(
            appointment_id=str(visit.appointment_id or ""), patient=people[visit.patient_id].name, kind=visit.kind,
            when=t("Sent back {day}", day=plain_day(local_day(scope, row.sent_back_at or row.asked_at))),
        )
        for visit, row in found
    ]  # fmt: skip


def _locked(scope: Scope, cosignature_id: UUID) -> tuple[NoteCosignature, Encounter]:
    """Fetch a request and its note to act on them, the note locked first, as whoever adds to it does."""
    row = scope.one(NoteCosignature, cosignature_id)
    encounter = scope.db.get_one(Encounter, row.encounter_id, with_for_update={"of": Encounter, "key_share": True})
    return scope.one(NoteCosignature, cosignature_id, lock=True), encounter


def _refuse_sent_back(row: NoteCosignature) -> None:
    if row.sent_back_at:
        raise NotPossible(t("You sent this note back"), t("It comes again when something was added to it."))


def _line(scope: Scope, row: NoteCosignature, visit: Encounter, patient: Patient) -> CosignLine:
    day, at = plain_day(local_day(scope, visit.started_at)), clock(visit.started_at, scope.zone)
    return CosignLine(
        id=row.id, patient=patient.name, kind=visit.kind, writer=who(scope, visit),
        began=t("{day} at {time}", day=day, time=at),
    )  # fmt: skip


def _page(scope: Scope, row: NoteCosignature) -> CosignPage:
    visit = scope.db.get_one(Encounter, row.encounter_id)
    patient = scope.db.get_one(Patient, row.patient_id)
    return CosignPage(
        line=_line(scope, row, visit, patient),
        banner=visits.banner(scope, patient),
        parts=words.parts(visit),
        summary=visit.summary,
        prescriptions=prescribing.of_encounter(scope, visit.id),
        addenda=addenda.of_visit(scope, visit),
        signed_words=signed_words(scope, visit),
        altered=sealing.altered(scope, visit) or _altered(scope, row, visit),
        open=row.signed_at is None and row.sent_back_at is None,
    )


def _altered(scope: Scope, row: NoteCosignature, visit: Encounter) -> bool:
    if row.signed_at is None:
        return False
    covered = addenda.rows(scope, [visit.id])[: row.addenda_covered]
    return sealing.differs(scope, row.id, sealing.fingerprint_of_cosignature(row, visit, covered))
