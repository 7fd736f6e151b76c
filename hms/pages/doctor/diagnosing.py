"""The state of giving diagnoses in a visit."""

from uuid import UUID

from hms.pages.doctor.visiting import Visiting
from hms.schemas.record_lists import DiagnosisForm, LineCard
from hms.services.chart import diagnoses
from hms.services.coding import searching
from hms.web.screen import handler


class Diagnoses(Visiting, mixin=True):
    """A visit in which diagnoses are given and, before signing, taken back."""

    diagnoses: list[LineCard] = []  # noqa: RUF012 - Reflex copies it for each state
    diagnosis_key: str = ""  # that the server has used

    async def _read_diagnoses(self) -> None:
        """Read what was diagnosed in this visit."""
        if self.visit is not None:
            self.diagnoses = await self.ask(diagnoses.of_visit, self.visit.encounter_id)

    @handler(busy=True)
    async def diagnose(self, answers: dict[str, str]) -> None:
        """Give a diagnosis."""
        visit = self.visit.encounter_id if self.visit else ""
        form = DiagnosisForm.model_validate({**answers, "encounter_id": visit})
        self.diagnoses = await self.ask(diagnoses.diagnose, form)
        self.diagnosis_key = form.key

    @handler
    async def undiagnose(self, entry_id: UUID) -> None:
        """Take a diagnosis back before signing."""
        if self.visit is not None:
            self.diagnoses = await self.ask(diagnoses.take_back, self.visit.encounter_id, entry_id)

    @handler(quiet=True)
    async def favour(self, code: str, wanted: bool) -> None:
        """Keep a code among one's favourites, or no longer."""
        await self.ask(searching.favour, code, wanted)
