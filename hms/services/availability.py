"""Free times: computed from weekly hours, length of visit and what is booked; never rows made beforehand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import Appointment, Practitioner, WeeklyHours
from hms.permissions import Permission
from hms.schemas.directory import DoctorCard
from hms.schemas.scheduling import DayLoad, FreeTime
from hms.schemas.words import clock, relative_day, short_day
from hms.services.directory import doctor_card, working_doctors
from hms.services.local_time import bounds, instant, local_day, today
from hms.texts import t

HORIZON_DAYS, SOON_DAYS, NEAREST = 180, 28, 3
Span = tuple[datetime, datetime]
HOURS = (
    sa.select(  # columns and not objects: every booking reads a whole week of them
        col(WeeklyHours.practitioner_id),
        col(WeeklyHours.weekday),
        col(WeeklyHours.starts),
        col(WeeklyHours.ends),
        col(WeeklyHours.valid_from_on),
        col(WeeklyHours.valid_to_on),
    )
    .where(col(WeeklyHours.practitioner_id).in_(bindparam("ids", expanding=True)))
    .order_by(col(WeeklyHours.starts))
)


def grid(blocks: Iterable[Span], visit: timedelta) -> list[datetime]:
    """Lay visits of one length end to end into blocks of hours."""
    starts = []
    for begins, ends in blocks:
        at = begins
        while at + visit <= ends:
            starts.append(at)
            at += visit
    return starts


def free(starts: Iterable[datetime], visit: timedelta, busy: Sequence[Span], now: datetime) -> list[datetime]:
    """Keep the starts that are still to come and overlap nothing."""
    return [at for at in starts if at > now and not any(b < at + visit and at < e for b, e in busy)]


class Hours:
    """The weekly hours of some doctors, read once."""

    def __init__(self, scope: Scope, doctors: Sequence[Practitioner]) -> None:
        self.scope = scope
        self._hours = scope.db.execute(HOURS, params={"ids": [doctor.id for doctor in doctors]}).all()

    def all_starts(self, doctor: Practitioner, day: date) -> list[datetime]:
        """Give every time of a day that the hours hold, free or not."""
        valid = (
            block
            for block in self._hours
            if block.practitioner_id == doctor.id
            and block.weekday == day.weekday()
            and block.valid_from_on <= day
            and (block.valid_to_on is None or day <= block.valid_to_on)
        )
        spans = ((instant(self.scope, day, b.starts), instant(self.scope, day, b.ends)) for b in valid)
        return grid(spans, timedelta(minutes=doctor.visit_min))

    def bookable(self, day: date) -> bool:
        """Tell whether a day is neither past nor more than half a year ahead."""
        return today(self.scope) <= day <= today(self.scope) + timedelta(days=HORIZON_DAYS)

    def open_at(self, doctor: Practitioner, at: datetime) -> bool:
        """Tell whether a visit may begin at this moment, leaving aside what is booked."""
        day = local_day(self.scope, at)
        return at > self.scope.now and self.bookable(day) and at in self.all_starts(doctor, day)


class Calendar(Hours):
    """Doctors' hours and bookings between two days, read once."""

    def __init__(self, scope: Scope, doctors: Sequence[Practitioner], from_day: date, count: int = 1) -> None:
        super().__init__(scope, doctors)
        self.days = [from_day + timedelta(days=n) for n in range(count)]
        first, last = bounds(scope, self.days[0])[0], bounds(scope, self.days[-1])[1]
        taken = select(Appointment.practitioner_id, Appointment.starts_at, Appointment.ends_at).where(
            col(Appointment.practitioner_id).in_([doctor.id for doctor in doctors]),
            col(Appointment.cancelled_at).is_(None),
            Appointment.starts_at < last,
            Appointment.ends_at > first,
        )
        self._busy: dict[UUID, list[Span]] = {}
        for doctor_id, begins, ends in scope.db.exec(taken):
            self._busy.setdefault(doctor_id, []).append((begins, ends))

    def free_starts(self, doctor: Practitioner, day: date) -> list[datetime]:
        """Give the times of a day that can be booked now."""
        if not self.bookable(day):
            return []
        visit = timedelta(minutes=doctor.visit_min)
        return free(self.all_starts(doctor, day), visit, self._busy.get(doctor.id, ()), self.scope.now)

    def next_free(self, doctor: Practitioner) -> datetime | None:
        """Give the soonest free time of the days read."""
        return next((at for day in self.days for at in self.free_starts(doctor, day)[:1]), None)


