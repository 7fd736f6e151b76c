"""Finding a patient at the desk: what is typed, who may be meant, and who is chosen."""

from uuid import UUID

import reflex as rx

from hms.components.badges import person, tag
from hms.components.buttons import button, icon_button
from hms.components.cards import item, items
from hms.components.forms import described, error_of, labelled
from hms.components.layout import hidden, row, stack, txt
from hms.schemas.patients import PatientHit
from hms.services import finding
from hms.texts import t
from hms.web.screen import Screen, handler

HINT = t("Name, birth date, phone or number")
WAIT_MS = 200  # after the last key
# What was pressed is gone: the keyboard goes on where the answer stands. On a page that has just opened nothing was.
CHOSEN = """() => {
  document.documentElement.dataset.chose = "1";
  if (document.activeElement === document.body) document.getElementById("patient-chosen")?.focus({ preventScroll: true });
}"""
ANEW = """() => {
  const chose = document.documentElement.dataset.chose;
  delete document.documentElement.dataset.chose;
  if (chose && document.activeElement === document.body) document.getElementById("patient_id")?.focus();
}"""


class FindingPatient(Screen, mixin=True):
    """A screen on which a patient is found and chosen; `patient` is who is chosen."""

    sought: str = ""
    found: list[PatientHit] = []  # noqa: RUF012 - Reflex copies it for each state
    patient: PatientHit | None = None

    @handler(quiet=True)
    async def seek(self, words: str) -> None:
        """Look for what is typed."""
        self.sought = words
        self.found = await self.ask(finding.find, words)

    @handler
    async def choose_patient(self, patient_id: UUID) -> None:
        """Take one of those found."""
        await self._choose(patient_id)

    async def _choose(self, patient_id: UUID) -> None:
        self.patient = await self.ask(finding.hit, patient_id)
        self.found, self.sought = [], ""

    @handler
    async def forget_patient(self) -> None:
        """Choose another one."""
        self.patient, self.found, self.sought = None, [], ""


def patient_finder(screen: type[FindingPatient], label: str = "") -> rx.Component:
    """Ask for the patient: a field that finds while one types, then who is chosen with a way to choose another."""
    return rx.cond(screen.patient, _chosen(screen), _search(screen, label or t("Patient")))


def _search(screen: type[FindingPatient], label: str) -> rx.Component:
    error = error_of(screen.field_errors, "patient_id")
    asked = rx.el.input(
        id="patient_id",
        type="search",
        class_name="h-input",
        auto_complete="off",
        on_change=screen.seek.debounce(WAIT_MS),
        **described("patient_id", HINT, error),
    )
    nobody = rx.cond(
        screen.sought.length() > 1, txt(t("Nobody is found. Try fewer letters."), "small", "ink_2", "p"), ""
    )
    hits = items(rx.foreach(screen.found, lambda one: _hit(screen, one)), class_name="h-found")
    return stack(
        labelled(label, "patient_id", asked, hint=HINT, error=error),
        rx.el.div(rx.cond(screen.found, hits, nobody), role="status"),
        on_mount=rx.call_function(rx.Var(ANEW)),
    )


def hit_facts(one: rx.Var) -> rx.Component:
    """Say who somebody is: age, sex, birth date and number; that they died; how often they did not come."""
    known = t("{facts}, born {born}, number {number}", facts=one.facts, born=one.born, number=one.record_number)
    died = rx.cond(one.deceased, tag(t("Deceased"), "quiet", "circle-slash"), rx.fragment())
    return row(txt(known, "small", "ink_2"), died, missed(one.no_shows), wrap=True)


def missed(number: rx.Var) -> rx.Component:
    """Say how often somebody did not come; nothing where they always did."""
    once, often = t("1 no-show"), t("{n} no-shows", n=number)
    return rx.cond(number > 0, tag(rx.cond(number == 1, once, often), "warn", "user-x"), rx.fragment())


def _hit(screen: type[FindingPatient], one: rx.Var) -> rx.Component:
    choose = button(t("Choose"), of=one.name, small=True, on_click=screen.choose_patient(one.id))
    return item(one.name, hit_facts(one), end=choose, key=one.id.to(str))


def _chosen(screen: type[FindingPatient]) -> rx.Component:
    one = screen.patient
    other = icon_button(t("Choose another patient"), "x", on_click=screen.forget_patient)
    who = row(txt(one.name, "strong"), hidden(t("is chosen")))
    looks = {"id": "patient-chosen", "tab_index": -1, "class_name": "h-found"}
    shown = items(item(who, hit_facts(one), lead=person(one.initials), end=other), **looks)
    return rx.el.div(shown, on_mount=rx.call_function(rx.Var(CHOSEN)))
