"""The notes that a doctor has still to sign, the oldest first."""

from collections.abc import Callable

import reflex as rx

from hms.components.buttons import link_button
from hms.components.cards import item, items, section
from hms.components.feedback import empty, loaded, notices
from hms.components.layout import row, stack, txt
from hms.components.shell import page_head, shell
from hms.permissions import Permission, Role
from hms.schemas.cosigning import CosignLine, SentBack
from hms.schemas.notes import UnsignedNote
from hms.services.notes import cosigning, waiting
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

HERE = "/doctor/notes"


class SeeNotes(Screen):
    """What waits for a doctor's signature."""

    needs = Permission.WRITE_VISIT

    unsigned: list[UnsignedNote] = []  # noqa: RUF012 - Reflex copies it for each state
    to_cosign: list[CosignLine] = []  # noqa: RUF012 - of doctors whom one supervises
    sent_back: list[SentBack] = []  # noqa: RUF012 - by one's own supervisor

    def watches(self) -> list[str]:
        """Follow the doctor's own visits."""
        return [f"practitioner:{identity.card().practitioner_id}"]

    @handler
    async def load(self) -> None:
        """Read what is not signed, what waits for a supervisor's signature, and what came back from there."""
        self.unsigned = await self.ask(waiting.unsigned)
        self.to_cosign = await self.ask(cosigning.awaiting)
        self.sent_back = await self.ask(cosigning.sent_back)


N = SeeNotes


def page() -> rx.Component:
    """Draw /doctor/notes."""

    def line(one: rx.Var) -> rx.Component:
        age = txt(one.age, "strong", rx.cond(one.late, "warn-ink", "ink-2"), class_name="h-one-line")
        words = stack(
            txt(one.kind, "body"),
            txt(one.began, "small", "ink_2"),
            rx.cond(one.begun, rx.fragment(), txt(t("Nothing is written yet"), "small", "ink_2")),
            gap="hair",
        )
        go = link_button(t("Open"), rx.Var.create("/doctor/visits/") + one.appointment_id, of=one.patient, small=True)
        return item(one.patient, words, end=row(age, go, wrap=True), key=one.appointment_id)

    def under(one: rx.Var) -> rx.Component:
        words = stack(txt(one.kind, "body"), txt(one.writer + ", " + one.began, "small", "ink_2"), gap="hair")
        go = link_button(t("Read and co-sign"), rx.Var.create(HERE + "/") + one.id.to(str), of=one.patient, small=True)
        return item(one.patient, words, end=go, key=one.id.to(str))

    def again(one: rx.Var) -> rx.Component:
        words = stack(txt(one.kind, "body"), txt(one.when, "small", "ink_2"), gap="hair")
        go = link_button(t("Open"), rx.Var.create("/doctor/visits/") + one.appointment_id, of=one.patient, small=True)
        return item(one.patient, words, end=go, key=one.appointment_id)

    number = N.unsigned.length()
    none = empty("circle-check", t("Every note is signed"), t("A visit shows here from its call until you sign it."))
    listed = section(t("Not signed"), items(rx.foreach(N.unsigned, line)), number=number, flush=True)
    told = notices(N.notice_tone, N.notice_title, N.notice_body, on_close=N.dismiss)
    way_out = row(link_button(t("To your day"), "/doctor", "sun"))
    own = rx.cond(number > 0, listed, none)
    drawn = loaded(
        ~N.loading,
        stack(
            _more(N.to_cosign, t("To co-sign"), under), _more(N.sent_back, t("Sent back to you"), again), own, gap="lg"
        ),
        lines=6,
    )
    shown = rx.cond(N.refused, way_out, drawn)
    head = page_head(t("Notes to sign"), t("The oldest first. Sign them while you remember."), way_out)
    return shell(N.me, Role.DOCTOR, HERE, head, told, shown, clinic=N.me.clinic)


def _more(listed: rx.Var, title: str, line: Callable[[rx.Var], rx.Component]) -> rx.Component:
    """List what there is besides the unsigned notes; nothing where nothing is."""
    shown = section(title, items(rx.foreach(listed, line)), number=listed.length(), flush=True)
    return rx.cond(listed.length() > 0, shown, rx.fragment())
