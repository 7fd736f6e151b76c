"""The state of answering requests: what reception and a doctor each do on a screen of their own."""

from datetime import UTC, datetime
from uuid import UUID

from hms.pages.request_shapes import Line, facts_of, lines
from hms.pages.shown import Facts, changed_ids
from hms.schemas.scheduling import CancelRequest, StepCard
from hms.services import attendance, history
from hms.texts import t
from hms.web.screen import Screen, handler


class Answering(Screen, mixin=True):
    """A screen on which requests are approved and declined, and the history of an appointment can be looked at."""

    requests: list[Line] = []  # noqa: RUF012 - Reflex copies it for each state
    declining: str = ""  # the id of the request whose reason is being typed
    looking: str = ""  # the id of the appointment whose history is open
    steps: list[StepCard] = []  # noqa: RUF012
    _facts: Facts | None = None

    async def _read_requests(self) -> None:
        """Read the requests; the one whose reason is being typed stays, also when it was answered meanwhile."""
        cards = await self.ask(attendance.requests)
        facts = facts_of(cards)
        shown = lines(cards, datetime.now(UTC), changed_ids(self._facts, facts))
        kept = [one for one in self.requests if one.id == self.declining and one.id not in facts]
        self._facts = facts
        self.requests = [*shown, *(one.model_copy(update={"gone": True, "changed": False}) for one in kept)]

    async def _read_history(self) -> None:
        self.steps = await self.ask(history.history, UUID(self.looking)) if self.looking else []

    @handler(busy=True)
    async def approve(self, appointment_id: UUID, version: int) -> None:
        """Say yes to a request."""
        card = await self.ask(attendance.approve, appointment_id, version)
        self.say("ok", t("{name} has the appointment", name=card.patient), t("The patient is told now."))

    @handler
    async def start_declining(self, appointment_id: UUID) -> None:
        """Ask why."""
        self.declining = str(appointment_id)

    @handler
    async def stop_declining(self) -> None:
        """Leave the request unanswered."""
        self._put_reason_away()

    def _put_reason_away(self) -> None:
        self.declining, self.requests = "", [one for one in self.requests if not one.gone]

    @handler(busy=True)
    async def decline(self, answers: dict[str, str]) -> None:
        """Say no to the request, with the reason that the patient reads."""
        line = next((one for one in self.requests if one.id == self.declining), None)
        if line:
            said = {"appointment_id": line.id, "version": line.version, "reason": answers.get("reason", "")}
            card = await self.ask(attendance.decline, CancelRequest.model_validate(said))
            self._put_reason_away()
            self.say(
                "ok", t("{name}: declined", name=card.patient), t("The patient reads why. The time is free again.")
            )

    @handler(quiet=True)
    async def look_at_history(self, appointment_id: UUID) -> None:
        """Open the history of an appointment, or close it again."""
        self.looking = "" if self.looking == str(appointment_id) else str(appointment_id)
        await self._read_history()
