"""Where the timeline looks: by table, when its rows happened and which of them are meant; first only their keys."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, cast, false, literal, null, or_, select, union_all
from sqlmodel import col

from hms.access import Scope
from hms.db import Instant
from hms.models import (
    Condition,
    DocumentReference,
    Encounter,
    FamilyHistory,
    Immunization,
    MedicationRequest,
    Observation,
    Procedure,
)
from hms.services.chart.entries import IN_ERROR

PANEL = 6  # about as many measurements stand together as one event
NONE = cast(null(), Uuid)


class Key(NamedTuple):
    """A row of one of the tables, before it is read: what it is of, which, when, and with what it belongs together."""

    kind: str
    id: UUID
    at: datetime
    group_id: UUID | None
    wrong: bool  # an error, as far as that parts it from what it was measured with


class Place(NamedTuple):
    """Where in the timeline a page begins: before a moment, and among what has a date or what has none."""

    before: datetime | None
    dated: bool = True


class Source(NamedTuple):
    """A table of the timeline."""

    kind: str
    model: Any
    at: Any
    meant: Sequence[ColumnElement[bool]] = ()
    rows: int = 1  # about how many make an event

    @property
    def undated(self) -> bool:
        """Tell whether it may have rows without a date: visits and prescriptions always have one."""
        return hasattr(self.model, "recorded_at")


# What a colleague has not signed yet is not part of the record.
FINISHED = or_(
    col(Encounter.signed_at).is_not(None), col(Encounter.source) != "clinic",
    col(Encounter.practitioner_id) == bindparam("mine", type_=Uuid),
)  # fmt: skip
SIGNED = (col(MedicationRequest.signed_at).is_not(None), col(MedicationRequest.removed_at).is_(None))
VITAL = col(Observation.category) == "vital-signs"
SOURCES = (
    Source("visits", Encounter, Encounter.started_at, (FINISHED,)),
    Source("problems", Condition, Condition.happened_at),
    Source("vitals", Observation, Observation.happened_at, (VITAL,), PANEL),
    Source("results", Observation, Observation.happened_at, (~VITAL,), PANEL),
    Source("medicines", MedicationRequest, MedicationRequest.written_at, SIGNED),
    Source("vaccines", Immunization, Immunization.happened_at),
    Source("procedures", Procedure, Procedure.happened_at),
    Source("family", FamilyHistory, FamilyHistory.happened_at),
    Source("documents", DocumentReference, DocumentReference.happened_at),
)
BY_KIND = {one.kind: one for one in SOURCES}


def keys(scope: Scope, patient_id: UUID, kinds: tuple[str, ...], place: Place, limit: int) -> list[Key]:
    """Fetch the newest keys of some tables of a patient in one question: about as many events of each as the limit says."""
    asked = _asked(kinds, place.dated, place.before is not None, limit)
    if asked is None:
        return []
    bound = {"patient_id": patient_id, "mine": scope.actor.practitioner_id, "before": place.before}
    return [Key(*row) for row in scope.db.execute(asked, bound)]


@cache
def _asked(kinds: tuple[str, ...], dated: bool, older: bool, limit: int) -> Any:
    """Build the question once: building it takes longer than asking it."""
    parts = [
        select(_newest(one, dated, older).limit(limit * one.rows).subquery())
        for one in map(BY_KIND.__getitem__, kinds)
        if dated or one.undated
    ]
    return union_all(*parts) if parts else None


def _newest(source: Source, dated: bool, older: bool) -> Any:
    model, together = source.model, source.model is Observation
    at = col(source.at) if dated else col(model.recorded_at)
    columns: tuple[Any, ...] = (
        literal(source.kind).label("kind"), model.id, at.label("at"),
        (model.group_id if together else NONE).label("group_id"),
        (model.status == IN_ERROR if together else false()).label("wrong"),
    )  # fmt: skip
    asked = select(*columns).where(model.patient_id == bindparam("patient_id", type_=Uuid), *source.meant)
    asked = asked.where(at.is_not(None) if dated else col(source.at).is_(None))
    asked = asked.where(at < bindparam("before", type_=Instant)) if older else asked
    return asked.order_by(at.desc(), col(model.id).desc())
