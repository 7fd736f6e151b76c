"""The fair order of the waiting list, written down: what staff read is this very text.

- Of all whose wish a free time meets, the one who has waited longest is asked first. Changing a wish, saying no or not
  answering keeps the place.
- A time meets a wish when it is with its doctor or in its department, on one of its weekdays, within its times of day and
  not after its last day; and when the whole visit, with what is needed before and after it, fits into hours that are open
  for that kind of visit.
- A time that patients may no longer book themselves, because it is too near or too far ahead, is offered to nobody.
- Nobody is offered a time at which they have another appointment or another offer. The appointment that an earlier time
  would replace is no obstacle, but the time must be earlier than it, and it must still be early enough to move it.
- Not asked is who gave up this very time while waiting, who was asked for it before, who has not yet answered another
  offer for the same wish, and who has died.
- The time is kept for the one who is asked, as long as the clinic's rules say; at night from the morning on. After a no,
  or without an answer, the next one is asked. When nobody is left, anybody may book it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hms.models import Appointment, Practitioner, VisitType, WaitlistEntry
from hms.models.appointment_states import Act, allowed
from hms.schemas.words import plain_day
from hms.services.plans import Plan, of_type
from hms.texts import t

ALL_WEEK = 127


def sentences() -> list[str]:
    """Give the order as sentences, for whoever wants to know why somebody was asked."""
    return [t(" ".join(part.split())) for part in str(__doc__).split("\n- ")[1:]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody waits for; tied is the appointment that an earlier time would replace."""

    entry: WaitlistEntry
    tied: Appointment | None
    kind: VisitType | None

    def plan(self, doctor: Practitioner) -> Plan | None:
        """Plan the visit with a doctor, the tied one as long as it is; None where it cannot be planned."""
        if self.kind and (self.kind.closed_at or self.kind.department_id not in {None, doctor.department_id}):
            return None
        lasts = int((self.tied.ends_at - self.tied.starts_at) / timedelta(minutes=1)) if self.tied else None
        return of_type(doctor, self.kind, lasts)

    def suits(self, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> bool:
        """Tell whether a visit would lie on the days and within the times of day that are wished for."""
        entry, begins, ends = self.entry, starts_at.astimezone(zone), ends_at.astimezone(zone)
        early = entry.from_time and begins.time() < entry.from_time
        late = entry.to_time and (ends.time() > entry.to_time or ends.date() > begins.date())
        past = entry.until_on and begins.date() > entry.until_on
        return on_day(entry.weekdays, begins.date()) and not (early or late or past)

    def may_move(self, now: datetime, cutoff: timedelta) -> bool:
        """Tell whether the tied appointment can still be moved; true where there is none."""
        return self.tied is None or (allowed(Act.MOVE, self.tied.status) and self.tied.starts_at - now > cutoff)

    def is_earlier(self, starts_at: datetime) -> bool:
        """Tell whether a time is an earlier one than is held already."""
        return self.tied is None or starts_at < self.tied.starts_at

    def why(self, place: int, zone: ZoneInfo) -> str:
        """Say why this one is asked, in words of the order and with nothing of the person."""
        entry = self.entry
        parts = [
            t("this doctor") if entry.practitioner_id else t("this department"),
            t("this kind of visit") if self.kind else t("a plain visit"),
            t("this weekday") if entry.weekdays != ALL_WEEK else "",
            t("this time of day") if entry.from_time or entry.to_time else "",
            t("earlier than the appointment they have") if self.tied else "",
        ]
        met, since = ", ".join(filter(None, parts)), plain_day(entry.made_at.astimezone(zone).date())
        if place > 1:
            return t("Number {n} to be asked. Waits since {day}; it meets: {met}.", n=place, day=since, met=met)
        return t("Waits longest, since {day}; it meets: {met}.", day=since, met=met)


def bits(weekdays: Collection[int]) -> int:
    """Write weekdays as one number, Monday the lowest bit."""
    return sum(1 << day for day in set(weekdays))


def weekdays_in(number: int) -> list[int]:
    """Read weekdays out of the number."""
    return [day for day in range(7) if number >> day & 1]


def on_day(weekdays: int, day: date) -> bool:
    """Tell whether a day is one of the weekdays."""
    return bool(weekdays >> day.weekday() & 1)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in somebody's life, and what it is to them."""

    starts_at: datetime
    ends_at: datetime
    of: UUID | None = None  # the appointment
    at: datetime | None = None  # when it was given up

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether the two lie over each other."""
        return self.starts_at < ends_at and starts_at < self.ends_at


def meets_any(spans: Sequence[Span], starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a time overlaps any of these."""
    return any(span.overlaps(starts_at, ends_at) for span in spans)
