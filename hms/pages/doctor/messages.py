"""A doctor's conversations with patients, also those answered for a colleague, and who answers when the doctor is away."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import button, link_button, submit
from hms.components.cards import item, items, section
from hms.components.feedback import notice, notices, to_first_error
from hms.components.forms import actions, field, form, select
from hms.components.layout import at, grid, row, split, stack, txt
from hms.components.shell import page_head, shell
from hms.components.theme import SIZE
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.pages.talking import lists, parts
from hms.pages.talking.base import BeginsThread, ListsThreads
from hms.pages.talking.beginning import beginning_form
from hms.pages.talking.handing import HandsOver, about_patient, hand_over_form
from hms.permissions import Permission, Role
from hms.schemas.threads import CoverForm, Covers
from hms.services.threads import covers
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

HERE = "/doctor/messages"
ON_LEAVE, DATES = "leave", "dates"


class DoctorMessages(ListsThreads):
    """/doctor/messages."""

    needs = Permission.SET_COVER

    covers: Covers | None = None
    others: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    when: str = ON_LEAVE
    key: str = ""
    _fresh: int = 0
    _covered: list[str] = []  # noqa: RUF012 - topics of the doctors for whom this one answers

    def watches(self) -> list[str]:
        """Follow one's own conversations, those of whom one stands in for, and who is away."""
        me = identity.card()
        return [f"threads:{me.practitioner_id}", f"practitioner:{me.practitioner_id}", *self._covered, "directory"]

    @handler
    async def load(self) -> None:
        """Read the conversations and who answers meanwhile."""
        await self._read_list()
        self.covers = await self.ask(covers.mine)
        self._covered = [f"threads:{one}" for one in self.covers.covered]
        self.others = [["", t("Choose a doctor")], *([one.id, one.name] for one in self.covers.doctors)]
        self.key = self.key or self._new_key()

    def _new_key(self) -> str:
        self._fresh += 1
        return f"{identity.card().id}-{self._fresh}-{len(self.covers.covers) if self.covers else 0}"

    @handler(quiet=True)
    async def choose_when(self, when: str) -> None:
        """Ask for days, or for none."""
        self.when = DATES if when == DATES else ON_LEAVE

    @handler(busy=True)
    async def cover(self, answers: dict[str, str]) -> None:
        """Say who answers."""
        form = CoverForm(
            covered_by_id=answers.get("covered_by_id", ""),  # type: ignore[arg-type]
            on_leave=self.when == ON_LEAVE,
            from_on=answers.get("from_on", ""),
            to_on=answers.get("to_on", ""),
            key=f"{self.key}:{'.'.join(answers.get(n, '') for n in ('covered_by_id', 'from_on', 'to_on'))}:{self.when}"[
                :100
            ],
        )
        await self.ask(covers.put, form)
        self.covers = await self.ask(covers.mine)
        self.key = self._new_key()
        self.say("ok", t("Saved"), t("Patients who write to you read who answers."))

    @handler(busy=True)
    async def end_cover(self, cover_id: UUID) -> None:
        """End an arrangement now."""
        await self.ask(covers.end, cover_id)
        self.covers = await self.ask(covers.mine)


class DoctorConversation(HandsOver):
    """/doctor/messages/[thread_id]."""

    needs = Permission.HAND_OVER_MESSAGES
    leads_to = HERE


class DoctorWrites(BeginsThread):
    """/doctor/write/[patient_id]: a new conversation with a patient in care."""

    needs = Permission.HAND_OVER_MESSAGES
    leads_to = HERE

    options: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    chosen: str = ""

    @handler
    async def load(self) -> None:
        """Read whom it is about, and what one had begun."""
        asked = asked_id(self.route_arg("patient_id"))
        if asked is None:
            raise NotFound
        await self._begin_with(asked)


def _frame(screen: type[Screen], *content: rx.Component, head: rx.Component) -> rx.Component:
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    way_out = row(link_button(t("All messages"), HERE, "arrow-left"))
    shown = rx.cond(screen.refused, way_out, rx.fragment(*content))
    return shell(screen.me, Role.DOCTOR, HERE, head, told, shown, clinic=screen.me.clinic)


def cover_section() -> rx.Component:
    """Draw who answers while the doctor is away, and the form to say so."""
    D = DoctorMessages

    def one(cover: rx.Var) -> rx.Component:
        end = button(t("End"), small=True, of=cover.words, busy=D.busy, on_click=D.end_cover(cover.id))
        now = rx.cond(cover.now, txt(t("now"), "label", "ok_ink"), rx.fragment())
        return item(cover.words, lead=now, end=end, key=cover.id.to(str))

    none = txt(t("Nobody answers for you when you are away: patients are told so."), "body", "ink_2", "p")
    kept = rx.cond(D.covers.covers.length() > 0, items(rx.foreach(D.covers.covers, one)), none)
    others = rx.cond(
        D.covers.for_others.length() > 0,
        notice("info", t("You answer for {names}", names=D.covers.for_others.join(", "))),
        rx.fragment(),
    )
    when = rx.el.div(
        *[
            button(
                words,
                small=True,
                aria_pressed=rx.cond(D.when == value, "true", "false"),
                class_name=[rx.cond(D.when == value, "h-btn-on", "")],
                on_click=D.choose_when(value),
            )
            for value, words in ((ON_LEAVE, t("Whenever I am on leave")), (DATES, t("From one day to another")))
        ],
        class_name="h-row h-wrap",
        role="group",
        aria_label=t("When"),
    )
    days = grid(
        field(t("First day"), "from_on", kind="date", errors=D.field_errors),
        field(t("Last day"), "to_on", kind="date", errors=D.field_errors),
        columns=at("1fr", "1fr 1fr"),
        gap="md",
    )
    asked = form(
        select(t("Who answers"), "covered_by_id", D.others, errors=D.field_errors),
        when,
        rx.cond(D.when == DATES, days, rx.fragment()),
        actions(submit(t("Save"), "check", busy=D.busy)),
        on_submit=D.cover,
        class_name="h-stack g-md",
    )
    away = rx.cond(D.covers.away, notice("info", D.covers.away), rx.fragment())
    return section(t("When you are away"), stack(away, others, kept, asked, to_first_error(D.field_errors), gap="md"))


def page() -> rx.Component:
    """Draw /doctor/messages."""
    D = DoctorMessages
    note = t("New messages, and those of whom you stand in for. To write first, open the patient’s visit.")
    none = (t("No message here"), t("What patients write to you stands here. They read your answer on their pages."))
    left = stack(lists.filters(D, lists.STAFF), lists.listing(D, HERE, patient=False, none=none), gap="md")
    return _frame(D, split(left, cover_section()), head=page_head(t("Messages"), note))


def conversation() -> rx.Component:
    """Draw /doctor/messages/[thread_id]."""
    C = DoctorConversation
    back = link_button(t("All messages"), HERE, "arrow-left", small=True)
    main = rx.el.div(parts.conversation(C), parts.answer_form(C))
    side = stack(about_patient(C), hand_over_form(C), gap="lg")
    head = page_head(C.thread.subject, C.thread.patient, back, parts.closing(C))
    return _frame(C, parts.away(C), split(main, side), head=head)


def write() -> rx.Component:
    """Draw /doctor/write/[patient_id]."""
    W = DoctorWrites
    shown = stack(beginning_form(W, asks_whom=False), to_first_error(W.field_errors), gap="0", max_width=SIZE.form)
    head = page_head(t("New message"), W.start.patient, link_button(t("All messages"), HERE, "arrow-left", small=True))
    return _frame(W, shown, head=head)
