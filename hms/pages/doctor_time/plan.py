"""A doctor's weekly hours as a form: several blocks a day with breaks, rooms and types, for good or for some days."""

from datetime import date
from typing import Literal
from uuid import UUID

from hms.pages.doctor_time import plan_shapes as shapes
from hms.pages.doctor_time.base import OfDoctor
from hms.schemas.doctor_time import ChoiceCard, HoursCard, HoursForm, PreviewCard
from hms.services.doctor_time import weekly
from hms.texts import t
from hms.web.screen import handler

Weekday = Literal[0, 1, 2, 3, 4, 5, 6]
Side = Literal["starts", "ends", "room_id"]


class PlanWeek(OfDoctor, mixin=True):
    """When patients can book a doctor."""

    card: HoursCard | None = None  # the plan that the form began with
    days: list[shapes.Day] = []  # noqa: RUF012 - Reflex copies it for each state
    visit_min: str = ""
    from_on: str = ""
    to_on: str = ""
    total: str = ""
    visits: int = 0
    rooms: list[list[str]] = []  # noqa: RUF012
    types: list[ChoiceCard] = []  # noqa: RUF012
    preview: PreviewCard | None = None
    touched: bool = False  # something was typed that is not saved
    theirs: bool = False  # somebody else saved another week meanwhile
    sent: bool = False
    _again: bool = False  # what is typed gives way to what is saved
    _day: date | None = None  # whose plan is looked at; today's where none is chosen

    @handler
    async def load(self) -> None:
        """Read the week; one that is being typed stays as it is."""
        self._settle_base()
        card = await self.ask(weekly.hours, self._doctor_id(), self._day)
        self.rooms = [["", t("No particular room")], *([one.id, one.name] for one in card.rooms)]
        self.types = card.types
        if self.touched and self.card:
            self.theirs = self.theirs or card.version != self.card.version
        elif card != self.card or self._again:
            self._show(card)

    def _show(self, card: HoursCard) -> None:
        self.card, self.visit_min, self.touched, self.theirs = card, str(card.visit_min), False, False
        later = self._day is not None
        self.from_on = card.valid_from_on.isoformat() if later else ""
        self.to_on = card.valid_to_on.isoformat() if later and card.valid_to_on else ""
        self.preview, self.sent, self._again = None, False, False
        self._lay_out(shapes.of_card(card))

    def _lay_out(self, days: list[shapes.Day]) -> None:
        self.days, self.total = days, shapes.hours_words(days)
        self.visits = shapes.visits_of(days, self.visit_min)

    async def _change(self, days: list[shapes.Day]) -> None:
        self.touched, self.preview, self.sent = True, None, False
        self._lay_out(days)
        if shapes.sound(days) and self.visit_min:
            self.preview = await self.ask(weekly.preview_hours, self._form())

    def _form(self) -> HoursForm:
        return HoursForm.model_validate(
            {
                "practitioner_id": self.card.practitioner_id,
                "blocks": shapes.answers(self.days),
                "visit_min": self.visit_min,
                "version": self.card.version,
                "valid_from_on": self.from_on or None,
                "valid_to_on": self.to_on or None,
            }
        )

    @handler
    async def add_block(self, weekday: Weekday) -> None:
        """Add a block to a day."""
        await self._change(shapes.with_block(self.days, weekday))

    @handler
    async def add_break(self, weekday: Weekday) -> None:
        """Add a break to a day."""
        await self._change(shapes.with_block(self.days, weekday, is_break=True))

    @handler
    async def remove_block(self, key: str) -> None:
        """Take a block out."""
        await self._change(shapes.without_block(self.days, key))

    @handler
    async def type_block(self, key: str, side: Side, value: str) -> None:
        """Keep a start, an end or a room that was typed."""
        await self._change(shapes.changed(self.days, key, **{side: value[:36]}))

    @handler
    async def tick_type(self, key: str, visit_type_id: UUID, seen: bool) -> None:
        """Let a type of visit be seen in a block, or not."""
        await self._change(shapes.with_type(self.days, key, str(visit_type_id), seen))

    @handler
    async def copy_to_weekdays(self, weekday: Weekday) -> None:
        """Give Monday to Friday the hours of one day."""
        await self._change(shapes.copied_to_weekdays(self.days, weekday))

    @handler
    async def type_length(self, value: float) -> None:
        """Keep the length of a visit that was typed; a number field sends 0 when it is empty."""
        self.visit_min = f"{value:g}" if value else ""
        await self._change(self.days)

    @handler
    async def type_day(self, side: Literal["from_on", "to_on"], value: str) -> None:
        """Keep the first or the last day of the plan."""
        setattr(self, side, value)
        await self._change(self.days)

    @handler
    async def look_at(self, day: date):
        """Show the plan that holds on a day, to be changed."""
        if self.touched:
            self.say("warn", t("What you typed is not saved yet"), t("Save it, or put it away first."))
            return None
        self._day, self._again = day, True
        return type(self).refresh

    @handler
    async def take_theirs(self):
        """Let go of what was typed and show what is saved."""
        self.touched, self._again = False, True
        return type(self).refresh

    @handler(busy=True)
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        now = await self.ask(weekly.hours, self.card.practitioner_id, self._day)
        self.card, self.theirs = self.card.model_copy(update={"version": now.version}), False

    @handler(busy=True)
    async def save(self) -> None:
        """Save the plan."""
        self.sent, form = True, self._form()
        saved = await self.ask(weekly.set_hours, form)
        self._day = form.valid_from_on
        self._show(saved)
        if saved.affected:
            words = t("Booked appointments that lie outside the hours now: {n}. They stay booked.", n=saved.affected)
            self.say("warn", t("The hours are saved"), words)
        else:
            self.say("ok", t("The hours are saved"), t("Patients can book by them at once. Booked visits stay."))
