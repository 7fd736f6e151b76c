"""What every screen of conversations does, whoever reads it: listing, reading, writing, closing."""

from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import reflex as rx

from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.schemas.threads import (
    Attached,
    Beginning,
    Bubble,
    Choice,
    Draft,
    DraftForm,
    NewMessage,
    NewThread,
    ThreadList,
    ThreadPage,
)
from hms.services.threads import attachments, drafts, privacy, seeing, settling, writing
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class Talk(NamedTuple):
    """The services by which one kind of conversations is read and written."""

    listed: Any
    conversation: Any
    seen: Any
    write: Any
    keep: Any
    detach: Any
    close: Any
    reopen: Any


CARE = Talk(
    seeing.listed, seeing.conversation, seeing.seen, writing.write, drafts.keep, attachments.detach, settling.close,
    settling.reopen,
)  # fmt: skip
PRIVACY = Talk(
    privacy.listed, privacy.conversation, privacy.seen, privacy.write, privacy.keep, privacy.detach, privacy.close,
    privacy.reopen,
)  # fmt: skip


class ListsThreads(Screen, mixin=True):
    """A screen that lists conversations."""

    talk: ClassVar[Talk] = CARE

    listed: ThreadList | None = None
    which: str = "open"
    number: int = 0

    @handler
    async def load(self) -> None:
        """Read this page of the conversations."""
        await self._read_list()

    async def _read_list(self) -> None:
        self.listed = await self.ask(self.talk.listed, self.which, self.number)

    @handler(quiet=True)
    async def show(self, which: str) -> rx.event.EventSpec:
        """Show the open ones, those that wait for an answer, or the closed ones."""
        self.which, self.number = which if which in {"waiting", "closed"} else "open", 0
        return type(self).refresh

    @handler(quiet=True)
    async def turn(self, pages: int) -> rx.event.EventSpec:
        """Turn to older or newer ones."""
        self.number = max(0, self.number + pages)
        return type(self).refresh


class Writes(Screen, mixin=True):
    """A screen on which a message is written: what is half written is kept, here and on every other device."""

    talk: ClassVar[Talk] = CARE

    place: str = ""  # which message this is: a conversation's id, or new: and the patient's
    files: list[Attached] = []  # noqa: RUF012 - Reflex copies it for each state
    held_whom: str = ""
    held_subject: str = ""
    held_body: str = ""
    used_key: str = ""

    def _hold(self, place: str, draft: Draft) -> None:
        self.place, self.files = place, list(draft.files)
        self.held_whom, self.held_subject, self.held_body = draft.whom, draft.subject, draft.body

    @handler(quiet=True)
    async def keep_draft(self, place: str, whom: str, subject: str, body: str) -> None:
        """Keep what is written so far."""
        kind, _, patient = place.partition(":")
        where = {"patient_id": asked_id(patient)} if kind == "new" else {"thread_id": asked_id(kind)}
        if None in where.values():
            raise NotFound
        await self.ask(self.talk.keep, DraftForm(**where, whom=whom, subject=subject, body=body))  # type: ignore[arg-type]

    @handler
    async def remove_file(self, attachment_id: UUID) -> None:
        """Take a file away from what is being written."""
        await self.ask(self.talk.detach, attachment_id)
        self.files = [one for one in self.files if one.id != attachment_id]


class ReadsThread(Writes, mixin=True):
    """A screen that shows one conversation and answers in it."""

    thread: ThreadPage | None = None
    bubbles: list[Bubble] = []  # noqa: RUF012 - Reflex copies it for each state

    def watches(self) -> list[str]:
        """Follow the conversation, what one has half written, and whether the doctor is away."""
        here = [f"thread:{self.thread.id}"] if self.thread else []
        return [*here, f"draft:{identity.card().account_id}", "directory"]

    @handler
    async def load(self) -> None:
        """Read the conversation of the address."""
        await self._read()

    async def _read(self) -> None:
        asked = asked_id(self.route_arg("thread_id"))
        if asked is None:
            raise NotFound
        self.thread = await self.ask(self.talk.conversation, asked)
        self.bubbles = self.thread.bubbles
        self._hold(str(self.thread.id), self.thread.draft)

    @handler(quiet=True)
    async def seen(self, place: str, last: int) -> None:
        """Note that the messages were in view."""
        if self.thread and place == str(self.thread.id):
            await self.ask(self.talk.seen, self.thread.id, last)

    @handler(busy=True)
    async def send(self, answers: dict[str, str]) -> None:
        """Send what was written."""
        if self.thread:
            form = NewMessage(thread_id=self.thread.id, body=answers.get("body", ""), key=answers.get("key", ""))
            await self.ask(self.talk.write, form)
            self.used_key = form.key
            await self._read()

    @handler(busy=True)
    async def close(self) -> None:
        """Close the conversation."""
        if self.thread:
            await self.ask(self.talk.close, self.thread.id)
            await self._read()

    @handler(busy=True)
    async def reopen(self) -> None:
        """Open the conversation again."""
        if self.thread:
            await self.ask(self.talk.reopen, self.thread.id)
            await self._read()


class BeginsThread(Writes, mixin=True):
    """A screen on which a new conversation begins."""

    start: Beginning | None = None
    whom: list[Choice] = []  # noqa: RUF012 - Reflex copies it for each state
    leads_to: ClassVar[str] = "/patient/messages"

    def watches(self) -> list[str]:
        """Follow what one has half written, and whether a doctor is away."""
        return [f"draft:{identity.card().account_id}", "directory"]

    async def _begin_with(self, patient_id: UUID | None) -> None:
        self.start = await self.ask(seeing.beginning, patient_id)
        self.whom = self.start.whom
        self._hold(f"new:{self.start.patient_id}", self.start.draft)

    @handler(busy=True)
    async def send(self, answers: dict[str, str]) -> None:
        """Send the first message."""
        if self.start:
            form = NewThread(
                patient_id=self.start.patient_id,
                whom=answers.get("whom") or self.whom[0].id,
                subject=answers.get("subject", ""),
                body=answers.get("body", ""),
                key=answers.get("key", ""),
            )
            thread_id = await self.ask(writing.open_thread, form)
            self.used_key = form.key
            self.go(f"{self.leads_to}/{thread_id}", "ok", t("Your message is sent"), "")
