"""How long it takes to find somebody among very many, and to open the index of their names."""

import time
from functools import cache
from random import Random
from statistics import median
from typing import NamedTuple

from sqlmodel import select

from hms.access import perform
from hms.db import transaction
from hms.models import Patient
from hms.services import finding
from hms.services.search.keeping import keeper
from tests.bench.load import many_people
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE

MANY, VERY_MANY, SEARCHES, WARM_UP = 100_000, 1_000_000, 300, 10


class Measured(NamedTuple):
    """What was seen of one clinic."""

    kind: str
    opened_s: float
    taken: list[float]  # ms
    found: int


@figure("ms", Goal.UNDER, 10)
def find_among_100_000() -> Reading:
    """Find people by parts of names, birth date or phone among 100,000: p95 in the service, the slower database."""
    return _told(MANY)


@figure("ms", Goal.UNDER, 40)
def find_among_1_000_000() -> Reading:
    """Find people by parts of names, birth date or phone among a million: p95 in the service, the slower database."""
    return _told(VERY_MANY)


@figure("s", Goal.UNDER, 2)
def names_index_opened() -> Reading:
    """Open the index of 100,000 people, as a process does in the background when it starts; the slower database."""
    both = [_measured(kind, MANY) for kind in (SQLITE, POSTGRESQL)]
    return Reading(max(one.opened_s for one in both), "; ".join(f"{one.kind}: {one.opened_s:.1f} s" for one in both))


def _told(people: int) -> Reading:
    both = [_measured(kind, people) for kind in (SQLITE, POSTGRESQL)]
    words = [
        f"{one.kind}: p50 {median(one.taken):.1f}, p95 {_p95(one.taken):.1f}, opened in {one.opened_s:.1f} s, "
        f"{one.found} of {SEARCHES} found whom they meant or eight others"
        for one in both
    ]
    return Reading(max(_p95(one.taken) for one in both), "; ".join(words))


def _p95(taken: list[float]) -> float:
    return sorted(taken)[-(-len(taken) * 95 // 100) - 1]


@cache
def _measured(kind: str, people: int) -> Measured:
    with many_people.clinic(kind, people):
        began = time.perf_counter()
        keeper().open()
        opened = time.perf_counter() - began
        who, taken, found = many_people.receptionist(), [], 0
        for typed, meant in _typed():
            began = time.perf_counter()
            hits = perform(finding.find, who, typed)
            taken.append((time.perf_counter() - began) * 1000)
            found += len(hits) == finding.MOST or meant in {hit.id for hit in hits}
    return Measured(kind, opened, taken[WARM_UP:], found)


def _typed() -> list[tuple[str, object]]:
    """Write what a receptionist types of people drawn by chance: a part of a name, two begins, a birth date, a phone."""
    chance, typed = Random(11), []
    with transaction(reading=True) as db:
        some = db.exec(select(Patient).limit(SEARCHES * 20)).all()[::20][: SEARCHES + WARM_UP]
        for patient in some:
            given, family, born = patient.given_names, patient.family_name, patient.born_on
            at = chance.randrange(max(1, len(family) - 3))
            ways = (
                family[at : at + 4], f"{family[:3]} {given[:3]}", f"{given} {family}", f"{born:%d.%m.%Y} {family[:2]}",
                family[:2], patient.record_number, f"{given[:2]} {born:%Y}",
            )  # fmt: skip
            typed.append((chance.choice(ways), patient.id))
    return typed
