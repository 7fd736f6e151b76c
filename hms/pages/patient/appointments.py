"""All appointments of the patient: those to come, and those that were."""

import reflex as rx

from hms.components.buttons import link_button
from hms.components.cards import items, section
from hms.components.feedback import empty
from hms.components.layout import stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient.frame import frame
from hms.pages.patient.parts import appointment_row
from hms.permissions import Permission
from hms.schemas.scheduling import AppointmentCard
from hms.services import portal
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class Appointments(Screen):
    """The patient's appointments."""

    needs = Permission.SEE_OWN_RECORD

    coming: list[AppointmentCard] = []  # noqa: RUF012 - Reflex copies it for each state
    past: list[AppointmentCard] = []  # noqa: RUF012

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self):
        """Read the appointments."""
        home = await self.ask(portal.home)
        self.coming, self.past = home.appointments, home.past


def page() -> rx.Component:
    """Draw /patient/appointments."""
    book = link_button(t("Book an appointment"), "/patient/book", "calendar-plus", primary=True, big=True)
    none = empty(
        "calendar", t("Nothing is booked"), t("Book an appointment: choose a doctor and a time that suits you.")
    )
    ahead = section(
        t("To come"),
        rx.cond(Appointments.coming, items(rx.foreach(Appointments.coming, appointment_row)), none),
        flush=True,
    )
    behind = section(t("Past and cancelled"), items(rx.foreach(Appointments.past, appointment_row)), flush=True)
    head = page_head(t("Your appointments"), t("Open one to move or cancel it."), book)
    listed = stack(ahead, rx.cond(Appointments.past, behind, rx.fragment()), gap="lg", max_width=SIZE.form)
    return frame(Appointments, "/patient/appointments", head, listed)
