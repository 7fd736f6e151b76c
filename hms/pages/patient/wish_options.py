"""What a wish for a time is put together from, in the shapes that the questions draw."""

from datetime import time
from uuid import UUID

from hms.pages.asked import asked_day
from hms.pages.patient.options import PLAIN, DoctorOption
from hms.schemas.base import Card
from hms.schemas.words import initials, plain_day
from hms.texts import t

ANY, MORNING, AFTERNOON, OWN = "any", "morning", "afternoon", "own"
OPEN_END, LAST_DAY = "open", "day"
NOON = "12:00"
DAYS = (
    ("0", t("Monday")),
    ("1", t("Tuesday")),
    ("2", t("Wednesday")),
    ("3", t("Thursday")),
    ("4", t("Friday")),
    ("5", t("Saturday")),
    ("6", t("Sunday")),
)
WHOLE_WEEK = "".join(number for number, _ in DAYS)
PARTS = {
    ANY: (t("At any time"), "", ""),
    MORNING: (t("In the morning"), "", NOON),
    AFTERNOON: (t("In the afternoon"), NOON, ""),
    OWN: (t("Between two times"), "", ""),
}
ENDS = {OPEN_END: t("Until I say otherwise"), LAST_DAY: t("Until a certain day")}


class Choice(Card):
    """One of several answers."""

    id: str
    name: str
    on: bool = False


def day_choices(chosen: str) -> list[Choice]:
    """Offer the days of the week."""
    return [Choice(id=number, name=name, on=number in chosen) for number, name in DAYS]


def days_in(text: str) -> str:
    """Read days of the week out of an address; the whole week where it names none."""
    return "".join(number for number in WHOLE_WEEK if number in text) or WHOLE_WEEK


def part_choices() -> list[Choice]:
    """Offer the parts of a day."""
    return [Choice(id=part, name=words) for part, (words, _, _) in PARTS.items()]


def end_choices() -> list[Choice]:
    """Offer how long one may wait."""
    return [Choice(id=end, name=words) for end, words in ENDS.items()]


def part_of(begins: str, ends: str) -> str:
    """Name the part of a day that lies between two times."""
    return next((part for part, (_, *span) in PARTS.items() if part != OWN and span == [begins, ends]), OWN)


def time_in(text: str) -> str:
    """Read a time of day, HH:MM; empty where there is none."""
    try:
        return f"{time.fromisoformat(text):%H:%M}"
    except ValueError:
        return ""


def any_doctor(department: str) -> DoctorOption:
    """Offer whoever of a department is free first."""
    return DoctorOption(
        id=ANY,
        name=t("Any doctor"),
        initials=initials(department),
        note=department,
        next_free=t("The soonest way"),
        room="",
        lasts="",
    )


def type_of(kind: str) -> UUID | None:
    """Give the id of a kind of visit; none for a plain one."""
    return None if kind in {"", PLAIN} else UUID(kind)


def days_in_words(chosen: str) -> str:
    """Say on which days."""
    return t("Any day") if chosen == WHOLE_WEEK else ", ".join(name for number, name in DAYS if number in chosen)


def times_in_words(part: str, begins: str, ends: str) -> str:
    """Say at what times of day."""
    if part != OWN or not (begins or ends):
        return PARTS[part][0]
    if begins and ends:
        return f"{begins} – {ends}"
    return t("from {time}", time=begins) if begins else t("until {time}", time=ends)


def end_in_words(until: str) -> str:
    """Say how long."""
    day = asked_day(until)
    return t("Until {day}", day=plain_day(day)) if day else ENDS[OPEN_END]
