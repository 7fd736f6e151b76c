"""The state of vital signs in a visit: typed in one form, written in one act."""

from hms.pages.doctor.visiting import Visiting
from hms.schemas.vitals import UNIT_SETS, VisitVitals, VitalsForm
from hms.services.chart.vitals import following, recording
from hms.texts import t
from hms.web.screen import handler

WORDS = {"kg": "kg", "[lb_av]": "lb", "cm": "cm", "[in_i]": "in", "Cel": "°C", "[degF]": "°F"}


class Measures(Visiting, mixin=True):
    """A visit in which vital signs are measured, before it is signed."""

    vitals: VisitVitals | None = None
    units: str = ""  # a name of UNIT_SETS: the clinic's, or as chosen
    unit_words: dict[str, str] = {}  # noqa: RUF012 - Reflex copies it for each state
    vitals_key: str = ""  # that the server has used

    async def _read_vitals(self) -> None:
        """Read what was measured; the units stay as they were chosen."""
        if self.visit is None:
            return
        self.vitals = await self.ask(following.vitals_of_visit, self.visit.encounter_id)
        self._use(self.units or self.vitals.units)

    def _use(self, units: str) -> None:
        chosen = UNIT_SETS.get(units, UNIT_SETS["metric"])
        self.units = units if units in UNIT_SETS else "metric"
        told = {"weight": chosen.weight, "height": chosen.height, "temperature": chosen.temperature}
        self.unit_words = {name: WORDS[unit] for name, unit in told.items()}

    @handler(quiet=True)
    async def choose_units(self, units: str) -> None:
        """Type in other units from now on."""
        self._use(units)

    @handler(busy=True)
    async def measure(self, answers: dict[str, str]) -> None:
        """Write down what was typed as one set."""
        visit = self.visit.encounter_id if self.visit else ""
        form = VitalsForm.model_validate({**answers, "encounter_id": visit})
        told = await self.ask(recording.measure, form)
        self.vitals_key = form.key
        await self._read_vitals()
        odd = [f"{one.name} {one.value}: {one.mark}" for one in told.listed if one.mark]
        self.say("warn" if odd else "ok", t("Vital signs are written down"), ". ".join(odd))