def working(scope: Scope, practitioner_id: UUID) -> Practitioner:
    """Fetch a doctor who works here. Raises NotFound."""
    doctor = scope.db.get(Practitioner, practitioner_id)
    if doctor is None or doctor.left_at:
        raise NotFound
    return doctor


@requires(Permission.SEE_FREE_TIMES, reading=True)
def doctors_with_next(scope: Scope, department_id: UUID) -> list[DoctorCard]:
    """List a department's doctors, each with the next free time in the four weeks to come."""
    pairs = working_doctors(scope, department_id)
    calendar = Calendar(scope, [doctor for doctor, _ in pairs], today(scope), SOON_DAYS)
    return [doctor_card(doctor, place, _worded(scope, calendar.next_free(doctor))) for doctor, place in pairs]


def _worded(scope: Scope, at: datetime | None) -> str:
    if at is None:
        return ""
    day = at.astimezone(scope.zone).date()
    return f"{relative_day(day, today(scope)) or short_day(day)} {clock(at, scope.zone)}"


@requires(Permission.SEE_FREE_TIMES, reading=True)
def days(scope: Scope, practitioner_id: UUID, ahead: int = 0, count: int = 7) -> list[DayLoad]:
    """Show how full the days of a doctor are, from so many days ahead on, at most 31 at a time. Raises NotFound."""
    doctor = working(scope, practitioner_id)
    from_day = today(scope) + timedelta(days=min(max(ahead, -HORIZON_DAYS), 2 * HORIZON_DAYS))
    calendar = Calendar(scope, [doctor], from_day, min(max(count, 1), 31))
    return [_load(calendar, doctor, day) for day in calendar.days]


def _load(calendar: Calendar, doctor: Practitioner, day: date) -> DayLoad:
    total, left = len(calendar.all_starts(doctor, day)), len(calendar.free_starts(doctor, day))
    weekday, number, month = f"{day:%a}", f"{day:%-d}", f"{day:%b}"
    return DayLoad(
        day=day,
        weekday=t(weekday),
        number=number,
        month=t(month),
        free=left,
        total=total,
        share=round(100 * (total - left) / total) if total else 100,
        word=_word(total, left, day < today(calendar.scope)),
    )


def _word(total: int, left: int, past: bool) -> str:
    if past:
        return t("Past")
    return t("Closed") if not total else t("{n} free", n=left) if left else t("Full")


@requires(Permission.SEE_FREE_TIMES, reading=True)
def free_times(scope: Scope, practitioner_id: UUID, day: date) -> list[FreeTime]:
    """List the times of a day that can be booked now. Raises NotFound."""
    doctor = working(scope, practitioner_id)
    return [free_time(scope, at) for at in Calendar(scope, [doctor], day).free_starts(doctor, day)]


def free_time(scope: Scope, at: datetime) -> FreeTime:
    """Word a free time."""
    hour = at.astimezone(scope.zone).hour
    part = "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
    return FreeTime(starts_at=at, label=clock(at, scope.zone), part=part)


def nearest(scope: Scope, doctor: Practitioner, wanted: datetime) -> list[str]:
    """Word the free times nearest to a wanted one, in the week from its day on."""
    day = wanted.astimezone(scope.zone).date()
    calendar = Calendar(scope, [doctor], day, 8)
    found = [at for d in calendar.days for at in calendar.free_starts(doctor, d)]
    closest = sorted(sorted(found, key=lambda at: abs(at - wanted))[:NEAREST])
    return [clock(at, scope.zone) if at.astimezone(scope.zone).date() == day else _worded(scope, at) for at in closest]
