"""A doctor's day: how late am I, who is next, who waits since when."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import link_button
from hms.components.feedback import loading, notices
from hms.components.layout import row, split, stack
from hms.components.shell import page_head, shell
from hms.pages.asked import asked_day
from hms.pages.doctor import day_shapes as shapes
from hms.pages.doctor.day_parts import day_section, figure_strip, icon_link, next_patient, queue_section
from hms.pages.shown import Facts, changed_ids
from hms.permissions import Permission, Role
from hms.schemas.scheduling import DoctorDay
from hms.services import day, visits
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class SeeDay(Screen):
    """The day of the doctor who is signed in; /doctor?day=2026-11-24 shows another one."""

    needs = Permission.SEE_OWN_DAY

    card: DoctorDay | None = None
    figures: shapes.Figures = shapes.Figures()
    queue: list[shapes.Waiter] = []  # noqa: RUF012 - Reflex copies it for each state
    ruler: list[shapes.RulerLine] = []  # noqa: RUF012
    now_index: int = -1
    now_label: str = ""
    is_today: bool = True
    place: str = ""
    before: str = ""
    after: str = ""
    next_status: str = ""
    next_wait: str = ""
    _facts: Facts = {}  # noqa: RUF012

    def watches(self) -> list[str]:
        """Watch this doctor's own calendar, and the clock."""
        return [f"practitioner:{identity.card().practitioner_id}", "minute"]

    @handler
    async def load(self) -> None:
        """Read the day of the address."""
        asked = asked_day(self.route_arg("day"))
        self.card = shown = await self.ask(day.mine, asked)
        facts = shapes.facts_of(shown)
        changed = changed_ids(self._facts, facts)
        self._facts, self.figures = facts, shapes.figures(shown)
        self.queue, self.ruler = shapes.queue(shown, changed), shapes.ruler(shown, changed)
        self.now_index, self.now_label = shapes.now_line(shown)
        self.is_today = asked is None or self.now_index >= 0
        self.place = ", ".join(filter(None, [shown.department, shown.room]))
        self.before, self.after = shapes.address(shown.day, -1), shapes.address(shown.day, 1)
        self.next_status, self.next_wait = shapes.next_words(shown)

    @handler(busy=True)
    async def call_in(self, appointment_id: UUID) -> None:
        """Call a patient in: the visit begins and opens."""
        await self.ask(visits.start, appointment_id)
        self.go(f"/doctor/visits/{appointment_id}")


def page() -> rx.Component:
    """Draw the day."""
    days = row(
        icon_link(t("Day before"), "chevron-left", SeeDay.before),
        link_button(t("Today"), "/doctor"),
        icon_link(t("Day after"), "chevron-right", SeeDay.after),
        gap="xs",
    )
    main = stack(next_patient(SeeDay), queue_section(SeeDay), gap="lg")
    told = rx.fragment(
        page_head(SeeDay.card.long_day, SeeDay.place, days),
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
