"""Days on which the whole clinic is closed: listed, added, changed, withdrawn."""

from datetime import date
from uuid import UUID

import reflex as rx

from hms.components.cards import items, section
from hms.components.feedback import empty
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.pages.admin.frame import frame
from hms.pages.admin.ways import CLOSURES, SCHEDULING, scheduling_ways
from hms.pages.doctor_time import week_shapes as shapes
from hms.pages.doctor_time.draft_parts import writing
from hms.pages.doctor_time.drafting import Drafting
from hms.pages.doctor_time.drafts import LEAVE
from hms.pages.doctor_time.week_parts import special_line
from hms.permissions import Permission
from hms.schemas.doctor_time import SpecialCard
from hms.services.doctor_time import special
from hms.texts import t
from hms.web.screen import handler


class CloseClinic(Drafting):
    """When nobody is seen, whichever doctor's hours say what."""

    needs = Permission.RUN_CLINIC

    lines: list[shapes.Line] = []  # noqa: RUF012 - Reflex copies it for each state

    def watches(self) -> list[str]:
        """Follow what doctors and the clinic plan."""
        return ["directory"]

    @handler
    async def load(self) -> None:
        """Read the closures to come; what is being written stays as it is."""
        found = await self.ask(special.closures)
        self.lines = [shapes.line(one, of_clinic=True) for one in found]
        self._know(found)

    def _owner(self) -> UUID | None:
        return None

    def _first_day(self) -> date | None:
        return None

    def _saved(self, saved: SpecialCard):
        more = t("Booked appointments in it: {n}. Settle them doctor by doctor, in People.", n=saved.affected)
        title = t("The clinic is closed: {words}", words=saved.words)
        self.say("warn" if saved.affected else "ok", title, more if saved.affected else "")
        return type(self).refresh


def page() -> rx.Component:
    """Draw /admin/scheduling/closures."""
    none = empty("door-closed", t("No closed day"), t("Public holidays are kept in the rules; add other days here."))
    listed = items(rx.foreach(CloseClinic.lines, lambda line: special_line(CloseClinic, line)))
    left = section(
        t("Closed days to come"),
        rx.cond(CloseClinic.lines.length() > 0, listed, none),
        number=CloseClinic.lines.length(),
        flush=True,
    )
    head = rx.fragment(
        page_head(t("Scheduling"), t("Days on which the whole clinic is closed.")),
        subnav(t("Scheduling"), scheduling_ways(), CLOSURES),
    )
    right = stack(writing(CloseClinic, (LEAVE,)), class_name="h-stick")
    return frame(CloseClinic, SCHEDULING, head, split(left, right))
