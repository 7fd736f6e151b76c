"""The record of somebody in a doctor's care: read from anywhere, changed in a visit."""

import reflex as rx

from hms.components.badges import status, tag
from hms.components.banner import patient_banner
from hms.components.buttons import link_button
from hms.components.cards import fact, facts, item, items, section
from hms.components.feedback import loaded, loading, notices
from hms.components.layout import at, grid, row, split, stack, txt
from hms.components.shell import shell
from hms.pages.doctor import chart_parts as parts
from hms.pages.opened_record import OpensRecord
from hms.permissions import Permission, Role
from hms.schemas.chart import ChartGlance, TimelineLine, TimelinePage
from hms.services.chart import opened, timeline
from hms.texts import t
from hms.web.screen import handler

PLACE = "/doctor/patients"


class SeeOwnPatient(OpensRecord):
    """/doctor/patients/[patient_id]."""

    needs = Permission.SEE_CHART

    chart: ChartGlance | None = None
    kind: str = ""
    lines: list[TimelineLine] = []  # noqa: RUF012 - Reflex copies it for each state
    older: str = ""
    told: bool = False  # the timeline has been read

    @handler
    async def load(self) -> None:
        """Open the record of the address; one that was merged leads to the one that it is now."""
        fresh = await self.ask(opened.open_chart, self._wanted(), self.kind)
        if self._is_here(fresh.record, PLACE):
            self.record, self.chart = fresh.record, fresh.glance
            self._tell(fresh.newest)

    def _tell(self, page: TimelinePage) -> None:
        """Show the timeline from its newest page on."""
        self.kind, self.lines, self.older, self.told = page.kind, page.listed, page.older, True

    @handler
    async def show_kind(self, kind: str) -> None:
        """Show what is of one kind, or everything."""
        if self.record:
            self._tell(await self.ask(timeline.timeline, self.record.personal.id, kind))

    @handler
    async def show_older(self) -> None:
        """Show the next page under what is shown."""
        if self.record and self.older:
            page = await self.ask(timeline.timeline, self.record.personal.id, self.kind, self.older)
            self.lines, self.older = [*self.lines, *page.listed], page.older


D = SeeOwnPatient


def page() -> rx.Component:
    """Draw the record."""
    told = notices(D.notice_tone, D.notice_title, D.notice_body, on_close=D.dismiss)
    back = stack(txt(t("Patient"), "title", tag="h1"), row(link_button(t("Back to my day"), "/doctor", "arrow-left")))
    glanced = stack(
        parts.due(D.chart, _way("vaccines")),
        grid(
            parts.problems(D.chart, _way("problems")),
            _medicines(),
            columns=at("minmax(0, 1fr)", "minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))"),
        ),
        parts.vitals(D.chart, _way("vitals")),
        parts.results(D.chart, _way("orders")),
        gap="lg",
    )
    below = split(parts.timeline(D), stack(_appointments(), _reach(), gap="lg"))
    paper = link_button(
        t("Summary on one page"), f"/patients/{D.record.personal.id}/summary.pdf", "printer", outside=True, small=True
    )
    glanced = stack(row(paper, class_name="h-no-print"), glanced, gap="md")
    body = stack(rx.cond(D.chart, glanced, loading(6)), below, gap="lg")
    shown = rx.cond(D.refused, back, loaded(D.record, body, lines=8))
    banner = rx.cond(D.record, _banner(), rx.fragment())
    return shell(D.me, Role.DOCTOR, PLACE, told, shown, clinic=D.me.clinic, banner=banner)


def _way(to: str) -> rx.Var:
    return PLACE + "/" + D.record.personal.id.to(str) + "/" + to


def _banner() -> rx.Component:
    who, one = D.record.banner, D.record.personal
    born = rx.cond(one.age, one.born_words + " (" + one.age + ")", one.born_words)
    return patient_banner(
        one.name,
        who.allergies,
        rx.cond(D.chart.pregnancy, tag(D.chart.pregnancy, "warn", "baby"), rx.fragment()),
        born=born,
        sex=one.sex_words,
        record=one.record_number,
        none=who.no_allergies,
        deceased=rx.cond(one.deceased, " ", ""),
    )


def _medicines() -> rx.Component:
    listed = D.record.prescriptions

    def line(one: rx.Var) -> rx.Component:
        left = txt(one.left, "small", "ink_2", class_name="h-one-line")
        return item(one.drug, one.how, end=left, key=one.id.to(str))

    none = txt(t("No medicines at the moment"), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(listed.length() > 0, items(rx.foreach(listed, line)), none)
    way = link_button(t("All prescriptions"), f"{PLACE}/{D.record.personal.id}/prescriptions", small=True)
    return section(t("Current medicines"), shown, number=listed.length(), action=way, flush=True)


def _appointments() -> rx.Component:
    def line(one: rx.Var) -> rx.Component:
        when = row(txt(one.short_day, "strong"), txt(one.time, "number"), status(one.status, plain=True), wrap=True)
        return item(when, one.doctor + ", " + one.department, key=one.id.to(str))

    def listed(rows: rx.Var, words: str) -> rx.Component:
        none = txt(words, "body", "ink_2", "p", class_name="h-item")
        return rx.cond(rows.length() > 0, items(rx.foreach(rows, line)), none)

    coming = section(t("Appointments to come"), listed(D.record.upcoming, t("None")), flush=True)
    return stack(coming, section(t("Past appointments"), listed(D.record.past, t("None")), flush=True), gap="lg")


def _reach() -> rx.Component:
    one = D.record.personal
    phones = rx.foreach(
        one.phones,
        lambda p: fact(t("Phone"), rx.el.a(p.shown, href=rx.Var.create("tel:") + p.value, class_name="h-link")),
    )
    kin = rx.foreach(
        one.relations, lambda r: fact(r.kind_words, row(txt(r.name), txt(r.phone_shown, "number"), wrap=True))
    )
    names = rx.foreach(one.other_names, lambda n: fact(n.use_words, n.text))
    language = fact(t("Language"), rx.cond(one.language_words, one.language_words, t("not said")))
    interpreter = fact(t("Interpreter"), rx.cond(one.interpreter, t("needed"), t("not needed")))
    return section(t("Person"), facts(language, interpreter, names, phones, kin))
