"""Correcting a measurement, or declaring it an error, with the reason; what it said before stays."""

from uuid import UUID

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, submit
from hms.components.forms import actions, field, form
from hms.components.layout import row, stack, txt
from hms.components.tables import Column, table
from hms.pages.doctor.vitals_shapes import MeasureChart
from hms.schemas.vitals import VitalChange, VitalRow
from hms.services.chart.vitals import recording
from hms.texts import t
from hms.web.screen import Screen, handler


class Corrects(Screen, mixin=True):
    """A screen with measurements that can be corrected."""

    charts: list[MeasureChart] = []  # noqa: RUF012 - Reflex copies it for each state
    changing: VitalRow | None = None
    changing_in: str = ""  # the measure whose table it stands in; that table stays open
    wrong: bool = False  # it was an error altogether

    @handler
    async def start_changing(self, key: str, row_id: UUID, name: str, wrong: bool) -> None:
        """Ask what a measurement should have said, or only why it was an error."""
        rows = [row for chart in self.charts if chart.key == key for row in chart.rows]
        self.changing = next((row for row in rows if row.id == row_id and row.name == name), None)
        self.changing_in, self.wrong = key, wrong

    @handler
    async def leave_it(self) -> None:
        """Leave the measurement as it is."""
        self.changing = None

    @handler(busy=True)
    async def change_vital(self, answers: dict[str, str]) -> None:
        """Write the correction down."""
        if self.changing is None:
            return
        told = {"observation_id": self.changing.id, "version": self.changing.version, **answers}
        await self.ask(
            recording.void_vital if self.wrong else recording.correct_vital, VitalChange.model_validate(told)
        )
        self.changing = None
        self.say("ok", t("Written down"), t("What it said before stays readable."))


def change_form(screen: type) -> rx.Component:
    """Ask for the right value and the reason; of an error only for the reason."""
    one, errors = screen.changing, screen.field_errors
    value = field(
        t("Right value, instead of {value}", value=one.value), "vital_value", one.number, errors=errors, input_mode="decimal",
        auto_complete="off", auto_focus=True,
    )  # fmt: skip
    why = field(t("Why?"), "vital_reason", errors=errors, auto_complete="off", max_length=500)
    said = txt(t("{name} {value} of {day}", name=one.name, value=one.value, day=one.day), "strong", tag="h3")
    yes = rx.cond(screen.wrong, t("It was an error"), t("Correct it"))
    acts = actions(submit(yes, "check", busy=screen.busy), button(t("Leave it"), on_click=screen.leave_it))
    asked = rx.cond(screen.wrong, rx.fragment(), value)
    return form(said, asked, why, acts, on_submit=screen.change_vital, class_name="h-stack g-md")


def readings_table(screen: type, chart: rx.Var) -> rx.Component:
    """Set all measurements of a chart in a table, the newest first."""

    def value(one: rx.Var) -> rx.Component:
        mark = rx.cond(one.mark, tag(one.mark, rx.cond(one.tone, one.tone, "quiet"), "triangle-alert"), rx.fragment())
        said = rx.cond(one.void, rx.el.s(one.value), rx.el.span(one.value))
        changed = rx.foreach(one.changed, lambda line: txt(line, "small", "ink_2"))
        return stack(row(said, mark, wrap=True, gap="xs"), changed, gap="hair")

    def acts(one: rx.Var) -> rx.Component:
        of = one.name + " " + one.value + " " + one.day
        right = button(
            t("Correct"),
            "pencil",
            of=of,
            small=True,
            on_click=screen.start_changing(chart.key, one.id, one.name, False),
        )
        wrong = button(
            t("Error"), "ban", of=of, small=True, on_click=screen.start_changing(chart.key, one.id, one.name, True)
        )
        return rx.cond(one.void | (chart.key == "bmi"), rx.fragment(), row(right, wrong, wrap=True))

    columns = [
        Column(t("When"), lambda one: one.day + ", " + one.time), Column(t("Measure"), lambda one: one.name, wrap=True),
        Column(t("Value"), value, wrap=True), Column(t("By"), lambda one: one.who, wrap=True),
        Column(t("Change"), acts, quiet=True),
    ]  # fmt: skip
    return table(t("Measurements"), columns, chart.rows.to(list[VitalRow]), key=lambda one: one.name + one.id.to(str))
