"""The clinic's sites with their rooms: listed, added, changed, closed."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import button
from hms.components.feedback import empty, to_first_error
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.pages.admin import place_shapes as shapes
from hms.pages.admin.frame import frame
from hms.pages.admin.place_parts import place_form, site_section
from hms.pages.admin.ways import PLACES, SCHEDULING, scheduling_ways
from hms.pages.compared import Difference, differences
from hms.permissions import Permission
from hms.schemas.places import LocationCard, LocationForm, RoomForm
from hms.services import places
from hms.texts import t
from hms.web.screen import Screen, handler

Answers = dict[str, str]


class KeepPlaces(Screen):
    """Where patients are seen."""

    needs = Permission.RUN_CLINIC

    sites: list[LocationCard] = []  # noqa: RUF012 - Reflex copies it for each state
    asked: shapes.Asked = shapes.NEW_SITE  # what the form is about, as it was when it began
    version: int = 0  # that goes along with the answers
    theirs: list[Difference] = []  # noqa: RUF012
    closing: str = ""  # the id of the room or site to be closed, once more is asked
    fresh: int = 0  # a new form each time

    def watches(self) -> list[str]:
        """Follow sites and rooms."""
        return ["directory"]

    @handler
    async def load(self) -> None:
        """Read sites and rooms; say so when the one being changed has changed under the hand."""
        self.sites = await self.ask(places.listed)
        now = shapes.found(self.sites, self.asked)
        if now is None:
            self._ask(shapes.NEW_SITE)
            self.say("info", t("It was closed meanwhile"))
        elif now.version != self.version:
            self.theirs = differences(shapes.LABELS, self.asked, now)
            self.version = self.version if self.theirs else now.version  # saved again as it was: nothing to choose

    def _ask(self, what: shapes.Asked) -> None:
        self.asked, self.version, self.theirs, self.closing = what, what.version, [], ""
        self.fresh += 1

    @handler
    async def ask_for_site(self) -> None:
        """Ask for a new site."""
        self._ask(shapes.NEW_SITE)

    @handler
    async def ask_for_room(self, location_id: UUID) -> None:
        """Ask for a new room of a site."""
        self._ask(shapes.new_room(self.sites, location_id))

    @handler
    async def start_changing(self, place_id: UUID) -> None:
        """Put a site or a room into the form."""
        self._ask(shapes.of(self.sites, place_id))

    @handler(busy=True)
    async def add_site(self, answers: Answers) -> None:
        """Open a site."""
        card = await self.ask(places.add_location, LocationForm.model_validate(shapes.typed(answers, LocationForm)))
        self._ask(shapes.new_room([card], card.id))
        self.say("ok", t("{name} is open", name=card.name), t("Add its rooms next."))

    @handler(busy=True)
    async def add_room(self, answers: Answers) -> None:
        """Open a room; the form stays for the next one."""
        form = RoomForm.model_validate(shapes.typed(answers, RoomForm))
        card = await self.ask(places.add_room, UUID(self.asked.site_id), form)
        self.fresh += 1
        self.say("ok", t("{name} is open", name=card.name), t("Hours can be held in it now."))

    @handler(busy=True)
    async def change(self, answers: Answers) -> None:
        """Save a site or a room under its new name."""
        if self.asked.kind == shapes.SITE:
            form = LocationForm.model_validate(shapes.typed(answers, LocationForm))
            await self.ask(places.change_location, UUID(self.asked.id), form, self.version)
        elif self.asked.kind == shapes.ROOM:
            form = RoomForm.model_validate(shapes.typed(answers, RoomForm))
            await self.ask(places.rename_room, UUID(self.asked.id), form, self.version)
        else:
            return
        self._ask(shapes.NEW_SITE)
        self.say("ok", t("{name} is saved", name=form.name))

    @handler
    async def take_theirs(self) -> None:
        """Let go of what was typed and show what is saved."""
        self._ask(shapes.found(self.sites, self.asked) or shapes.NEW_SITE)

    @handler
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        if now := shapes.found(self.sites, self.asked):
            self.version, self.theirs = now.version, []

    @handler
    async def ask_to_close(self, place_id: UUID) -> None:
        """Ask once more before closing."""
        self.closing = str(place_id)

    @handler
    async def keep_open(self) -> None:
        """Leave it open."""
        self.closing = ""

    @handler(busy=True)
    async def close_site(self, location_id: UUID, version: int) -> None:
        """Close a site."""
        self.closing = ""
        await self.ask(places.close_location, location_id, version)
        self.say("ok", t("The site is closed"), t("Adding one of the same name opens it again."))

    @handler(busy=True)
    async def close_room(self, room_id: UUID, version: int) -> None:
        """Close a room."""
        self.closing = ""
        await self.ask(places.close_room, room_id, version)
        self.say("ok", t("The room is closed"), t("Adding one of the same name opens it again."))


K = KeepPlaces


def page() -> rx.Component:
    """Draw /admin/scheduling/places."""
    none = empty(
        "map-pin",
        t("No site yet"),
        t("Where rooms are kept, no room is booked twice, and patients read the address."),
    )
    listed = stack(rx.foreach(K.sites, lambda site: site_section(K, site)), gap="lg")
    right = stack(place_form(K), to_first_error(K.field_errors), gap="0", class_name="h-stick")
    new = rx.cond(K.asked.kind == shapes.NEW, rx.fragment(), button(t("New site"), "plus", on_click=K.ask_for_site))
    head = rx.fragment(
        page_head(t("Scheduling"), t("Where patients are seen."), new),
        subnav(t("Scheduling"), scheduling_ways(), PLACES),
    )
    return frame(K, SCHEDULING, head, split(rx.cond(K.sites, listed, none), right))
