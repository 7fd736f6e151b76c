"""A doctor's weekly hours: planned for some days or for good, shown and looked ahead at."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, Stale
from hms.models import Appointment, Practitioner, WeeklyHours
from hms.permissions import Permission
from hms.schemas.doctor_time import BlockCard, HoursBlock, HoursCard, HoursForm, PlanCard, PreviewCard
from hms.schemas.words import plain_day
from hms.services.blocks import Blocks, types_out
from hms.services.doctor_time import affected, whose
from hms.services.doctor_time.laying import Stretch, laid_over, on, reaches, stretches
from hms.services.doctor_time.sharing import rooms_shared
from hms.services.doctor_time.sound import check_blocks
from hms.services.local_time import today
from hms.services.slots import STAFF_AHEAD_DAYS
from hms.texts import t

FARTHEST = timedelta(days=STAFF_AHEAD_DAYS)


class Change(NamedTuple):
    """A plan about to be laid over others."""

    doctor: Practitioner
    days: Stretch
    rows: list[WeeklyHours]  # of this plan
    before: list[WeeklyHours]
    after: list[WeeklyHours]
    found: list[Appointment]  # those it puts outside the hours


@requires(Permission.PLAN_DOCTOR_TIME, reading=True)
def hours(scope: Scope, practitioner_id: UUID, day: date | None = None) -> HoursCard:
    """Show a doctor's week as it is planned on a day, today where none is given. Raises NotFound."""
    return _card(scope, whose.doctor_of(scope, practitioner_id), day or today(scope))


@requires(Permission.PLAN_DOCTOR_TIME)
def preview_hours(scope: Scope, form: HoursForm) -> PreviewCard:
    """Say which appointments a plan would put outside the hours, and which rooms it would share. Raises as set_hours()."""
    change = _change(scope, whose.doctor_of(scope, form.practitioner_id), form)
    return affected.preview(
        scope,
        change.found,
        t("1 booked appointment would lie outside the hours."),
        t("{n} booked appointments would lie outside the hours."),
        rooms_shared(scope, change.doctor.id, change.rows),
    )


@requires(Permission.PLAN_DOCTOR_TIME)
def set_hours(scope: Scope, form: HoursForm) -> HoursCard:
    """Plan a doctor's week for some days, from today on at the earliest; other days keep theirs, booked visits stay.

    Raises Invalid with the fields, Stale, or NotFound.
    """
    doctor = whose.doctor_of(scope, form.practitioner_id, lock=True)
    if doctor.version != form.version:
        raise Stale(doctor.name)
    change = _change(scope, doctor, form)
    doctor.version, doctor.visit_min = doctor.version + 1, form.visit_min
    for row in change.before:
        if reaches(row, change.days):
            scope.db.delete(row)
    scope.db.flush()
    scope.db.add_all(change.after)
    scope.db.flush()
    whose.tell(scope, doctor.id)
    return _card(scope, doctor, change.days.first).model_copy(update={"affected": len(change.found)})


def _change(scope: Scope, doctor: Practitioner, form: HoursForm) -> Change:
    days = _days(scope, form)
    check_blocks(scope, doctor, form.blocks)
    rows = [_row(doctor.id, block, days) for block in form.blocks]
    before = _rows(scope, doctor.id)
    after = laid_over(before, rows, days)
    found = affected.coming(scope, doctor.id)
    count = affected.days_until(scope, found, days.first)
    if days.last:
        count = min(count, (days.last - days.first).days + 1)
    as_it_is, as_it_will_be = (Blocks(scope, [doctor.id], days.first, count) for _ in range(2))
    as_it_will_be.suppose_week(doctor.id, [*(row for row in before if not reaches(row, days)), *after])
    hit = affected.put_out(scope, found, as_it_is, as_it_will_be)
    return Change(doctor, days, rows, before, after, hit)


def _days(scope: Scope, form: HoursForm) -> Stretch:
    """Read the days of a plan. Raises Invalid for one that begins in the past, ends before it begins, or is far off."""
    now = today(scope)
    first, last = form.valid_from_on or now, form.valid_to_on
    if first < now:
        raise Invalid(valid_from_on=t("Past days keep their hours. Begin today or later."))
    if first > now + FARTHEST:
        raise Invalid(valid_from_on=t("Begin within the next two years."))
    if last is not None and last < first:
        raise Invalid(valid_to_on=t("The last day comes after the first."))
    if last is not None and last > now + 2 * FARTHEST:
        raise Invalid(valid_to_on=t("Leave the last day empty for a plan that holds for good."))
    return Stretch(first, last)


def _row(doctor_id: UUID, block: HoursBlock, days: Stretch) -> WeeklyHours:
    return WeeklyHours(
        practitioner_id=doctor_id,
        weekday=block.weekday,
        starts=block.starts,
        ends=block.ends,
        valid_from_on=days.first,
        valid_to_on=days.last,
        is_break=block.is_break or None,
        room_id=None if block.is_break else block.room_id,
        only_types=None if block.is_break else types_out(block.only_types),
    )


def _rows(scope: Scope, doctor_id: UUID) -> list[WeeklyHours]:
    return list(scope.db.exec(select(WeeklyHours).where(col(WeeklyHours.practitioner_id) == doctor_id)))


def _card(scope: Scope, doctor: Practitioner, day: date) -> HoursCard:
    rows, now = _rows(scope, doctor.id), today(scope)
    found = stretches(rows, min(day, now))
    here = next(days for days in found if days.holds(day))
    return HoursCard(
        practitioner_id=doctor.id,
        doctor=doctor.name,
        department=doctor.department.name,
        visit_min=doctor.visit_min,
        version=doctor.version,
        valid_from_on=here.first,
        valid_to_on=here.last,
        blocks=[_block(row) for row in on(rows, day)],
        plans=[_plan(days, on(rows, days.first), now) for days in found if days.last is None or days.last >= now],
        rooms=whose.rooms(scope),
        types=whose.type_choices(scope, doctor),
    )


def _block(row: WeeklyHours) -> BlockCard:
    return BlockCard(
        weekday=row.weekday,
        starts=f"{row.starts:%H:%M}",
        ends=f"{row.ends:%H:%M}",
        is_break=bool(row.is_break),
        room_id=str(row.room_id or ""),
        only_types=(row.only_types or "").split(),
    )


def _plan(days: Stretch, rows: Sequence[WeeklyHours], now: date) -> PlanCard:
    return PlanCard(
        valid_from_on=days.first, valid_to_on=days.last, days=_days_words(days, now), hours=_hours_words(rows)
    )


def _days_words(days: Stretch, now: date) -> str:
    last = plain_day(days.last) if days.last else ""
    if days.first <= now:
        return t("Now, until {last}", last=last) if last else t("Now, for good")
    first = plain_day(days.first)
    return t("{first} to {last}", first=first, last=last) if last else t("From {first}, for good", first=first)


def _hours_words(rows: Sequence[WeeklyHours]) -> str:
    spans = [(_at(row.ends) - _at(row.starts)) * (-1 if row.is_break else 1) for row in rows]
    if not spans:
        return t("No hours")
    return t("{n} hours a week", n=f"{sum(spans, timedelta()) / timedelta(hours=1):g}")


def _at(wall: object) -> datetime:
    return datetime.fromisoformat(f"2001-01-01T{wall}")
