"""All prescriptions of a patient in a doctor's care: renewed in one step, stopped with a reason, taken as a paper."""

from uuid import UUID, uuid4

import reflex as rx

from hms.components.banner import patient_banner
from hms.components.buttons import button, link_button, small_button, submit
from hms.components.feedback import loaded, notice, notices
from hms.components.forms import actions, form, long_text
from hms.components.layout import between, row, stack, txt
from hms.components.shell import shell
from hms.components.theme import SIZE
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.pages.prescription_lines import listed, paper_button
from hms.permissions import Permission, Role
from hms.schemas.prescriptions import PatientPrescriptions, StopForm
from hms.services.prescriptions import reading, renewing, stopping
from hms.texts import t
from hms.web.screen import Screen, handler

PLACE = "/doctor/patients"


class SeePrescriptions(Screen):
    """/doctor/patients/[patient_id]/prescriptions."""

    needs = Permission.CONTINUE_PRESCRIPTION

    shown: PatientPrescriptions | None = None
    renewing: str = ""  # the id of what is about to be renewed
    stopping: str = ""  # the id of what is about to be stopped
    key: str = ""  # of this renewal: pressing twice renews once

    def watches(self) -> list[str]:
        """Follow this patient's record."""
        return [f"patient:{self.shown.patient_id}"] if self.shown else []

    @handler
    async def load(self) -> None:
        """Read the prescriptions of the address's patient."""
        if (asked := asked_id(self.route_arg("patient_id"))) is None:
            raise NotFound
        self.shown = await self.ask(reading.of_patient, asked)

    @handler
    async def start_renewing(self, prescription_id: UUID) -> None:
        """Ask once more before it is signed."""
        self.renewing, self.stopping, self.key = str(prescription_id), "", str(uuid4())

    @handler
    async def start_stopping(self, prescription_id: UUID) -> None:
        """Ask why."""
        self.stopping, self.renewing = str(prescription_id), ""

    @handler
    async def leave_it(self) -> None:
        """Leave it as it is."""
        self.stopping = self.renewing = ""

    @handler(busy=True)
    async def renew(self) -> None:
        """Sign the renewal."""
        await self.ask(renewing.renew_now, UUID(self.renewing), self.key)
        await self._again(t("Renewed and signed"), t("The patient reads it now."))

    @handler(busy=True)
    async def stop(self, answers: dict[str, str]) -> None:
        """Stop it, with the reason that the patient reads."""
        said = {"prescription_id": self.stopping, "reason": answers.get("reason", "")}
        await self.ask(stopping.stop, StopForm.model_validate(said))
        await self._again(t("Stopped"), t("The patient reads why. Its paper is found withdrawn."))

    async def _again(self, *said: str) -> None:
        self.renewing = self.stopping = ""
        if self.shown:
            self.shown = await self.ask(reading.of_patient, self.shown.patient_id)
        self.say("ok", *said)


S = SeePrescriptions


def _acts(one: rx.Var) -> rx.Component:
    again = small_button(t("Renew"), "refresh-cw", of=one.card.drug, on_click=S.start_renewing(one.id.to(str)))
    end = small_button(
        t("Stop"), "circle-stop", of=one.card.drug, danger=True, on_click=S.start_stopping(one.id.to(str))
    )
    may = rx.fragment(rx.cond(one.can_renew, again, rx.fragment()), rx.cond(one.can_stop, end, rx.fragment()))
    asked = (S.renewing == one.id.to(str)) | (S.stopping == one.id.to(str))
    return rx.fragment(paper_button(one), rx.cond(asked, rx.fragment(), may))


def _sure(one: rx.Var) -> rx.Component:
    title = t("Sign this renewal?")
    body = t("{how}, from today. The patient reads it at once.", how=one.card.how)
    yes = submit(t("Yes, sign"), "pen-line", type="button", of=one.card.drug, busy=S.busy, on_click=S.renew)
    sure = stack(notice("warn", title, body), actions(yes, button(t("Not yet"), on_click=S.leave_it)))
    asked = rx.el.div(sure, role="group", aria_label=title)
    return rx.cond(S.renewing == one.id.to(str), asked, rx.fragment())


def _below(one: rx.Var) -> rx.Component:
    # In the current ones only: a field of this name in both lists would be read from whichever was drawn last.
    why = form(
        long_text(t("Why is it stopped"), "reason", rows=2, hint=t("The patient reads it."), errors=S.field_errors),
        actions(
            submit(t("Stop this prescription"), "circle-stop", of=one.card.drug, danger=True, busy=S.busy),
            button(t("Leave it as it is"), on_click=S.leave_it),
        ),
        on_submit=S.stop,
        class_name="h-stack g-md h-under",
    )
    return rx.fragment(_sure(one), rx.cond(S.stopping == one.id.to(str), why, rx.fragment()))


def page() -> rx.Component:
    """Draw the prescriptions."""
    told = notices(S.notice_tone, S.notice_title, S.notice_body, on_close=S.dismiss)
    record = link_button(t("To the record"), f"{PLACE}/{S.shown.patient_id}", "arrow-left", small=True)
    current = listed(t("Current medicines"), S.shown.current, t("No medicines at the moment"), _acts, _below)
    earlier = listed(t("Earlier ones"), S.shown.earlier, t("None"), _acts, _sure)
    head = between(
        txt(t("Prescriptions"), "title", tag="h2"), record
    )  # the page is the patient's: the banner is its h1
    body = stack(head, current, earlier, gap="lg", max_width=SIZE.form)
    away = stack(txt(t("Patient"), "title", tag="h1"), row(link_button(t("Back to my day"), "/doctor", "arrow-left")))
    shown = rx.cond(S.refused, away, loaded(S.shown, body, lines=8))
    banner = rx.cond(S.shown, _banner(), rx.fragment())
    return shell(S.me, Role.DOCTOR, PLACE, told, shown, clinic=S.me.clinic, banner=banner)


def _banner() -> rx.Component:
    who = S.shown.banner
    born = rx.cond(who.age, who.born + " (" + who.age + ")", who.born)
    return patient_banner(
        who.name, who.allergies, born=born, sex=who.sex, record=who.record_number, none=who.no_allergies,
        deceased=rx.cond(who.deceased, " ", ""),
    )  # fmt: skip
