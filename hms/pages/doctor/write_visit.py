"""A visit: who it is, what was before, the note, the prescriptions, the signature."""

from uuid import UUID

import reflex as rx

from hms.components.feedback import notices
from hms.components.layout import split, stack
from hms.components.shell import shell
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.pages.doctor.note_parts import finish_section, note_form, signed_note
from hms.pages.doctor.prescription_parts import prescription_section
from hms.pages.doctor.record_parts import (
    medicines_section,
    nothing_here,
    past_section,
    to_first_error,
    visit_banner,
    visit_line,
)
from hms.permissions import Permission, Role
from hms.schemas.visits import NoteForm, PrescriptionCard, PrescriptionForm, VisitPage
from hms.services import prescribing, visits
from hms.texts import t
from hms.web.screen import Screen, handler


class WriteVisit(Screen):
    """A doctor's own visit. Watches nothing: what is being written never changes under the hand."""

    needs = Permission.WRITE_VISIT

    visit: VisitPage | None = None
    closed: bool = False  # signed: shown, not written
    held_note: str = ""  # note, summary and version as the database holds them
    held_summary: str = ""
    held_version: int = 0
    answers: int = 0
    unsaved: bool = False  # the last save was refused
    theirs: VisitPage | None = None
    chosen: str = ""
    signing: bool = False
    prescriptions: list[PrescriptionCard] = []  # noqa: RUF012 - Reflex copies it for each state
    drugs: list[list[str]] = []  # noqa: RUF012
    used_key: str = ""
    _refused_version: int = 0

    @handler
    async def load(self) -> None:
        """Read the visit of the address."""
        self._show(await self.ask(visits.page, self._appointment_id()))
        if not self.closed:
            drugs = await self.ask(prescribing.formulary)
            self.drugs = [["", t("Choose a medicine")], *([str(drug.id), drug.label] for drug in drugs)]

    def _appointment_id(self) -> UUID:
        if (asked := asked_id(self.route_arg("appointment_id"))) is None:
            raise NotFound
        return asked

    def _show(self, page: VisitPage) -> None:
        self.visit, self.prescriptions, self.closed = page, page.prescriptions, page.signed
        self._hold(page.note, page.summary, page.version)

    def _hold(self, note: str, summary: str, version: int) -> None:
        self.held_note, self.held_summary, self.held_version = note, summary, version

    @handler(quiet=True)
    async def keep_draft(self, encounter_id: UUID, note: str, summary: str, version: int) -> None:
        """Keep what is typed as a draft. A refusal leaves the words where they are and shows both versions."""
        form = NoteForm(encounter_id=encounter_id, note=note, summary=summary, version=version)
        shown = self.visit is not None and self.visit.encounter_id == encounter_id
        self.answers, self.unsaved, self._refused_version = self.answers + 1, shown, version
        saved = await self.ask(visits.save_note, form)
        self.unsaved = False
        if shown:
            self._hold(note, summary, saved)

    @handler(quiet=True)
    async def compare(self) -> None:
        """Read what the database holds, to set it beside what was typed."""
        if not self.unsaved:
            return  # saved meanwhile
        page = await self.ask(visits.page, self._appointment_id())
        self.theirs = page if page.version != self._refused_version else None
        self.unsaved = self.theirs is not None

    @handler
    async def keep_mine(self) -> None:
        """Save what was typed over what somebody else saved."""
        self._settle("mine")

    @handler
    async def take_theirs(self) -> None:
        """Go on from what somebody else saved."""
        self._settle("theirs")

    def _settle(self, whose: str) -> None:
        if self.theirs:
            self._hold(self.theirs.note, self.theirs.summary, self.theirs.version)
            self.chosen, self.unsaved, self.theirs = f"{whose}:{self.theirs.version}", False, None

    @handler
    async def ask_to_sign(self) -> None:
        """Ask once more before signing."""
        self.signing = True

    @handler(quiet=True)
    async def not_yet(self) -> None:
        """Go on writing."""
        self.signing = False

    @handler(busy=True)
    async def sign(self, answers: dict[str, str]) -> None:
        """Sign the note and finish the visit."""
        self.answers, self.signing = self.answers + 1, False
        self._show(await self.ask(visits.sign, NoteForm.model_validate(answers)))
        self.say("ok", t("Signed"), t("The patient can read the summary and the prescriptions now."))

    @handler(busy=True)
    async def prescribe(self, answers: dict[str, str]) -> None:
        """Add a prescription to the visit."""
        visit = self.visit.encounter_id if self.visit else ""
        form = PrescriptionForm.model_validate({**answers, "encounter_id": visit})
        self.prescriptions = await self.ask(prescribing.prescribe, form)
        self.used_key = form.key

    @handler
    async def take_back(self, prescription_id: UUID) -> None:
        """Take a prescription back before signing."""
        self.prescriptions = await self.ask(prescribing.take_back, prescription_id)


def page() -> rx.Component:
    """Draw the visit. Its form stays mounted while the connection comes back, so that no typed word goes."""
    note = rx.cond(WriteVisit.closed, signed_note(WriteVisit), note_form(WriteVisit))
    end = rx.cond(WriteVisit.closed, rx.fragment(), finish_section(WriteVisit))
    main = stack(visit_line(WriteVisit), note, prescription_section(WriteVisit), end, gap="lg")
    side = stack(medicines_section(WriteVisit), past_section(WriteVisit), gap="lg")
    return shell(
        WriteVisit.me,
        Role.DOCTOR,
        "/doctor",
        notices(WriteVisit.notice_tone, WriteVisit.notice_title, WriteVisit.notice_body, on_close=WriteVisit.dismiss),
        to_first_error(WriteVisit),
        rx.cond(WriteVisit.refused, nothing_here(), split(main, side)),
        clinic=WriteVisit.me.clinic,
        banner=visit_banner(WriteVisit),
    )
