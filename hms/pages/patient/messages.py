"""The patient's conversations with the care team: the list, one conversation, and a new one."""

import reflex as rx

from hms.components.buttons import link_button
from hms.components.feedback import to_first_error
from hms.components.layout import row, stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient.frame import frame
from hms.pages.talking import lists, parts
from hms.pages.talking.base import BeginsThread, ListsThreads, ReadsThread
from hms.pages.talking.beginning import beginning_form
from hms.permissions import Permission
from hms.texts import t
from hms.web import identity
from hms.web.screen import handler

HERE = "/patient/messages"


class Messages(ListsThreads):
    """/patient/messages."""

    needs = Permission.EXCHANGE_MESSAGES

    def watches(self) -> list[str]:
        """Follow one's own conversations."""
        card = identity.card()
        return [f"threads:{card.patient_id}", f"draft:{card.account_id}"]


class Conversation(ReadsThread):
    """/patient/messages/[thread_id]."""

    needs = Permission.EXCHANGE_MESSAGES


class WriteMessage(BeginsThread):
    """/patient/write: a new conversation."""

    needs = Permission.EXCHANGE_MESSAGES

    options: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    chosen: str = ""

    @handler
    async def load(self) -> None:
        """Read to whom one can write, and what one had begun."""
        await self._begin_with(None)
        self.options = [[one.id, one.name, one.about] for one in self.whom]
        self.chosen = self.held_whom or self.whom[0].id


def page() -> rx.Component:
    """Draw /patient/messages."""
    new = link_button(t("New message"), "/patient/write", "pencil", primary=True, big=True)
    head = page_head(t("Messages"), t("Between you and the people who look after you."), new)
    none = (
        t("No message yet"),
        t("Write to your doctor or to the clinic. The answer comes here, and an e-mail tells you that it is there."),
    )
    listed = stack(
        lists.filters(Messages, lists.PATIENTS),
        lists.listing(Messages, HERE, patient=True, none=none),
        gap="lg",
        max_width=SIZE.form,
    )
    return frame(Messages, HERE, head, listed)


def conversation() -> rx.Component:
    """Draw /patient/messages/[thread_id]."""
    C = Conversation
    back = link_button(t("All messages"), HERE, "arrow-left", small=True)
    head = page_head(C.thread.subject, C.thread.whom, back, parts.closing(C))
    about = stack(parts.away(C), parts.access(C), gap="md", class_name="h-talk-head")
    return frame(C, HERE, head, about, parts.conversation(C), parts.answer_form(C), waits=False)


def write() -> rx.Component:
    """Draw /patient/write."""
    W = WriteMessage
    head = page_head(t("New message"), t("To your doctor or to the clinic."), row(link_button(t("All messages"), HERE)))
    shown = stack(beginning_form(W, asks_whom=True), to_first_error(W.field_errors), gap="0", max_width=SIZE.form)
    return frame(W, HERE, head, shown, waits=False)
