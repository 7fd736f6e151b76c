"""What the patient chooses among: schema cards, put into the shape that the booking components draw."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import Field

from hms.schemas.base import Card
from hms.schemas.directory import DoctorCard
from hms.schemas.scheduling import DayLoad, FreeTime
from hms.schemas.visit_types import OfferedType
from hms.texts import t

NO_BREAK = "\N{NO-BREAK SPACE}"
PLAIN = "plain"  # the kind of visit that is of no particular type


class Wanted(NamedTuple):
    """What a time is looked for: a visit with a doctor, of a type or plain; or an appointment that moves."""

    practitioner_id: UUID
    visit_type_id: UUID | None = None
    moving: UUID | None = None


class DoctorOption(Card):
    """A doctor to choose."""

    id: str
    name: str
    initials: str
    note: str
    next_free: str
    room: str
    lasts: str  # About 20 minutes


class DayOption(Card):
    """A day to choose, with how full it is."""

    id: str  # YYYY-MM-DD
    weekday: str
    day: str
    month: str
    name: str
    load: float  # 0 to 1
    words: str
    full: bool


class TimeOption(Card):
    """A time to choose, unless somebody else is booking it."""

    id: str  # the instant in UTC, ISO 8601
    words: str
    held: bool


class PartOption(Card):
    """The times of one part of a day."""

    words: str = ""  # 5 free
    times: list[TimeOption] = Field(default_factory=list)


class KindOption(Card):
    """A kind of visit to choose."""

    id: str  # of the type, or PLAIN
    name: str
    note: str  # By video, about 20 minutes, 40 EUR
    lasts: str  # "" where it is for the doctor to say
    price: str
    preparation: str
    by_video: bool
    asks: bool  # the clinic has to confirm it


def moment(at: datetime) -> str:
    """Write an instant as the one id that it has on these screens."""
    return at.astimezone(UTC).isoformat()


def about(minutes: int) -> str:
    """Say how long a visit takes."""
    return t("About {n} minutes", n=minutes)


def doctor_option(doctor: DoctorCard) -> DoctorOption:
    """Offer a doctor."""
    return DoctorOption(
        id=str(doctor.id),
        name=doctor.name,
        initials=doctor.initials,
        note=doctor.department,
        next_free=doctor.next_free or t("No free time soon"),
        room=doctor.room,
        lasts=about(doctor.visit_min),
    )


def day_option(load: DayLoad) -> DayOption:
    """Offer a day; one without a free time can be seen but not chosen."""
    return DayOption(
        id=load.day.isoformat(),
        weekday=load.weekday,
        day=load.number,
        month=load.month,
        name=f"{load.weekday} {load.number} {load.month}",
        load=load.share / 100,
        words=load.word,
        full=load.free == 0,
    )


def part_option(free: list[FreeTime], part: str) -> PartOption:
    """Offer the times of one part of the day, and count those that can be chosen."""
    times = [TimeOption(id=moment(one.starts_at), words=one.label, held=one.held) for one in free if one.part == part]
    return PartOption(words=t("{n} free", n=sum(not one.held for one in times)), times=times)


def kind_options(offered: list[OfferedType], plain: bool) -> list[KindOption]:
    """Offer the kinds of visits, the plain one first where it may be booked."""
    usual = KindOption(
        id=PLAIN,
        name=t("A usual visit"),
        note=t("At the clinic, for whatever needs no special kind of visit"),
        lasts="",
        price="",
        preparation="",
        by_video=False,
        asks=False,
    )
    return [*([usual] if plain else []), *map(_kind, offered)]


def _kind(offered: OfferedType) -> KindOption:
    lasts = about(offered.length_min)
    where = t("By video") if offered.by_video else t("At the clinic")
    return KindOption(
        id=str(offered.id),
        name=offered.name,
        note=", ".join(filter(None, [where, lasts[:1].lower() + lasts[1:], offered.price.replace(" ", NO_BREAK)])),
        lasts=lasts,
        price=offered.price,
        preparation=offered.preparation,
        by_video=offered.by_video,
        asks=offered.needs_approval,
    )
