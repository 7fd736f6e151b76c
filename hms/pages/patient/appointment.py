"""One appointment of the patient: what it is, where it stands, and how to move it or give it back."""

from datetime import datetime
from uuid import UUID

import reflex as rx

from hms.components.badges import status
from hms.components.buttons import button, link_button, submit
from hms.components.cards import section, surface
from hms.components.forms import actions, form, long_text
from hms.components.layout import between, row, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.errors import Invalid, NotFound
from hms.pages.patient.address import id_in
from hms.pages.patient.frame import frame
from hms.pages.patient.parts import when_and_who, where_it_stands
from hms.pages.patient.picker import other_days, time_picker
from hms.pages.patient.picking import TimePicking
from hms.permissions import Permission
from hms.schemas.scheduling import AppointmentCard, CancelRequest, MoveRequest
from hms.services import scheduling
from hms.texts import t
from hms.web import identity
from hms.web.screen import handler


class AppointmentPage(TimePicking):
    """An appointment; moving and cancelling each open a panel, one at a time."""

    needs = Permission.SEE_APPOINTMENT

    card: AppointmentCard | None = None
    fresh: bool = False  # it has just changed under the reader
    panel: str = ""  # "move", "cancel", or none

    def watches(self) -> list[str]:
        """Follow one's own record, and while moving the doctor's calendar and the clock."""
        mine = [f"patient:{identity.card().patient_id}"]
        moving = self.card is not None and self.panel == "move"
        return [*mine, f"practitioner:{self.card.doctor_id}", "minute"] if self.card and moving else mine

    @handler
    async def load(self):
        """Read the appointment that the address names, and while moving it the free times."""
        asked = id_in(self.route_arg("appointment_id"))
        if not asked:
            raise NotFound
        before, self.card = self.card, await self.ask(scheduling.card, UUID(asked))
        self.fresh = before is not None and before != self.card
        if not self.card.can_change:
            self.panel = ""
        if self.panel == "move":
            await self._read_times(self.card.doctor_id)

    @handler
    async def start_move(self):
        """Show the other free times of the doctor."""
        self.panel = "move"
        self._forget_times()
        return type(self).refresh

    @handler
    async def start_cancel(self):
        """Ask for the reason."""
        self.panel = "cancel"

    @handler
    async def close_panel(self):
        """Leave the appointment as it is."""
        self.panel = ""

    @handler(busy=True)
    async def move(self):
        """Move the appointment to the time chosen."""
        if not self.at:
            raise Invalid(at=t("Choose a time."))
        asked = MoveRequest(
            appointment_id=self.card.id, starts_at=datetime.fromisoformat(self.at), version=self.card.version
        )
        self.card, self.panel = await self.ask(scheduling.move, asked), ""
        self.say("ok", t("Your appointment is moved"), t("{day}, {time}", day=self.card.long_day, time=self.card.time))

    @handler(busy=True)
    async def cancel(self, form: dict[str, str]):
        """Give the appointment back, with the reason that was typed."""
        if not form.get("reason", "").strip():
            raise Invalid(reason=t("Say in a few words why."))
        asked = CancelRequest(appointment_id=self.card.id, reason=form["reason"], version=self.card.version)
        self.card, self.panel = await self.ask(scheduling.cancel, asked), ""
        self.say("ok", t("Your appointment is cancelled"), t("The time is free for somebody else now."))


A = AppointmentPage


def facts_card() -> rx.Component:
    """Draw the appointment itself."""
    head = between(txt(A.card.long_day, "heading", "ink_2", tag="h2"), status(A.card.status), wrap=True)
    keep = link_button(t("Calendar file"), f"/appointments/{A.card.id}.ics", "download", outside=True, big=True)
    move = button(t("Move"), "calendar-clock", big=True, on_click=A.start_move)
    cancel = button(t("Cancel this appointment"), "x", big=True, danger=True, on_click=A.start_cancel)
    change = rx.cond(A.card.can_change & (A.panel == ""), rx.fragment(move, cancel), rx.fragment())
    file = rx.cond(A.card.status == "cancelled", rx.fragment(), keep)
    again = link_button(t("Book again"), f"/patient/book?doctor={A.card.doctor_id}", "calendar-plus", big=True)
    over = (A.card.status == "cancelled") | (A.card.status == "fulfilled")
    acts = row(file, change, rx.cond(over, again, rx.fragment()), wrap=True)
    return surface(
        stack(head, when_and_who(A.card), where_it_stands(A.card, A.fresh), acts, gap="lg"), class_name="h-pad"
    )


def keep_it() -> rx.Component:
    """Draw the way out of a panel."""
    return button(t("Keep it as it is"), big=True, on_click=A.close_panel)


def move_panel() -> rx.Component:
    """Ask for another time of the same doctor."""
    words = rx.cond(A.at, t("Move to {day}, {time}", day=A.day_words, time=A.at_words), t("Move"))
    go = button(words, "calendar-clock", primary=True, big=True, busy=A.busy, on_click=A.move)
    note = txt(t("Your present time is kept until you have the new one."), "small", "ink_2", "p")
    inside = stack(time_picker(A), note, actions(go, keep_it()), gap="lg")
    return section(t("Another time"), inside, action=other_days(A), id="at")


def cancel_panel() -> rx.Component:
    """Ask why it is given back."""
    hint = t("The clinic reads this. A word or two is enough.")
    why = long_text(t("Why do you cancel?"), "reason", hint=hint, errors=A.field_errors, max_length=2_000)
    go = submit(t("Cancel this appointment"), "x", danger=True, big=True, busy=A.busy)
    return section(t("Cancel this appointment?"), form(why, actions(go, keep_it()), on_submit=A.cancel))


def page() -> rx.Component:
    """Draw /patient/appointments/[appointment_id]."""
    who = t("{doctor}, {department}", doctor=A.card.doctor, department=A.card.department)
    panels = rx.match(A.panel, ("move", move_panel()), ("cancel", cancel_panel()), rx.fragment())
    shown = stack(facts_card(), panels, gap="lg", max_width=SIZE.form)
    return frame(A, "/patient/appointments", page_head(t("Your appointment"), who), shown)
