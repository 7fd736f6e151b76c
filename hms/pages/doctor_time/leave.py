"""The leave assistant: each appointment in a doctor's leave is moved, offered another time, or cancelled."""

from typing import Literal
from uuid import UUID, uuid4

from hms.errors import Invalid
from hms.pages.doctor_time import leave_shapes as shapes
from hms.pages.doctor_time.base import OfDoctor
from hms.schemas.leave import LeaveCard
from hms.services.doctor_time import leave
from hms.texts import t
from hms.web.screen import handler

Act = Literal["move", "offer", "cancel", "later"]


class SettleLeave(OfDoctor, mixin=True):
    """What is decided stays in view until it is carried out; what is carried out is kept at once, one by one."""

    card: LeaveCard | None = None
    rows: list[shapes.Row] = []  # noqa: RUF012 - Reflex copies it for each state
    summary: str = ""
    decided: int = 0  # how many are not left for later
    sure: bool = False  # asked once more before cancelling
    done: list[str] = []  # noqa: RUF012 - what became of those that are settled since the page was opened
    _choices: dict[str, shapes.Choice] = {}  # noqa: RUF012
    _problems: dict[str, str] = {}  # noqa: RUF012
    _key: UUID | None = None

    @handler
    async def load(self) -> None:
        """Read what is left; the times that are shown stay with their rows."""
        self._settle_base()
        self._key = self._key or uuid4()
        self.card = await self.ask(leave.unsettled, self._doctor_id(), shapes.kept(self.rows))
        self._lay_out()

    def _lay_out(self) -> None:
        self.rows = shapes.rows(self.card, self._choices, self._problems, self.rows) if self.card else []
        self.summary = shapes.summary(self.rows)
        self.decided = sum(one.act != shapes.LATER for one in self.rows)

    def _choose(self, appointment_id: UUID, **change: str) -> None:
        row = next((one for one in self.rows if one.id == str(appointment_id)), None)
        if row:
            before = shapes.Choice(act=row.act, option=row.option)
            self._choices = {**self._choices, row.id: before.model_copy(update=change)}
            self._problems = {key: words for key, words in self._problems.items() if key != row.id}
            self.sure = False
            self._lay_out()

    @handler
    async def choose_act(self, appointment_id: UUID, act: Act) -> None:
        """Decide what becomes of one."""
        self._choose(appointment_id, act=act)

    @handler
    async def choose_option(self, appointment_id: UUID, option: str) -> None:
        """Choose another of the times that are proposed for it."""
        self._choose(appointment_id, option=option[:100])

    @handler
    async def choose_for_all(self, act: Act) -> None:
        """Decide the same for all."""
        self._choices = {one.id: shapes.Choice(act=act, option=one.option) for one in self.rows}
        self.sure = False
        self._lay_out()

    @handler
    async def think_again(self) -> None:
        """Do nothing yet."""
        self.sure = False

    @handler(busy=True)
    async def carry_out(self, answers: dict[str, str]):
        """Do what was decided, one after the other; what cannot be done stays in the list with the reason."""
        reason = answers.get("reason", "").strip()
        if not reason:
            raise Invalid(reason=t("Say in a few words why: patients read it."))
        wanted = [one for one in self.rows if one.act != shapes.LATER]
        if any(one.act == shapes.CANCEL for one in wanted) and not self.sure:
            self.sure = True
            return None
        self.sure, settled = False, 0
        for one in wanted:
            answer = await self.ask(leave.settle, shapes.form(one, reason, self._key or uuid4()))
            settled += answer.done
            self._note(one, answer.done, answer.words)
        left = len(wanted) - settled
        if left:
            words = t("Done: {n}. Not done: {left}, with the reason beside each.", n=settled, left=left)
            self.say("warn", t("Not everything could be done"), words)
        else:
            self.say("ok", t("Done: {n}", n=settled), t("Patients are told by the clinic’s messages."))
        return type(self).refresh

    def _note(self, one: shapes.Row, done: bool, words: str) -> None:
        self._problems = {key: said for key, said in self._problems.items() if key != one.id}
        self._choices = {key: choice for key, choice in self._choices.items() if key != one.id}
        if done:
            said = f"{one.when} · {one.patient}" if one.patient else one.when
            self.done = [*self.done, f"{said}: {words}"]
        else:
            self._problems[one.id] = words
