"""Who asks a doctor for a refill: renewed with one press, or declined with a reason; also those of a colleague who is away."""

from uuid import UUID

import reflex as rx

from hms.components.badges import allergies
from hms.components.buttons import button, link, link_button, small_button, submit
from hms.components.cards import items, section
from hms.components.feedback import empty, loaded, notice, notices
from hms.components.forms import actions, form, long_text
from hms.components.layout import row, stack, txt
from hms.components.shell import page_head, shell
from hms.components.theme import SIZE
from hms.permissions import Permission, Role
from hms.schemas.prescriptions import DeclineForm, RefillCard
from hms.services.prescriptions import refills
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

HERE = "/doctor/refills"


class AnswerRefills(Screen):
    """/doctor/refills."""

    needs = Permission.ANSWER_REFILL

    waiting: list[RefillCard] = []  # noqa: RUF012 - Reflex copies it for each state
    declining: str = ""  # the id of the wish whose reason is being typed
    _covered: list[str] = []  # noqa: RUF012 - topics of the doctors for whom this one answers

    def watches(self) -> list[str]:
        """Follow who asks this doctor, and the colleagues for whom this one stands in."""
        me = identity.card().practitioner_id
        return [f"refills:{me}", f"practitioner:{me}", "directory", *self._covered]

    @handler
    async def load(self) -> None:
        """Read who waits; the one whose reason is being typed keeps its place."""
        self._covered = [f"refills:{one}" for one in await self.ask(refills.covered)]
        self.waiting = await self.ask(refills.waiting)
        if self.declining not in {str(one.id) for one in self.waiting}:
            self.declining = ""

    @handler(busy=True)
    async def accept(self, request_id: UUID) -> None:
        """Renew what is asked for."""
        await self.ask(refills.accept, request_id)
        self.waiting = await self.ask(refills.waiting)
        self.say("ok", t("Renewed and signed"), t("The patient reads it now."))

    @handler
    async def start_declining(self, request_id: UUID) -> None:
        """Ask why."""
        self.declining = str(request_id)

    @handler
    async def stop_declining(self) -> None:
        """Leave it unanswered."""
        self.declining = ""

    @handler(busy=True)
    async def decline(self, answers: dict[str, str]) -> None:
        """Say no, with the reason that the patient reads."""
        said = {"request_id": self.declining, "reason": answers.get("reason", "")}
        await self.ask(refills.decline, DeclineForm.model_validate(said))
        self.declining = ""
        self.waiting = await self.ask(refills.waiting)
        self.say("ok", t("Declined"), t("The patient reads why."))


A = AnswerRefills


def _line(one: rx.Var) -> rx.Component:
    who = link(one.patient, rx.Var.create("/doctor/patients/") + one.patient_id.to(str) + "/prescriptions")
    words = stack(
        row(who, txt(one.born, "small", "ink_2"), txt(one.record_number, "small", "ink_2"), wrap=True),
        allergies(one.allergies, known=one.allergies.length() > 0),
        txt(one.drug, "strong", tag="h3"),
        txt(one.how, "body", tag="p"),
        rx.cond(one.advice, txt(one.advice, "small", "ink_2", "p"), rx.fragment()),
        txt(one.prescribed + ". " + one.left, "small", "ink_2", "p"),
        rx.cond(one.note, txt(one.note, "body", tag="p", class_name="h-break"), rx.fragment()),
        txt(one.asked, "small", "ink_2", "p"),
        rx.cond(one.in_the_way, notice("warn", one.in_the_way), rx.fragment()),
        rx.cond(A.declining == one.id.to(str), _reason(one), _answers(one)),
        gap="xs",
        class_name="h-grow",
    )
    return rx.el.li(words, class_name="h-item", key=one.id.to(str))


def _answers(one: rx.Var) -> rx.Component:
    of = {"of": one.drug + ", " + one.patient}
    yes = small_button(t("Renew and sign"), "pen-line", busy=A.busy, on_click=A.accept(one.id.to(str)), **of)
    no = small_button(t("Decline"), "x", danger=True, on_click=A.start_declining(one.id.to(str)), **of)
    return row(rx.cond(one.in_the_way, rx.fragment(), yes), no, wrap=True)


def _reason(one: rx.Var) -> rx.Component:
    why = long_text(t("Why not"), "reason", rows=2, hint=t("The patient reads it."), errors=A.field_errors)
    send = submit(t("Decline this refill"), "x", of=one.patient, danger=True, busy=A.busy)
    back = button(t("Do not answer yet"), on_click=A.stop_declining)
    return form(why, actions(send, back), on_submit=A.decline, class_name="h-stack g-md h-under")


def page() -> rx.Component:
    """Draw /doctor/refills."""
    told = notices(A.notice_tone, A.notice_title, A.notice_body, on_close=A.dismiss)
    none = empty("pill", t("Nobody waits for a refill"), t("Wishes of patients show here at that moment."))
    waiting = rx.cond(A.waiting.length() > 0, items(rx.foreach(A.waiting, _line)), none)
    body = stack(section(t("Refills"), waiting, number=A.waiting.length(), flush=True), max_width=SIZE.form)
    way_out = row(link_button(t("To your day"), "/doctor", "sun"))
    shown = rx.cond(A.refused, way_out, loaded(~A.loading, body, lines=6))
    head = page_head(t("Refills"), t("What patients ask for again, of what you prescribed."))
    return shell(A.me, Role.DOCTOR, HERE, head, told, shown, clinic=A.me.clinic)
