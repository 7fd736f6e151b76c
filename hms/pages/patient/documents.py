"""One's documents: those that the clinic shares, those that one adds, and how one is looked at."""

import reflex as rx

from hms.components.buttons import button, link_button, submit
from hms.components.cards import item, items, section, tile
from hms.components.feedback import empty
from hms.components.forms import actions, field, form, select
from hms.components.layout import between, icon, row, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.documents.adding import KINDS, AddsDocument
from hms.pages.documents.looking import LooksAtDocument, looked_at, shared_tag, small
from hms.pages.documents.uploader import uploader
from hms.pages.patient.frame import frame
from hms.pages.patient.parts import WHOLE_ROW
from hms.permissions import Permission
from hms.schemas.documents import MyDocuments
from hms.services.documents import listing
from hms.services.record import parts
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

PATH, ADD = "/patient/documents", "/patient/add-document"
ONE = f"{PATH}/[document_id]"


class Documents(Screen):
    """/patient/documents."""

    needs = Permission.SEE_RECORD

    shown: MyDocuments | None = None
    elsewhere: int = 0  # that an import brought, and that are words without a file
    page_number: int = 1

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self) -> None:
        """Read a page of one's documents."""
        self.shown = await self.ask(listing.mine, self.page_number)
        self.page_number = self.shown.page
        self.elsewhere = (await self.ask(parts.documents)).total

    @handler(quiet=True)
    async def turn(self, pages: int):
        """Turn to another page."""
        self.page_number = max(1, self.page_number + max(-1, min(1, pages)))
        return type(self).refresh


class AddDocument(AddsDocument):
    """/patient/add-document."""

    needs = Permission.ADD_OWN_DOCUMENT

    @handler
    async def load(self) -> None:
        """Read how large a document may be."""
        self.most_mb = await self.ask(listing.most_mb)

    async def _after_adding(self) -> None:
        self.go(PATH, "ok", t("Your document is in your record"), t("Your doctors see that it came from you."))


class Document(LooksAtDocument):
    """/patient/documents/[document_id]."""


D, A, O = Documents, AddDocument, Document  # noqa: E741


def _line(one: rx.Var) -> rx.Component:
    name = row(txt(one.title, "strong", class_name="h-break"), shared_tag(one.mine), wrap=True)
    by = rx.cond(one.source, one.type + ". " + one.source, one.type)
    lead = rx.cond(one.picture, small(one.picture), tile("file-text"))
    told = stack(txt(by, "small", "ink_2"), txt(one.day, "small", "ink_2"), gap="hair")
    return item(
        name, told, lead=lead, end=icon("chevron-right"), href=f"{PATH}/{one.id}", key=one.id.to(str), style=WHOLE_ROW
    )


def page() -> rx.Component:
    """Draw /patient/documents."""
    back = link_button(t("Your record"), "/patient/record", "arrow-left", big=True)
    head = page_head(t("Documents"), t("Letters, reports and pictures that you and your doctors share."), back)
    add = link_button(t("Add a document"), ADD, "plus", primary=True, big=True)
    shown = D.shown
    listed = section(t("Newest first"), items(rx.foreach(shown.listed, _line)), number=shown.total, flush=True)
    words = t("What your doctors share comes here. You can add a photo or a paper of your own.")
    none = section(t("Documents"), empty("folder", t("No documents yet"), words))
    newer = button(t("Newer"), "chevron-left", big=True, on_click=D.turn(-1), disabled=shown.page <= 1)
    older = button(t("Older"), "chevron-right", big=True, on_click=D.turn(1), disabled=shown.page >= shown.pages)
    place = txt(t("Page {n} of {total}", n=shown.page, total=shown.pages), "body", "ink_2")
    turning = rx.cond(shown.pages > 1, between(newer, place, older, wrap=True), rx.fragment())
    other = item(
        t("From other clinics"), t("{n} entries about documents, without the papers", n=D.elsewhere), lead=tile("folder"),
        end=icon("chevron-right"), href="/patient/record/documents", style=WHOLE_ROW,
    )  # fmt: skip
    imported = rx.cond(D.elsewhere > 0, section(t("Brought in"), items(other), flush=True), rx.fragment())
    body = stack(row(add), rx.cond(shown.total > 0, listed, none), turning, imported, gap="lg", max_width=SIZE.form)
    return frame(D, "/patient/record", head, body)


def add_page() -> rx.Component:
    """Draw /patient/add-document: the file and what it is; the rest may wait."""
    back = link_button(t("Documents"), PATH, "arrow-left", big=True)
    head = page_head(
        t("Add a document"), t("A photo from your phone, or a paper. Your doctors see it in your record."), back
    )
    errors = A.field_errors
    more = rx.el.details(
        rx.el.summary(icon("chevron-down"), txt(t("Say more about it"), "strong"), class_name="h-row", cursor="pointer"),
        stack(
            field(t("Title"), "title", errors=errors, optional=True, max_length=150, auto_complete="off"),
            field(t("Day that stands on it"), "happened", kind="date", errors=errors, optional=True),
            gap="lg", padding_block="16px",
        ),
        open=rx.cond(errors.length() > 0, True, rx.Var("undefined")),
    )  # fmt: skip
    asked = form(
        uploader(A, "/documents", t("Photo or file")),
        select(t("What is it?"), "type", KINDS, errors=errors),
        more,
        actions(submit(t("Add it"), "plus", big=True)),
        class_name="h-stack g-lg",
    )
    return frame(A, "/patient/record", head, section(t("Which document?"), asked, max_width=SIZE.form), waits=False)


def one_page() -> rx.Component:
    """Draw /patient/documents/[document_id]."""
    back = link_button(t("Documents"), PATH, "arrow-left", big=True)
    return frame(O, "/patient/record", page_head(O.shown.title, "", back), looked_at(O, big=True))
