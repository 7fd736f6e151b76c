"""How well records of one person are found among others', and how soon those of somebody new."""

import json
import time
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import select

from hms.access import SYSTEM, perform
from hms.db import transaction
from hms.models import Patient, SuspectedPair
from hms.schemas.duplicates import PersonTyped
from hms.services import importing, upkeep
from hms.services.duplicates import looking
from hms.services.duplicates.likely import likely
from hms.services.search.keeping import keeper
from tests.bench.load import families, many_people, misspelled
from tests.bench.load.places import empty
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE
from tests.support.fhir_files import ABSENT, shared_files

OTHERS, ROUNDS = 5_000, 10
SOME, MANY, ASKED, WARM_UP = 10_000, 100_000, 200, 10


class Found(NamedTuple):
    """What the list of a clinic held after everybody was compared with everybody."""

    right: int
    missed: int
    wrong: int
    missed_by: Counter[str]


@figure("of 1", Goal.OVER, 0.98)
def duplicates_recall() -> Reading:
    """Find the 24 shared patients' second copies with typed errors on the list of suspected pairs: the share found."""
    found = _found()
    missed = ", ".join(f"{name} {n}" for name, n in found.missed_by.most_common()) or "none"
    return Reading(found.right / (found.right + found.missed), f"{found.right + found.missed} copies, one or two errors "
                   f"each, among {OTHERS} others; missed, by error: {missed}")  # fmt: skip


@figure("of 1", Goal.OVER, 0.95)
def duplicates_precision() -> Reading:
    """Suspect no two people of being one, among families, twins and namesakes: the share of the list that is right."""
    found = _found()
    return Reading(found.right / (found.right + found.wrong), f"{found.right} pairs of one person on the list, "
                   f"{found.wrong} of two, among {OTHERS} people in families, twins and namesakes included")  # fmt: skip


@cache
def _found() -> Found:
    files = shared_files()
    if not files:
        raise FileNotFoundError(ABSENT)
    with empty(SQLITE), TemporaryDirectory() as folder:
        upkeep.prepare()
        families.write(families.people(OTHERS))
        whose, errors = _taken_in(files, Path(folder))
        while perform(looking.look, SYSTEM):
            pass
        with transaction(reading=True) as db:
            pairs = db.exec(select(SuspectedPair).where(SuspectedPair.outcome == None)).all()  # noqa: E711
        return _counted(pairs, whose, errors)


def _taken_in(files: list[Path], folder: Path) -> tuple[dict[UUID, int], dict[UUID, list[str]]]:
    """Import everybody, and then again as others typed them; gives whose each record is, and the errors in it."""
    chance, whose, errors = Random(24), dict[UUID, int](), dict[UUID, list[str]]()
    for n, file in enumerate(files):
        perform(importing.import_file, SYSTEM, file)
        whose[_newest()], person = n, _person(file)
        for copy in range(ROUNDS):
            typed, made = misspelled.again(person, chance)
            request = {"method": "POST", "url": "Patient"}
            entry = {"fullUrl": f"urn:uuid:{typed['id']}", "resource": typed, "request": request}
            path = folder / f"{n}-{copy}.json"
            path.write_text(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": [entry]}), "utf-8")
            perform(importing.import_file, SYSTEM, path)
            record = _newest()
            whose[record], errors[record] = n, made
    return whose, errors


def _person(file: Path) -> dict[str, Any]:
    entries = json.loads(file.read_text("utf-8"))["entry"]
    person: dict[str, Any] = next(e["resource"] for e in entries if e["resource"]["resourceType"] == "Patient")
    person.pop("extension", None)
    person.pop("text", None)
    return person


def _newest() -> UUID:
    with transaction(reading=True) as db:
        return db.exec(select(Patient.id).order_by(Patient.words_number.desc()).limit(1)).one()  # type: ignore[union-attr]


def _counted(pairs: Any, whose: dict[UUID, int], errors: dict[UUID, list[str]]) -> Found:
    """Count pairs of an original and its copy; two copies of one person are neither counted for nor against."""
    partners = defaultdict[UUID, set[UUID]](set)
    wrong = 0
    for pair in pairs:
        one, other = whose.get(pair.one_id), whose.get(pair.other_id)
        wrong += one is None or one != other
        partners[pair.one_id].add(pair.other_id)
        partners[pair.other_id].add(pair.one_id)
    originals = {n: record for record, n in whose.items() if record not in errors}
    missed = [made for record, made in errors.items() if originals[whose[record]] not in partners[record]]
    by = Counter(" and ".join(sorted(made)) for made in missed)
    return Found(len(errors) - len(missed), len(missed), wrong, by)


@figure("ms", Goal.UNDER, 50)
def duplicates_of_one_new_person() -> Reading:
    """Name who may be known already of those who are typed in among 100,000: p95 in the service, the slower database."""
    return _told(MANY)


@figure("ms", Goal.UNDER, 50)
def duplicates_of_one_new_person_among_10_000() -> Reading:
    """Name who may be known already of those who are typed in among 10,000: p95 in the service, the slower database."""
    return _told(SOME)


def _told(people: int) -> Reading:
    both = {kind: _measured(kind, people) for kind in (SQLITE, POSTGRESQL)}
    words = [f"{kind}: p50 {median(taken):.1f}, p95 {_p95(taken):.1f}, {named} of {known} named first"
             for kind, (taken, named, known) in both.items()]  # fmt: skip
    return Reading(max(_p95(taken) for taken, _, _ in both.values()), "; ".join(words))


def _p95(taken: list[float]) -> float:
    return sorted(taken)[-(-len(taken) * 95 // 100) - 1]


@cache
def _measured(kind: str, people: int) -> tuple[list[float], int, int]:
    """Ask about people who are new, and about people who are known and were typed with an error."""
    with many_people.clinic(kind, people):
        keeper().open()
        who, taken, named, known = many_people.receptionist(), list[float](), 0, 0
        for person, meant in _typed():
            began = time.perf_counter()
            found = perform(likely, who, person)
            taken.append((time.perf_counter() - began) * 1000)
            known += meant is not None
            named += meant is not None and bool(found) and found[0].hit.id == meant
    return taken[WARM_UP:], named, known


def _typed() -> list[tuple[PersonTyped, UUID | None]]:
    """Write whom a receptionist registers: half of them new, half known and typed a little wrong."""
    chance, typed = Random(12), list[tuple[PersonTyped, UUID | None]]()
    with transaction(reading=True) as db:
        some = db.exec(select(Patient).limit((ASKED + WARM_UP) * 20)).all()[::20]
        pairs = zip(some, reversed(some), strict=True)
        for n, (one, other) in enumerate(pairs):
            born = one.born_on
            assert born is not None
            if n % 2:  # names of two people, at a birth date of a third
                born = born.replace(year=born.year - 1, day=1)
                person = PersonTyped(given_names=one.given_names, family_name=other.family_name, born=born.isoformat(),
                                     phones=(f"+49 30 {chance.randrange(10**7, 10**8)}",), sex="female")  # fmt: skip
                typed.append((person, None))
                continue
            family = one.family_name[:-1] + chance.choice("aeiou")
            swapped = born.replace(month=born.day, day=born.month) if born.day < 13 else born
            person = PersonTyped(
                given_names=one.given_names, family_name=family, born=swapped.isoformat(), sex="female"
            )
            typed.append((person, one.id))
    return typed
