"""What a doctor in training signs is laid before the supervisor; how it stands there is told wherever the note is read."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Encounter, NoteCosignature, Practitioner
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day
from hms.texts import t


def ask(scope: Scope, encounter: Encounter) -> bool:
    """Lay a note before its writer's supervisor: what is signed or added now. What was sent back is there again.

    Tells whether it needs a second signature: whoever has no supervisor needs none.
    """
    me = scope.db.get(Practitioner, scope.actor.practitioner_id)
    if waiting := open_of(scope, encounter.id):
        waiting.sent_back_at = None
    elif me and me.supervisor_id and me.id == encounter.practitioner_id:
        waiting = NoteCosignature(
            patient_id=encounter.patient_id, encounter_id=encounter.id, practitioner_id=me.supervisor_id,
            asked_at=scope.now,
        )  # fmt: skip
        scope.db.add(waiting)
    else:
        return False
    tell(scope, waiting, encounter)
    return True


def open_of(scope: Scope, encounter_id: UUID) -> NoteCosignature | None:
    """Find the signature that a note waits for; None where it waits for none."""
    asked = select(NoteCosignature).where(
        NoteCosignature.encounter_id == encounter_id, col(NoteCosignature.signed_at).is_(None)
    )
    return scope.db.exec(asked).first()


def states(scope: Scope, visits: Iterable[Encounter]) -> dict[UUID, str]:
    """Say of each note of a doctor in training how it stands with the supervisor; by visit, others are left out."""
    ids = [visit.id for visit in visits if visit.signed_at and visit.supervised]
    if not ids:
        return {}
    asked = (
        select(NoteCosignature, Practitioner)
        .join(Practitioner, col(Practitioner.id) == NoteCosignature.practitioner_id)
        .where(col(NoteCosignature.encounter_id).in_(ids))
        .order_by(col(NoteCosignature.asked_at), col(NoteCosignature.id))
    )
    found: dict[UUID, list[tuple[NoteCosignature, Practitioner]]] = {visit_id: [] for visit_id in ids}
    for row, who in scope.db.exec(asked):
        found[row.encounter_id].append((row, who))
    return {visit_id: _words(scope, rows) for visit_id, rows in found.items()}


def _words(scope: Scope, rows: Sequence[tuple[NoteCosignature, Practitioner]]) -> str:
    given = [
        t(
            "Co-signed by {doctor}, {day} at {time}",
            doctor=who.name, day=plain_day(local_day(scope, row.signed_at)), time=clock(row.signed_at, scope.zone),
        )
        for row, who in rows
        if row.signed_at
    ]  # fmt: skip
    left = next((pair for pair in rows if pair[0].signed_at is None), None)
    if left is None:
        return given[-1] if given else t("Not co-signed")
    row, who = left
    waits = (
        t("sent back by {doctor}", doctor=who.name) if row.sent_back_at else t("waits for {doctor}", doctor=who.name)
    )
    if given:
        return t("{given}. What was added since is not co-signed: {waits}", given=given[-1], waits=waits)
    return t("Not co-signed: {waits}", waits=waits)


def tell(scope: Scope, row: NoteCosignature, encounter: Encounter) -> None:
    """Let whoever signs and whoever wrote it see how it stands."""
    for whose in (row.practitioner_id, encounter.practitioner_id):
        scope.tell(f"practitioner:{whose}")
    scope.tell(f"visit:{encounter.id}")
    scope.tell(f"patient:{encounter.patient_id}")
