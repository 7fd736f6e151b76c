"""The day of all doctors: who is booked, who is here, who waits; and what reception does about it."""

from uuid import UUID

import reflex as rx

from hms.components.board import board, board_page
from hms.components.feedback import loading, notices
from hms.components.shell import shell
from hms.pages.asked import asked_day, asked_id, asked_moment
from hms.pages.reception import board_shapes as shapes
from hms.pages.reception.board_parts import doctor_lists, head, keep_picked, off_phone, refused, waiting_room
from hms.pages.reception.panel import panel
from hms.pages.shown import Facts, changed_ids
from hms.permissions import Permission, Role
from hms.schemas.scheduling import AppointmentCard, CancelRequest, DayBoard, MoveRequest
from hms.services import availability, day, scheduling
from hms.texts import t
from hms.web.screen import Screen, handler


class SeeBoard(Screen):
    """/reception shows today, ?day=2026-11-24 another day, &visit=… opens a visit beside the board."""

    needs = Permission.SEE_DAY_BOARD

    card: DayBoard | None = None
    heads: list[shapes.DoctorHead] = []  # noqa: RUF012 - Reflex copies it for each state
    ticks: list[shapes.Tick] = []  # noqa: RUF012
    blocks: list[shapes.Block] = []  # noqa: RUF012
    lists: list[shapes.DoctorList] = []  # noqa: RUF012
    waiting: list[shapes.Line] = []  # noqa: RUF012
    coming: list[shapes.Line] = []  # noqa: RUF012
    figures: shapes.Figures = shapes.Figures()
    before: str = ""
    after: str = ""
    picked: AppointmentCard | None = None
    moving: bool = False
    free_day: str = ""
    free: list[shapes.Offer] = []  # noqa: RUF012
    chosen_time: str = ""
    _picked_id: UUID | None = None
    _facts: Facts = {}  # noqa: RUF012

    def watches(self) -> list[str]:
        """Watch the appointments of this day, the doctors and their hours, and the clock."""
        return ["minute", "directory", *([f"board:{self.card.day}"] if self.card else [])]

    @handler
    async def load(self) -> None:
        """Read the day and the visit of the address, and what is chosen since."""
        if self.card is None:
            self._picked_id = asked_id(self.route_arg("visit"))
        self.card = shown = await self.ask(day.board, asked_day(self.route_arg("day")))
        facts = shapes.facts_of(shown)
        changed = changed_ids(self._facts, facts)
        self._facts, self.figures = facts, shapes.figures(shown)
        self.heads, self.ticks = shapes.heads(shown), shapes.ticks(shown)
        self.blocks = shapes.blocks(shown, changed, self._picked_id)
        self.lists = shapes.lists(self.heads, self.blocks)
        self.waiting, self.coming = shapes.lines(shown.waiting, changed), shapes.lines(shown.coming, changed)
        self.before, self.after = shapes.address(shown.day, -1), shapes.address(shown.day, 1)
        await self._look_at_picked()

    async def _look_at_picked(self) -> None:
        """Read the chosen visit; one that left this day stays in view, with what became of it."""
        if self._picked_id is None:
            self.picked, self.moving = None, False
            return
        self.picked = await self.ask(scheduling.card, self._picked_id)
        self.moving = self.moving and self.picked.can_change
        if self.moving:
            await self._look_for_free_times()

    async def _look_for_free_times(self) -> None:
        """Read the free times of the day looked at; a chosen one that was taken meanwhile is no longer chosen."""
        if self.picked and (wanted := asked_day(self.free_day)):
            self.free = shapes.offers(await self.ask(availability.free_times, self.picked.doctor_id, wanted))
        if self.chosen_time not in {offer.id for offer in self.free}:
            self.chosen_time = ""

    def _place_picked(self) -> None:
        """Move the mark on the board; what lit up a moment ago stays as it is."""
        chosen = str(self._picked_id)
        self.blocks = [block.model_copy(update={"picked": block.id == chosen}) for block in self.blocks]
        self.lists = shapes.lists(self.heads, self.blocks)

    @handler
    async def pick(self, appointment_id: UUID) -> None:
        """Open a visit beside the board."""
        self._picked_id, self.moving = appointment_id, False
        await self._look_at_picked()
        self._place_picked()

    @handler
    async def put_away(self) -> None:
        """Close the visit beside the board."""
        self._picked_id = None
        await self._look_at_picked()
        self._place_picked()

    @handler
    async def check_in(self, appointment_id: UUID) -> None:
        """Note that a patient is here."""
        card = await self.ask(scheduling.check_in, appointment_id)
        self.say("ok", t("{name} is here", name=card.patient), t("{doctor} sees it now.", doctor=card.doctor))
        await self._follow(card)

    @handler
    async def undo_check_in(self, appointment_id: UUID) -> None:
        """Take back that a patient is here."""
        card = await self.ask(scheduling.undo_check_in, appointment_id)
        self.say("info", t("{name} is not here yet", name=card.patient))
        await self._follow(card)

    @handler
    async def start_moving(self) -> None:
        """Look for another time of the same doctor, from the visit's own day on."""
        if self.picked:
            self.moving, self.free_day = True, str(self.picked.day)
            await self._look_for_free_times()

    @handler(quiet=True)
    async def stop_moving(self) -> None:
        """Leave the visit where it is."""
        self.moving = False

    @handler(quiet=True)
    async def look_at_day(self, wanted: str) -> None:
        """Show the free times of another day."""
        self.free_day, self.free = wanted, []
        await self._look_for_free_times()

    @handler(quiet=True)
    async def choose_time(self, starts_at: str) -> None:
        """Choose a free time; nothing is moved yet."""
        self.chosen_time = starts_at

    @handler(busy=True)
    async def move(self) -> None:
        """Move the visit to the time that is chosen."""
        moment = asked_moment(self.chosen_time)
        if self.picked and moment:
            request = MoveRequest(appointment_id=self.picked.id, starts_at=moment, version=self.picked.version)
            card = await self.ask(scheduling.move, request)
            self.moving = False
            self.say(
                "ok", t("{name} is moved", name=card.patient), t("To {day}, {time}.", day=card.long_day, time=card.time)
            )
            await self._follow(card)

    @handler(busy=True)
    async def cancel(self, answers: dict[str, str]) -> None:
        """Cancel the chosen visit, with a reason."""
        if self.picked:
            request = CancelRequest.model_validate(
                {"appointment_id": self.picked.id, "version": self.picked.version, "reason": answers.get("reason", "")}
            )
            card = await self.ask(scheduling.cancel, request)
            self.say("ok", t("{name}: cancelled", name=card.patient), t("The time can be booked again."))
            await self._follow(card)

    async def _follow(self, card: AppointmentCard) -> None:
        """Show the new state of the visit beside the board; the board itself follows the change like everybody's."""
        if card.id == self._picked_id:
            await self._look_at_picked()


def page() -> rx.Component:
    """Draw the board; on phones a list for each doctor."""
    screen = SeeBoard
    grid = board(
        screen.heads,
        screen.blocks,
        screen.ticks,
        rows=screen.card.row_count,
        on_open=lambda visit: [screen.pick(visit.id.to(str)), keep_picked(visit.id)],
        now_row=screen.card.now_row,
        now_label=screen.card.now,
    )
    side = rx.cond(screen.picked, panel(screen), waiting_room(screen))
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    drawn = rx.fragment(
        head(screen, told), board_page(off_phone(grid), side, label=t("Waiting room and visit")), doctor_lists(screen)
    )
    return shell(
        screen.me,
        Role.RECEPTIONIST,
        "/reception",
        rx.cond(screen.card, drawn, rx.cond(screen.refused, refused(told), loading(8))),
        clinic=screen.me.clinic,
        flush=True,
    )
