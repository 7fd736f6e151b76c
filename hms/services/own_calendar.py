"""A doctor's own calendar: weeks and months of visits, on the ground of hours and leave."""

from calendar import monthrange
from datetime import date, timedelta

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import Appointment, Practitioner
from hms.permissions import Permission
from hms.schemas.own_calendar import OwnCalendar
from hms.schemas.words import clock
from hms.services.blocks import Blocks
from hms.services.board import ground_of, hours_shown, placed
from hms.services.local_time import today
from hms.texts import t

MOST_DAYS = 45  # a month with what is seen of its neighbours
FIRST_YEAR, LAST_YEAR = 1900, 2200


@requires(Permission.SEE_OWN_DAY)
def days(scope: Scope, first: date, count: int) -> OwnCalendar:
    """Show one's own visits, hours and leave from a day on, for at most 45 days. Raises Invalid, or NotFound."""
    return _read(scope, first, count, first)


@requires(Permission.SEE_OWN_DAY)
def week(scope: Scope, day: date | None = None) -> OwnCalendar:
    """Show one's own week around a day, today where none is named, from Monday on. Raises Invalid, or NotFound."""
    day = _of_our_time(day or today(scope))
    return _read(scope, day - timedelta(days=day.weekday()), 7, day)


@requires(Permission.SEE_OWN_DAY)
def month(scope: Scope, day: date | None = None) -> OwnCalendar:
    """Show one's own month around a day, today where none is named, in whole weeks. Raises Invalid, or NotFound."""
    day = _of_our_time(day or today(scope))
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    return _read(scope, monday, (sunday - monday).days + 1, day)


def _of_our_time(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(day=t("Choose another day."))
    return day


def _read(scope: Scope, first: date, count: int, day: date) -> OwnCalendar:
    if not 1 <= count <= MOST_DAYS:
        raise Invalid(day=t("Choose at most {n} days.", n=MOST_DAYS))
    me = scope.db.get(Practitioner, scope.actor.practitioner_id) if scope.actor.practitioner_id else None
    if me is None:
        raise NotFound
    blocks = Blocks(scope, [me.id], _of_our_time(first), count)
    asked = select(Appointment).where(
        Appointment.starts_at >= blocks.first,
        Appointment.starts_at < blocks.last,
        col(Appointment.cancelled_at).is_(None),
    )
    own = scope.within(asked, Appointment).order_by(col(Appointment.starts_at))
    visits = placed(scope, scope.db.scalars(own).all())
    ground = [one for day in blocks.days for one in ground_of(scope, blocks, [me.id], day)]
    opens, closes = hours_shown(ground, visits)
    return OwnCalendar(
        day=day,
        first=first,
        last=blocks.days[-1],
        today=today(scope),
        zone=scope.clinic.zone,
        doctor_id=str(me.id),
        doctor=me.name,
        opens=f"{opens:02}:00",
        closes=f"{closes:02}:00",
        ground=ground,
        visits=visits,
        now=clock(scope.now, scope.zone),
    )
