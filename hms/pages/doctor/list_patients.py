"""A doctor's own patients, listed by condition, drug, result or gap."""

import reflex as rx

from hms.components.buttons import button, link, submit
from hms.components.cards import section
from hms.components.feedback import empty, loaded, notices, to_first_error
from hms.components.forms import actions, field, form, select
from hms.components.layout import at, grid, row, stack, txt
from hms.components.shell import page_head, shell
from hms.components.tables import Column, table
from hms.permissions import Permission, Role
from hms.schemas.own_patients import ListChoices, OwnPatientsForm, OwnPatientsPage
from hms.services.chart import own_patients
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/doctor/patients"
NAMES = ("condition", "drug", "result", "than", "number", "gap")


class ListPatients(Screen):
    """/doctor/patients."""

    needs = Permission.SEE_CHART

    listed: OwnPatientsPage | None = None
    choices: ListChoices = ListChoices(results=[], gaps=[])
    _asked: OwnPatientsForm = OwnPatientsForm()

    @handler
    async def load(self) -> None:
        """Read what lists may be made by, and the list as it was asked for last."""
        self.choices = await self.ask(own_patients.choices)
        self.listed = await self.ask(own_patients.list_own, self._asked)

    @handler(busy=True)
    async def find(self, answers: dict[str, str]) -> None:
        """List whom all that was filled in fits."""
        asked = OwnPatientsForm.model_validate({name: answers[name] for name in NAMES if name in answers})
        self.listed = await self.ask(own_patients.list_own, asked)
        self._asked = asked

    @handler
    async def turn(self, page: int) -> None:
        """Show another page."""
        self._asked = self._asked.model_copy(update={"page": page})
        self.listed = await self.ask(own_patients.list_own, self._asked)


L = ListPatients


def page() -> rx.Component:
    """Draw /doctor/patients."""
    told = notices(L.notice_tone, L.notice_title, L.notice_body, on_close=L.dismiss)
    head = page_head(t("Patients"), t("Those in your care, by what stands in their records."))
    drawn = stack(section(t("Find"), _filters()), _listed(), gap="lg")
    shown = rx.cond(L.refused, rx.fragment(), loaded(L.listed, drawn, lines=8))
    return shell(L.me, Role.DOCTOR, HERE, head, told, to_first_error(L.field_errors), shown, clinic=L.me.clinic)


def _filters() -> rx.Component:
    told = {"errors": L.field_errors, "optional": True}
    than = [("over", t("is over")), ("under", t("is under"))]
    return form(
        grid(
            field(
                t("Condition"), "condition", hint=t("Words, or how an ICD-10 code begins."), auto_complete="off", **told
            ),
            field(t("Medicine"), "drug", hint=t("One that is taken now."), auto_complete="off", **told),
            select(t("What is missing"), "gap", L.choices.gaps, **told),
            select(t("Latest result"), "result", L.choices.results, **told),
            select(t("Compared"), "than", than, "over", **told),
            field(t("With the number"), "number", input_mode="decimal", auto_complete="off", **told),
            columns=at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))", "repeat(3, minmax(0, 1fr))"),
            align_items="end",
        ),
        actions(submit(t("List"), "search", busy=L.busy)),
        on_submit=L.find,
        class_name="h-stack g-lg",
    )


def _why(said: rx.Var) -> rx.Component:
    return txt(said, "body")


def _listed() -> rx.Component:
    one = L.listed
    columns = (
        Column(t("Name"), lambda who: link(who.name, HERE + "/" + who.id.to(str))),
        Column(t("Age and sex"), lambda who: who.facts),
        Column(t("Record number"), lambda who: who.record_number),
        Column(t("Why"), lambda who: stack(rx.foreach(who.why, _why), gap="0"), wrap=True),
    )
    none = empty("users", t("Nobody in your care fits all of this"), t("Take something out, or write less of a word."))
    rows = table(t("Patients"), columns, one.listed, key=lambda who: who.id.to(str))
    turned = row(
        rx.cond(one.page > 1, button(t("Before"), "chevron-left", small=True, on_click=L.turn(one.page - 1)), rx.fragment()),
        txt(t("Page {n} of {all}", n=one.page, all=one.pages), "small", "ink_2"),
        rx.cond(
            one.page < one.pages, button(t("Next"), "chevron-right", small=True, on_click=L.turn(one.page + 1)), rx.fragment()
        ),
        class_name="h-item",
    )  # fmt: skip
    shown = stack(
        rx.cond(one.total > 0, rows, none),
        rx.cond(one.pages > 1, turned, rx.fragment()),
        txt(one.told, "small", "ink_2", "p", class_name="h-item"),
        gap="0",
    )
    return rx.el.div(section(t("Patients"), shown, number=one.total, flush=True), role="region", aria_label=t("Found"))
