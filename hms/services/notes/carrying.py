"""The last visit's note, carried forward into the note of this one: marked with who wrote it, and when."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import Encounter, Practitioner
from hms.permissions import Permission
from hms.schemas.notes import LABELS
from hms.schemas.templates import CarriedWords
from hms.schemas.words import plain_day
from hms.services.local_time import local_day
from hms.services.notes import copies
from hms.services.notes.words import joined
from hms.texts import t

NOBODY = UUID(int=0)
LOOKED_AT = 20  # visits back; one of these has a note, or there is none worth carrying forward


@requires(Permission.WRITE_VISIT)
def carry_forward(scope: Scope, encounter_id: UUID) -> CarriedWords:
    """Give the words of the patient's last note, to be put under what is typed; that they are copied is noted here.

    Raises NotPossible once the visit is signed or where there is no earlier note, and NotFound.
    """
    encounter = scope.encounter(encounter_id, lock=True)
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    earlier = last(scope, encounter.patient_id, encounter.id)
    if earlier is None:
        raise NotPossible(t("There is no earlier note"), t("Nothing of an earlier visit can be carried forward."))
    told, said = whose(scope, earlier), _words(earlier)
    copies.add(
        encounter,
        [
            copies.Copy(field=name, text=text, told=copies.origin(earlier, name) or told)
            for name, text in said.items()
            if text
        ],
    )
    return CarriedWords(words=said, told=told)


def last(scope: Scope, patient_id: UUID, but: UUID | None = None) -> Encounter | None:
    """Find the last note of a patient that is part of the record, that of one visit left out; None where there is none."""
    asked = (
        select(Encounter)
        .where(Encounter.patient_id == patient_id, Encounter.id != (but or NOBODY))
        .where(col(Encounter.signed_at).is_not(None) | (col(Encounter.source) != "clinic"))
        .order_by(col(Encounter.started_at).desc(), col(Encounter.id).desc())
        .limit(LOOKED_AT)
    )
    return next((row for row in scope.db.exec(asked) if any(_words(row).values())), None)


def whose(scope: Scope, row: Encounter) -> str:
    """Say who wrote a note, and on which day."""
    return t("{who}, {day}", who=who(scope, row), day=plain_day(local_day(scope, row.signed_at or row.started_at)))


def who(scope: Scope, row: Encounter) -> str:
    """Name who wrote a note; one that was imported names nobody of this clinic."""
    writer = row.signed_by or row.practitioner_id
    doctor = scope.db.get(Practitioner, writer) if writer else None
    return doctor.name if doctor else t("another clinic")


def _words(row: Encounter) -> dict[str, str]:
    said = {name: getattr(row, name).strip() for name in LABELS}
    return {**said, "subjective": joined(row.note.strip(), said["subjective"]) if row.note else said["subjective"]}
