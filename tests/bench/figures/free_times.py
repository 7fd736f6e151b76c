"""How long it takes to find free times in a clinic with 200,000 appointments."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import TypeVar
from uuid import UUID

from hms.access import Actor, perform
from hms.services import availability
from tests.bench.load import large
from tests.bench.registry import Goal, Reading, figure
from tests.support.database import POSTGRESQL, SQLITE

WARM_UP, ROUNDS = 5, 60
T = TypeVar("T")


@figure("ms", Goal.UNDER, 15)
def free_times_of_one_doctor() -> Reading:
    """List the free times of one doctor for 4 weeks, 200,000 appointments: p95 in the service, the slower database."""
    return _slower(large.doctor_ids, lambda who, doctors, n: _four_weeks(who, doctors[n % len(doctors)]))


@figure("ms", Goal.UNDER, 60)
def free_times_of_a_department() -> Reading:
    """List the free times of 20 doctors for 2 weeks, 200,000 appointments: p95 in the service, the slower database."""
    return _slower(large.ward_id, lambda who, ward, _n: _two_weeks(who, ward))


def _four_weeks(who: Actor, doctor_id: UUID) -> int:
    return sum(day.free for day in perform(availability.days, who, doctor_id, 0, 28))


def _two_weeks(who: Actor, ward: UUID) -> int:
    found = perform(availability.department_times, who, ward, datetime.now(UTC).date(), 14)
    return sum(len(one.starts_at) for one in found)


def _slower(whose: Callable[[], T], ask: Callable[[Actor, T, int], int]) -> Reading:
    worst, told = 0.0, []
    for kind in (SQLITE, POSTGRESQL):
        with large.clinic(kind):
            who, them = large.patient(), whose()
            taken, found = [], 0
            for n in range(WARM_UP + ROUNDS):
                began = time.perf_counter()
                found = ask(who, them, n)
                taken.append((time.perf_counter() - began) * 1000)
            taken = sorted(taken[WARM_UP:])
            p95 = taken[-(-len(taken) * 95 // 100) - 1]
            worst = max(worst, p95)
            told.append(f"{kind}: p50 {median(taken):.1f}, p95 {p95:.1f}, {found} times found")
    return Reading(worst, f"{ROUNDS} rounds each; " + "; ".join(told))
