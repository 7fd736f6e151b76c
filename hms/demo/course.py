"""How the planned visits went: when people came, were called in, and had their visit signed; up to now."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import groupby
from random import Random

from hms.demo.plan import Planned
from hms.demo.staff import DOCTORS, ZONE

MINUTE = timedelta(minutes=1)
LATE = 26 * MINUTE  # since when the patient in the room was due; visits take 20 minutes
IN_ROOM = 7 * MINUTE
WAITING = (26 * MINUTE, 11 * MINUTE, 4 * MINUTE)  # since when the next ones wait for the busy doctor


def run(planned: list[Planned], chance: Random, now: datetime) -> None:
    """Let time pass until now."""
    held = sorted((p for p in planned if not p.cancelled_at), key=_doctor_and_day)
    today = now.astimezone(ZONE).date()
    for (doctor, day), visits in groupby(held, key=lambda p: _doctor_and_day(p)[:2]):
        if day > today:
            continue
        in_order = list(visits)
        _pass_day(in_order, chance)
        if day == today and doctor == 0:
            _make_busy(in_order, now)
        _forget_after(in_order, now)


def _doctor_and_day(planned: Planned) -> tuple[int, object, datetime]:
    return planned.doctor, planned.starts_at.astimezone(ZONE).date(), planned.starts_at


def _pass_day(visits: Iterable[Planned], chance: Random) -> None:
    free_at: datetime | None = None
    for p in visits:
        midnight = datetime.combine(p.starts_at.astimezone(ZONE).date(), time(), ZONE)
        length = DOCTORS[p.doctor].visit_min
        p.arrived_at = max(midnight, p.starts_at - chance.uniform(2, 16) * MINUTE, p.booked_at + MINUTE)
        ready = max(p.arrived_at + MINUTE, p.starts_at + chance.uniform(-1, 6) * MINUTE)
        p.called_at = max(ready, free_at + MINUTE) if free_at else ready
        free_at = p.signed_at = p.called_at + chance.uniform(0.55, 0.9) * length * MINUTE


def _make_busy(visits: list[Planned], now: datetime) -> None:
    """Put one patient in the room and the next ones into the waiting room, a little behind the clock."""
    begun = sum(p.starts_at <= now - LATE for p in visits) - 1
    inside = max(0, min(begun, len(visits) - 1 - len(WAITING)))
    midnight = datetime.combine(now.astimezone(ZONE).date(), time(), ZONE)
    limit = now - IN_ROOM - MINUTE
    for p in reversed(visits[:inside]):
        if p.signed_at and p.signed_at > limit:
            shift = p.signed_at - limit
            p.arrived_at, p.called_at, p.signed_at = (at and max(midnight, at - shift) for at in p.moments())
        limit = (p.called_at or limit) - MINUTE
    for place, p in enumerate(visits[inside:]):
        p.arrived_at = p.called_at = p.signed_at = None
        if place == 0:
            p.arrived_at, p.called_at = max(midnight, now - 2 * IN_ROOM), max(midnight, now - IN_ROOM)
        elif place <= len(WAITING):
            p.arrived_at = max(midnight, now - WAITING[place - 1])


def _forget_after(visits: Iterable[Planned], now: datetime) -> None:
    for p in visits:
        p.arrived_at, p.called_at, p.signed_at = (at if at and at < now else None for at in p.moments())
