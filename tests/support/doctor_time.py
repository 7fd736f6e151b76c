"""Planning a doctor's time, in the small clinic."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from hms.access import Actor
from hms.schemas.doctor_time import HoursBlock, HoursCard, HoursForm, LimitsForm, SpecialCard, SpecialForm
from hms.schemas.leave import SettledCard, SettleForm
from hms.schemas.places import LocationForm, RoomForm
from hms.services import availability, places
from hms.services.doctor_time import leave, special, weekly
from tests.support.cast import NOW, Cast

TODAY = NOW.date()  # a Monday


def on(days: int) -> date:
    """Give a day after today; 7 is Monday next week."""
    return TODAY + timedelta(days=days)


def block(weekday: int = 0, starts: str = "09:00", ends: str = "13:00", **other: Any) -> HoursBlock:
    """Word a block of a week."""
    return HoursBlock(weekday=weekday, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), **other)


def hours_form(clinic: Cast, doctor: Actor, *blocks: HoursBlock, **other: Any) -> HoursForm:
    """Word a plan of a doctor's week, over what they see now."""
    version = clinic.do(clinic.admin, weekly.hours, doctor.practitioner_id).version
    answers = {"visit_min": 20, "version": version, "practitioner_id": doctor.practitioner_id, **other}
    return HoursForm(blocks=list(blocks), **answers)


def plan(clinic: Cast, who: Actor, *blocks: HoursBlock, doctor: str = "dr_rao", **other: Any) -> HoursCard:
    """Let somebody plan a doctor's week."""
    return clinic.do(who, weekly.set_hours, hours_form(clinic, clinic.people[doctor], *blocks, **other))


def special_form(
    doctor: Actor | None, kind: str = "leave", first: int = 1, last: int | None = None, **other: Any
) -> Any:
    """Word what differs from the week, so many days from today; at="10:00-12:00" makes it hours."""
    at = other.pop("at", "")
    times = dict(zip(("from_time", "to_time"), map(time.fromisoformat, at.split("-")), strict=True)) if at else {}
    return SpecialForm(
        practitioner_id=doctor.practitioner_id if doctor else None,
        kind=kind,
        from_on=on(first),
        to_on=on(first if last is None else last),
        **{"key": str(uuid4()), **times, **other},
    )


def add(clinic: Cast, who: Actor, kind: str = "leave", doctor: str = "dr_rao", **other: Any) -> SpecialCard:
    """Let somebody add extra hours, a break or leave."""
    return clinic.do(who, special.save_special, special_form(clinic.people[doctor], kind, **other))


def room(clinic: Cast, name: str = "Room 1", site: str = "Main house") -> UUID:
    """Open a room of a site."""
    sites = {one.name: one.id for one in clinic.do(clinic.admin, places.listed)}
    site_id = sites.get(site) or clinic.do(clinic.admin, places.add_location, LocationForm(name=site)).id
    return clinic.do(clinic.admin, places.add_room, site_id, RoomForm(name=name)).id


def free(clinic: Cast, day: date, doctor: str = "dr_rao", **other: Any) -> list[str]:
    """Say at which times a patient could book a doctor on a day."""
    doctor_id = clinic.people[doctor].practitioner_id
    times = clinic.do(clinic.asha, availability.free_times, doctor_id, day, **other)
    return [one.label for one in times if not one.held]


def settle(clinic: Cast, who: Actor, card: Any, act: str, option: Any = None, **other: Any) -> SettledCard:
    """Let somebody settle an appointment that lies in leave."""
    answers = {"reason": "The doctor is away", "key": str(uuid4()), "version": card.version, **other}
    if option:
        answers |= {"practitioner_id": option.practitioner_id, "starts_at": option.starts_at}
    return clinic.do(who, leave.settle, SettleForm(appointment_id=card.id, act=act, **answers))


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each verb is asked with for a doctor who is not there."""
    week = HoursForm(practitioner_id=nobody, blocks=[block()], visit_min=20, version=1)
    away = special_form(Actor(role="doctor", practitioner_id=nobody))  # type: ignore[arg-type]
    few = LimitsForm(practitioner_id=nobody, limits=[], notice_min=None, ahead_days=None, version=1)
    gone = SettleForm(appointment_id=nobody, version=1, act="cancel", reason="x", key=str(uuid4()))
    return {
        "doctor_time.weekly.hours": (nobody,), "doctor_time.weekly.preview_hours": (week,),
        "doctor_time.weekly.set_hours": (week,), "doctor_time.seeing.week": (nobody,),
        "doctor_time.special.preview_special": (away,), "doctor_time.special.save_special": (away,),
        "doctor_time.special.preview_withdrawal": (nobody, 1), "doctor_time.special.withdraw": (nobody, 1),
        "doctor_time.special.closures": (),
        "doctor_time.limits.limits": (nobody,), "doctor_time.limits.preview_limits": (few,),
        "doctor_time.limits.set_limits": (few,),
        "doctor_time.leave.unsettled": (nobody,), "doctor_time.leave.settle": (gone,),
    }  # fmt: skip


HELPERS = {  # called by these verbs, inside their scope
    "doctor_time." + name
    for name in (
        "affected.cards", "affected.coming", "affected.preview", "affected.put_out", "affected.days_until",
        "affected.still_to_come", "settling.do", "settling.gave_away", "settling.is_done", "settling.locked", "sharing.room_shared",
        "sharing.rooms_shared", "sound.check_blocks", "spans.span_of", "unsettled.in_leave", "unsettled.offers_of",
        "whose.check_room", "whose.check_types", "whose.doctor_of", "whose.rooms", "whose.tell",
        "whose.type_choices", "whose.type_names", "whose.types", "wording.card", "wording.wall", "wording.written",
    )
}  # fmt: skip
