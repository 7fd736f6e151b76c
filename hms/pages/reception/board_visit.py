"""The visit that is picked on the board, and everything reception may do with it."""

from uuid import UUID

from hms.errors import Invalid
from hms.pages.asked import asked_day, asked_id, asked_moment
from hms.pages.reception import board_shapes as shapes
from hms.pages.reception.keeping import KeepingTime
from hms.schemas.forms import Due
from hms.schemas.scheduling import AppointmentCard, CancelRequest, HoldRequest, MoveRequest, StepCard
from hms.services import attendance, availability, history, holds, scheduling
from hms.services.forms import seeing as forms_seeing
from hms.texts import t
from hms.web.screen import handler


class BoardVisit(KeepingTime, mixin=True):
    """A visit beside the board; what is being done with it stays while others change."""

    picked: AppointmentCard | None = None
    picked_id: str = ""
    steps: list[StepCard] = []  # noqa: RUF012 - Reflex copies it for each state
    form: Due | None = None  # whether what is asked before the visit is answered
    moving: bool = False
    free_doctor: str = ""
    free_day: str = ""
    free: list[shapes.Offer] = []  # noqa: RUF012
    chosen_time: str = ""

    async def _look_at_picked(self) -> None:
        """Read the chosen visit; one that left this day stays in view, with what became of it."""
        if not self.picked_id:
            self.picked, self.steps, self.moving, self.form = None, [], False, None
            return
        self.picked = await self.ask(scheduling.card, UUID(self.picked_id))
        self.steps = await self.ask(history.history, self.picked.id)
        self.form = await self.ask(forms_seeing.state, self.picked.id)
        self.moving = self.moving and self.picked.can_change
        if self.moving:
            await self._look_for_free_times()

    async def _look_for_free_times(self) -> None:
        """Read the free times of the day looked at; a chosen one that was taken meanwhile is no longer chosen."""
        doctor, wanted = asked_id(self.free_doctor), asked_day(self.free_day)
        if self.picked and doctor and wanted:
            asked = (doctor, wanted, self.picked.visit_type_id, self.picked.id)
            now = self.picked.starts_at if doctor == self.picked.doctor_id else None
            self.free = shapes.offers(await self.ask(availability.free_times, *asked), but=now)
        if self.chosen_time and self.chosen_time not in {offer.id for offer in self.free}:
            await self._choose_none()

    async def _choose_none(self) -> None:
        if self.chosen_time:
            self.chosen_time = ""
            await self._let_go()

    async def _leave_moving(self) -> None:
        self.moving = False
        await self._choose_none()

    @handler
    async def pick(self, appointment_id: UUID) -> None:
        """Open a visit beside the board."""
        await self._leave_moving()
        self.picked_id = str(appointment_id)
        await self._look_at_picked()

    @handler
    async def put_away(self) -> None:
        """Close the visit beside the board."""
        await self._leave_moving()
        self.picked_id = ""
        await self._look_at_picked()

    @handler
    async def check_in(self, appointment_id: UUID) -> None:
        """Note that a patient is here."""
        card = await self.ask(attendance.check_in, appointment_id)
        self.say("ok", t("{name} is here", name=card.patient), t("{doctor} sees it now.", doctor=card.doctor))
        await self._follow(card)

    @handler
    async def undo_check_in(self, appointment_id: UUID) -> None:
        """Take back that a patient is here."""
        card = await self.ask(attendance.undo_check_in, appointment_id)
        self.say("info", t("{name} is not here yet", name=card.patient))
        await self._follow(card)

    @handler
    async def mark_no_show(self) -> None:
        """Note that the patient did not come."""
        card = await self.ask(attendance.mark_no_show, UUID(self.picked_id))
        self.say("info", t("{name} did not come", name=card.patient), t("It can be taken back here."))
        await self._follow(card)

    @handler
    async def undo_no_show(self) -> None:
        """Take back that the patient did not come."""
        card = await self.ask(attendance.undo_no_show, UUID(self.picked_id))
        self.say("ok", t("The no-show of {name} is taken back", name=card.patient))
        await self._follow(card)

    @handler(busy=True)
    async def approve(self) -> None:
        """Say yes to a request."""
        if self.picked:
            card = await self.ask(attendance.approve, self.picked.id, self.picked.version)
            self.say("ok", t("{name} is booked", name=card.patient), t("A message tells the patient."))
            await self._follow(card)

    @handler(busy=True)
    async def restore(self) -> None:
        """Bring a cancelled visit back."""
        if self.picked:
            card = await self.ask(scheduling.restore, self.picked.id, self.picked.version)
            self.say("ok", t("{name} is booked again", name=card.patient))
            await self._follow(card)

    @handler
    async def start_moving(self) -> None:
        """Look for another time, from the visit's own doctor and day on."""
        if self.picked:
            self.moving, self.free_day, self.free_doctor = True, str(self.picked.day), str(self.picked.doctor_id)
            await self._look_for_free_times()

    @handler(quiet=True)
    async def stop_moving(self) -> None:
        """Leave the visit where it is."""
        await self._leave_moving()

    @handler(quiet=True)
    async def look_at_day(self, wanted: str) -> None:
        """Show the free times of another day."""
        self.free_day, self.free = wanted, []
        await self._look_for_free_times()

    @handler(quiet=True)
    async def look_at_doctor(self, wanted: str) -> None:
        """Show the free times of another doctor."""
        self.free_doctor, self.free = wanted, []
        await self._look_for_free_times()

    @handler
    async def choose_time(self, starts_at: str) -> None:
        """Choose a free time, which is kept; nothing is moved yet."""
        moment, doctor = asked_moment(starts_at), asked_id(self.free_doctor)
        if self.picked and moment and doctor:
            self.chosen_time = ""
            await self._keep(holds.hold, HoldRequest(practitioner_id=doctor, starts_at=moment, moving=self.picked.id))
            self.chosen_time = starts_at

    @handler(busy=True)
    async def move(self) -> None:
        """Move the visit to the time that is chosen."""
        moment = asked_moment(self.chosen_time)
        if self.picked and moment:
            request = MoveRequest(
                appointment_id=self.picked.id,
                starts_at=moment,
                version=self.picked.version,
                practitioner_id=asked_id(self.free_doctor),
                hold_id=asked_id(self.hold_id),
            )
            card = await self.ask(scheduling.move, request)
            self.moving, self.chosen_time, self.hold_id = False, "", ""
            self._say_moved(card)
            await self._follow(card)

    def _say_moved(self, card: AppointmentCard) -> None:
        words = t("To {day}, {time}, {doctor}.", day=card.long_day, time=card.time, doctor=card.doctor)
        self.say("ok", t("{name} is moved", name=card.patient), words)

    @handler(busy=True)
    async def cancel(self, answers: dict[str, str]) -> None:
        """Cancel the chosen visit, or decline the request, with a reason."""
        if self.picked:
            reason = answers.get("cancel_reason", "").strip()
            if not reason:  # named apart from the reason of a visit that is being booked beside it
                raise Invalid(cancel_reason=t("Say why; the patient reads it."))
            request = CancelRequest(appointment_id=self.picked.id, version=self.picked.version, reason=reason)
            asks = self.picked.status == "pending"
            card = await self.ask(attendance.decline if asks else scheduling.cancel, request)
            title = t("{name}: declined", name=card.patient) if asks else t("{name}: cancelled", name=card.patient)
            self.say("ok", title, t("The time can be booked again."))
            await self._follow(card)

    async def _follow(self, card: AppointmentCard) -> None:
        """Show the new state of the visit beside the board; the board itself follows the change like everybody's."""
        if str(card.id) == self.picked_id:
            await self._look_at_picked()
