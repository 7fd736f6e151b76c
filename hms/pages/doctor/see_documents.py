"""The documents of a patient: filed, looked at, shared with the patient, called an error."""

from typing import Any
from uuid import UUID

import reflex as rx

from hms.components.banner import patient_banner
from hms.components.buttons import button, link_button, submit
from hms.components.cards import section
from hms.components.choices import tick
from hms.components.feedback import loaded, notices
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import at, grid, row, stack, txt
from hms.components.shell import shell
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import entries, list_page
from hms.pages.doctor.lists import RecordList
from hms.pages.documents.adding import KINDS, AddsDocument
from hms.pages.documents.looking import LooksAtDocument, looked_at
from hms.pages.documents.uploader import uploader
from hms.permissions import Permission, Role
from hms.schemas.documents import ShareForm
from hms.schemas.record_lists import ListPage
from hms.schemas.record_words import LISTS
from hms.services.documents import listing, sharing
from hms.texts import t
from hms.web.screen import handler

PLACE = f"{RECORD}/documents"
ONE = f"{PLACE}/[document_id]"
TITLE = LISTS["documents"]


class SeeDocuments(RecordList, AddsDocument):
    """/doctor/patients/[patient_id]/documents."""

    needs = Permission.KEEP_CHART

    def _also(self, page: Any) -> None:
        self.most_mb = page.most_mb

    async def _fetch(self, patient_id: UUID) -> ListPage:
        return await self.ask(listing.listed, patient_id, self.page_number)

    async def _after_adding(self) -> None:
        self.page_number = 1
        await self._again()
        self.say("ok", t("The document is in the record"))

    @handler(busy=True)
    async def share(self, entry_id: UUID, version: int, wanted: bool) -> None:
        """Let the patient see a document, or no longer."""
        await self.ask(sharing.share, ShareForm(entry_id=entry_id, version=version, shared=wanted))
        await self._again()
        self.say("ok", t("The patient sees it now") if wanted else t("The patient sees it no longer"))


class SeeDocument(LooksAtDocument):
    """/doctor/patients/[patient_id]/documents/[document_id]."""


S, D = SeeDocuments, SeeDocument


def page() -> rx.Component:
    """Draw the documents, and the form that adds one."""
    errors = S.field_errors
    what = select(t("What it is"), "type", KINDS, errors=errors)
    title = field(t("Title"), "title", errors=errors, optional=True, max_length=150, auto_complete="off")
    by = field(t("Written by"), "author", errors=errors, optional=True, max_length=150, auto_complete="off")
    day = field(t("Day that it bears"), "happened", kind="date", errors=errors, optional=True)
    note = long_text(t("Note"), "note", rows=2, errors=errors, optional=True, max_length=1000)
    adding = form(
        uploader(S, rx.Var.create("/documents?patient=") + S.who.id.to(str), t("File")),
        grid(what, title, columns=at("minmax(0, 1fr)", "1fr 1fr"), gap="md"),
        grid(by, day, columns=at("minmax(0, 1fr)", "1fr 1fr"), gap="md"),
        note,
        tick("shared", t("The patient sees it"), t("At once, among their documents.")),
        actions(submit(t("Add document"), "plus")),
        class_name="h-stack g-lg",
    )
    kept = entries(S, t("In the record"), t("No document was filed yet. Add the first one above."), acts=_acts)
    return list_page(S, "documents", section(t("Add a document"), adding), kept)


def _acts(one: rx.Var) -> rx.Component:
    way = "/doctor/patients/" + S.who.id.to(str) + "/documents/" + one.id.to(str)
    look = link_button(t("Look at it"), way, "eye", of=one.title, small=True)
    share = button(
        t("Share with the patient"), "share-2", of=one.title, small=True, on_click=S.share(one.id, one.version, True)
    )
    keep = button(
        t("Share no longer"), "eye-off", of=one.title, small=True, on_click=S.share(one.id, one.version, False)
    )
    which = one.typed.to(dict[str, str])["share"]
    return rx.fragment(look, rx.match(which, ("yes", share), ("no", keep), rx.fragment()))


def one_page() -> rx.Component:
    """Draw one document under the name of whose it is."""
    told = notices(D.notice_tone, D.notice_title, D.notice_body, on_close=D.dismiss)
    home = stack(txt(TITLE, "title", tag="h1"), row(link_button(t("Back to my day"), "/doctor", "arrow-left")))
    way = RECORD.partition("[")[0] + D.shown.patient_id.to(str) + "/documents"
    back = row(link_button(t("All documents"), way, "arrow-left", small=True))
    body = stack(back, txt(D.shown.title, "title", tag="h2", class_name="h-break"), looked_at(D), gap="lg")
    shown = rx.cond(D.refused, home, loaded(D.shown, body, lines=8))
    return shell(D.me, Role.DOCTOR, "/doctor/patients", told, shown, clinic=D.me.clinic, banner=_whose())


def _whose() -> rx.Component:
    who = D.shown.banner
    born = rx.cond(who.age, who.born + " (" + who.age + ")", who.born)
    drawn = patient_banner(
        who.name, who.allergies, born=born, sex=who.sex, record=who.record_number, none=who.no_allergies,
        deceased=rx.cond(who.deceased, " ", ""),
    )  # fmt: skip
    return rx.cond(D.shown, drawn, rx.fragment())
