"""A doctor's day: how late am I, who is next, who waits since when."""

import time
from uuid import UUID

import reflex as rx

from hms.components.buttons import icon_link, link_button
from hms.components.feedback import loading, notices
from hms.components.keys import keys
from hms.components.layout import row, split, stack
from hms.components.shell import page_head, shell
from hms.pages.asked import asked_day
from hms.pages.doctor import day_shapes as shapes
from hms.pages.doctor.day_parts import (
    day_section,
    figure_strip,
    headline_now,
    queue_section,
    undo_button,
)
from hms.pages.running_queue import RunningQueue
from hms.pages.shown import Facts, Lit, changed_ids, still_lit
from hms.permissions import Permission, Role
from hms.schemas.scheduling import DoctorDay
from hms.services import day, visits
from hms.services.orders import inbox
from hms.services.prescriptions import refills
from hms.services.queue import opening, seeing
from hms.texts import t
from hms.web import identity
from hms.web.screen import handler


class SeeDay(RunningQueue):
    """The day of the doctor who is signed in; /doctor?day=2026-11-24 shows another one."""

    needs = Permission.SEE_OWN_DAY

    card: DoctorDay | None = None
    figures: shapes.Figures = shapes.Figures()
    inside: shapes.Inside = shapes.Inside()
    following: shapes.Inside = shapes.Inside()
    queue: list[shapes.Waiter] = []  # noqa: RUF012 - Reflex copies it for each state
    ruler: list[shapes.RulerLine] = []  # noqa: RUF012
    now_index: int = -1
    now_label: str = ""
    is_today: bool = True
    my_id: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    results: int = 0  # that wait to be looked at
    critical: int = 0  # of them
    refills: int = 0  # patients who wait for one
    _facts: Facts | None = None
    _lit: Lit = {}  # noqa: RUF012

    def watches(self) -> list[str]:
        """Watch this doctor's own calendar, on its own day the waiting room, and the clock."""
        room = [f"queue:{self.card.day}"] if self.card and self.is_today else []
        me = identity.card().practitioner_id
        return [f"practitioner:{me}", f"refills:{me}", f"results:{me}", "minute", *room]

    @handler
    async def load(self) -> None:
        """Read the day of the address, and for today the queue."""
        asked = asked_day(self.route_arg("day"))
        self.card = shown = await self.ask(day.mine, asked)
        self.now_index, self.now_label = shapes.now_line(shown)
        self.is_today = asked is None or self.now_index >= 0
        board = await self.ask(seeing.board) if self.is_today else None
        mine = board.queues[0] if board else None
        self.my_id, self.undo_words = str(mine.id) if mine else "", board.undo if board else ""
        facts = shapes.facts_of(shown, mine)
        self._lit = still_lit(self._lit, changed_ids(self._facts, facts), time.monotonic())
        changed = set(self._lit)
        self._facts, self.figures = facts, shapes.figures(shown, mine)
        self.inside, self.following = shapes.inside(mine), shapes.following(mine)
        self.queue, self.ruler = shapes.queue(shown, mine, changed), shapes.ruler(shown, changed)
        self.place = ", ".join(filter(None, [shown.department, shown.room]))
        self.refills = await self.ask(refills.count)
        self.results, self.critical = await self.ask(inbox.count)
        self.before, self.after = shapes.address(shown.day, -1), shapes.address(shown.day, 1)

    @handler(busy=True)
    async def call_in(self, appointment_id: UUID) -> None:
        """Call a patient in: the visit begins and opens."""
        await self.ask(visits.start, appointment_id)
        self.go(f"/doctor/visits/{appointment_id}")

    @handler(busy=True)
    async def open_visit(self, ticket_id: UUID) -> None:
        """Open the visit of a number that was called."""
        self.go(f"/doctor/visits/{await self.ask(opening.open_visit, ticket_id)}")


def _refills() -> rx.Component:
    """Lead to who waits for a refill; nothing where nobody does."""
    words = t("Refills: {n}", n=SeeDay.refills)
    return rx.cond(SeeDay.refills > 0, link_button(words, "/doctor/refills", "pill"), rx.fragment())


def _results() -> rx.Component:
    """Lead to the results that wait; nothing where none does."""
    critical = t("Results: {n}, {m} critical", n=SeeDay.results, m=SeeDay.critical)
    words = rx.cond(SeeDay.critical > 0, critical, t("Results: {n}", n=SeeDay.results))
    return rx.cond(SeeDay.results > 0, link_button(words, "/doctor/results", "test-tube"), rx.fragment())


def page() -> rx.Component:
    """Draw the day."""
    days = row(
        icon_link(t("Day before"), "chevron-left", SeeDay.before),
        link_button(t("Today"), "/doctor"),
        icon_link(t("Day after"), "chevron-right", SeeDay.after),
        gap="xs",
    )
    main = stack(headline_now(SeeDay), queue_section(SeeDay), gap="lg")
    told = rx.fragment(
        keys(),
        page_head(SeeDay.card.long_day, SeeDay.place, undo_button(SeeDay), _results(), _refills(), days),
        stack(figure_strip(SeeDay), split(main, day_section(SeeDay)), gap="lg"),
    )
    return shell(
        SeeDay.me,
        Role.DOCTOR,
        "/doctor",
        notices(SeeDay.notice_tone, SeeDay.notice_title, SeeDay.notice_body, on_close=SeeDay.dismiss),
        rx.cond(SeeDay.card, told, rx.cond(SeeDay.refused, rx.fragment(), loading(8))),
        clinic=SeeDay.me.clinic,
    )
