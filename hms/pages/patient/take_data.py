"""Everything in one's record, to take along: asked for, watched while it is made, fetched."""

from uuid import uuid4

import reflex as rx

from hms.components.buttons import button
from hms.components.cards import section
from hms.components.feedback import notice
from hms.components.layout import icon, row, stack, txt
from hms.components.native_form import native_form
from hms.components.shell import page_head
from hms.components.theme import ICONS, SIZE
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.exports import ExportCard
from hms.services.exports import asking
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

PATH = "/patient/my-data"
FETCH = "/my-data"


class TakeData(Screen):
    """/patient/my-data: what is being made goes on when this page is left."""

    needs = Permission.TAKE_DATA

    export: ExportCard | None = None
    key: str = ""

    def watches(self) -> list[str]:
        """Follow how far it is."""
        return [asking.topic(identity.card().account_id)]

    @handler
    async def load(self) -> None:
        """Read how far it is."""
        self.export = await self.ask(asking.mine)
        self.key = self.key or str(uuid4())

    @handler(busy=True)
    async def begin(self) -> None:
        """Have it put together."""
        self.export = await self.ask(asking.ask, self.key)
        self.key = str(uuid4())


D = TakeData


def _inside() -> rx.Component:
    parts = (
        ("file-text", t("A PDF to read: what is known about you, what was written, booked and prescribed.")),
        ("braces", t("The same for another clinic's computer, in the FHIR R4 format, with what other systems sent.")),
        ("paperclip", t("The files of your conversations, and your photo.")),
    )
    return rx.el.ul(
        *[rx.el.li(row(icon(mark), txt(words, "body"), gap="sm")) for mark, words in parts], class_name="h-stack g-sm"
    )


def _begin(words: str) -> rx.Component:
    return button(words, "package", primary=True, big=True, busy=D.busy, on_click=D.begin)


def _making() -> rx.Component:
    percent = D.export.done
    bar = rx.el.progress(value=percent.to_string(), max="100", aria_label=t("How far it is"), class_name="h-progress")
    left = t("You can leave this page and come back: it goes on meanwhile.")
    words = row(
        rx.el.span(class_name="h-spin", aria_hidden="true"), txt(t("{n} % are done", n=percent), "strong"), gap="sm"
    )
    return stack(words, bar, txt(left, "small", "ink_2", "p"), gap="sm", role="status")


def _ready() -> rx.Component:
    named = rx.el.input(type="hidden", name="export", value=D.export.id.to(str))
    fetch = rx.el.button(
        icon("download", "", ICONS.sm), rx.el.span(t("Download"), " (", D.export.size, ")"), type="submit",
        class_name="h-btn h-btn-primary h-btn-big",
    )  # fmt: skip
    kept = t("It is kept until {until}. Whoever has this file can read everything: keep it where only you can open it.",
             until=D.export.until)  # fmt: skip
    fetched = rx.cond(
        D.export.fetched, txt(t("Fetched last at {time}.", time=D.export.fetched), "small", "ink_2", "p"), rx.fragment()
    )
    again = button(t("Put it together anew"), "refresh-cw", busy=D.busy, on_click=D.begin)
    return stack(
        txt(t("Everything is together."), "strong", tag="p"), native_form(FETCH, named, fetch),
        txt(kept, "body", "ink_2", "p"), fetched, row(again), gap="md",
    )  # fmt: skip


def _failed() -> rx.Component:
    body = t("Nothing of your record was changed. Try again; if it happens once more, tell the clinic.")
    return stack(notice("danger", t("It could not be put together"), body), row(_begin(t("Try again"))), gap="md")


def page() -> rx.Component:
    """Draw /patient/my-data."""
    head = page_head(t("Take my data with me"), t("Everything that this clinic keeps about you, in one download."))
    state = rx.match(D.export.state, ("making", _making()), ("ready", _ready()), ("failed", _failed()), rx.fragment())
    now = rx.cond(D.export, state, row(_begin(t("Put it together"))))
    inside = section(t("What is in it"), _inside())
    return frame(
        D, "/patient/settings", head, stack(inside, section(t("Your download"), now), gap="lg", max_width=SIZE.form)
    )
