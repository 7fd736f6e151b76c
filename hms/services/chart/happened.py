"""What happened, worded for a line of the timeline; a sealed text is opened only for a line that is shown."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from hms.access import Scope
from hms.models import (
    Account,
    Condition,
    DocumentReference,
    Encounter,
    FamilyHistory,
    Immunization,
    MedicationRequest,
    Practitioner,
    Procedure,
)
from hms.schemas.chart import TimelineLine
from hms.schemas.documents import TYPES
from hms.schemas.visits import PrescriptionCard
from hms.schemas.words import clock, plain_day
from hms.services import prescribing
from hms.services.chart import observed
from hms.services.chart.entries import IN_ERROR
from hms.services.chart.sources import BY_KIND
from hms.services.fetched import by_id
from hms.services.local_time import local_day
from hms.services.notes.addenda import complete
from hms.texts import t

NAMES = {
    "visits": t("Visit"), "problems": t("Problem"), "vitals": t("Vital signs"), "results": t("Result"),
    "medicines": t("Prescription"), "vaccines": t("Vaccination"), "procedures": t("Procedure"),
    "family": t("Family history"), "documents": t("Document"),
}  # fmt: skip


Word = Callable[["Around", list[Any]], dict[str, Any]]


class Around(NamedTuple):
    """What the words of a page's events need, read once for all of them."""

    scope: Scope
    notes: dict[UUID, str]  # of visits
    prescriptions: dict[UUID, PrescriptionCard]
    doctors: dict[UUID, Practitioner]
    accounts: dict[UUID, Account]


class Event(NamedTuple):
    """Something that happened, before it is read: when, and the rows that tell of it."""

    kind: str
    at: datetime
    ids: tuple[UUID, ...]


def worded(scope: Scope, events: Sequence[Event]) -> list[TimelineLine]:
    """Read and word the events of a page; what they name is read together beforehand, whatever there is of them."""
    told = [(event, rows) for event, rows in zip(events, _read(scope, events), strict=True)]
    firsts = [rows[0] for _, rows in told]
    visits = [row for row in firsts if isinstance(row, Encounter)]
    requests = [row for row in firsts if isinstance(row, MedicationRequest)]
    around = Around(
        scope,
        complete(scope, visits) if visits else {},
        {card.id: card for card in prescribing.cards(scope, requests)} if requests else {},
        by_id(scope, Practitioner, _named(firsts, "practitioner_id")),
        by_id(scope, Account, _named(firsts, "recorded_by")),
    )
    return [_line(around, event, rows) for event, rows in told]


def _read(scope: Scope, events: Sequence[Event]) -> list[list[Any]]:
    """Read the rows of events, each table once."""
    wanted: dict[Any, set[UUID]] = {}
    for event in events:
        wanted.setdefault(BY_KIND[event.kind].model, set()).update(event.ids)
    found = {model: by_id(scope, model, ids) for model, ids in wanted.items()}
    return [[found[BY_KIND[event.kind].model][row_id] for row_id in event.ids] for event in events]


def _line(around: Around, event: Event, rows: list[Any]) -> TimelineLine:
    first, scope = rows[0], around.scope
    undated = hasattr(first, "happened_at") and first.happened_at is None
    return TimelineLine(
        id=str(first.id), kind=event.kind, kind_words=NAMES[event.kind],
        day=t("no date") if undated else plain_day(local_day(scope, event.at)),
        time="" if undated else clock(event.at, scope.zone), source=_source(around, first),
        wrong=getattr(first, "status", "") == IN_ERROR, **WORDED[event.kind](around, rows),
    )  # fmt: skip


def _named(rows: Sequence[Any], name: str) -> set[UUID]:
    return {found for row in rows if (found := getattr(row, name, None))}


def _source(around: Around, row: Any) -> str:
    """Say who says so."""
    if row.source == "laboratory":
        return t("sent by a laboratory")
    if row.source == "import":
        return t("from another system")
    if row.source == "patient":
        return t("stated by the patient")
    if practitioner_id := getattr(row, "practitioner_id", None):
        return around.doctors[practitioner_id].name
    by = around.accounts.get(getattr(row, "recorded_by", None) or UUID(int=0))
    return by.name if by else ""


def _visit(around: Around, row: Encounter) -> dict[str, Any]:
    state = "" if row.signed_at or row.source != "clinic" else t("not signed yet")
    return {
        "title": row.kind or t("A visit"),
        "mark": state,
        "note": row.summary,
        "text": around.notes[row.id],
    }


def _problem(_around: Around, row: Condition) -> dict[str, Any]:
    told = [row.code, row.severity, "" if row.certain else t("provisional"), row.status.replace("-", " ")]
    return {"title": row.text or row.code, "note": ", ".join(filter(None, told)), "text": row.note}


def _prescription(around: Around, row: MedicationRequest) -> dict[str, Any]:
    card = around.prescriptions[row.id]
    return {"title": card.drug, "value": card.left, "note": ". ".join(filter(None, [card.how, card.advice]))}


def _vaccine(_around: Around, row: Immunization) -> dict[str, Any]:
    told = [t("dose {n}", n=row.dose_number) if row.dose_number else "", t("lot {lot}", lot=row.lot) if row.lot else ""]
    return {"title": row.text or row.code, "note": ", ".join(filter(None, told)), "text": row.note}


def _procedure(_around: Around, row: Procedure) -> dict[str, Any]:
    return {"title": row.text or row.code, "note": "" if row.status == "completed" else row.status, "text": row.note}


def _relative(_around: Around, row: FamilyHistory) -> dict[str, Any]:
    return {"title": f"{row.relation}: {row.text or row.code}", "text": row.note}


def _document(_around: Around, row: DocumentReference) -> dict[str, Any]:
    told = [
        TYPES[row.type],
        row.author,
        "" if row.shared or row.source == "patient" else t("not shared with the patient"),
    ]
    path = f"/doctor/patients/{row.patient_id}/documents/{row.id}"
    return {"title": row.title, "note": ", ".join(filter(None, told)), "text": row.note, "href": path}


def _alone(word: Callable[[Around, Any], dict[str, Any]]) -> Word:
    return lambda around, rows: word(around, rows[0])


WORDED: dict[str, Word] = {
    "visits": _alone(_visit), "problems": _alone(_problem), "medicines": _alone(_prescription),
    "vaccines": _alone(_vaccine), "procedures": _alone(_procedure), "family": _alone(_relative),
    "documents": _alone(_document), "vitals": lambda around, rows: observed.measured(around.scope, rows),
    "results": lambda _around, rows: observed.together(rows),
}  # fmt: skip
