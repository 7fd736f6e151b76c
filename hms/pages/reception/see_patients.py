"""Finding a patient at the desk: by anything they say, or by the label that is scanned."""

import reflex as rx

from hms.components.badges import person
from hms.components.buttons import link_button
from hms.components.cards import item, items, section
from hms.components.feedback import empty, loading, notices
from hms.components.forms import form, labelled
from hms.components.keys import keys, on_key
from hms.components.layout import row, stack
from hms.components.shell import page_head, shell
from hms.pages.reception.finding import HINT, WAIT_MS, hit_facts
from hms.permissions import Permission, Role
from hms.schemas.patients import PatientHit
from hms.services import finding
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/reception/patients"
FOCUS = rx.Var("""() => { if (document.activeElement === document.body) document.getElementById("sought")?.focus() }""")


class SeePatients(Screen):
    """/reception/patients."""

    needs = Permission.FIND_PATIENT

    sought: str = ""
    found: list[PatientHit] = []  # noqa: RUF012 - Reflex copies it for each state
    recent: list[PatientHit] = []  # noqa: RUF012

    @handler
    async def load(self) -> None:
        """Show whom one has opened last."""
        self.recent = await self.ask(finding.recent)

    @handler(quiet=True)
    async def seek(self, words: str) -> None:
        """Look for what is typed."""
        await self._seek(words)

    async def _seek(self, words: str) -> None:
        self.sought = words[:200]
        self.found = await self.ask(finding.find, words)

    @handler
    async def enter(self, answers: dict[str, str]) -> None:
        """Open the only one who fits what was typed or scanned."""
        await self._seek(answers.get("sought", ""))
        if len(self.found) == 1:
            self.go(f"{HERE}/{self.found[0].id}")


S = SeePatients


def page() -> rx.Component:
    """Draw /reception/patients."""
    told = notices(S.notice_tone, S.notice_title, S.notice_body, on_close=S.dismiss)
    new = link_button(t("Register a patient"), "/reception/register", "user-plus", **on_key("n"))
    head = page_head(t("Patients"), t("Type what they say, or scan their label."), new)
    looks = {"type": "search", "class_name": "h-input", "auto_complete": "off", "aria_describedby": "sought-hint"}
    asked = rx.el.input(
        id="sought", name="sought", on_change=S.seek.debounce(WAIT_MS), on_mount=rx.call_function(FOCUS), **looks
    )
    search = form(labelled(t("Find"), "sought", asked, hint=HINT), on_submit=S.enter, class_name="h-stack")
    body = stack(search, rx.el.div(_answer(), role="status"), gap="lg")
    shown = rx.cond(S.refused, rx.fragment(), rx.cond(S.loading, loading(8), body))
    return shell(S.me, Role.RECEPTIONIST, HERE, keys(), head, told, shown, clinic=S.me.clinic)


def _answer() -> rx.Component:
    nobody = empty(
        "user-search", t("Nobody is found"), t("Try fewer letters, another part of the name, or the birth date."),
        link_button(t("Register a patient"), "/reception/register", "user-plus"),
    )  # fmt: skip
    found = rx.cond(S.found, section(t("Found"), _list(S.found), number=S.found.length(), flush=True), nobody)
    begin = empty("user-search", t("Nobody opened yet"), t("Whom you open shows here, to be found again quickly."))
    recent = rx.cond(S.recent, section(t("Opened last"), _list(S.recent), flush=True), begin)
    return rx.cond(S.sought.length() > 1, found, recent)


def _list(hits: rx.Var) -> rx.Component:
    def line(one: rx.Var) -> rx.Component:
        return item(
            one.name,
            row(hit_facts(one)),
            lead=person(one.initials),
            href=HERE + "/" + one.id.to(str),
            key=one.id.to(str),
        )

    return items(rx.foreach(hits, line))
