"""One visit as the patient reads it: what the doctor wrote for them, and what was prescribed."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import link_button
from hms.components.cards import fact, facts, item, items, section, tile
from hms.components.layout import at, icon, row, split, stack, txt
from hms.components.shell import page_head
from hms.errors import NotFound
from hms.pages.patient.address import id_in
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.visits import VisitSummary
from hms.services import visits
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class Visit(Screen):
    """A signed visit."""

    needs = Permission.SEE_VISIT_SUMMARY

    visit: VisitSummary | None = None

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self):
        """Read the visit that the address names."""
        asked = id_in(self.route_arg("encounter_id"))
        if not asked:
            raise NotFound
        self.visit = await self.ask(visits.summary, UUID(asked))


def prescription() -> rx.Component:
    """Draw what was prescribed, with how to take it."""

    def one(what: rx.Var) -> rx.Component:
        words = stack(
            txt(what.how, "body"),
            txt(t("In all: {quantity}", quantity=what.quantity), "small", "ink_2"),
            rx.cond(what.advice, txt(what.advice, "small", "ink_2"), rx.fragment()),
            gap="hair",
        )
        return item(what.drug, words, lead=tile("pill"), key=what.id.to(str))

    note = t("There is no medicine to take after this visit.")
    none = items(item(t("Nothing was prescribed"), note, lead=tile("pill", "quiet")))
    listed = rx.cond(Visit.visit.prescriptions, items(rx.foreach(Visit.visit.prescriptions, one)), none)
    return section(t("Prescription"), listed, flush=True)


def page() -> rx.Component:
    """Draw /patient/visits/[encounter_id]."""
    visit = Visit.visit
    paper = link_button(t("Print"), f"/print/visits/{visit.id}", "printer", outside=True, target="_blank", big=True)
    head = page_head(t("Your visit with {doctor}", doctor=visit.doctor), visit.day, paper)
    written = txt(visit.summary, "body", tag="p", white_space="pre-line")
    silent = txt(t("The doctor wrote no summary for this visit."), "body", "ink_2", tag="p")
    summary = section(t("What the doctor wrote for you"), rx.cond(visit.summary, written, silent))
    about = section(
        t("About this visit"),
        stack(
            facts(
                fact(t("Doctor"), visit.doctor),
                fact(t("Department"), visit.department),
                fact(t("Reason"), visit.kind),
                fact(t("Patient"), visit.patient),
                columns=at("1fr 1fr", "1fr 1fr", "1fr"),
            ),
            row(icon("pen-line"), txt(visit.signed_words, "small", "ink_2")),
            gap="lg",
        ),
    )
    return frame(Visit, "/patient", head, split(stack(summary, prescription(), gap="lg"), about))
