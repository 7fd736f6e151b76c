"""The day of all doctors: who is booked, who is here, who waits; and what reception does about it."""

import reflex as rx

from hms.components.calendar import calendar
from hms.components.feedback import loading, notices
from hms.components.holding import keeper
from hms.components.keys import keys
from hms.components.shell import shell
from hms.pages.asked import asked_id
from hms.pages.kept_address import keep_in_address, written
from hms.pages.reception.board_booking import BoardWriting
from hms.pages.reception.board_day import PATH
from hms.pages.reception.board_head import head
from hms.pages.reception.board_parts import board_page, refused
from hms.permissions import Permission, Role
from hms.texts import t
from hms.web.screen import handler


class SeeBoard(BoardWriting):
    """/reception shows today, ?day=2026-11-24 another day, &visit=… opens a visit beside the board."""

    needs = Permission.SEE_DAY_BOARD

    @rx.var
    def address(self) -> str:
        """Return this page's address with what is chosen; empty until the address that was opened has been read."""
        if not self.ready:
            return ""
        chosen = {"day": "" if self.is_today else self.day, "department": self.department, "view": self.way}
        chosen["visit"] = self.picked_id
        return written(PATH, **chosen, **(self._booking_in_address() if self.booking else {}))

    def watches(self) -> list[str]:
        """Watch the appointments of this day, the doctors and their hours, and the clock."""
        return self._topics()

    @handler
    async def load(self) -> None:
        """Read the day and the visit of the address, and what is chosen since."""
        if not self.ready:
            await self._recall()
        await self._read_day()
        if self.picked_id and self._is_news_of(self.picked_id):
            await self._look_at_picked()

    async def _recall(self) -> None:
        """Take up what the address holds."""
        self._look_as(self.route_arg("view"))
        self.picked_id = str(asked_id(self.route_arg("visit")) or "")
        if key := asked_id(self.route_arg("new")):
            await self._recall_booking(str(key))

    def _is_news_of(self, appointment_id: str) -> bool:
        """Tell whether the picked visit may have changed: it may stand on another day's board."""
        news = self.news(f"board:{self.day}")
        return news is None or appointment_id in news or self.picked is None or str(self.picked.day) != self.day


def page() -> rx.Component:
    """Draw the board, and beside it the waiting room, a visit, or a booking."""
    screen = SeeBoard
    grid = calendar(
        screen.events,
        base=screen.base,
        patches=screen.patches,
        rev=screen.rev,
        resources=screen.columns,
        view=screen.view,
        date=screen.day,
        zone=screen.zone,
        label=t("Day board"),
        picked=screen.picked_id,
        opens=screen.opens,
        closes=screen.closes,
        slot_min=10,
        snap_min=5,
        slot_height=24,  # two lines for a visit of a quarter of an hour
        on_move=screen.move_visit,
        on_select_range=screen.choose_range,
        on_open=screen.pick,
        on_resync=screen.send_all,
    )
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    kept = keeper(screen.hold_id, screen.hold_left, screen.hold_time)
    drawn = rx.fragment(keys(), keep_in_address(screen.address), kept, head(screen, told), board_page(grid, screen))
    return shell(
        screen.me,
        Role.RECEPTIONIST,
        PATH,
        rx.cond(screen.ready, drawn, rx.cond(screen.refused, refused(told), loading(8))),
        clinic=screen.me.clinic,
        flush=True,
    )
