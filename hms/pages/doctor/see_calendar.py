"""A doctor's own calendar: a week, a month or a list, on screen and on paper; and as a feed for their own programme."""

from uuid import UUID

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.buttons import button, icon_link, link_button
from hms.components.calendar import calendar
from hms.components.calendar.phones import list_on_phones
from hms.components.feedback import loading, notices
from hms.components.keys import cap, keys, on_key
from hms.components.layout import icon, row, stack, txt
from hms.components.shell import page_head, shell
from hms.components.theme import ICONS
from hms.pages.asked import asked_day
from hms.pages.calendar_patches import Patches
from hms.pages.doctor import calendar_shapes as shapes
from hms.pages.feeds import KeepsFeed, feed_section, feed_topic
from hms.pages.shown import Facts, changed_ids
from hms.permissions import Permission, Role
from hms.schemas.calendar import CalendarColumn, CalendarEvent, CalendarPatch
from hms.schemas.own_calendar import OwnCalendar
from hms.services import own_calendar
from hms.texts import t
from hms.web import identity
from hms.web.screen import handler


class SeeCalendar(KeepsFeed):
    """/doctor/calendar shows this week; ?view=month or list, and &day=2026-11-24, another one."""

    needs = Permission.SEE_OWN_DAY

    ready: bool = False
    view: str = shapes.WEEK
    drawn_as: str = shapes.VIEWS[shapes.WEEK]
    day: str = ""
    title: str = ""
    count: str = ""
    doctor: str = ""
    printed: str = ""
    zone: str = "UTC"
    opens: str = "08:00"
    closes: str = "17:00"
    slot_min: int = 15
    columns: list[CalendarColumn] = []  # noqa: RUF012 - Reflex copies it for each state
    events: list[CalendarEvent] = []  # noqa: RUF012
    base: int = 0
    patches: list[CalendarPatch] = []  # noqa: RUF012
    rev: int = 0
    before: str = ""
    after: str = ""
    this: str = ""
    ways: dict[str, str] = {}  # noqa: RUF012
    _calendar: OwnCalendar | None = None
    _patches: Patches = Patches()
    _facts: Facts | None = None

    def watches(self) -> list[str]:
        """Watch one's own appointments, hours and leave, and who reads one's feed."""
        return [f"practitioner:{identity.card().practitioner_id}", "directory", feed_topic()]

    @handler
    async def load(self) -> None:
        """Read the days that the address names; what differs from the last look travels as a patch."""
        view = self.route_arg("view")
        view = view if view in shapes.VIEWS else shapes.WEEK
        read = own_calendar.month if view == shapes.MONTH else own_calendar.week
        shown = await self.ask(read, asked_day(self.route_arg("day")))
        known = self._calendar
        same = known is not None and (view, shown.first, shown.day) == (self.view, known.first, known.day)
        facts = shapes.facts_of(shown)
        drawn = shapes.events(shown, changed_ids(self._facts, facts) if same else set())
        self._patches = self._patches.then(drawn) if same else self._patches.afresh(drawn)
        self._calendar, self._facts, self.view = shown, facts, view
        self._draw(shown)
        if not same:
            self.events, self.base = self._patches.events, self._patches.base
        self.patches = self._patches.recent
        await self._read_feed()
        self.ready = True

    def _draw(self, shown: OwnCalendar) -> None:
        self.drawn_as, self.day, self.zone = shapes.VIEWS[self.view], str(shown.day), shown.zone
        self.title, self.count = shapes.title(shown, self.view), shapes.counted(shown, self.view)
        self.doctor, self.printed = shown.doctor, shapes.printed(shown)
        self.opens, self.closes, self.slot_min = shown.opens, shown.closes, shapes.slot_min(shown)
        self.columns = [CalendarColumn(id=shown.doctor_id, title="")]
        self.before, self.after = (shapes.address(self.view, shapes.step(self.view, shown.day, n)) for n in (-1, 1))
        self.this = shapes.address(self.view)
        self.ways = {view: shapes.address(view, shown.day) for view in shapes.VIEWS}

    @handler(quiet=True)
    async def send_all(self) -> None:
        """Give the whole list again to a browser that has missed a change."""
        self._patches = self._patches.afresh(self._patches.shown)
        self.events, self.base, self.patches = self._patches.events, self._patches.base, self._patches.recent

    @handler
    async def open_visit(self, appointment_id: UUID) -> None:
        """Open a visit: its note once it has begun, until then its day."""
        if self._calendar and (path := shapes.opens_at(self._calendar, str(appointment_id))):
            self.go(path)


S = SeeCalendar
WAYS = (
    (shapes.WEEK, t("Week"), "calendar-range", "w"),
    (shapes.MONTH, t("Month"), "calendar-days", "m"),
    (shapes.LIST, t("List"), "list", "l"),
)
PRINT = rx.Var("() => window.print()")


def _way(view: str, words: str, mark: str, key: str) -> rx.Component:
    on = S.view == view
    looks = ["h-btn", rx.cond(on, "h-btn-on", "")]
    here = rx.cond(on, "page", "false")
    inside = (icon(mark, "", ICONS.sm), rx.el.span(words))
    marks = {**on_key(key)["custom_attrs"], "data-way": view}
    return router_link(*inside, href=S.ways[view], class_name=looks, aria_current=here, custom_attrs=marks)


def _head() -> rx.Component:
    steps = row(
        icon_link(t("Before"), "chevron-left", S.before, **on_key("p")),
        cap("p"),
        link_button(t("Today"), S.this, **on_key("t")),
        cap("n"),
        icon_link(t("After"), "chevron-right", S.after, **on_key("n")),
        gap="xs",
    )
    ways = rx.el.div(
        *[_way(*way) for way in WAYS],
        role="group",
        aria_label=t("Show as"),
        class_name="h-joined",
        on_mount=list_on_phones(),
    )
    paper = button(t("Print"), "printer", on_click=rx.call_function(PRINT))
    return page_head(S.title, S.count, steps, ways, paper)


def _grid() -> rx.Component:
    drawn = calendar(
        S.events,
        base=S.base,
        patches=S.patches,
        rev=S.rev,
        resources=S.columns,
        view=S.drawn_as,
        date=S.day,
        zone=S.zone,
        label=t("My calendar"),
        opens=S.opens,
        closes=S.closes,
        slot_min=S.slot_min,
        column_width="minmax(92px, 1fr)",
        height="auto",
        on_open=S.open_visit,
        on_resync=S.send_all,
    )
    return rx.el.div(drawn, class_name="h-card h-time-week")


def page() -> rx.Component:
    """Draw /doctor/calendar."""
    sheet = rx.el.div(txt(S.doctor, "strong"), txt(S.printed, "small"), class_name="h-print-only h-print-head")
    told = t("A calendar programme can show your visits by itself: when, how long and of what kind, without a name.")
    feed = rx.el.div(feed_section(S, told), class_name="h-no-print")
    drawn = rx.fragment(keys(), sheet, _head(), stack(_grid(), feed, gap="xl"))
    return shell(
        S.me,
        Role.DOCTOR,
        "/doctor/calendar",
        notices(S.notice_tone, S.notice_title, S.notice_body, on_close=S.dismiss),
        rx.cond(S.ready, drawn, rx.cond(S.refused, rx.fragment(), loading(8))),
        clinic=S.me.clinic,
    )
