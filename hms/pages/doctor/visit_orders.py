"""What is ordered in a visit: its state and its section."""

from typing import Any

import reflex as rx

from hms.components.buttons import link_button
from hms.components.cards import items, section
from hms.components.layout import row, stack, txt
from hms.pages.doctor.order_parts import order_about, order_form, order_head, revoke_button, revoke_form
from hms.pages.doctor.ordering import Orders
from hms.pages.doctor.record_parts import here
from hms.pages.doctor.visiting import Visiting
from hms.schemas.orders import OrderCard
from hms.services.orders import seeing
from hms.texts import t


class VisitOrders(Orders, Visiting, mixin=True):
    """A visit in which laboratory and imaging are ordered."""

    orders: list[OrderCard] = []  # noqa: RUF012 - Reflex copies it for each state

    def _for_whom(self) -> dict[str, Any]:
        return {"patient_id": self.visit.banner.id, "encounter_id": self.visit.encounter_id} if self.visit else {}

    async def _read_orders(self) -> None:
        if self.visit is not None:
            self.orders = await self.ask(seeing.of_visit, self.visit.encounter_id)
            if not self.closed:
                await self._read_choices()


def orders_section(screen: type) -> rx.Component:
    """List what is ordered in this visit; before signing more can be ordered."""
    listed = screen.orders

    def line(one: rx.Var) -> rx.Component:
        words = stack(
            order_head(one),
            order_about(one),
            row(revoke_button(screen, one)),
            revoke_form(screen, one),
            gap="xs",
            class_name="h-grow",
        )
        return rx.el.li(words, class_name="h-item", key=one.id.to(str))

    none = txt(t("Nothing was ordered in this visit."), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(listed.length() > 0, items(rx.foreach(listed, line)), none)
    more = rx.el.div(rx.cond(screen.can_order, order_form(screen, primary=False), rx.fragment()), class_name="h-item")
    adding = rx.cond(screen.closed, rx.fragment(), more)
    way = link_button(t("All orders"), f"/doctor/patients/{screen.visit.banner.id}/orders", "test-tube", small=True)
    return section(
        t("Orders"), rx.cond(here(screen), rx.fragment(shown, adding), rx.fragment()), number=listed.length(),
        action=rx.cond(here(screen), way, rx.fragment()), flush=True,
    )  # fmt: skip
