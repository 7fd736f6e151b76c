"""A doctor's week for the calendar, and what is to come as lines of a list."""

from datetime import date, timedelta

from hms.pages.doctor_time.drafts import BREAK, EXTRA, LEAVE, WORDS, Draft
from hms.schemas.base import Card
from hms.schemas.calendar import CalendarColumn, CalendarEvent
from hms.schemas.doctor_time import SpecialCard, WeekCard
from hms.texts import t

TONES = {EXTRA: "ok", BREAK: "quiet", LEAVE: "warn"}
MARKS = {EXTRA: "clock-plus", BREAK: "coffee", LEAVE: "tree-palm"}
WEEK = timedelta(days=7)


class Line(Card):
    """One special time to come."""

    id: str
    version: int
    mark: str
    name: str
    words: str
    more: str  # room, types, note
    inside: str  # how many appointments still lie in it, "" for none
    mine: bool  # may the reader change it


def events(card: WeekCard, draft: Draft | None) -> list[CalendarEvent]:
    """Lay the hours out as ground and what differs from them as entries; the draft stands where it is now."""
    ground = [CalendarEvent(id=g.id, kind=g.kind, start=g.start, end=g.end, title=g.title) for g in card.ground]
    closed = [
        CalendarEvent(id=f"closed-{s.id}", kind="leave", start=s.start, end=s.end, title=t("The clinic is closed"))
        for s in card.specials
        if s.of_clinic
    ]
    own = [_entry(card, s) for s in card.specials if not s.of_clinic and (draft is None or draft.id != str(s.id))]
    drawn = [_drafted(card, draft)] if draft and draft.complete else []
    return [*ground, *closed, *own, *drawn]


def _entry(card: WeekCard, one: SpecialCard) -> CalendarEvent:
    start, end = (one.start, one.end) if not one.whole_days else _all_day(card, one.from_on, one.to_on)
    return CalendarEvent(
        id=str(one.id),
        start=start,
        end=end,
        resource=str(card.practitioner_id),
        title=WORDS[one.kind],
        note=_more(one),
        version=one.version,
        editable=not one.over,
        colour=TONES[one.kind],
    )


def _drafted(card: WeekCard, draft: Draft) -> CalendarEvent:
    """Draw what is being written. Its version is the one that it will have, so that the calendar takes its new place."""
    first, last = date.fromisoformat(draft.from_on), date.fromisoformat(draft.to_on)
    timed = f"{first}T{draft.from_time[:5]}:00", f"{last}T{draft.to_time[:5]}:00"
    start, end = _all_day(card, first, last) if draft.whole_days else timed
    return CalendarEvent(
        id=draft.id,
        start=start,
        end=end,
        resource=str(card.practitioner_id),
        title=WORDS[draft.kind],
        note=t("Not saved yet"),
        version=draft.version + 1,
        editable=True,
        colour="accent",
    )


def _all_day(card: WeekCard, first: date, last: date) -> tuple[str, str]:
    """Draw whole days over the hours that are shown; a calendar would show all that an entry covers, nights too."""
    ends = f"{last}T{card.closes}:00" if card.closes < "24" else f"{last + timedelta(days=1)}T00:00:00"
    return f"{first}T{card.opens}:00", ends


def _more(one: SpecialCard) -> str:
    return " · ".join(filter(None, [one.room, one.types, one.note]))


def columns(card: WeekCard) -> list[CalendarColumn]:
    """Name the one doctor whose week it is."""
    return [CalendarColumn(id=str(card.practitioner_id), title=card.doctor)]


def lines(card: WeekCard, kinds: frozenset[str]) -> list[Line]:
    """List what is to come of some kinds."""
    return [line(one) for one in card.coming if one.kind in kinds]


def line(one: SpecialCard, of_clinic: bool = False) -> Line:
    """Word one special time to come."""
    inside = t("1 appointment in it") if one.inside == 1 else t("{n} appointments in it", n=one.inside)
    return Line(
        id=str(one.id),
        version=one.version,
        mark=MARKS[one.kind] if not one.of_clinic else "door-closed",
        name=WORDS[one.kind] if not one.of_clinic else t("The clinic is closed"),
        words=one.words,
        more=_more(one),
        inside=inside if one.inside else "",
        mine=one.of_clinic == of_clinic,
    )


def addresses(base: str, card: WeekCard) -> tuple[str, str]:
    """Give the addresses of the weeks before and after."""
    before, after = (card.monday + n * WEEK for n in (-1, 1))
    return f"{base}?day={before}", f"{base}?day={after}"


def holiday_words(card: WeekCard) -> list[str]:
    """Name the holidays of the week."""
    kept, open_ = t("{day}: {name}, nobody is booked"), t("{day}: {name}, the clinic is open")
    return [(kept if one.observed else open_).format(day=one.day, name=one.name) for one in card.holidays]
