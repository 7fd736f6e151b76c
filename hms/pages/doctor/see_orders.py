"""The orders of a patient: placed, followed, taken back, and what came of them."""

from typing import Any
from uuid import UUID

import reflex as rx

from hms.components.buttons import button, small_button
from hms.components.cards import items, section
from hms.components.feedback import empty
from hms.components.layout import between, row, stack, txt
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import list_page
from hms.pages.doctor.order_parts import order_about, order_form, order_head, revoke_button, revoke_form
from hms.pages.doctor.ordering import Orders
from hms.pages.doctor.result_entry import WritesResults
from hms.pages.doctor.result_parts import change_form, report, result_form
from hms.permissions import Permission
from hms.schemas.orders import OrderCard
from hms.schemas.record_words import LISTS
from hms.schemas.visits import PatientBanner
from hms.services.orders import seeing
from hms.texts import t
from hms.web.screen import handler

PLACE, TITLE = f"{RECORD}/orders", LISTS["orders"]


class SeeOrders(Orders, WritesResults):
    """/doctor/patients/[patient_id]/orders."""

    needs = Permission.ORDER_TESTS

    who: PatientBanner | None = None
    listed: list[OrderCard] = []  # noqa: RUF012 - Reflex copies it for each state
    total: int = 0
    waiting: int = 0
    page_number: int = 1
    pages: int = 1

    def watches(self) -> list[str]:
        """Follow this record."""
        return [f"patient:{self.who.id}"] if self.who else []

    @handler
    async def load(self) -> None:
        """Read the orders of the patient of the address."""
        if (wanted := asked_id(self.route_arg("patient_id"))) is None:
            raise NotFound
        await self._read(wanted)
        await self._read_choices()

    async def _read(self, patient_id: UUID) -> None:
        page = await self.ask(seeing.of_patient, patient_id, self.page_number)
        self.who, self.listed, self.total, self.waiting = page.banner, page.listed, page.total, page.waiting
        self.page_number, self.pages = page.page, page.pages

    async def _read_orders(self) -> None:
        if self.who:
            await self._read(self.who.id)

    def _for_whom(self) -> dict[str, Any]:
        return {"patient_id": self.who.id if self.who else ""}

    @handler(quiet=True)
    async def turn(self, pages: int) -> None:
        """Turn to another page."""
        self.page_number = max(1, self.page_number + max(-1, min(1, pages)))
        await self._read_orders()


S = SeeOrders


def _line(one: rx.Var) -> rx.Component:
    write = button(
        t("Write the result down"), "test-tube", of=one.title, small=True, on_click=S.start_result(one.id.to(str))
    )
    mine = S.sheet.order_id.to(str) == one.id.to(str)
    may = rx.cond(one.can_record & ~mine, write, rx.fragment())
    came = rx.foreach(
        one.reports,
        lambda each: rx.el.div(report(each, _acts, _text_acts), _changing(each), key=each.id.to(str)),
    )
    words = stack(
        order_head(one), order_about(one), row(may, revoke_button(S, one), wrap=True), revoke_form(S, one),
        rx.cond(mine, result_form(S), rx.fragment()), came, gap="sm", class_name="h-grow",
    )  # fmt: skip
    return rx.el.li(words, class_name="h-item", key=one.id.to(str))


def _change(result_id: rx.Var, version: rx.Var, name: rx.Var, value: rx.Var) -> rx.Component:
    def begin(words: str, mark: str, error: bool) -> rx.Component:
        return small_button(words, mark, of=name, on_click=S.start_change(result_id, version, name, value, error))

    return row(begin(t("Put right"), "pencil", False), begin(t("An error"), "ban", True), wrap=True)


def _acts(line: rx.Var) -> rx.Component:
    return rx.cond(line.wrong, rx.fragment(), _change(line.id.to(str), line.version, line.name, line.typed))


def _text_acts(one: rx.Var) -> rx.Component:
    return rx.cond(one.wrong, rx.fragment(), _change(one.text_id, one.text_version, one.title, one.text))


def _changing(one: rx.Var) -> rx.Component:
    ids = rx.cond(one.text_id, S.changing == one.text_id, one.line_ids.contains(S.changing))
    return rx.cond((S.changing != "") & ids, change_form(S), rx.fragment())


def page() -> rx.Component:
    """Draw the orders, and the form that adds to them."""
    none = empty("test-tube", t("Nothing was ordered yet"), t("Choose a set above, or single tests and pictures."))
    lines = items(rx.foreach(S.listed, _line))
    listed = section(
        t("Orders and their results"), rx.cond(S.listed.length() > 0, lines, none), number=S.total,
        note=t("{n} wait for a result", n=S.waiting), flush=True,
    )  # fmt: skip
    newer = button(t("Newer"), "chevron-left", on_click=S.turn(-1), disabled=S.page_number <= 1)
    older = button(t("Older"), "chevron-right", on_click=S.turn(1), disabled=S.page_number >= S.pages)
    place = txt(t("Page {n} of {total}", n=S.page_number, total=S.pages), "body", "ink_2")
    turning = rx.cond(S.pages > 1, between(newer, place, older, wrap=True), rx.fragment())
    asked = rx.cond(S.can_order, order_form(S), rx.fragment())
    return list_page(S, "orders", section(t("Order"), asked), listed, turning)
