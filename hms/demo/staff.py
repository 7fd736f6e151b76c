"""Who works in the demo clinic, where, and when."""

from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hms.schemas.doctor_time import HoursBlock

CLINIC, COUNTRY, ZONE = "Alder Valley Clinic", "IE", ZoneInfo("Europe/Dublin")
GENERAL, CHILDREN, WOMEN, HEART, SKIN, EYES = DEPARTMENTS = (
    "General medicine", "Children’s health", "Women’s health", "Heart and circulation", "Skin", "Eyes",
)  # fmt: skip
DOCTOR, PATIENT, ADMINISTRATOR, RECEPTION = (
    f"{name}@demo.clinic" for name in ("doctor", "patient", "admin", "reception")
)
STAFF = (  # besides the doctors: role, name, e-mail; the first sets the clinic up
    ("administrator", "Ilse Brandt", ADMINISTRATOR),
    ("receptionist", "Tadhg Moran", RECEPTION),
    ("receptionist", "Blessing Adeyemi", "reception.two@demo.clinic"),
)


class Doctor(NamedTuple):
    """A doctor of the demo; days are the weekdays they work, blocks the hours of such a day."""

    name: str
    email: str
    department: str
    room: str
    visit_min: int
    days: str
    blocks: str = "09:00-12:30 13:30-17:00"


DOCTORS = (
    Doctor("Dr Amara Osei", DOCTOR, GENERAL, "Room 1", 20, "01234", "08:30-12:30 13:30-17:30"),
    Doctor("Dr Colm Hegarty", "colm.hegarty@demo.clinic", GENERAL, "Room 2", 15, "01234"),
    Doctor("Dr Priya Nair", "priya.nair@demo.clinic", GENERAL, "Room 3", 20, "0124", "09:00-13:00 14:00-18:00"),
    Doctor("Dr Hanna Lindqvist", "hanna.lindqvist@demo.clinic", CHILDREN, "Room 4", 20, "0134"),
    Doctor("Dr Marek Sokol", "marek.sokol@demo.clinic", CHILDREN, "Room 5", 15, "12345", "09:00-13:00"),
    Doctor("Dr Lucía Ferrán", "lucia.ferran@demo.clinic", WOMEN, "Room 6", 30, "0123"),
    Doctor("Dr Nadia Benhaddou", "nadia.benhaddou@demo.clinic", WOMEN, "Room 7", 20, "0234", "10:00-13:00 14:00-18:00"),
    Doctor("Dr Stephen Achterberg", "stephen.achterberg@demo.clinic", HEART, "Room 8", 30, "0124"),
    Doctor("Dr Yuki Tanabe", "yuki.tanabe@demo.clinic", HEART, "Room 9", 20, "1234", "08:00-12:00 13:00-16:00"),
    Doctor("Dr Fionnuala Keane", "fionnuala.keane@demo.clinic", SKIN, "Room 10", 15, "013"),
    Doctor("Dr Oleksiy Hrytsenko", "oleksiy.hrytsenko@demo.clinic", SKIN, "Room 11", 20, "1245", "09:00-13:00"),
    Doctor("Dr Theresa Abara", "theresa.abara@demo.clinic", EYES, "Room 12", 20, "01234"),
)
ON_DUTY = frozenset({0, 3, 7, 9})  # places of those who take a shift when the clinic would be closed at this hour
BEFORE_MIN, AFTER_MIN, LAST_MIN, ROUND_MIN, EDGE_MIN = 180, 240, 23 * 60 + 30, 30, 60


def week_of(place: int, now: datetime) -> list[HoursBlock]:
    """Give a doctor's weekly hours. Those on duty work at the hour that it is now, day or night, on this weekday."""
    doctor, local = DOCTORS[place], now.astimezone(ZONE)
    blocks = [_block(int(day), span) for day in doctor.days for span in doctor.blocks.split()]
    minute = local.hour * 60 + local.minute
    today = [block for block in blocks if block.weekday == local.weekday()]
    open_now = today and _minute(today[0].starts) + EDGE_MIN <= minute <= _minute(today[-1].ends) - EDGE_MIN
    if open_now or place not in ON_DUTY:
        return blocks
    opens = max(0, minute - BEFORE_MIN) // ROUND_MIN * ROUND_MIN
    closes = min(LAST_MIN, (minute + AFTER_MIN) // ROUND_MIN * ROUND_MIN)
    shift = HoursBlock(weekday=local.weekday(), starts=_time(opens), ends=_time(closes))
    return [block for block in blocks if block.weekday != local.weekday()] + [shift]


def _block(weekday: int, span: str) -> HoursBlock:
    starts, ends = map(time.fromisoformat, span.split("-"))
    return HoursBlock(weekday=weekday, starts=starts, ends=ends)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
