"""The state of prescribing in a visit."""

from uuid import UUID

from hms.pages.doctor.heeding import Heeds
from hms.schemas.visits import PrescriptionCard, PrescriptionForm
from hms.services import prescribing
from hms.texts import t
from hms.web.screen import handler


class Prescribes(Heeds, mixin=True):
    """A visit in which medicines are prescribed and, before signing, taken back."""

    prescriptions: list[PrescriptionCard] = []  # noqa: RUF012 - Reflex copies it for each state
    drugs: list[list[str]] = []  # noqa: RUF012
    used_key: str = ""

    async def _read_drugs(self) -> None:
        """Read what there is to choose from."""
        drugs = await self.ask(prescribing.formulary)
        self.drugs = [["", t("Choose a medicine")], *([str(drug.id), drug.label] for drug in drugs)]

    @handler(busy=True)
    async def prescribe(self, answers: dict[str, str]) -> None:
        """Add a prescription to the visit; what is severe is shown first, and then needs a reason."""
        visit = self.visit.encounter_id if self.visit else ""
        form = PrescriptionForm.model_validate({**answers, "encounter_id": visit})
        if (seen := await self._before_adding(answers)) is None:
            return
        self.prescriptions = await self.ask(prescribing.prescribe, form.model_copy(update={"seen": seen}))
        self.used_key, self.checked, self._choice = form.key, None, {}
        await self._read_standing()

    @handler
    async def take_back(self, prescription_id: UUID) -> None:
        """Take a prescription back before signing."""
        self.prescriptions = await self.ask(prescribing.take_back, prescription_id)
        await self._read_standing()
