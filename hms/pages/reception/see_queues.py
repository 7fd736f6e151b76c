"""All queues of today: who waits, who was called where; numbers for those who walk in, and scanned check-ins."""

import time
from uuid import uuid4

import reflex as rx

from hms.components.feedback import loading, notices, to_first_error
from hms.components.layout import split, stack
from hms.components.shell import page_head, shell
from hms.pages import queue_shapes as shapes
from hms.pages.reception.finding import FindingPatient
from hms.pages.reception.queue_parts import issue_form, queue_grid, quiet_queues, scan_form, undo_button
from hms.pages.running_queue import RunningQueue
from hms.pages.shown import Facts, Lit, changed_ids, still_lit
from hms.permissions import Permission, Role
from hms.schemas.queue import IssueForm, QueueBoard
from hms.services import check_in_codes
from hms.services.queue import issuing, seeing
from hms.texts import t
from hms.web.screen import handler


class SeeQueues(RunningQueue, FindingPatient):
    """The waiting room as the front desk runs it."""

    needs = Permission.RUN_QUEUE

    long_day: str = ""
    queues: list[shapes.Row] = []  # noqa: RUF012 - Reflex copies it for each state
    quiet: list[str] = []  # noqa: RUF012
    choices: list[list[str]] = []  # noqa: RUF012
    scanned: int = 0  # a new field each time
    key: str = ""
    _day: str = ""
    _facts: Facts | None = None
    _lit: Lit = {}  # noqa: RUF012

    def watches(self) -> list[str]:
        """Watch today's queues, who works here, and the clock."""
        return ["minute", "directory", *([f"queue:{self._day}"] if self._day else [])]

    @handler
    async def load(self) -> None:
        """Read the queues."""
        board = await self.ask(seeing.board)
        self.key = self.key or str(uuid4())
        self._show(board)

    def _show(self, board: QueueBoard) -> None:
        facts = shapes.facts_of(board)
        self._lit = still_lit(self._lit, changed_ids(self._facts, facts), time.monotonic())
        self._day, self._facts, self.long_day = str(board.day), facts, board.long_day
        rows = [shapes.row(queue, set(self._lit)) for queue in board.queues]
        self.queues = [row for row in rows if row.called or row.waiting]
        self.quiet = [row.name for row in rows if not row.called and not row.waiting]
        asked = t("Choose a doctor or a service point")
        self.choices = [["", asked], *([str(c.id), f"{c.name}, {c.note}".strip(", ")] for c in board.choices)]
        self.undo_words = board.undo

    @handler(busy=True)
    async def scan(self, answers: dict[str, str]) -> None:
        """Check in the patient whose code was scanned or typed."""
        one = await self.ask(check_in_codes.check_in, answers.get("code", ""))
        self.scanned += 1
        words = t("Number {n}: {name} is here", n=one.number, name=one.patient)
        self.say("ok", words, t("{queue}, {room}", queue=one.queue, room=one.room))

    @handler(busy=True)
    async def issue(self, answers: dict[str, str]) -> None:
        """Give the patient who is chosen a number."""
        asked = {"queue_id": answers.get("queue_id") or None, "patient_id": self.patient.id if self.patient else None}
        one = await self.ask(issuing.issue, IssueForm.model_validate({**asked, "key": self.key}))
        self.key, self.patient = str(uuid4()), None
        words = t("Number {n} for {name}", n=one.number, name=one.patient)
        self.say("ok", words, t("{queue}, {room}", queue=one.queue, room=one.room))


S = SeeQueues


def page() -> rx.Component:
    """Draw /reception/queue."""
    main = stack(queue_grid(S), quiet_queues(S), gap="lg")
    side = stack(scan_form(S), issue_form(S), to_first_error(S.field_errors), gap="lg", class_name="h-stick")
    shown = rx.fragment(page_head(t("Queue"), S.long_day, undo_button(S)), split(main, side))
    return shell(
        S.me,
        Role.RECEPTIONIST,
        "/reception/queue",
        notices(S.notice_tone, S.notice_title, S.notice_body, on_close=S.dismiss),
        rx.cond(S.loading, loading(8), rx.cond(S.refused, rx.fragment(), shown)),
        clinic=S.me.clinic,
    )
