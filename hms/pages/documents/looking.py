"""Looking at a document: a picture, a paper page by page, or plain words."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, link_button
from hms.components.cards import fact, facts, surface
from hms.components.feedback import notice
from hms.components.layout import at, between, row, stack, txt
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.permissions import Permission
from hms.schemas.documents import DocumentView
from hms.services.documents import opening
from hms.texts import t
from hms.web.screen import Screen, handler


class LooksAtDocument(Screen, mixin=True):
    """A screen that shows one document, a page at a time."""

    needs = Permission.OPEN_DOCUMENT

    shown: DocumentView | None = None
    page_number: int = 1

    def watches(self) -> list[str]:
        """Follow the record that it belongs to."""
        return [f"patient:{self.shown.patient_id}"] if self.shown else []

    @handler
    async def load(self) -> None:
        """Read what the document of the address is."""
        if (wanted := asked_id(self.route_arg("document_id"))) is None:
            raise NotFound
        self.shown = await self.ask(opening.view, wanted)
        self.page_number = min(max(1, self.page_number), max(1, self.shown.pages))

    @handler(quiet=True)
    async def turn(self, pages: int) -> None:
        """Turn to another page."""
        if self.shown:
            self.page_number = min(max(1, self.page_number + max(-1, min(1, pages))), max(1, self.shown.pages))


def looked_at(screen: type, *, big: bool = False) -> rx.Component:
    """Draw a document: what it is, the way to save it, and the document itself."""
    one = screen.shown
    wrong = notice(
        "danger", t("This document was entered in error"), t("Do not rely on it. The patient no longer sees it.")
    )
    address = rx.Var.create("/documents/") + one.id.to(str)
    save = link_button(t("Save"), address, "download", of=one.name, outside=True, big=big)
    told = facts(
        fact(t("Kind"), one.type), fact(t("Day"), one.day), fact(t("From"), one.source),
        fact(t("File"), one.name + " (" + one.size + ")"),
        rx.cond(one.note, fact(t("Note"), one.note), rx.fragment()),
        columns=at("1fr", "repeat(2, minmax(0, 1fr))", "repeat(4, minmax(0, 1fr))"),
    )  # fmt: skip
    body = rx.match(
        one.kind.to(str),
        ("text", txt(one.text, "body", tag="p", white_space="pre-wrap", class_name="h-break")),
        ("picture", _picture(address, one.title, 1, t("Open it alone, to enlarge it"), big)),
        ("paper", _paper(screen, address, big)),
        notice("info", t("It cannot be shown here"), t("Save it, and open it with a programme of your own.")),
    )
    return stack(
        rx.cond(one.error, wrong, rx.fragment()), surface(stack(told, row(save), gap="md"), class_name="h-pad"),
        surface(body, class_name="h-pad"), gap="lg",
    )  # fmt: skip


def _picture(address: rx.Var, title: rx.Var, number: rx.Var | int, words: str, big: bool) -> rx.Component:
    path = address + "/pages/" + rx.Var.create(number).to(str)
    seen = rx.el.img(src=path, alt=title, class_name="h-document", key=path)
    return stack(seen, row(link_button(words, path, "maximize-2", outside=True, target="_blank", big=big)), gap="md")


def _paper(screen: type, address: rx.Var, big: bool) -> rx.Component:
    one, number = screen.shown, screen.page_number
    before = button(t("Previous"), "chevron-left", big=big, on_click=screen.turn(-1), disabled=number <= 1)
    after = button(t("Next"), "chevron-right", big=big, on_click=screen.turn(1), disabled=number >= one.pages)
    place = txt(t("Page {n} of {total}", n=number, total=one.pages), "body", "ink_2", role="status")
    turning = rx.cond(one.pages > 1, between(row(before, after), place, wrap=True), rx.fragment())
    words = one.title + ", " + t("page {n} of {total}", n=number, total=one.pages)
    return stack(turning, _picture(address, words, number, t("Open this page alone, to enlarge it"), big), gap="md")


def small(picture: rx.Var) -> rx.Component:
    """Draw the small picture of a document; its words stand beside it."""
    return rx.cond(picture, rx.el.img(src=picture, alt="", class_name="h-small-picture"), rx.fragment())


def shared_tag(mine: rx.Var) -> rx.Component:
    """Mark what came from the patient."""
    return rx.cond(mine, tag(t("From you"), "info"), rx.fragment())
