"""Prescribing at one press in a visit: what the patient takes already once more, and what the doctor often prescribes."""

from uuid import UUID, uuid4

import reflex as rx

from hms.components.buttons import button, icon_button
from hms.components.cards import items, section
from hms.components.layout import between, row, stack, txt
from hms.pages.doctor.prescribing import Prescribes
from hms.schemas.prescriptions import FavouriteCard
from hms.services.prescriptions import favourites, renewing
from hms.texts import t
from hms.web.screen import handler


class PrescribesQuickly(Prescribes, mixin=True):
    """A visit in which medicines are renewed and favourites prescribed at one press."""

    favourites: list[FavouriteCard] = []  # noqa: RUF012 - Reflex copies it for each state

    async def _read_favourites(self) -> None:
        """Read what this doctor often prescribes."""
        self.favourites = await self.ask(favourites.listed)

    def _visit_id(self) -> UUID:
        return self.visit.encounter_id if self.visit else UUID(int=0)

    @handler(busy=True)
    async def renew(self, prescription_id: UUID) -> None:
        """Write what the patient takes already into this visit once more."""
        self.prescriptions = await self.ask(renewing.renew, self._visit_id(), prescription_id, str(uuid4()))
        await self._read_standing()

    @handler(busy=True)
    async def use_favourite(self, favourite_id: UUID) -> None:
        """Prescribe a favourite."""
        self.prescriptions = await self.ask(favourites.use, self._visit_id(), favourite_id, str(uuid4()))
        await self._read_standing()

    @handler
    async def keep_favourite(self, prescription_id: UUID) -> None:
        """Keep how something is prescribed here as a favourite."""
        self.favourites = await self.ask(favourites.keep, prescription_id)
        self.say("ok", t("Kept as a favourite"), t("It is one press in any visit of yours."))

    @handler
    async def drop_favourite(self, favourite_id: UUID) -> None:
        """Remove a favourite."""
        self.favourites = await self.ask(favourites.drop, favourite_id)


def favourites_section(screen: type) -> rx.Component:
    """List the doctor's favourites, each prescribed at one press; nothing where there is none or nothing can be added."""

    def line(one: rx.Var) -> rx.Component:
        words = stack(
            txt(one.drug, "strong"),
            txt(one.how, "small", "ink_2"),
            rx.cond(one.advice, txt(one.advice, "small", "ink_2"), rx.fragment()),
            gap="hair",
        )
        add = button(
            t("Prescribe"), "plus", of=one.drug, small=True, busy=screen.busy,
            on_click=screen.use_favourite(one.id.to(str)),
        )  # fmt: skip
        gone = icon_button(
            t("Remove the favourite {drug}", drug=one.drug), "trash-2", on_click=screen.drop_favourite(one.id.to(str))
        )
        return rx.el.li(between(words, row(add, gone), wrap=True), class_name="h-item", key=one.id.to(str))

    drawn = section(t("Favourites"), items(rx.foreach(screen.favourites, line)), flush=True)
    return rx.cond(screen.closed | (screen.favourites.length() == 0), rx.fragment(), drawn)


def keep_button(screen: type, one: rx.Var) -> rx.Component:
    """Offer to keep a prescription of the visit as a favourite."""
    return icon_button(
        t("Keep as a favourite: {drug}", drug=one.drug), "star", on_click=screen.keep_favourite(one.id.to(str))
    )


def renew_button(screen: type, one: rx.Var) -> rx.Component:
    """Offer to write what the patient takes already into the visit once more."""
    again = button(
        t("Renew"), "refresh-cw", of=one.drug, small=True, busy=screen.busy, on_click=screen.renew(one.id.to(str))
    )
    return rx.cond(screen.closed, rx.fragment(), again)
