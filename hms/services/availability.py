"""When patients can be seen: the free times of a doctor, or of a whole department."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import Appointment, Department, Practitioner
from hms.permissions import Permission
from hms.schemas.directory import DoctorCard
from hms.schemas.scheduling import DayLoad, DoctorTimes, FreeTime
from hms.schemas.words import MONTHS, WEEKDAYS, clock, relative_day, short_day
from hms.services.directory import doctor_card, working_doctors
from hms.services.local_time import local_day, today
from hms.services.plans import Plan, moved, of_type, offered_type, plan
from hms.services.slots import Slots, is_staff
from hms.services.taken import NOBODY
from hms.texts import t

SOON_DAYS, NEAREST, FARTHEST_DAYS, MOST_DAYS = 28, 3, 730, 31


@requires(Permission.SEE_FREE_TIMES, reading=True)
def doctors_with_next(scope: Scope, department_id: UUID, visit_type_id: UUID | None = None) -> list[DoctorCard]:
    """List a department's doctors, each with the next free time for a visit in the four weeks to come."""
    pairs = _who_take_bookings(scope, department_id)
    slots = Slots(scope, [doctor.id for doctor, _ in pairs], today(scope), SOON_DAYS)
    plans = _plans(scope, [doctor for doctor, _ in pairs], visit_type_id)
    return [
        doctor_card(d, place, _worded(scope, slots.next_free(p))) for (d, place), p in zip(pairs, plans, strict=True)
    ]


def _who_take_bookings(scope: Scope, department_id: UUID) -> list[tuple[Practitioner, Department]]:
    return [pair for pair in working_doctors(scope, department_id) if not pair[0].stopped_at]


def _plans(scope: Scope, doctors: Sequence[Practitioner], visit_type_id: UUID | None) -> list[Plan]:
    kind = offered_type(scope, visit_type_id) if visit_type_id else None
    return [of_type(doctor, kind) for doctor in doctors]


def _worded(scope: Scope, at: datetime | None) -> str:
    if at is None:
        return ""
    day = local_day(scope, at)
    return f"{relative_day(day, today(scope)) or short_day(day)} {clock(at, scope.zone)}"


@requires(Permission.SEE_FREE_TIMES, reading=True)
def days(
    scope: Scope,
    practitioner_id: UUID,
    ahead: int = 0,
    count: int = 7,
    visit_type_id: UUID | None = None,
    *,
    moving: UUID | None = None,
) -> list[DayLoad]:
    """Show how full the days of a doctor are, from so many days ahead on, at most 31 at a time.

    For an appointment that is moving, its own type, length and time count. Raises NotFound, or Invalid for a type that
    is not offered.
    """
    wanted, but = _wanted(scope, practitioner_id, visit_type_id, moving)
    from_day = today(scope) + timedelta(days=min(max(ahead, -FARTHEST_DAYS), FARTHEST_DAYS))
    slots = Slots(scope, [practitioner_id], from_day, min(max(count, 1), MOST_DAYS), but)
    return [_load(slots, wanted, day) for day in slots.days]


def _wanted(scope: Scope, practitioner_id: UUID, visit_type_id: UUID | None, moving: UUID | None) -> tuple[Plan, UUID]:
    """Plan a new visit, or one that moves: then its own time is in nobody's way. Patients move their own only."""
    if moving is None:
        return plan(scope, practitioner_id, visit_type_id), NOBODY
    appointment = scope.db.get(Appointment, moving)
    if appointment is None or (not is_staff(scope) and appointment.patient_id != scope.actor.patient_id):
        raise NotFound
    return moved(scope, appointment, practitioner_id), appointment.id


def _load(slots: Slots, wanted: Plan, day: date) -> DayLoad:
    total, left = slots.how_many(wanted, day), len(slots.free_starts(wanted, day))
    return DayLoad(
        day=day,
        weekday=t(WEEKDAYS[day.weekday()]),
        number=str(day.day),
        month=t(MONTHS[day.month - 1]),
        free=left,
        total=total,
        share=round(100 * (total - left) / total) if total else 100,
        word=_word(total, left, day < today(slots.scope)),
    )


def _word(total: int, left: int, past: bool) -> str:
    if past:
        return t("Past")
    return t("Closed") if not total else t("{n} free", n=left) if left else t("Full")


@requires(Permission.SEE_FREE_TIMES, reading=True)
def free_times(
    scope: Scope, practitioner_id: UUID, day: date, visit_type_id: UUID | None = None, moving: UUID | None = None
) -> list[FreeTime]:
    """List the times of a day that can be booked now, and among them, marked, those that others are booking.

    What one holds oneself counts as free. Raises NotFound, or Invalid for a type that is not offered.
    """
    wanted, but = _wanted(scope, practitioner_id, visit_type_id, moving)
    slots = Slots(scope, [practitioner_id], day, but=but)
    return [free_time(scope, at, held) for at, held in slots.starts(wanted, day)]


@requires(Permission.SEE_FREE_TIMES, reading=True)
def department_times(
    scope: Scope, department_id: UUID, from_day: date, count: int = 14, visit_type_id: UUID | None = None
) -> list[DoctorTimes]:
    """List the free times of each doctor of a department, for at most 31 days. Raises Invalid."""
    doctors = [doctor for doctor, _ in _who_take_bookings(scope, department_id)]
    if not doctors:
        return []
    if not date(1900, 1, 1) <= from_day <= date(2200, 1, 1):
        raise Invalid(day=t("Choose another day."))
    slots = Slots(scope, [doctor.id for doctor in doctors], from_day, min(max(count, 1), MOST_DAYS))
    return [
        DoctorTimes(
            doctor_id=wanted.doctor.id,
            doctor=wanted.doctor.name,
            starts_at=[at for day in slots.days for at in slots.free_starts(wanted, day)],
        )
        for wanted in _plans(scope, doctors, visit_type_id)
    ]


def free_time(scope: Scope, at: datetime, held: bool = False) -> FreeTime:
    """Word a free time."""
    hour = at.astimezone(scope.zone).hour
    part = "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
    return FreeTime(starts_at=at, label=clock(at, scope.zone), part=part, held=held)


def nearest(scope: Scope, wanted: Plan, starts_at: datetime) -> list[str]:
    """Word the free times nearest to a wanted one, in the week from its day on."""
    day = local_day(scope, starts_at)
    slots = Slots(scope, [wanted.doctor.id], day, 8)
    found = [at for d in slots.days for at in slots.free_starts(wanted, d)]
    closest = sorted(sorted(found, key=lambda at: abs(at - starts_at))[:NEAREST])
    return [clock(at, scope.zone) if local_day(scope, at) == day else _worded(scope, at) for at in closest]
