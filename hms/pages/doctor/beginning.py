"""The state of what a note begins with: a template, or the last visit's note."""

from hms.errors import Invalid
from hms.pages.asked import asked_id
from hms.pages.doctor.noting import Notes
from hms.schemas.templates import Beginnings
from hms.services.notes import carrying, drafts, templates
from hms.texts import t
from hms.web.screen import handler


class Begins(Notes, mixin=True):
    """A visit into whose note a template or the last note is put: under what is typed, never over it."""

    beginnings: Beginnings = Beginnings(templates=[])
    _carried: bool = False  # something was carried forward while this page was open

    async def _read_beginnings(self) -> None:
        """Read what this note may begin with."""
        if self.visit:
            self.beginnings = await self.ask(templates.beginnings, self.visit.encounter_id)

    @handler(busy=True)
    async def begin_with(self, answers: dict[str, str]) -> None:
        """Put a template into the note, filled from the chart."""
        if self.visit is None:
            return
        if (chosen := asked_id(answers.get("template", ""))) is None:
            raise Invalid(template=t("Choose a template."))
        self._add(await self.ask(templates.fill, self.visit.encounter_id, chosen))

    @handler(busy=True)
    async def carry_forward(self) -> None:
        """Put the last visit's note into this one."""
        if self.visit is None:
            return
        self._carried = True
        given = await self.ask(carrying.carry_forward, self.visit.encounter_id)
        self._add(given.words)
        told = t("It is marked as copied for as long as it stands unchanged. Make it true for today.")
        self.say("info", t("Carried forward from {told}", told=given.told), told)

    async def _after_keeping(self) -> None:
        if self.visit and (self._carried or self.copied):
            self.copied = (await self.ask(drafts.beside, self.visit.encounter_id)).copied
