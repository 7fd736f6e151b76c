"""The reports of a file, each with its results, whose it says it is, and which order it says it answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hms.services.importing.dates import spelled_date
from hms.services.importing.json_files import tree_of
from hms.services.importing.resources import Entry
from hms.services.importing.wording import concept, joined, plain, whole_name
from hms.services.laboratory.envelope import REPORT, Envelope, read_envelope
from hms.texts import t

RESULT = "Observation"
DEEPEST = 5  # results within results


@dataclass(frozen=True)
class Person:
    """Who a report says it is about: numbers with their systems, names in parts, and a birth date as precise as it is known."""

    numbers: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # family name, given names; or the whole in the first
    born: str = ""


@dataclass(frozen=True, eq=False)
class Sent:
    """One report as it was sent."""

    report: Entry
    results: tuple[Entry, ...]
    whose: Person | None  # None where it does not say
    mixed: bool  # something of it is about somebody else
    lost: bool  # a result that it names is not in the file
    orders: tuple[str, ...] | None  # what it calls the order that it answers; None where it names none
    sender: str
    specimen: str
    collected: Any  # when the sample was taken, as its specimen says


@dataclass(frozen=True)
class Delivery:
    """The reports of a file, and the places of results that belong to none of them."""

    reports: list[Sent]
    loose: list[str]


def read(body: bytes) -> Delivery:
    """Read what a file holds. Raises Broken where any of it is broken: then nothing of it is filed."""
    envelope = read_envelope(tree_of(body))
    reports = [_sent(envelope, entry) for entry in envelope.entries if entry.kind == REPORT]
    used = {one for sent in reports for one in sent.results}
    loose = [one.place for one in envelope.entries if one.kind == RESULT and one not in used]
    return Delivery(reports, loose)


def _sent(envelope: Envelope, report: Entry) -> Sent:
    said = report.model
    found: dict[Entry, None] = {}
    gathered = [_gather(envelope, report, pointer, found, 0) for pointer in said.result or []]
    subject = envelope.find(said.subject, report)
    pointers = [(pointer, one) for one in (report, *found) for pointer in one.model.basedOn or []]
    requests = [(pointer, entry) for pointer, one in pointers if (entry := envelope.find(pointer, one))]
    others = [
        (one, one.model.subject) for one in (*found, *(entry for _, entry in requests)) if hasattr(one.model, "subject")
    ]
    specimens = [entry for pointer in said.specimen or [] if (entry := envelope.find(pointer, report))]
    return Sent(
        report=report, results=tuple(found), whose=_person(said.subject, subject),
        mixed=any(_another(envelope, (report, said.subject), other) for other in others), lost=not all(gathered),
        orders=tuple(_orders(envelope, pointers)) if pointers else None, sender=_sender(envelope, report),
        specimen=joined([concept(getattr(one.model, "type", None)) for one in specimens], ", "),
        collected=next(filter(None, map(_collected, specimens)), None),
    )  # fmt: skip


def _gather(envelope: Envelope, within: Entry, pointer: Any, found: dict[Entry, None], depth: int) -> bool:
    """Follow a report to a result, and a result to its members; tell whether all of them are in the file."""
    entry = envelope.find(pointer, within)
    if entry is None or entry.kind != RESULT or depth > DEEPEST:
        return False
    if entry in found:
        return True
    found[entry] = None
    gathered = [_gather(envelope, entry, one, found, depth + 1) for one in entry.model.hasMember or []]
    return all(gathered)


def _another(envelope: Envelope, mine: tuple[Entry, Any], other: tuple[Entry, Any]) -> bool:
    """Tell whether another resource says that it is about somebody else than the report."""
    if other[1] is None:
        return False
    found, here = envelope.find(other[1], other[0]), envelope.find(mine[1], mine[0])
    if found is not None or here is not None:
        return found is not here
    return _called(other[1]) != _called(mine[1])


def _called(pointer: Any) -> tuple[str, str]:
    number = getattr(pointer, "identifier", None)
    return str(getattr(pointer, "reference", None) or ""), plain(number.value) if number else ""


def _person(pointer: Any, entry: Entry | None) -> Person | None:
    if entry is not None and entry.kind != "Patient":
        return None
    own = [pointer.identifier] if pointer is not None and pointer.identifier else []
    model = entry.model if entry else None
    given = [*own, *((model.identifier or []) if model else [])]
    numbers = tuple((plain(one.system), plain(one.value)) for one in given if plain(one.value))
    if model is None:
        return Person(numbers) if numbers else None
    names = [_parts(one) for one in model.name or [] if whole_name(one)]
    return Person(numbers, tuple(names), spelled_date(model.birthDate) if model.birthDate else "")


def _parts(name: Any) -> tuple[str, str]:
    family, given = plain(name.family), joined(name.given or [])
    return (family, given) if family or given else (plain(name.text), "")


def _orders(envelope: Envelope, pointers: list[tuple[Any, Entry]]) -> Iterator[str]:
    """List all that a report and its results call the order that they answer."""
    for pointer, within in pointers:
        if pointer.identifier and plain(pointer.identifier.value):
            yield plain(pointer.identifier.value)
        if entry := envelope.find(pointer, within):
            yield entry.id
            yield from (plain(one.value) for one in entry.model.identifier or [])
        elif isinstance(pointer.reference, str):
            yield plain(pointer.reference).rpartition("/")[2].removeprefix("urn:uuid:")


def _sender(envelope: Envelope, report: Entry) -> str:
    """Name the laboratory: as the report does, else as what it points to in the file is called."""
    for pointer in report.model.performer or []:
        entry = envelope.find(pointer, report)
        if entry is not None and entry.kind == "Organization" and plain(entry.model.name):
            return plain(entry.model.name)
        if plain(pointer.display):
            return plain(pointer.display)
    return ""


def _collected(specimen: Entry) -> Any:
    taken = getattr(specimen.model, "collection", None)
    if taken is None:
        return None
    return taken.collectedDateTime or (taken.collectedPeriod.start if taken.collectedPeriod else None)


def called(entry: Entry) -> str:
    """Name a result of a report by its place in the file: its words may be a patient's."""
    return entry.place or t("the report itself")
