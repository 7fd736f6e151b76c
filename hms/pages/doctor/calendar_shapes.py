"""A doctor's calendar in the form in which it is drawn: which days a view shows, and what stands on them."""

from datetime import date, timedelta

from babel.dates import format_date

from hms.pages.events import ground_event, visit_event
from hms.pages.shown import Facts
from hms.schemas.calendar import CalendarEvent
from hms.schemas.own_calendar import OwnCalendar
from hms.schemas.words import long_day
from hms.texts import LANGUAGE, t

WEEK, MONTH, LIST = "week", "month", "list"
VIEWS = {WEEK: "timeGridWeek", MONTH: "dayGridMonth", LIST: "listWeek"}
SLOTS = (15, 10, 5)  # minutes, of which an hour is a multiple


def step(view: str, day: date, on: int) -> date:
    """Name a day in the next view (on is 1), or in the one before (-1)."""
    if view != MONTH:
        return day + timedelta(weeks=on)
    middle = day.replace(day=15) + timedelta(days=31 * on)
    return middle.replace(day=1)


def address(view: str, day: date | None = None) -> str:
    """Write the address of a view, of today's where no day is named."""
    return f"/doctor/calendar?view={view}" + (f"&day={day}" if day else "")


def title(shown: OwnCalendar, view: str) -> str:
    """Name what is shown: November 2026, 23 to 29 November 2026, or 30 November to 6 December 2026."""
    language = LANGUAGE.get()
    if view == MONTH:
        return format_date(shown.day, "LLLL y", locale=language)
    alike = (shown.first.year, shown.first.month) == (shown.last.year, shown.last.month)
    first = format_date(shown.first, "d" if alike else "d MMMM", locale=language)
    last = format_date(shown.last, "d MMMM y", locale=language)
    return t("{first} to {last}", first=first, last=last)


def facts_of(shown: OwnCalendar) -> Facts:
    """Note what would be worth lighting up when it changes."""
    return {str(one.card.id): (one.card.status, one.starts, one.card.visit_type) for one in shown.visits}


def events(shown: OwnCalendar, changed: set[str]) -> list[CalendarEvent]:
    """Lay out the ground and the visits; nothing is moved here."""
    return [*map(ground_event, shown.ground), *(visit_event(one, changed, movable=False) for one in shown.visits)]


def slot_min(shown: OwnCalendar) -> int:
    """Choose the lines of the grid so that the shortest visit's name is not cut."""
    shortest = min((one.card.length_min for one in shown.visits), default=SLOTS[0])
    return next((slot for slot in SLOTS if slot <= shortest), SLOTS[-1])


def counted(shown: OwnCalendar, view: str) -> str:
    """Say how many visits there are; of a month, not those of its neighbours."""
    months = [(one.card.day.year, one.card.day.month) for one in shown.visits]
    number = months.count((shown.day.year, shown.day.month)) if view == MONTH else len(months)
    return t("1 visit") if number == 1 else t("{n} visits", n=number)


def opens_at(shown: OwnCalendar, appointment_id: str) -> str:
    """Name the page of a visit: its note once it has begun, until then its day."""
    card = next((one.card for one in shown.visits if str(one.card.id) == appointment_id), None)
    if card is None:
        return ""
    return f"/doctor/visits/{card.id}" if card.status in {"in_room", "fulfilled"} else f"/doctor?day={card.day}"


def printed(shown: OwnCalendar) -> str:
    """Say when a sheet was printed: paper does not follow what changes."""
    return t("As of {day}, {time}", day=long_day(shown.today), time=shown.now)
