"""Answering what a patient asks to have changed: on the work list, and in the record itself."""

from uuid import UUID

from hms.schemas.personal import ChangeAnswer
from hms.schemas.personal_cards import ChangeRequestCard
from hms.services.personal import requests
from hms.texts import t
from hms.web.screen import Screen, handler


class AnsweringChanges(Screen, mixin=True):
    """A screen on which wishes stand and are accepted or declined."""

    declining: str = ""  # the id of the request whose reason is being typed

    def _asked(self) -> list[ChangeRequestCard]:
        """List the wishes that stand on this screen."""
        raise NotImplementedError

    @handler(busy=True)
    async def accept(self, request_id: UUID, version: int) -> None:
        """Do what a patient asks for."""
        card = await self.ask(requests.accept, ChangeAnswer(request_id=request_id, version=version))
        told = t("The patient sees it now; what it was before stays in the history.")
        self.say("ok", t("{name}: changed as asked", name=card.patient), told)

    @handler
    async def start_declining(self, request_id: UUID) -> None:
        """Ask why not."""
        self.declining = str(request_id)

    @handler
    async def stop_declining(self) -> None:
        """Leave it unanswered."""
        self.declining = ""

    @handler(busy=True)
    async def decline(self, answers: dict[str, str]) -> None:
        """Say no, with the reason."""
        asked = next((one for one in self._asked() if str(one.id) == self.declining), None)
        if asked:
            answer = ChangeAnswer(request_id=asked.id, version=asked.version, answer=answers.get("answer", ""))
            card = await self.ask(requests.decline, answer)
            self.declining = ""
            self.say("ok", t("{name}: declined", name=card.patient), t("The patient reads why."))
