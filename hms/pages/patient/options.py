"""What the patient chooses among: schema cards, put into the shape that the booking components draw."""

from datetime import UTC, datetime

from hms.schemas.base import Card
from hms.schemas.directory import DoctorCard
from hms.schemas.scheduling import DayLoad, FreeTime
from hms.texts import t


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
    """A free time to choose."""

    id: str  # the instant in UTC, ISO 8601
    words: str


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


def time_options(free: list[FreeTime], part: str) -> list[TimeOption]:
    """Offer the free times of one part of the day."""
    return [TimeOption(id=moment(time.starts_at), words=time.label) for time in free if time.part == part]
