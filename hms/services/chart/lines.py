"""Wording the entries of a list: what it says, how it stands, who wrote it down, when, and where it is from."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.models import Patient
from hms.schemas.record_lists import LineCard, ListPage, Move
from hms.schemas.words import plain_day
from hms.services import visits
from hms.services.chart import entries
from hms.services.local_time import instant, local_day, today
from hms.texts import t

SYSTEMS = {
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://snomed.info/sct": "SNOMED CT",
    "http://hl7.org/fhir/sid/cvx": "CVX",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://loinc.org": "LOINC",
}
PAGE = 50
SOURCES = {"patient": t("Stated by the patient"), "import": t("Imported"), "laboratory": t("Sent by a laboratory")}
Word = Callable[[Any], dict[str, Any]]


def rows(scope: Scope, kind: Any, patient_id: UUID) -> list[Any]:
    """Read the entries of a kind of one patient, the newest first."""
    asked = select(kind).where(kind.patient_id == patient_id)
    return list(scope.db.exec(asked.order_by(col(kind.recorded_at).desc(), col(kind.id).desc())))


def cards(scope: Scope, found: Sequence[Any], word: Word) -> list[LineCard]:
    """Word entries in the order given; `word` adds what is special to their kind."""
    names = entries.names_of(scope, {row.recorded_by for row in found})
    return [_card(scope, row, names, word(row)) for row in found]


def _card(scope: Scope, row: Any, names: dict[UUID | None, str], own: dict[str, Any]) -> LineCard:
    error = row.status == entries.IN_ERROR
    if error:
        own |= {"status_words": t("Entered in error"), "tone": "quiet", "moves": []}
    named = {"title": row.text or row.code, "code": coded(row)} if hasattr(row, "code") else {}  # a document has none
    told = {
        "status_words": "", "tone": "quiet", "facts": "", "when": day_words(scope, row.happened_at), "code": "",
        **named, **own,
    }  # fmt: skip
    return LineCard(
        id=row.id, kind=str(type(row).__tablename__), status=row.status, note=row.note,
        who=who(scope, names.get(row.recorded_by, ""), row.recorded_at), source=SOURCES.get(row.source, ""),
        version=row.version, changed=row.version > 1, error=error, **told,
    )  # fmt: skip


def who(scope: Scope, name: str, at: datetime) -> str:
    """Say who wrote something down, and on which day."""
    day = plain_day(local_day(scope, at))
    return t("{who}, {day}", who=name, day=day) if name else day


def day_words(scope: Scope, at: datetime | None) -> str:
    """Write the day of an instant; "" for none."""
    return plain_day(local_day(scope, at)) if at else ""


def iso_day(scope: Scope, at: datetime | None) -> str:
    """Write the day of an instant as a date field holds it; "" for none."""
    return local_day(scope, at).isoformat() if at else ""


def moment(scope: Scope, day: date | None) -> datetime | None:
    """Turn a day that somebody chose into the instant at which it began here; None for none."""
    return instant(scope, day, time()) if day else None


def on_day(scope: Scope, day: date | None, before: datetime | None) -> datetime | None:
    """Turn a day into an instant as moment() does; where it is the day that was known, its time of day stays known too."""
    return before if before and day == local_day(scope, before) else moment(scope, day)


def coded(row: Any) -> str:
    """Name a code with the list it is from; a list that nobody here knows is named by its address."""
    return f"{SYSTEMS.get(row.code_system, row.code_system)} {row.code}".strip() if row.code else ""


def moves(known: dict[str, str], names: Iterable[str]) -> list[Move]:
    """Word what may be done with an entry."""
    return [Move(value=name, words=known[name]) for name in names]


def page(scope: Scope, patient: Patient, found: Sequence[Any], word: Word, *, standing: int, number: int) -> ListPage:
    """Put one page of a list under the banner of its patient; what was an error comes last. Pages count from 1."""
    ordered = sorted(found, key=lambda row: row.status == entries.IN_ERROR)
    shown, number, pages = turned(ordered, number)
    return ListPage(
        banner=visits.banner(scope, patient),
        listed=cards(scope, shown, word),
        total=standing,
        page=number,
        pages=pages,
        today=today(scope).isoformat(),
    )


def turned(found: Sequence[Any], number: int) -> tuple[Sequence[Any], int, int]:
    """Take one page of a list; gives it with its number and how many there are. Keeps to the pages that there are."""
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(1, number), pages)
    return found[(number - 1) * PAGE : number * PAGE], number, pages
