"""What is written to a note after it was signed: an addition with its own signature. The note itself stays as it is."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible
from hms.models import Encounter, NoteAddendum, Practitioner
from hms.permissions import Permission
from hms.schemas.notes import AddendumCard, AddendumForm
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day
from hms.services.notes import proving, sealing, supervision
from hms.services.notes.words import whole
from hms.texts import t


@requires(Permission.WRITE_VISIT)
def add(scope: Scope, form: AddendumForm, password: str) -> list[AddendumCard]:
    """Add to a signed note, with the password; the same key adds once.

    Raises WrongOwnPassword, TooManyTries, Invalid without a text, NotPossible before the note is signed, NotFound.
    """
    proving.prove(scope, password)
    if not form.text:
        raise Invalid(addendum=t("Write what is to be added."))
    encounter = scope.encounter(form.encounter_id, lock=True)
    if encounter.signed_at is None:
        raise NotPossible(t("This note is not signed yet"), t("Write it into the note itself."))
    if write(scope, encounter, form.text, form.key) and encounter.supervised:
        supervision.ask(scope, encounter)
    return of_visit(scope, encounter)


def write(scope: Scope, encounter: Encounter, text: str, key: str) -> bool:
    """Write an addition of whoever acts to a note that is locked; tells whether the key was new."""
    if scope.db.exec(select(NoteAddendum.id).where(NoteAddendum.request_key == key)).first():
        return False
    row = NoteAddendum(
        patient_id=encounter.patient_id, encounter_id=encounter.id, signed_by=scope.actor.practitioner_id,
        signed_at=scope.now, request_key=key,
    ).sealing(text=text)  # fmt: skip
    scope.db.add(row)
    scope.db.flush()
    scope.digest, scope.asked = sealing.fingerprint_of_addendum(row), row.id
    scope.tell(f"patient:{encounter.patient_id}")
    scope.tell(f"visit:{encounter.id}")
    return True


def of_visit(scope: Scope, encounter: Encounter) -> list[AddendumCard]:
    """Word what was added to a note, the oldest first."""
    found = rows(scope, [encounter.id])
    return [
        AddendumCard(
            id=row.id,
            text=row.text,
            told=_told(scope, row),
            altered=sealing.differs(scope, row.id, sealing.fingerprint_of_addendum(row)),
        )
        for row in found
    ]


def complete(scope: Scope, visits: Iterable[Encounter]) -> dict[UUID, str]:
    """Tell notes in one piece each, with what was added to them beneath; by visit."""
    seen = list(visits)
    told = {visit.id: whole(visit) for visit in seen}
    for row in rows(scope, list(told)):
        head = t("Added: {told}", told=_told(scope, row))
        told[row.encounter_id] = f"{told[row.encounter_id]}\n\n{head}\n{row.text}"
    for visit_id, words in supervision.states(scope, seen).items():
        told[visit_id] = f"{told[visit_id]}\n\n{words}"
    return told


def rows(scope: Scope, visit_ids: list[UUID]) -> list[NoteAddendum]:
    """Read what was added to some notes, the oldest first."""
    asked = select(NoteAddendum).where(col(NoteAddendum.encounter_id).in_(visit_ids))
    return list(scope.db.exec(asked.order_by(col(NoteAddendum.signed_at), col(NoteAddendum.id))))


def _told(scope: Scope, row: NoteAddendum) -> str:
    doctor = scope.db.get(Practitioner, row.signed_by) if row.signed_by else None
    day, at = plain_day(local_day(scope, row.signed_at)), clock(row.signed_at, scope.zone)
    return t("{doctor}, {day} at {time}", doctor=doctor.name if doctor else "", day=day, time=at)
