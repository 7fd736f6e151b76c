"""Conversations with the clinic, answered at the desk. What the clinic mails by itself stands under Messages."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import link_button
from hms.components.feedback import notices, to_first_error
from hms.components.layout import row, split, stack
from hms.components.shell import page_head, shell
from hms.components.theme import SIZE
from hms.pages.reception.finding import FindingPatient, patient_finder
from hms.pages.talking import lists, parts
from hms.pages.talking.base import BeginsThread, ListsThreads
from hms.pages.talking.beginning import beginning_form
from hms.pages.talking.handing import HandsOver, about_patient, hand_over_form
from hms.permissions import Permission, Role
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/reception/inbox"


class Inbox(ListsThreads):
    """/reception/inbox."""

    needs = Permission.HAND_OVER_MESSAGES

    def watches(self) -> list[str]:
        """Follow the clinic's conversations."""
        return ["threads:clinic"]


class ClinicConversation(HandsOver):
    """/reception/inbox/[thread_id]."""

    needs = Permission.HAND_OVER_MESSAGES
    leads_to = HERE


class ClinicWrites(FindingPatient, BeginsThread):
    """/reception/write: a new conversation with a patient."""

    needs = Permission.FIND_PATIENT
    leads_to = HERE

    options: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    chosen: str = ""

    @handler
    async def load(self) -> None:
        """Read what one had begun to the patient who is chosen."""
        if self.patient:
            await self._begin_with(self.patient.id)

    @handler
    async def choose_patient(self, patient_id: UUID) -> None:
        """Take one of those found."""
        await self._choose(patient_id)
        await self._begin_with(patient_id)

    @handler
    async def forget_patient(self) -> None:
        """Choose another one."""
        self.patient, self.found, self.sought, self.start, self.place = None, [], "", None, ""


def _frame(screen: type[Screen], *content: rx.Component, head: rx.Component) -> rx.Component:
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    way_out = row(link_button(t("All conversations"), HERE, "arrow-left"))
    shown = rx.cond(screen.refused, way_out, rx.fragment(*content))
    return shell(screen.me, Role.RECEPTIONIST, HERE, head, told, shown, clinic=screen.me.clinic)


def page() -> rx.Component:
    """Draw /reception/inbox."""
    new = link_button(t("Write to a patient"), "/reception/write", "pencil")
    head = page_head(t("Conversations"), t("What patients write to the clinic, and what the desk answers."), new)
    none = (t("No conversation here"), t("What patients write to the clinic stands here. Doctors have their own."))
    listed = lists.listing(Inbox, HERE, patient=False, none=none)
    return _frame(Inbox, stack(lists.filters(Inbox, lists.STAFF), listed, gap="md"), head=head)


def conversation() -> rx.Component:
    """Draw /reception/inbox/[thread_id]."""
    C = ClinicConversation
    back = link_button(t("All conversations"), HERE, "arrow-left", small=True)
    main = rx.el.div(parts.conversation(C), parts.answer_form(C))
    side = stack(about_patient(C), hand_over_form(C), gap="lg")
    return _frame(C, split(main, side), head=page_head(C.thread.subject, C.thread.patient, back, parts.closing(C)))


def write() -> rx.Component:
    """Draw /reception/write."""
    W = ClinicWrites
    back = link_button(t("All conversations"), HERE, "arrow-left", small=True)
    asked = rx.cond(W.start, beginning_form(W, asks_whom=False), rx.fragment())
    shown = stack(patient_finder(W), asked, to_first_error(W.field_errors), gap="lg", max_width=SIZE.form)
    return _frame(W, shown, head=page_head(t("Write to a patient"), t("The patient reads it on their pages."), back))
