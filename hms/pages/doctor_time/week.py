"""A doctor's week in a calendar, with extra hours, breaks and leave added and changed by hand or by keyboard."""

from datetime import date, datetime, timedelta
from uuid import UUID

from hms.pages.asked import asked_day
from hms.pages.calendar_patches import Patches
from hms.pages.doctor_time import drafts
from hms.pages.doctor_time import week_shapes as shapes
from hms.pages.doctor_time.drafting import Drafting
from hms.schemas.calendar import CalendarColumn, CalendarEvent, CalendarPatch
from hms.schemas.doctor_time import SpecialCard, WeekCard
from hms.services.doctor_time import seeing
from hms.texts import t
from hms.web.screen import handler

SOON = timedelta(days=1)
LEAVE, OTHERS = frozenset({drafts.LEAVE}), frozenset({drafts.EXTRA, drafts.BREAK})
MOST = 40  # characters that the calendar sends for a time


class SeeWeek(Drafting, mixin=True):
    """The week of today, or of the address: ?day=2026-11-30."""

    card: WeekCard | None = None
    events: list[CalendarEvent] = []  # noqa: RUF012 - Reflex copies it for each state
    cal_base: int = 0
    patches: list[CalendarPatch] = []  # noqa: RUF012
    rev: int = 0
    columns: list[CalendarColumn] = []  # noqa: RUF012
    before: str = ""
    after: str = ""
    holidays: list[str] = []  # noqa: RUF012
    away: list[shapes.Line] = []  # noqa: RUF012
    extra: list[shapes.Line] = []  # noqa: RUF012
    _told: Patches = Patches()

    @handler
    async def load(self) -> None:
        """Read the week; what is being written stays as it is."""
        self._settle_base()
        self.card = card = await self.ask(seeing.week, self._doctor_id(), asked_day(self.route_arg("day")))
        self.before, self.after = shapes.addresses(self.base, card)
        self.columns, self.holidays = shapes.columns(card), shapes.holiday_words(card)
        self.away, self.extra = shapes.lines(card, LEAVE), shapes.lines(card, OTHERS)
        self.rooms = [["", t("No particular room")], *([one.id, one.name] for one in card.rooms)]
        self.types = card.types
        self._know([*card.specials, *card.coming])
        self._drawn()

    def _drawn(self) -> None:
        if self.card is None:
            return
        now = shapes.events(self.card, self.draft)
        self._told = self._told.then(now) if self._told.events else self._told.afresh(now)
        self.events, self.cal_base, self.patches = self._told.events, self._told.base, self._told.recent

    def _first_day(self) -> date:
        """Begin new ones tomorrow, or on the first day of a later week that is looked at."""
        today, monday = (self.card.today, self.card.monday) if self.card else (date.min, date.min)
        return max(today + SOON, monday)

    @handler
    async def pick(self, start: str, end: str, _column: str) -> None:
        """Begin one where a stretch was picked in the calendar."""
        if self.card and _is_time(start) and _is_time(end):
            await self._write(drafts.picked(start, end, self.card.ground))

    @handler
    async def drag(self, special_id: UUID, start: str, end: str, _column: str, version: int) -> None:
        """Take up where one was dragged to; it is saved only when that is asked for."""
        self.rev += 1
        known = self._known.get(str(special_id))
        drafted = self.draft if self.draft and self.draft.id == str(special_id) else None
        if not (known or drafted) or not (_is_time(start) and _is_time(end)):
            self._drawn()
            return
        begun = drafted or drafts.of_card(known).model_copy(update={"version": version})
        await self._write(drafts.placed(begun, start, end), fresh=drafted is None)

    @handler
    async def resync(self) -> None:
        """Send the calendar its full list again."""
        self._told = Patches()
        self._drawn()

    def _saved(self, saved: SpecialCard):
        title = t("{kind}: {words}", kind=drafts.WORDS[saved.kind], words=saved.words)
        if not saved.affected:
            self.say("ok", title, t("Saved. No booked appointment is affected."))
        elif saved.kind == drafts.EXTRA:
            words = t("Saved. Booked appointments that lie outside the hours now: {n}.", n=saved.affected)
            self.say("warn", title, words)
        else:
            words = t("Saved. Choose what becomes of the booked appointments in it.")
            self.go(f"{self.base}/leave", "ok", title, words)
            return None
        return type(self).refresh


def _is_time(words: str) -> bool:
    """Tell whether a browser sent a plain wall-clock time."""
    if len(words) > MOST:
        return False
    try:
        return datetime.fromisoformat(words).tzinfo is None
    except ValueError:
        return False
