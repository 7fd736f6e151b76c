"""What whoever runs a queue does with a number; shared by reception's screen and the doctor's."""

from uuid import UUID

from hms.schemas.queue import CalledCard
from hms.services.queue import calling, undoing
from hms.texts import t
from hms.web.screen import Screen, handler


class RunningQueue(Screen, mixin=True):
    """A screen from which numbers are called."""

    undo_words: str = ""  # what one's last step was

    @handler(busy=True)
    async def call_next(self, queue_id: UUID) -> None:
        """Call whoever comes next."""
        self._called(await self.ask(calling.call_next, queue_id))

    @handler(busy=True)
    async def call(self, ticket_id: UUID) -> None:
        """Call a chosen number."""
        self._called(await self.ask(calling.call, ticket_id))

    @handler(busy=True)
    async def recall(self, ticket_id: UUID) -> None:
        """Call a number once more."""
        self._called(await self.ask(calling.recall, ticket_id))

    def _called(self, one: CalledCard) -> None:
        words = t("Number {n}, {name}, to {room}", n=one.number, name=one.patient, room=one.room)
        self.say("ok", words, t("The waiting room's screen shows it now."))

    @handler(busy=True)
    async def skip(self, ticket_id: UUID) -> None:
        """Put a number behind the others."""
        one = await self.ask(calling.skip, ticket_id)
        self.say("info", t("Number {n} is skipped", n=one.number), t("It stands behind those who wait."))

    @handler(busy=True)
    async def finish(self, ticket_id: UUID) -> None:
        """Note that a patient was seen."""
        one = await self.ask(calling.finish, ticket_id)
        self.say("ok", t("Number {n} is finished", n=one.number))

    @handler(busy=True)
    async def undo(self) -> None:
        """Take the last step back."""
        one = await self.ask(undoing.undo)
        self.say("info", t("Taken back: number {n}, {name}", n=one.number, name=one.patient))
