"""A visit: who it is, what was before, the note, the prescriptions, the signature. Each part stands in its own file."""

import reflex as rx

from hms.components.feedback import notices, to_first_error
from hms.components.layout import split, stack
from hms.components.shell import shell
from hms.pages.doctor.addenda_parts import addenda_section
from hms.pages.doctor.adding import Adds
from hms.pages.doctor.answers_parts import answers_section, write_to_patient
from hms.pages.doctor.beginning import Begins
from hms.pages.doctor.diagnosing import Diagnoses
from hms.pages.doctor.diagnosis_parts import diagnosis_section
from hms.pages.doctor.measuring import Measures
from hms.pages.doctor.note_parts import note_form
from hms.pages.doctor.prescription_parts import prescription_section
from hms.pages.doctor.quick_prescribing import PrescribesQuickly, favourites_section
from hms.pages.doctor.record_parts import (
    medicines_section,
    nothing_here,
    past_section,
    visit_banner,
    visit_line,
)
from hms.pages.doctor.signature_parts import finish_section, signed_note
from hms.pages.doctor.signing import Signs
from hms.pages.doctor.stated import Stated
from hms.pages.doctor.stated_parts import stated_section
from hms.pages.doctor.visit_orders import VisitOrders, orders_section
from hms.pages.doctor.vitals_parts import vitals_section
from hms.permissions import Permission, Role
from hms.schemas.forms import AnsweredForm
from hms.schemas.visits import VisitPage
from hms.services import visits
from hms.services.forms import seeing as forms_seeing
from hms.web.screen import handler


class WriteVisit(Adds, Signs, Begins, Diagnoses, VisitOrders, PrescribesQuickly, Measures, Stated):
    """A doctor's own visit. What is being written never changes under the hand: only what the patient states does."""

    needs = Permission.WRITE_VISIT

    answered: list[AnsweredForm] = []  # noqa: RUF012 - before the visit, by the patient

    def watches(self) -> list[str]:
        """Follow what the patient states and takes, and what other screens do with the same note."""
        return [f"patient:{self.visit.banner.id}", f"visit:{self.visit.encounter_id}"] if self.visit else []

    @handler
    async def load(self) -> None:
        """Read the visit of the address; later only what the patient states and what stands beside the note."""
        if self.visit is None:
            await self._begin()
        await self._read_beside()
        await self._read_vitals()
        await self._read_diagnoses()
        await self._read_orders()
        await self._read_stated()
        await self._read_standing()

    async def _before_signing(self) -> None:
        await self._read_standing()

    def _show(self, page: VisitPage) -> None:
        super()._show(page)
        self.addenda = page.addenda
        self.prescriptions = page.prescriptions

    async def _begin(self) -> None:
        self._show(await self.ask(visits.page, self._appointment_id()))
        self.answered = await self.ask(forms_seeing.answers, self._appointment_id())
        if not self.closed:
            await self._read_beginnings()
            await self._read_drugs()
            await self._read_favourites()


W = WriteVisit


def page() -> rx.Component:
    """Draw the visit. Its form stays mounted while the connection comes back, so that no typed word goes."""
    note = rx.cond(W.closed, signed_note(W), note_form(W))
    end = rx.cond(W.closed, addenda_section(W), finish_section(W))
    main = stack(
        visit_line(W),
        vitals_section(W),
        note,
        diagnosis_section(W),
        orders_section(W),
        prescription_section(W),
        favourites_section(W),
        end,
        gap="lg",
    )
    side = stack(
        answers_section(W),
        stated_section(W),
        medicines_section(W),
        past_section(W),
        write_to_patient(W),
        gap="lg",
    )
    told = notices(W.notice_tone, W.notice_title, W.notice_body, on_close=W.dismiss)
    shown = rx.cond(W.refused, nothing_here(), split(main, side))
    errors = to_first_error(W.field_errors)
    return shell(W.me, Role.DOCTOR, "/doctor", told, errors, shown, clinic=W.me.clinic, banner=visit_banner(W))
