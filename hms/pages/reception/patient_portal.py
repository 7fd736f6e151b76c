"""Who reaches a record through the portal: a code for the patient's own sign-in, and who may act for them."""

from uuid import UUID

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, small_button, submit
from hms.components.cards import item, items, section
from hms.components.feedback import notice
from hms.components.forms import actions, field, form, select
from hms.components.keys import cap, on_key
from hms.components.layout import grid, row, stack, txt
from hms.errors import NotFound
from hms.schemas.acting import RELATIONS, ActingCard, ActingForm, OpenCode, RecordCodeCard
from hms.services import acting, record_codes
from hms.texts import t
from hms.web.screen import Screen, handler

PRINT = rx.Var("() => window.print()")
ARRIVE = rx.Var("() => document.getElementById('code-slip')?.focus()")
FIRST = rx.Var("() => document.querySelector('#allowing input')?.focus()")


class GivingAccess(Screen, mixin=True):
    """A screen with a patient's record on which reception arranges who reaches it."""

    code: RecordCodeCard | None = None  # shown once, kept nowhere
    code_out: OpenCode | None = None
    acting: list[ActingCard] = []  # noqa: RUF012 - Reflex copies it for each state
    allowing: bool = False

    def _whose(self) -> UUID:
        raise NotFound

    async def _read_access(self) -> None:
        self.code_out = await self.ask(record_codes.out, self._whose())
        self.acting = await self.ask(acting.of_patient, self._whose())

    @handler(busy=True)
    async def give_code(self) -> None:
        """Give a code for a sign-in of the patient's own."""
        self.code = await self.ask(record_codes.give, self._whose())

    @handler
    async def put_code_away(self) -> None:
        """Take the code off the screen."""
        self.code = None
        await self._read_access()

    @handler(busy=True)
    async def revoke_code(self) -> None:
        """Take back a code that is out."""
        await self.ask(record_codes.revoke, self._whose())
        self.code = None
        await self._read_access()
        self.say("ok", t("The code no longer counts"))

    @handler
    async def start_allowing(self) -> None:
        """Ask who may act for the patient."""
        self.allowing = True

    @handler
    async def stop_allowing(self) -> None:
        """Leave it as it is."""
        self.allowing = False

    @handler(busy=True)
    async def allow(self, answers: dict[str, str]) -> None:
        """Let somebody act for the patient."""
        asked = {name: answers.get(name, "") for name in ("email", "relation", "proof")}
        until = answers.get("ends_on") or None
        allowed = ActingForm.model_validate({**asked, "patient_id": self._whose(), "ends_on": until})
        card = await self.ask(acting.allow, allowed)
        self.allowing = False
        await self._read_access()
        self.say("ok", t("{name} may act for the patient", name=card.holder), t("They see it when they sign in next."))

    @handler(busy=True)
    async def end_acting(self, acting_id: UUID) -> None:
        """End that somebody acts for the patient."""
        await self.ask(acting.end, acting_id)
        await self._read_access()
        self.say("ok", t("Ended"), t("What they had open is closed."))


def access(screen: type) -> rx.Component:
    """Draw who reaches the record through the portal."""
    slip = rx.cond(screen.code, _slip(screen), _code(screen))
    return rx.fragment(section(t("Portal"), slip), _acting(screen))


def _code(screen: type) -> rx.Component:
    one = screen.record.personal
    out = row(
        txt(t("A code is out since {given}, until {until}.", given=screen.code_out.given, until=screen.code_out.until)),
        small_button(t("Take it back"), "ban", on_click=screen.revoke_code, busy=screen.busy),
        wrap=True,
    )
    none = txt(t("With a code the patient makes a sign-in for this record at home."), "body", "ink_2", "p")
    give = row(
        button(t("Give a portal code"), "key-round", on_click=screen.give_code, busy=screen.busy, **on_key("c")),
        cap("c"),
    )
    known = txt(t("The patient signs in to this record already."), "body", "ink_2", "p")
    return rx.cond(one.has_account, known, stack(rx.cond(screen.code_out, out, none), give))


def _slip(screen: type) -> rx.Component:
    one = screen.code
    steps = t("Open the clinic's page, choose to register, and say that you have a code. You need your birth date too.")
    slip = rx.el.div(
        txt(
            t("Portal code for {name}, number {number}", name=one.patient, number=one.record_number), "strong", tag="p"
        ),
        txt(one.code, "display", tag="p", class_name="h-code"),
        txt(t("Works once, until {until}.", until=one.until), "body", "ink_2", "p"),
        txt(steps, "small", "ink_2", "p"),
        class_name="h-stack g-xs h-slip",
        id="code-slip",
        tab_index=-1,
        on_mount=rx.call_function(ARRIVE),
    )
    once = notice("info", t("Shown this once"), t("Print it or let the patient write it down; it is kept nowhere."))
    acts = row(
        button(t("Print"), "printer", on_click=rx.call_function(PRINT)),
        button(t("Put away"), "x", on_click=screen.put_code_away, **on_key("escape")), wrap=True,
    )  # fmt: skip
    return stack(slip, once, acts, gap="md")


def _acting(screen: type) -> rx.Component:
    def line(one: rx.Var) -> rx.Component:
        until = rx.cond(one.ends, t("until {day}", day=one.ends), t("no end set"))
        note = row(
            txt(one.email, "small", "ink_2"), txt(t("since {day}", day=one.since) + ", " + until, "small", "ink_2"),
            txt(t("Shown: {proof}", proof=one.proof), "small", "ink_2", class_name="h-break"),
            rx.cond(one.over, tag(one.over, "quiet", "circle-slash"), rx.fragment()), wrap=True,
        )  # fmt: skip
        stop = small_button(
            t("End"), "ban", of=one.holder, danger=True, busy=screen.busy, on_click=screen.end_acting(one.id)
        )
        name = row(txt(one.holder, "strong"), txt(one.relation, "small", "ink_2"), wrap=True)
        return item(name, note, end=rx.cond(one.over, rx.fragment(), stop), key=one.id.to(str))

    none = txt(t("Nobody acts for this patient."), "body", "ink_2", "p", class_name="h-item")
    listed = rx.cond(screen.acting.length() > 0, items(rx.foreach(screen.acting, line)), none)
    add = small_button(t("Add"), "user-plus", of=t("somebody who may act"), on_click=screen.start_allowing)
    asked = rx.cond(screen.allowing, rx.el.div(_allowing(screen), class_name="h-item"), rx.fragment())
    return section(
        t("May act for them"), listed, asked, action=rx.cond(screen.allowing, rx.fragment(), add), flush=True
    )


def _allowing(screen: type) -> rx.Component:
    errors = screen.field_errors
    hint = t("The first day on which it no longer holds. A parent's or guardian's ends when the child comes of age.")
    fields = grid(
        field(t("E-mail of their sign-in"), "email", errors=errors, kind="email", auto_complete="off"),
        select(t("Relation"), "relation", list(RELATIONS.items()), errors=errors),
        field(t("What they showed you"), "proof", errors=errors, auto_complete="off", max_length=200),
        field(t("Ends on"), "ends_on", errors=errors, kind="date", hint=hint, optional=True),
        columns="repeat(auto-fit, minmax(220px, 1fr))",
        gap="md",
    )
    acts = actions(
        submit(t("Let them act"), "check", busy=screen.busy), button(t("Cancel"), "x", on_click=screen.stop_allowing)
    )
    return form(
        fields, acts, on_submit=screen.allow, class_name="h-stack g-md h-grow", id="allowing",
        on_mount=rx.call_function(FIRST),
    )  # fmt: skip
