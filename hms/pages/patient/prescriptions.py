"""One's prescriptions: how to take each, its paper, what became of it, and more of it."""

from uuid import UUID, uuid4

import reflex as rx

from hms.components.buttons import button, link_button, submit
from hms.components.feedback import notice
from hms.components.forms import actions, form, long_text
from hms.components.layout import stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient.frame import frame
from hms.pages.prescription_lines import listed, paper_button
from hms.permissions import Permission
from hms.schemas.prescriptions import PatientPrescriptions, RefillForm
from hms.services.prescriptions import reading, refills
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

PATH = "/patient/prescriptions"


class Prescriptions(Screen):
    """/patient/prescriptions."""

    needs = Permission.ASK_FOR_REFILL

    shown: PatientPrescriptions | None = None
    asking: str = ""  # the id of what is asked for again
    key: str = ""  # of this wish: pressing twice asks once

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self) -> None:
        """Read one's prescriptions."""
        self.shown = await self.ask(reading.mine)

    @handler
    async def start_asking(self, prescription_id: UUID) -> None:
        """Ask whether there is something to say along with it."""
        self.asking, self.key = str(prescription_id), str(uuid4())

    @handler
    async def stop_asking(self) -> None:
        """Ask for nothing."""
        self.asking = ""

    @handler(busy=True)
    async def ask_for_more(self, answers: dict[str, str]) -> None:
        """Ask the doctor for a refill."""
        said = {
            "prescription_id": self.asking,
            "note": answers.get("note") or answers.get("note_again") or "",
            "key": self.key,
        }
        await self.ask(refills.ask, RefillForm.model_validate(said))
        self.asking = ""
        self.shown = await self.ask(reading.mine)
        self.say("ok", t("The doctor is asked"), t("The answer shows here."))

    @handler(busy=True)
    async def take_back(self, request_id: UUID) -> None:
        """Take a wish for a refill back."""
        await self.ask(refills.withdraw, request_id)
        self.shown = await self.ask(reading.mine)


P = Prescriptions


def _acts(one: rx.Var) -> rx.Component:
    more = button(
        t("Ask for a refill"), "refresh-cw", of=one.card.drug, big=True, on_click=P.start_asking(one.id.to(str))
    )
    back = button(
        t("Take back"), "undo-2", of=one.card.drug, big=True, busy=P.busy, on_click=P.take_back(one.refill_id.to(str))
    )
    asks = rx.cond(one.can_ask & (P.asking != one.id.to(str)), more, rx.fragment())
    return rx.fragment(paper_button(one, big=True), asks, rx.cond(one.refill == "waiting", back, rx.fragment()))


def _below(one: rx.Var, field: str = "note") -> rx.Component:
    hint = t("Such as how much you have left. The doctor reads it. It is no way to get help at once.")
    asked = form(
        long_text(t("Anything to say along with it"), field, rows=2, hint=hint, optional=True, errors=P.field_errors),
        actions(
            submit(t("Ask the doctor"), "send", of=one.card.drug, busy=P.busy),
            button(t("Not now"), on_click=P.stop_asking),
        ),
        on_submit=P.ask_for_more,
        class_name="h-stack g-md h-under",
    )
    return rx.cond(P.asking == one.id.to(str), asked, rx.fragment())


def _below_earlier(one: rx.Var) -> rx.Component:
    return _below(one, "note_again")  # a name of its own: one name in both lists is read from whichever was drawn last


def page() -> rx.Component:
    """Draw /patient/prescriptions."""
    back = link_button(t("Your record"), "/patient/record", "arrow-left", big=True)
    head = page_head(t("Prescriptions"), t("Medicines that a doctor prescribed for you here."), back)
    none = t("Medicines that a doctor prescribes here are listed with how to take them.")
    current = listed(t("To take now"), P.shown.current, none, _acts, _below)
    earlier = listed(t("Earlier ones"), P.shown.earlier, t("None"), _acts, _below_earlier)
    paper = notice(
        "info", t("The paper can be checked"),
        t("A pharmacy scans the code on it, types your date of birth, and reads that it is real."),
    )  # fmt: skip
    return frame(P, "/patient/record", head, stack(current, earlier, paper, gap="lg", max_width=SIZE.form))
