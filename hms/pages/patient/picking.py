"""The state of choosing a day and a free time of one doctor; booking and moving share it."""

from datetime import date, datetime
from uuid import UUID

from hms.pages.patient.options import DayOption, TimeOption, day_option, moment, time_options
from hms.services import availability
from hms.texts import t
from hms.web.screen import Screen, handler

AT_ONCE = 7  # days in the strip
LOOK_AHEAD = 8  # strips that are looked through for a first free day
LAST_STRIP = 25  # bookings reach half a year ahead


class TimePicking(Screen, mixin=True):
    """A screen on which a time is picked. What is chosen stays chosen, whatever happens to the times around it."""

    days: list[DayOption] = []  # noqa: RUF012 - Reflex copies it for each state
    first_strip: bool = True
    last_strip: bool = False
    morning: list[TimeOption] = []  # noqa: RUF012
    afternoon: list[TimeOption] = []  # noqa: RUF012
    evening: list[TimeOption] = []  # noqa: RUF012
    day: str = ""  # YYYY-MM-DD
    day_words: str = ""
    at: str = ""  # the chosen instant
    at_words: str = ""
    taken: bool = False  # the chosen time is free no longer
    _strip: int = 0  # how many strips after today's

    @handler
    async def choose_day(self, day: date):
        """Show the free times of a day; a time of another day is chosen no longer."""
        if self.day != day.isoformat():
            self.day, self.at, self.at_words, self.taken = day.isoformat(), "", "", False
        return type(self).refresh

    @handler
    async def choose_time(self, at: datetime):
        """Choose a time; it is booked only when the form is sent."""
        self.at = moment(at)
        self._check_chosen()

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

    def _forget_times(self) -> None:
        self.days, self.morning, self.afternoon, self.evening = [], [], [], []
        self.day = self.day_words = self.at = self.at_words = ""
        self.taken, self._strip = False, 0

    async def _read_times(self, doctor_id: UUID) -> None:
        await self._read_days(doctor_id)
        free = await self.ask(availability.free_times, doctor_id, date.fromisoformat(self.day)) if self.day else []
        parts = [time_options(free, part) for part in ("morning", "afternoon", "evening")]
        self.morning, self.afternoon, self.evening = parts
        self.day_words = next((option.name for option in self.days if option.id == self.day), self.day_words)
        if self.at:
            self._check_chosen()

    def _check_chosen(self) -> None:
        """Word the chosen time, and tell whether it is still free."""
        free = {option.id: option.words for option in [*self.morning, *self.afternoon, *self.evening]}
        self.taken = self.at not in free
        self.at_words = free.get(self.at) or self.at_words or t("the time you chose")

    async def _read_days(self, doctor_id: UUID) -> None:
        """Read the days of the strip; until a day is chosen, go on to the first strip that has a free one."""
        for strip in range(self._strip, self._strip + (1 if self.day else LOOK_AHEAD)):
            ahead = AT_ONCE * strip
            days = [day_option(load) for load in await self.ask(availability.days, doctor_id, ahead, AT_ONCE)]
            free = next((option.id for option in days if not option.full), "")
            if strip == self._strip:
                self.days = days
            if free and not self.day:
                self.days, self.day, self._strip = days, free, strip
                break
        self.first_strip, self.last_strip = self._strip == 0, self._strip >= LAST_STRIP
