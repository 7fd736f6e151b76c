"""The board's day: read whole once, then only what has changed, and told to the browser in patches."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from hms.pages.asked import asked_day, asked_id
from hms.pages.kept_address import written
from hms.pages.reception import board_shapes as shapes
from hms.pages.reception import shared_days
from hms.pages.reception.drawn_day import DrawnDay
from hms.pages.reception.shared_days import SharedDay
from hms.schemas.board import Placed
from hms.schemas.calendar import CalendarColumn, CalendarEvent, CalendarPatch
from hms.services import board, directory
from hms.texts import t
from hms.web import identity, worded_once
from hms.web.screen import Screen, handler

PATH = "/reception"
BOARD, LIST = "resourceTimeGridDay", "listDay"

for _kind in (CalendarPatch, CalendarColumn, shapes.Line):
    worded_once.shared(_kind)


class BoardDay(Screen, mixin=True):
    """A day of all doctors, or of one department's; the address says which, as in ?day=2026-11-24&department=…"""

    ready: bool = False
    day: str = ""
    long_day: str = ""
    is_today: bool = False
    zone: str = "UTC"
    opens: str = "08:00"
    closes: str = "17:00"
    now: str = ""
    may_overbook: bool = False
    departments: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    department: str = ""
    columns: list[CalendarColumn] = []  # noqa: RUF012
    events: list[CalendarEvent] = []  # noqa: RUF012
    base: int = 0
    patches: list[CalendarPatch] = []  # noqa: RUF012
    rev: int = 0
    way: str = ""  # board or list, where its reader has chosen one
    view: str = BOARD
    waiting: list[shapes.Line] = []  # noqa: RUF012
    coming: list[shapes.Line] = []  # noqa: RUF012
    figures: shapes.Figures = shapes.Figures()
    before: str = ""
    this: str = PATH
    after: str = ""
    _shared: SharedDay | None = None
    _drawn: DrawnDay | None = None  # what was shown last
    _sent: Mapping[str, Any] | None = None  # what the browser has been told, as the state itself is slow to ask
    _asked: tuple[date | None, UUID | None] = (None, None)

    def _topics(self) -> list[str]:
        return ["minute", "directory", *([f"board:{self.day}"] if self.day else [])]

    async def _read_day(self) -> None:
        """Show the day that the address names, as all boards of it do: it is read once for all of them."""
        asked, service = (asked_day(self.route_arg("day")), asked_id(self.route_arg("department"))), board.of_day
        role = self.may_share(service)
        if self._shared is None or asked != self._asked:
            self._shared, self._asked = shared_days.find(role, *asked), asked
        await self._shared.bring_up_to_date()
        drawn = self._shared.drawn
        await self.note_shown(service, drawn.patients)
        afresh = drawn is not self._drawn or self.news("minute") is None  # another day, or a page that opens
        if afresh or self.news("directory") != frozenset():
            named = await self.ask(directory.departments)
            self.departments = [["", t("All departments")], *([str(one.id), one.name] for one in named)]
        self._show(drawn, afresh)
        if not self.ready or afresh:
            self.department, self._drawn = str(asked[1] or ""), drawn
            self._name_ways()
            self.ready = True

    def _name_ways(self) -> None:
        """Write the addresses of the days around; what else is chosen goes along."""
        day, kept = date.fromisoformat(self.day), {"department": self.department, "view": self.way}
        self.before, self.after = (written(PATH, day=str(day + timedelta(days=n)), **kept) for n in (-1, 1))
        self.this = written(PATH, **kept)

    def _look_as(self, way: str) -> None:
        self.way = way if way in {"board", "list"} else ""
        self.view = LIST if self.way == "list" else BOARD

    def _put(self, one: Placed) -> None:
        """Show where a visit stands now, in the answer itself: its next move has to name its new version."""
        if self._drawn:
            self._drawn.put(one)
            self._show(self._drawn)

    def _show(self, drawn: DrawnDay, afresh: bool = False) -> None:
        """Send what has changed of the board and of what stands beside it; the whole list only afresh: it is heavy."""
        told, shown, own = drawn.patches, drawn.board, drawn.own_holds(identity.actor().account_id)
        if afresh:
            self.events, self.base = shapes.quiet(shapes.owned(told.shown, own)), told.seq
        waiting, coming = drawn.lists(set()) if afresh else (drawn.waiting, drawn.coming)
        recent = [
            one.model_copy(update={"upsert": shapes.owned(one.upsert, own)}) if own else one for one in told.recent
        ]
        beside = {
            "patches": [one for one in recent if one.seq > self.base],
            "day": str(shown.day), "long_day": shown.long_day, "is_today": shown.is_today, "zone": shown.zone,
            "opens": shown.opens, "closes": shown.closes, "may_overbook": shown.may_overbook, "now": shown.now,
            "columns": drawn.columns, "figures": drawn.figures, "waiting": waiting, "coming": coming,
        }  # fmt: skip
        before = self._sent or {}
        for name, value in beside.items():
            if name not in before or before[name] != value:
                setattr(self, name, value)
        self._sent = MappingProxyType(beside)

    @handler(quiet=True)
    async def send_all(self) -> None:
        """Give the whole list again to a browser that has missed a change."""
        if self._drawn:
            self._show(self._drawn, afresh=True)

    @handler(quiet=True)
    async def show_as(self, way: str) -> None:
        """Show the day as a board or as a list."""
        self._look_as(way)
        self._name_ways()

    @handler(quiet=True)
    async def choose_department(self, department_id: str) -> None:
        """Show the doctors of one department, or all."""
        self.department = department_id
        self._name_ways()  # a key may be pressed before the board is read
        self.go(written(PATH, day="" if self.is_today else self.day, department=department_id, view=self.way))
