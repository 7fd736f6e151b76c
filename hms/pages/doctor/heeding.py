"""The state of the prescribing checks in a visit: what is said of the medicine being chosen, and of those that stand."""

from hms.pages.doctor.visiting import Visiting
from hms.schemas.alerts import AlertCard, Checked, CheckForm, OverrideForm, PrescriptionAlerts, Standing
from hms.services.alerts import checking, overriding
from hms.texts import t
from hms.web.screen import handler


class Heeds(Visiting, mixin=True):
    """A visit whose medicines are checked while they are chosen, and again before the visit is signed."""

    checked: Checked | None = None  # of the medicine being chosen
    waiting: PrescriptionAlerts | None = None  # the first prescription that needs a reason
    quiet: list[AlertCard] = []  # noqa: RUF012 - Reflex copies it for each state
    overridden: list[AlertCard] = []  # noqa: RUF012
    _choice: dict[str, str] = {}  # noqa: RUF012 - of the form, as far as it matters to the checks

    @handler(quiet=True)
    async def look(self, name: str, value: str) -> None:
        """Check the medicine that is being chosen, with as much of its dose as is typed."""
        self._choice = {**self._choice, name: value}
        await self._check(self._choice)

    @handler
    async def choose_another(self) -> None:
        """Leave the medicine that was being chosen: its warning goes with it."""
        self.checked, self._choice = None, {}

    @handler(busy=True)
    async def override(self, answers: dict[str, str]) -> None:
        """Let a prescription stand in spite of its warning."""
        if not (self.waiting and (why := answers.get("why", "").strip())):
            self.field_errors = {"why": t("Say why")} if self.waiting else {}
            return
        one = self.waiting
        form = OverrideForm(prescription_id=one.prescription_id, seen=one.seen, reason=why)
        self._show_standing(await self.ask(overriding.override, form))

    async def _check(self, typed: dict[str, str]) -> None:
        if self.visit is None or not typed.get("medication_id"):
            self.checked = None
            return
        known = {name: typed.get(name) or "" for name in ("medication_id", "dose", "frequency", "days")}
        form = CheckForm.model_validate({**known, "encounter_id": self.visit.encounter_id})
        self.checked = await self.consult(checking.check, form)

    async def _before_adding(self, answers: dict[str, str]) -> str | None:
        """Check what is about to be added; gives the alerts that were read before, or None where new ones show now."""
        before = self.checked.seen if self.checked else ""
        await self._check(answers)
        seen = self.checked.seen if self.checked else ""
        if seen and seen != before:
            self.say(
                "danger", t("Read the warning first"), t("Then choose another medicine, or say why you prescribe it.")
            )
            return None
        return seen

    async def _read_standing(self) -> None:
        if self.visit and not self.closed:
            self._show_standing(await self.ask(overriding.standing, self.visit.encounter_id))

    def _show_standing(self, now: Standing) -> None:
        self.waiting = now.open[0] if now.open else None
        self.quiet, self.overridden = now.quiet, now.overridden
