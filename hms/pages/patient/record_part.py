"""One part of one's record, a page at a time."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, link_button
from hms.components.cards import item, items, section
from hms.components.feedback import empty
from hms.components.layout import between, hidden, icon, row, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.errors import NotFound
from hms.pages.kept_address import keep_in_address, written
from hms.pages.patient.frame import frame
from hms.pages.patient.parts import WHOLE_ROW
from hms.pages.patient.record_words import PARTS
from hms.permissions import Permission
from hms.schemas.record import RecordPart
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

MOST_DIGITS = 6


class Part(Screen):
    """Results, visit summaries, prescriptions, vaccinations or documents."""

    needs = Permission.SEE_RECORD

    part: str = ""
    shown: RecordPart | None = None
    _page: int = 0

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @rx.var
    def address(self) -> str:
        """Return this page's address; empty until it has been read."""
        if not self.shown:
            return ""
        return written(f"/patient/record/{self.part}", page=str(self.shown.page) if self.shown.page > 1 else "")

    @handler
    async def load(self) -> None:
        """Read a page of the part that the address names."""
        self.part = self.route_arg("part")
        if self.part not in PARTS:
            raise NotFound
        asked = self.route_arg("page")
        first = int(asked) if asked.isdecimal() and len(asked) <= MOST_DIGITS else 1
        self.shown = await self.ask(PARTS[self.part].read, self._page or first)
        self._page = self.shown.page

    @handler(quiet=True)
    async def turn(self, pages: int):
        """Turn to another page."""
        self._page = max(1, self._page + max(-1, min(1, pages)))
        return type(self).refresh


def _entry(one: rx.Var) -> rx.Component:
    value = rx.cond(one.value, txt(one.value, "strong"), rx.fragment())
    mark = rx.cond(one.tone, tag(one.mark, "warn", "triangle-alert"), _said(one.mark))
    details = rx.foreach(
        one.details, lambda part: row(txt(part.name, "body", "ink_2"), txt(part.value, "strong"), wrap=True)
    )
    longer = rx.el.details(
        rx.el.summary(icon("chevron-down"), txt(t("Read it"), "strong"), class_name="h-row", cursor="pointer"),
        txt(one.text, "body", "ink", "p", white_space="pre-line", class_name="h-break"),
    )
    words = stack(
        row(value, mark, wrap=True),
        stack(details, gap="hair"),
        rx.cond(one.rows.length() > 0, stack(rx.foreach(one.rows, _result), gap="sm"), rx.fragment()),
        _said(one.note),
        rx.cond(one.text, longer, rx.fragment()),
        gap="xs",
    )
    day = txt(one.day, "small", "ink_2", class_name="h-one-line")
    plain = item(one.title, words, end=day, key=one.id, align_items="flex-start")
    leads = item(one.title, words, end=day, href=one.href, key=one.id, style=WHOLE_ROW)
    return rx.cond(one.href, leads, plain)


def _result(one: rx.Var) -> rx.Component:
    """Draw one result of a report: how much, how that stands to what is usual, what it is, and what it was before."""
    said = row(txt(one.name, "strong"), txt(one.value, "strong"), wrap=True)
    mark = rx.cond(one.mark, row(tag(one.mark, "warn", "triangle-alert")), rx.fragment())
    before = rx.el.details(
        rx.el.summary(
            icon("chevron-down"), txt(t("What it was before"), "strong"), class_name="h-row", cursor="pointer"
        ),
        rx.el.table(
            rx.el.caption(hidden(t("{name} over time", name=one.name))),
            rx.el.thead(
                rx.el.tr(*[rx.el.th(words, scope="col", class_name="h-th t-label") for words in (t("Day"), t("Value"))])
            ),
            rx.el.tbody(rx.foreach(one.earlier, _before)),
            class_name="h-table",
        ),
    )
    return stack(
        said, mark, _said(one.usual), _said(one.about), rx.cond(one.earlier.length() > 0, before, rx.fragment()), gap="hair",
        key=one.id,
    )  # fmt: skip


def _before(one: rx.Var) -> rx.Component:
    value = rx.el.td(one.value, class_name="h-td t-body")
    return rx.el.tr(rx.el.th(one.name, scope="row", class_name="h-td t-body"), value, key=one.name + one.value)


def _said(words: rx.Var) -> rx.Component:
    return rx.cond(words, txt(words, "small", "ink_2", "p", class_name="h-break"), rx.fragment())


def _pages() -> rx.Component:
    shown = Part.shown
    newer = button(t("Newer"), "chevron-left", big=True, on_click=Part.turn(-1), disabled=shown.page <= 1)
    older = button(t("Older"), "chevron-right", big=True, on_click=Part.turn(1), disabled=shown.page >= shown.pages)
    place = txt(t("Page {n} of {total}", n=shown.page, total=shown.pages), "body", "ink_2")
    return rx.cond(shown.pages > 1, between(newer, place, older, wrap=True), rx.fragment())


def _words(pick: str) -> rx.Var:
    return rx.match(Part.part, *[(name, getattr(words, pick)) for name, words in PARTS.items()], "")


def page() -> rx.Component:
    """Draw /patient/record/[part]."""
    back = link_button(t("All of your record"), "/patient/record", "arrow-left", big=True)
    head = page_head(_words("name"), "", back)
    none = rx.match(
        Part.part,
        *[(name, empty(words.mark, words.none, words.expect)) for name, words in PARTS.items()],
        rx.fragment(),
    )
    listed = section(
        t("Newest first"), items(rx.foreach(Part.shown.listed, _entry)), number=Part.shown.total, flush=True
    )
    sheet = rx.cond(Part.shown.total > 0, stack(listed, _pages(), gap="lg"), section(_words("name"), none))
    return frame(Part, "/patient/record", head, keep_in_address(Part.address), stack(sheet, max_width=SIZE.form))
