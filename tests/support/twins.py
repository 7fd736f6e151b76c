"""What the tests of every service ask of duplicates and merging, and how two records of one person come about."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hms.access import SYSTEM, Actor, Scope
from hms.db import transaction
from hms.models import Patient, Row
from hms.schemas.duplicates import PersonTyped
from hms.schemas.merging import MergeForm, NumbersForm, UndoForm, VerdictForm
from hms.services.duplicates import looking
from hms.services.merging.belonging import belongings
from hms.services.search.writing import know
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "duplicates.candidates.twins", "duplicates.pairing.close", "duplicates.pairing.end", "duplicates.pairing.find",
    "duplicates.pairing.open_of", "duplicates.pairing.put", "duplicates.pairing.suspect", "duplicates.person.recorded",
    "duplicates.work_list.of_id", "finding.cards", "merging.fields.give_back", "merging.fields.put",
    "merging.fields.take", "merging.hindrances.at_once", "merging.hindrances.check", "merging.merging.finish",
    "merging.merging.locked", "merging.telling.tell", "merging.undoing.shown", "merging.wording.merge_card", "merging.wording.moment",
}  # fmt: skip


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service of duplicates and merging is asked with."""
    two = MergeForm(kept_id=nobody, gone_id=UUID(int=8), kept_version=1, gone_version=1, reason="one person")
    return {
        "duplicates.likely.likely": (PersonTyped(given_names="A", family_name="B"),),
        "duplicates.looking.look": (), "duplicates.work_list.listed": (),
        "duplicates.work_list.by_numbers": (NumbersForm(one="1", other="2"),),
        "duplicates.work_list.call_different": (VerdictForm(pair_id=nobody, version=1, why="two people"),),
        "merging.gathering.gather": (), "merging.merging.merge": (two,), "merging.side_by_side.compare": (nobody,),
        "merging.undoing.preview": (nobody,),
        "merging.undoing.undo": (UndoForm(merge_id=nobody, kept_version=1, reason="a mistake"),),
    }  # fmt: skip


def second_asha(clinic: Cast) -> Actor:
    """Let asha register a second time, with another e-mail address and a name misspelled."""
    again = clinic.register("Aisha", "Nair", "asha.nair@post.example", date(1980, 2, 3))
    clinic.people["again"] = again
    return again


def look_at_all(clinic: Cast) -> None:
    """Let the clockwork compare everybody who is still to be compared."""
    while clinic.do(SYSTEM, looking.look):
        pass


def form(clinic: Cast, kept: Actor, gone: Actor, **other: Any) -> MergeForm:
    """Word a merge, as the screen does that was opened just now."""
    with transaction(reading=True) as db:
        versions = [db.get_one(Patient, one.patient_id).version for one in (kept, gone)]
    answers = {"reason": "Same person, told at the desk", "from_gone": (), **other}
    return MergeForm(
        kept_id=kept.patient_id, gone_id=gone.patient_id, kept_version=versions[0], gone_version=versions[1], **answers
    )


def known_by(clinic: Cast, patient_id: UUID, *rows: Row) -> None:
    """Let a patient be known by more than what they registered with."""
    with transaction() as db:
        db.add_all(rows)
        know(Scope(db, SYSTEM, clinic.now), db.get_one(Patient, patient_id))


def everything(*patient_ids: UUID, but: frozenset[str] = frozenset()) -> dict[str, set[tuple[object, ...]]]:
    """Read every row that belongs to these patients, with all its columns but those that count changes."""
    with transaction(reading=True) as db:
        found = {}
        for one in belongings():
            rows = db.execute(sa.select(one.table).where(one.column.in_(patient_ids))).mappings()
            if one.table.name not in but:
                found[one.name] = {tuple(str(value) for value in row.values()) for row in rows}
        return found


def record(patient_id: UUID) -> tuple[object, ...]:
    """Read what a patient's own row says, opened."""
    with transaction(reading=True) as db:
        one = db.get_one(Patient, patient_id)
        return (
            one.record_number, one.given_names, one.family_name, one.prefix, one.suffix, one.born, one.born_estimated,
            one.sex, one.gender, one.language, one.interpreter, one.deceased, one.deceased_at, one.merged_into_id,
            one.merged_at,
        )  # fmt: skip
