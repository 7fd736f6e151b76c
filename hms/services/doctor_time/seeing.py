"""One week of a doctor as it really is: hours, what differs from them, holidays; and what is to come."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope, requires
from hms.models import Practitioner, Room, SpecialTime, WeeklyHours
from hms.permissions import Permission
from hms.schemas.doctor_time import GroundCard, HolidayCard, SpecialCard, WeekCard
from hms.schemas.words import plain_day, short_day
from hms.services.blocks import Block, Blocks
from hms.services.doctor_time import whose
from hms.services.doctor_time.unsettled import in_leave, offers_of, words
from hms.services.doctor_time.wording import card, wall, written
from hms.services.holidays import holiday_name, is_holiday
from hms.services.local_time import bounds, first_instant, today
from hms.texts import t

WEEK_DAYS, MOST_COMING = 7, 100
USUAL = (time(7), time(19))  # what a calendar shows at least


@requires(Permission.PLAN_DOCTOR_TIME, reading=True)
def week(scope: Scope, practitioner_id: UUID, day: date | None = None) -> WeekCard:
    """Show the week of a day, today's where none is given, and all special times to come. Raises NotFound."""
    doctor, day = whose.doctor_of(scope, practitioner_id), day or today(scope)
    monday = day - timedelta(days=day.weekday())
    blocks = Blocks(scope, [doctor.id], monday, WEEK_DAYS)
    lying = in_leave(scope, doctor.id)
    specials = [
        card(scope, row, sum(a.starts_at < row.ends_at and row.starts_at < a.ends_at for a in lying))
        for row in _specials(scope, doctor, blocks)
    ]
    here = [one for one in specials if one.start < f"{blocks.days[-1]}T24" and f"{monday}T00" < one.end]
    opens, closes = _shown(scope, blocks, doctor, here)
    return WeekCard(
        practitioner_id=doctor.id,
        doctor=doctor.name,
        department=doctor.department.name,
        title=t("{first} to {last}", first=short_day(monday), last=plain_day(blocks.days[-1])),
        monday=monday,
        today=today(scope),
        opens=opens,
        closes=closes,
        clinic_zone=scope.clinic.zone,
        ground=list(_ground(scope, blocks, doctor)),
        specials=here,
        coming=[one for one in specials if not one.over][:MOST_COMING],
        holidays=[
            HolidayCard(day=short_day(day), name=name, observed=is_holiday(scope, day))
            for day in blocks.days
            if (name := holiday_name(scope, day))
        ],
        rooms=whose.rooms(scope),
        types=whose.type_choices(scope, doctor),
        unsettled=len(lying),
        unsettled_words=words(len(lying)),
        waiting=len(offers_of(scope, lying)),
    )


def _specials(scope: Scope, doctor: Practitioner, blocks: Blocks) -> Sequence[SpecialTime]:
    """Fetch what differs from the week in these days and in those to come, the clinic's closures too."""
    asked = select(SpecialTime).where(
        or_(col(SpecialTime.practitioner_id) == doctor.id, col(SpecialTime.practitioner_id).is_(None)),
        col(SpecialTime.withdrawn_at).is_(None),
        or_(
            col(SpecialTime.ends_at) > scope.now,
            (col(SpecialTime.starts_at) < blocks.last) & (col(SpecialTime.ends_at) > blocks.first),
        ),
    )
    return scope.db.exec(asked.order_by(col(SpecialTime.starts_at))).all()


def _ground(scope: Scope, blocks: Blocks, doctor: Practitioner) -> Iterator[GroundCard]:
    """Draw what lies under a week: the hours that are open, breaks between them, and observed holidays."""
    for day in blocks.days:
        for number, block in enumerate(blocks.of(doctor.id, day)):
            start, end = written(scope, block.starts_at, block.ends_at)
            title = _block_words(scope, block)
            yield GroundCard(id=f"open-{day}-{number}", kind="open", start=start, end=end, title=title)
        if is_holiday(scope, day):
            after = day + timedelta(days=1)
            yield GroundCard(
                id=f"holiday-{day}",
                kind="holiday",
                start=f"{day}T00:00:00",
                end=f"{after}T00:00:00",
                title=holiday_name(scope, day),
            )
            continue
        for row in _breaks(scope, doctor.id, day):
            span = (first_instant(scope.zone, day, at) for at in (row.starts, row.ends))
            start, end = written(scope, *span)
            yield GroundCard(id=f"break-{row.id}-{day}", kind="break", start=start, end=end, title=t("Break"))


def _block_words(scope: Scope, block: Block) -> str:
    """Say the room of a block and, where not all types of visits are seen in it, which ones."""
    room = scope.db.get(Room, block.room_id) if block.room_id else None
    kinds = sorted(whose.type_names(scope, sorted(block.only_types)).values()) if block.only_types else []
    return " · ".join(filter(None, [whose.room_name(room) if room else "", ", ".join(kinds)]))


def _breaks(scope: Scope, doctor_id: UUID, day: date) -> Sequence[WeeklyHours]:
    asked = select(WeeklyHours).where(
        WeeklyHours.practitioner_id == doctor_id,
        WeeklyHours.weekday == day.weekday(),
        WeeklyHours.valid_from_on <= day,
        or_(col(WeeklyHours.valid_to_on).is_(None), col(WeeklyHours.valid_to_on) >= day),
        col(WeeklyHours.is_break).is_(True),
    )
    return scope.db.exec(asked.order_by(col(WeeklyHours.starts))).all()


def _shown(scope: Scope, blocks: Blocks, doctor: Practitioner, here: Sequence[SpecialCard]) -> tuple[str, str]:
    """Find the hours of the day that hold all there is to see, in whole hours."""
    begins, ends = [USUAL[0].hour], [USUAL[1].hour]
    for day in blocks.days:
        midnight = wall(scope, bounds(scope, day)[0])
        for block in blocks.of(doctor.id, day):
            begins.append(_hour(wall(scope, block.starts_at) - midnight))
            ends.append(-_hour(midnight - wall(scope, block.ends_at)))
    for one in here:
        start, end = datetime.fromisoformat(one.start), datetime.fromisoformat(one.end)
        if start.date() == end.date():
            begins.append(start.hour)
            ends.append(end.hour + (end.minute > 0))
    return f"{max(0, min(begins)):02}:00", f"{min(24, max(ends)):02}:00"


def _hour(since_midnight: timedelta) -> int:
    return since_midnight // timedelta(hours=1)
