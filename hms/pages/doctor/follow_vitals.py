"""Vital signs over time: a chart for each measure with the table behind it, NEWS2, and a child's growth."""

import reflex as rx

from hms.components.banner import patient_banner
from hms.components.buttons import link_button
from hms.components.cards import section
from hms.components.feedback import empty, loaded, notices, to_first_error
from hms.components.layout import at, grid, row, stack, txt
from hms.components.line_chart import line_chart
from hms.components.shell import shell
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.pages.doctor.correcting import Corrects, change_form, readings_table
from hms.pages.doctor.vitals_parts import news_box, vital_line
from hms.pages.doctor.vitals_shapes import GrowthChart, growth_chart, measure_chart
from hms.permissions import Permission, Role
from hms.schemas.visits import PatientBanner
from hms.schemas.vitals import NewsCard, VitalCard
from hms.services.chart.vitals import following
from hms.texts import t
from hms.web.screen import handler

PLACE = "/doctor/patients/[patient_id]/vitals"


class FollowVitals(Corrects):
    """/doctor/patients/[patient_id]/vitals."""

    needs = Permission.SEE_CHART

    who: PatientBanner | None = None
    growth: list[GrowthChart] = []  # noqa: RUF012 - Reflex copies it for each state
    growth_note: str = ""
    news: NewsCard | None = None
    latest: list[VitalCard] = []  # noqa: RUF012

    def watches(self) -> list[str]:
        """Follow this record."""
        return [f"patient:{self.who.id}"] if self.who else []

    @handler
    async def load(self) -> None:
        """Read all vital signs of the patient of the address."""
        if (wanted := asked_id(self.route_arg("patient_id"))) is None:
            raise NotFound
        page = await self.ask(following.follow_vitals, wanted)
        self.charts = [measure_chart(one) for one in page.measures]
        self.growth, self.growth_note = [growth_chart(one) for one in page.growth], page.growth_note
        self.news, self.latest, self.who = page.news, page.latest, page.banner


F = FollowVitals


def page() -> rx.Component:
    """Draw the charts."""
    told = notices(F.notice_tone, F.notice_title, F.notice_body, on_close=F.dismiss)
    back = stack(
        txt(t("Vital signs"), "title", tag="h1"), row(link_button(t("Back to my day"), "/doctor", "arrow-left"))
    )
    nothing = empty("activity", t("Nothing was measured yet"), t("Vital signs are written down in a visit."))
    charts = grid(
        rx.foreach(F.charts, _chart), columns=at("minmax(0, 1fr)", None, "repeat(2, minmax(0, 1fr))"), gap="lg"
    )
    body = rx.cond(
        F.charts.length() > 0, stack(_latest(), charts, rx.cond(F.growth.length() > 0, _growth()), gap="lg"), nothing
    )  # fmt: skip
    shown = rx.cond(F.refused, back, loaded(F.who, body, lines=8))
    banner = rx.cond(F.who, _banner(), rx.fragment())
    place = "/doctor/patients"
    return shell(
        F.me, Role.DOCTOR, place, told, to_first_error(F.field_errors), shown, clinic=F.me.clinic, banner=banner
    )


def _banner() -> rx.Component:
    who = F.who
    born = rx.cond(who.age, who.born + " (" + who.age + ")", who.born)
    return patient_banner(
        who.name, who.allergies,
        link_button(t("Record"), f"/doctor/patients/{who.id}", "arrow-left", of=who.name, small=True),
        born=born, sex=who.sex, record=who.record_number, none=who.no_allergies, deceased=rx.cond(who.deceased, " ", ""),
    )  # fmt: skip


def _latest() -> rx.Component:
    listed = row(rx.foreach(F.latest, vital_line), wrap=True, class_name="h-vitals-set")
    score = rx.cond(F.news, news_box(F.news), rx.fragment())
    return section(t("Latest vital signs"), stack(listed, score, gap="lg"))


def _chart(one: rx.Var) -> rx.Component:
    drawn = rx.cond(one.drawing, line_chart(one.drawing), rx.fragment())
    changing = rx.cond(F.changing & (F.changing_in == one.key), change_form(F), rx.fragment())
    summary = rx.el.summary(t("Table"), txt(" " + one.name, "small", "ink_2"), cursor="pointer", class_name="t-strong")
    table = rx.el.details(summary, readings_table(F, one), open=F.changing_in == one.key)
    usual = rx.cond(one.usual, txt(one.usual, "small", "ink_2", "p"), rx.fragment())
    return section(one.name, stack(drawn, usual, changing, table, gap="md"), key=one.key)


def _growth() -> rx.Component:
    def drawn(one: rx.Var) -> rx.Component:
        listed = rx.el.ul(rx.foreach(one.told, lambda words: txt(words, "body", tag="li")), class_name="h-stack g-xs")
        return stack(txt(one.name, "strong", tag="h3"), line_chart(one.drawing), listed, gap="sm", key=one.key)

    charts = grid(
        rx.foreach(F.growth, drawn), columns=at("minmax(0, 1fr)", None, "repeat(2, minmax(0, 1fr))"), gap="xl"
    )
    return section(t("Growth"), stack(txt(F.growth_note, "small", "ink_2", "p"), charts, gap="lg"))
