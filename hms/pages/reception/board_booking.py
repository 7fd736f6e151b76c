"""Booking on the board: an empty time is chosen, kept, given to a patient; and what is dropped where it does not fit."""

from uuid import UUID, uuid4

from hms.errors import Invalid
from hms.pages.asked import asked_day, asked_id, asked_time
from hms.pages.reception.board_day import BoardDay
from hms.pages.reception.board_visit import BoardVisit
from hms.pages.reception.finding import FindingPatient
from hms.schemas.base import Card
from hms.schemas.board import BoardBooking, BoardHold, BoardMove, Placed
from hms.schemas.scheduling import AppointmentCard
from hms.services import board, finding, visit_types
from hms.texts import t
from hms.web.screen import handler


class Dropped(Card):
    """A visit that was dropped where it does not fit."""

    wish: BoardMove
    name: str
    words: str


class BoardWriting(BoardDay, BoardVisit, FindingPatient, mixin=True):
    """What reception writes on the board itself."""

    booking: bool = False  # the form for a new appointment is open
    doctor: str = ""
    on_day: str = ""  # YYYY-MM-DD
    at: str = ""  # HH:MM, as in the form
    types: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    type_id: str = ""
    dropped: Dropped | None = None
    key: str = ""

    @handler
    async def choose_range(self, start: str, end: str, resource: str) -> None:
        """Begin a booking at an empty time of the board; it is kept meanwhile."""
        await self._begin(resource, start[:10], start[11:16])
        await self._hold()

    @handler
    async def start_booking(self) -> None:
        """Begin a booking with nothing chosen yet, or come back to the one that is open."""
        if self.booking:
            await self._uncover()
        else:
            await self._begin("", self.day, "")

    async def _begin(self, doctor: str, day: str, at: str) -> None:
        """Open the form; what it has of a patient and a reason stays, wherever the time goes."""
        if not self.booking:
            self.patient, self.found, self.sought, self.type_id, self.key = None, [], "", "", str(uuid4())
        await self._uncover()
        self.booking, self.doctor, self.on_day, self.at = True, doctor, day, at
        await self._offer_types()

    async def _uncover(self) -> None:
        await self._leave_moving()
        self.picked_id, self.picked, self.dropped = "", None, None

    async def _offer_types(self) -> None:
        offered = await self.ask(visit_types.offered)
        plain = ["", t("Visit of the usual length")]
        self.types = [plain, *([str(one.id), f"{one.name}, {one.length_min} min"] for one in offered)]

    def _booking_in_address(self) -> dict[str, str]:
        chosen = {"new": self.key, "doctor": self.doctor, "on": self.on_day, "at": self.at, "kind": self.type_id}
        return {**chosen, "hold": self.hold_id, "patient": str(self.patient.id) if self.patient else ""}

    async def _recall_booking(self, key: str) -> None:
        """Go on with the form as the address has it; what was typed into it is still in the browser."""
        self.booking, self.key = True, key
        self.doctor, self.type_id = (str(asked_id(self.route_arg(name)) or "") for name in ("doctor", "kind"))
        day, at = asked_day(self.route_arg("on")), asked_time(self.route_arg("at"))
        self.on_day, self.at = str(day or ""), f"{at:%H:%M}" if at else ""
        if patient := asked_id(self.route_arg("patient")):
            self.patient = await self.ask(finding.hit, patient)
        await self._offer_types()
        await self._take_up(self.route_arg("hold"), self.at)

    async def _hold(self) -> None:
        """Keep the chosen time, once doctor, day and time are known."""
        doctor = asked_id(self.doctor)
        if not (doctor and self.on_day and self.at):
            await self._let_go()
            return
        wish = BoardHold.model_validate(
            {
                "practitioner_id": doctor,
                "starts": f"{self.on_day}T{self.at}",
                "visit_type_id": asked_id(self.type_id),
            }
        )
        await self._keep(board.hold, wish)

    @handler
    async def keep_again(self) -> None:
        """Keep the time once more, after it was over."""
        await self._hold()

    @handler
    async def choose_doctor(self, doctor_id: str) -> None:
        """Choose the doctor of a new appointment."""
        self.doctor = doctor_id
        await self._hold()

    @handler
    async def choose_type(self, type_id: str) -> None:
        """Choose the kind of visit."""
        self.type_id = type_id
        await self._hold()

    @handler
    async def choose_day(self, day: str) -> None:
        """Choose the day of a new appointment."""
        self.on_day = day
        await self._hold()

    @handler
    async def choose_at(self, at: str) -> None:
        """Choose the time of a new appointment."""
        self.at = at
        await self._hold()

    @handler
    async def stop_booking(self) -> None:
        """Close the form; the time is free again."""
        self.booking, self.patient, self.found, self.sought = False, None, [], ""
        await self._let_go()

    @handler(busy=True)
    async def book(self, answers: dict[str, str]) -> None:
        """Book what is chosen, and show it beside the board."""
        missing = {
            "patient_id": "" if self.patient else t("Choose the patient."),
            "doctor": "" if self.doctor else t("Choose a doctor."),
            "at": "" if self.on_day and self.at else t("Choose a day and a time."),
            "reason": "" if answers.get("reason", "").strip() else t("Say in a few words what it is about."),
        }
        if any(missing.values()) or self.patient is None:
            raise Invalid(**{name: words for name, words in missing.items() if words})
        wish = BoardBooking.model_validate(
            {
                "practitioner_id": self.doctor,
                "patient_id": self.patient.id,
                "starts": f"{self.on_day}T{self.at}",
                "visit_type_id": asked_id(self.type_id),
                "reason": answers["reason"],
                "key": self.key,
                "hold_id": asked_id(self.hold_id),
                "overbook_reason": answers.get("overbook_reason", ""),
            }
        )
        card = await self.ask(board.book, wish)
        self.booking, self.hold_id, self.patient = False, "", None
        self.say("ok", t("{name} is booked", name=card.patient), t("{day}, {time}.", day=card.long_day, time=card.time))
        self.picked_id = str(card.id)
        await self._look_at_picked()

    @handler
    async def move_visit(self, appointment_id: UUID, start: str, end: str, resource: str, version: int) -> None:
        """Move a visit to where it was dropped; what does not fit goes back, and may be put there with a reason."""
        self.rev += 1
        one = self._drawn.visits.get(str(appointment_id)) if self._drawn else None
        wish = BoardMove.model_validate(
            {
                "appointment_id": appointment_id,
                "practitioner_id": resource,
                "starts": start,
                "ends": end,
                "version": version,
            }
        )
        doctor = next((column.title for column in self.columns if column.id == resource), "")
        words = t("{doctor}, {from_time} to {until}", doctor=doctor, from_time=start[11:16], until=end[11:16])
        self.dropped = Dropped(wish=wish, name=one.card.patient if one else "", words=words)
        self._moved(await self.ask(board.move, wish), wish)

    @handler(busy=True)
    async def overbook(self, answers: dict[str, str]) -> None:
        """Put a visit where it does not fit, with a reason."""
        if self.dropped is None:
            return
        reason = answers.get("drop_reason", "").strip()
        if not reason:
            raise Invalid(drop_reason=t("Say why it has to be then."))
        wish = self.dropped.wish.model_copy(update={"overbook_reason": reason})
        self._moved(await self.ask(board.move, wish), wish)

    def _moved(self, card: AppointmentCard, wish: BoardMove) -> None:
        self.dropped = None
        self._put(Placed(card=card, starts=f"{wish.starts[:16]}:00", ends=f"{wish.ends[:16]}:00"))
        self._say_moved(card)

    @handler
    async def leave_dropped(self) -> None:
        """Let a visit stay where it was."""
        self.dropped = None
