"""What a patient does on the way to an appointment, through the real pipeline."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import select

from hms.db import transaction
from hms.models import THE_CLINIC, Hold, SchedulingRules, VisitType
from hms.pages.patient.book import BookAppointment
from hms.schemas.scheduling import HoldRequest
from hms.services import availability
from tests.support.cast import Cast


async def later(cast: Cast, page: Any, *what: Any, **how: Any) -> Any:
    """Let somebody act elsewhere, and wait until the page has heard of it."""
    result = await asyncio.to_thread(cast.do, *what, **how)
    await asyncio.sleep(0.02)
    await page.rest()
    return result


async def at_the_times(house: Any, cast: Cast, who: str = "asha") -> Any:
    """Open the booking page and come as far as the free times of dr_rao, on a day that is still all free."""
    page = await house.open(getattr(cast, who), "/patient/book")
    await page.call(BookAppointment.choose_subject, department_id=str(cast.cardiology))
    await page.call(BookAppointment.choose_doctor, doctor_id=str(cast.dr_rao.practitioner_id))
    await page.call(BookAppointment.choose_day, day=page.shows(BookAppointment)["days"][-1]["id"])
    return page


def offered(page: Any, screen: type) -> list[dict[str, Any]]:
    """Say which times a page shows, those included that others are booking."""
    shown = page.shows(screen)
    return [time for part in ("morning", "afternoon", "evening") for time in shown[part]["times"]]


def free(page: Any, screen: type) -> list[dict[str, Any]]:
    """Say which times can be chosen."""
    return [time for time in offered(page, screen) if not time["held"]]


async def choose(page: Any, screen: Any, number: int = 0) -> dict[str, Any]:
    """Choose one of the times on offer."""
    time = free(page, screen)[number]
    await page.call(screen.choose_time, at=time["id"])
    return time


def sent_to(page: Any) -> str:
    """Say where the page was sent last."""
    events = [event for _, data in page.packets for event in data.get("events") or []]
    return next((e["payload"]["path"] for e in reversed(events) if e["name"] == "_redirect"), "")


def taken_at(time: dict[str, Any]) -> datetime:
    """Read the instant of a time on offer."""
    return datetime.fromisoformat(time["id"])


def soonest(cast: Cast) -> datetime:
    """Find a free time of dr_rao."""
    who = cast.dr_rao.practitioner_id
    days = cast.do(cast.asha, availability.days, who, 0, 7)
    day = next(load.day for load in days if load.free > 2)
    return cast.do(cast.asha, availability.free_times, who, day)[1].starts_at


async def opened(house: Any, cast: Cast, who: str = "asha", **other: Any) -> tuple[Any, Any]:
    """Open an appointment that asha has, as somebody."""
    booked = cast.book(cast.asha, soonest(cast), **other)
    path = f"/patient/appointments/{booked.id}"
    return await house.open(getattr(cast, who), path, appointment_id=str(booked.id)), booked


def wish(cast: Cast, at: datetime) -> HoldRequest:
    """Word a wish to have a time of dr_rao kept."""
    return HoldRequest(practitioner_id=cast.dr_rao.practitioner_id, starts_at=at)


def kind(cast: Cast, name: str, **facts: Any) -> UUID:
    """Let the clinic offer a kind of visit."""
    with transaction() as db:
        made = VisitType(name=name, opened_at=cast.now, **{"length_min": 20, **facts})
        db.add(made)
        return made.id


def rule(**facts: Any) -> None:
    """Let the clinic have a rule."""
    with transaction() as db:
        rules = db.get(SchedulingRules, THE_CLINIC) or SchedulingRules()
        rules.sqlmodel_update(facts)
        db.add(rules)


def run_out(hold_id: str) -> None:
    """Let a held time be as if its minutes were over."""
    with transaction() as db:
        kept = db.get_one(Hold, UUID(hold_id))
        kept.expires_at = kept.made_at


def held_by(actor: Any) -> list[Hold]:
    """Say what somebody holds, or held and did not let go."""
    with transaction(reading=True) as db:
        return list(db.exec(select(Hold).where(Hold.made_by == actor.account_id, Hold.over_at == None)))  # noqa: E711
