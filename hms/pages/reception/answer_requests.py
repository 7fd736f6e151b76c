"""What waits for reception's answer: requests, no-shows to confirm, what was cancelled today."""

from datetime import UTC, datetime
from uuid import UUID

import reflex as rx

from hms.components.buttons import link_button, small_button
from hms.components.cards import items, section
from hms.components.feedback import loaded, notice, notices
from hms.components.layout import at, grid, row, stack, txt
from hms.components.shell import page_head, shell
from hms.pages.answering import Answering
from hms.pages.request_parts import line, requests
from hms.pages.request_shapes import Line, lines
from hms.permissions import Permission, Role
from hms.services import attendance, lately, scheduling
from hms.texts import t
from hms.web.screen import handler

HERE = "/reception/requests"


class AnswerRequests(Answering):
    """Reception's list of what to answer."""

    needs = Permission.SEE_DAY_BOARD

    no_shows: list[Line] = []  # noqa: RUF012 - Reflex copies it for each state
    cancelled: list[Line] = []  # noqa: RUF012
    marked: Line | None = None  # the last one who was marked as a no-show, to take it back

    def watches(self) -> list[str]:
        """Follow every appointment, and the clock: visits end and nobody came."""
        return ["appointments", "minute", "directory"]

    @handler
    async def load(self) -> None:
        """Read the three lists, and the history that is open."""
        now = datetime.now(UTC)
        await self._read_requests()
        self.no_shows = lines(await self.ask(attendance.proposed_no_shows), now)
        self.cancelled = lines(await self.ask(lately.cancelled), now)
        await self._read_history()

    @handler(busy=True)
    async def mark_no_show(self, appointment_id: UUID) -> None:
        """Note that the patient did not come."""
        card = await self.ask(attendance.mark_no_show, appointment_id)
        self.marked = lines([card], datetime.now(UTC))[0]

    @handler(busy=True)
    async def undo_no_show(self) -> None:
        """Take the last no-show back."""
        if self.marked:
            await self.ask(attendance.undo_no_show, UUID(self.marked.id))
            self.marked = None

    @handler
    async def put_marked_away(self) -> None:
        """Say no more of the last no-show."""
        self.marked = None

    @handler(busy=True)
    async def check_in(self, appointment_id: UUID) -> None:
        """Note that the patient came after all, today."""
        card = await self.ask(attendance.check_in, appointment_id)
        self.say("ok", t("{name} is here", name=card.patient), t("{doctor} sees it now.", doctor=card.doctor))

    @handler(busy=True)
    async def restore(self, appointment_id: UUID, version: int) -> None:
        """Bring a cancelled appointment back."""
        card = await self.ask(scheduling.restore, appointment_id, version)
        self.say("ok", t("{name} has the appointment again", name=card.patient), t("The patient is told now."))


A = AnswerRequests


def no_shows() -> rx.Component:
    """List the visits to which nobody came: mark each, or say what was so instead."""

    def draw(one: rx.Var) -> rx.Component:
        missed = small_button(t("Did not come"), "user-x", of=one.name, busy=A.busy, on_click=A.mark_no_show(one.id))
        came = small_button(t("Is here now"), "check", of=one.name, busy=A.busy, on_click=A.check_in(one.id))
        board = link_button(t("Move or cancel"), one.board, "layout-grid", of=one.name, small=True)
        return line(A, one, rx.fragment(missed, rx.cond(one.today, came, rx.fragment()), board))

    undo = row(
        small_button(t("Undo"), "undo-2", of=A.marked.name, busy=A.busy, on_click=A.undo_no_show),
        small_button(t("Close"), "x", on_click=A.put_marked_away),
    )
    done = notice("info", t("{name}: no-show", name=A.marked.name), A.marked.when, undo, class_name="h-wrap h-grow")
    none = txt(t("Everybody who was expected has come."), "body", "ink_2", "p", class_name="h-item")
    listed = rx.cond(A.no_shows, items(rx.foreach(A.no_shows, draw)), none)
    told = rx.el.div(rx.cond(A.marked, rx.el.div(done, class_name="h-item"), rx.fragment()), role="status")
    return section(t("No-shows to confirm"), told, listed, number=A.no_shows.length(), flush=True)


def cancelled() -> rx.Component:
    """List what was cancelled today, with the way back while its time is still to come."""

    def draw(one: rx.Var) -> rx.Component:
        back = small_button(t("Restore"), "undo-2", of=one.name, busy=A.busy, on_click=A.restore(one.id, one.version))
        over = txt(t("Its time has passed."), "small", "ink_3")
        return line(A, one, rx.cond(one.ahead, back, over))

    none = txt(t("Nothing was cancelled today."), "body", "ink_2", "p", class_name="h-item")
    listed = rx.cond(A.cancelled, items(rx.foreach(A.cancelled, draw)), none)
    return section(t("Cancelled today"), listed, number=A.cancelled.length(), flush=True)


def page() -> rx.Component:
    """Draw /reception/requests."""
    told = notices(A.notice_tone, A.notice_title, A.notice_body, on_close=A.dismiss)
    columns = at("minmax(0, 1fr)", None, "repeat(2, minmax(0, 1fr))")
    lists = grid(requests(A), stack(no_shows(), cancelled(), gap="lg"), columns=columns)
    way_out = row(link_button(t("To today’s board"), "/reception", "layout-grid"))
    shown = rx.cond(A.refused, way_out, loaded(~A.loading, lists, lines=8))
    head = page_head(t("Requests"), t("What waits for an answer, and what can still be put right."))
    return shell(A.me, Role.RECEPTIONIST, HERE, head, told, shown, clinic=A.me.clinic)
