"""The waiting room: its screens and kiosks, and the places besides doctors that have a queue."""

from uuid import UUID

import reflex as rx

from hms.components.feedback import to_first_error
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.pages.admin.frame import frame
from hms.pages.admin.point_parts import point_form, point_list
from hms.pages.admin.screen_parts import device_form, device_link, device_list
from hms.permissions import Permission
from hms.schemas.devices import DeviceCard, DeviceForm, DeviceLink
from hms.schemas.queue import PointCard, PointForm
from hms.services import devices, directory
from hms.services.queue import points
from hms.texts import t
from hms.web.screen import Screen, handler

Answers = dict[str, str]


class ManageScreens(Screen):
    """What hangs on the walls and stands at the door."""

    needs = Permission.MANAGE_DEVICES

    devices: list[DeviceCard] = []  # noqa: RUF012 - Reflex copies it for each state
    points: list[PointCard] = []  # noqa: RUF012
    departments: list[list[str]] = []  # noqa: RUF012
    link: DeviceLink | None = None  # of the newest device, shown this once
    asked: str = "device"  # what the form is about: a device or a point
    asking: str = ""  # the id of what is to be revoked or closed, once more is asked
    changing: PointCard | None = None  # as it was when changing began; its version goes along with the answer
    theirs: bool = False  # somebody else changed it meanwhile
    sent: int = 0  # new forms each time

    def watches(self) -> list[str]:
        """Follow the devices, and the places and departments of the clinic."""
        return ["devices", "directory"]

    @handler
    async def load(self) -> None:
        """Read all of it; say so when the place being changed has changed under the hand."""
        self.devices = await self.ask(devices.listed)
        self.points = await self.ask(points.listed)
        known = await self.ask(directory.departments)
        self.departments = [["", t("All departments")], *([str(d.id), d.name] for d in known)]
        if self.changing:
            now = self._point(self.changing.id)
            self.theirs = self.theirs or (now is not None and now.version != self.changing.version)
            self.changing = now

    def _point(self, point_id: UUID) -> PointCard | None:
        return next((one for one in self.points if one.id == point_id), None)

    @handler(busy=True)
    async def add(self, answers: Answers) -> None:
        """Set a screen or a kiosk up, and show its link."""
        self.link = await self.ask(devices.add, DeviceForm.model_validate(_given(answers)))
        self.sent += 1

    @handler
    async def put_link_away(self) -> None:
        """Show the link no more."""
        self.link = None

    @handler
    async def ask_about(self, one: UUID) -> None:
        """Ask once more, in place."""
        self.asking = str(one)

    @handler
    async def leave_it(self) -> None:
        """Change nothing."""
        self.asking = ""

    @handler(busy=True)
    async def revoke(self, device_id: UUID) -> None:
        """End a screen or a kiosk."""
        self.asking = ""
        await self.ask(devices.revoke, device_id)
        self.say("ok", t("It is switched off"), t("What it had open is closed, and its link opens nothing more."))

    @handler
    async def ask_for_device(self) -> None:
        """Ask for a new screen or kiosk."""
        self._ask("device")

    @handler
    async def ask_for_point(self) -> None:
        """Ask for a new service point."""
        self._ask("point")

    @handler
    async def start_changing(self, point_id: UUID) -> None:
        """Put a service point into the form."""
        self._ask("point", self._point(point_id))

    def _ask(self, what: str, point: PointCard | None = None) -> None:
        self.asked, self.changing, self.theirs, self.asking = what, point, False, ""
        self.sent += 1

    @handler(busy=True)
    async def save_point(self, answers: Answers) -> None:
        """Open a service point, or save the one that is being changed."""
        form = PointForm.model_validate(_given(answers))
        if self.changing:
            await self.ask(points.change, self.changing.id, form, self.changing.version)
        else:
            await self.ask(points.add, form)
        self._ask("point")
        self.say("ok", t("{name} is saved", name=form.name), t("Reception can issue numbers for it."))

    @handler(busy=True)
    async def close_point(self, point_id: UUID, version: int) -> None:
        """Close a service point."""
        self.asking = ""
        await self.ask(points.close, point_id, version)
        self.say("ok", t("The service point is closed"), t("Adding one of the same name opens it again."))


def _given(answers: Answers) -> Answers:
    """Leave out what was left empty, so that it counts as not given."""
    return {name: value for name, value in answers.items() if value or name != "department_id"}


S = ManageScreens


def page() -> rx.Component:
    """Draw /admin/screens."""
    left = stack(device_list(S), point_list(S), gap="lg")
    asked = rx.cond(S.asked == "device", device_form(S), point_form(S))
    right = stack(asked, to_first_error(S.field_errors), gap="0", class_name="h-stick")
    note = t("Screens that show which number goes where, kiosks for checking in, and places with a queue of their own.")
    return frame(S, "/admin/screens", page_head(t("Screens"), note), stack(device_link(S), split(left, right), gap="0"))
