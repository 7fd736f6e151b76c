"""The state of choosing a day and a free time of one doctor, which is then kept; booking and moving share it."""

from datetime import date, datetime
from uuid import UUID

from hms.pages.patient.options import DayOption, PartOption, Wanted, day_option, moment, part_option
from hms.schemas.scheduling import HoldRequest
from hms.services import availability, holds, own_hold
from hms.texts import t
from hms.web.screen import Screen, handler

AT_ONCE = 7  # days in the strip
LOOK_AHEAD = 8  # strips that are looked through for a first free day
LAST_STRIP = 25  # bookings reach half a year ahead
KEPT, OPEN, OVER, HELD, TAKEN = "kept", "open", "over", "held", "taken"


class TimePicking(Screen, mixin=True):
    """A screen on which a time is picked. What is chosen stays chosen, whatever happens to the times around it."""

    days: list[DayOption] = []  # noqa: RUF012 - Reflex copies it for each state
    first_strip: bool = True
    last_strip: bool = False
    morning: PartOption = PartOption()
    afternoon: PartOption = PartOption()
    evening: PartOption = PartOption()
    any_time: bool = False
    first_time: str = ""  # an instant of the day that is shown
    zone: str = ""  # the clinic's
    day: str = ""  # YYYY-MM-DD
    day_words: str = ""
    at: str = ""  # the chosen instant
    at_words: str = ""
    stands: str = ""  # the chosen time is kept for this person, open to all, over, held by somebody else, or taken
    hold: str = ""  # what keeps it, also when that is over: the server tells whether it still counts
    left: int = 0  # seconds
    _present: str = ""  # the time of the appointment that moves, which is no other time
    _strip: int = 0  # how many strips after today's

    def _wanted(self) -> Wanted:
        raise NotImplementedError

    @handler
    async def choose_day(self, day: date):
        """Show the free times of a day; a time of another day is chosen no longer."""
        if self.day != day.isoformat():
            await self._let_go()
            self.day = day.isoformat()
        return type(self).refresh

    @handler
    async def choose_time(self, at: datetime):
        """Choose a time: it is kept for some minutes, and booked only when the form is sent."""
        kept = await self.ask(holds.hold, HoldRequest(starts_at=at, **self._wanted()._asdict()))
        self.hold, self.left, self.stands = str(kept.id), kept.seconds_left, KEPT
        self.day, self.at, self.at_words = kept.day.isoformat(), moment(kept.starts_at), kept.time
        return type(self).refresh

    @handler
    async def later_days(self):
        """Show the days after these."""
        self._strip = min(LAST_STRIP, self._strip + 1)
        return type(self).refresh

    @handler
    async def earlier_days(self):
        """Show the days before these."""
        self._strip = max(0, self._strip - 1)
        return type(self).refresh

    def _choose_none(self) -> None:
        self.at = self.at_words = self.stands = self.hold = ""
        self.left = 0

    async def _let_go(self) -> None:
        """Choose no time any more, and leave the one that was to others."""
        kept = self.hold
        self._choose_none()
        if kept:
            await self.ask(own_hold.let_go, UUID(kept))

    async def _forget_times(self) -> None:
        self.days, self.any_time = [], False
        self.morning = self.afternoon = self.evening = PartOption()
        self.day = self.day_words = ""
        self._strip = 0
        await self._let_go()

    async def _take_up(self) -> None:
        """Keep on what the address says is kept: this page said goodbye when it was read anew."""
        kept = await self.ask(own_hold.take_up, UUID(self.hold)) if self.hold and self.at else None
        self.hold = str(kept.id) if kept else self.hold

    async def _read_times(self) -> None:
        await self._read_days()
        wanted = self._wanted()._asdict()
        day = date.fromisoformat(self.day) if self.day else None
        found = await self.ask(availability.free_times, day=day, **wanted) if day else []
        free = [one for one in found if moment(one.starts_at) != self._present]
        parts = [part_option(free, part) for part in ("morning", "afternoon", "evening")]
        self.morning, self.afternoon, self.evening = parts
        self.any_time, self.first_time = bool(free), moment(free[0].starts_at) if free else ""
        self.day_words = next((option.name for option in self.days if option.id == self.day), self.day_words)
        if self.at:
            await self._read_chosen()

    async def _read_chosen(self) -> None:
        """Word the chosen time, and tell how it stands."""
        every = [*self.morning.times, *self.afternoon.times, *self.evening.times]
        seen = next((option for option in every if option.id == self.at), None)
        kept = await self.ask(own_hold.see, UUID(self.hold)) if self.hold else None
        kept = kept if kept and moment(kept.starts_at) == self.at else None
        self.left = kept.seconds_left if kept else 0
        self.at_words = seen.words if seen else self.at_words or t("the time you chose")
        if seen is None or seen.held:
            self.stands = HELD if seen else TAKEN
        else:
            self.stands = KEPT if kept else OVER if self.hold else OPEN

    async def _read_days(self) -> None:
        """Read the days of the strip; until a day is chosen, go on to the first strip that has a free one."""
        wanted = self._wanted()._asdict()
        for strip in range(self._strip, self._strip + (1 if self.day else LOOK_AHEAD)):
            read = await self.ask(availability.days, ahead=AT_ONCE * strip, count=AT_ONCE, **wanted)
            days = [day_option(load) for load in read]
            free = next((option.id for option in days if not option.full), "")
            if strip == self._strip:
                self.days = days
            if free and not self.day:
                self.days, self.day, self._strip = days, free, strip
                break
        self.first_strip, self.last_strip = self._strip == 0, self._strip >= LAST_STRIP
