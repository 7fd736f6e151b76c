"""The drugs that may be prescribed: looked for, added, corrected, taken off the list."""

from uuid import UUID

import reflex as rx

from hms.components.cards import section
from hms.components.feedback import empty, to_first_error
from hms.components.forms import labelled
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.pages.admin.changing import ChangesOne
from hms.pages.admin.formulary_parts import ASKED, drug_form, drugs_table
from hms.pages.admin.frame import frame
from hms.pages.admin.seeking import WAIT_MS, Seeks
from hms.permissions import Permission
from hms.schemas.formulary import DrugCard, DrugForm
from hms.services import formulary
from hms.texts import t
from hms.web.screen import handler

PATH = "/admin/medicines"


class KeepFormulary(Seeks, ChangesOne):
    """What doctors may prescribe."""

    needs = Permission.RUN_CLINIC
    asked = ASKED

    found: list[DrugCard] = []  # noqa: RUF012 - Reflex copies it for each state
    editing: DrugCard | None = None  # as it was when changing it began
    retiring: str = ""  # the id of the one to be taken off, once more is asked

    @handler
    async def load(self) -> None:
        """Read the drugs; say so when the one being changed has changed under the hand."""
        self._take(await self.ask(formulary.listed))
        self._compare()

    def _text(self, one: DrugCard) -> str:
        return f"{one.label} {one.atc}"

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Let doctors prescribe another drug."""
        card = await self.ask(formulary.add, DrugForm.model_validate(answers))
        self.fresh += 1
        self.say("ok" if card.known else "warn", t("{drug} can be prescribed", drug=card.label), card.checks)

    @handler
    async def start_changing(self, medication_id: UUID) -> None:
        """Put a drug into the form."""
        self.retiring = ""
        self._show(self._find(medication_id))

    @handler
    async def stop_changing(self) -> None:
        """Leave it as it is."""
        self._show(None)

    @handler(busy=True)
    async def change(self, answers: dict[str, str]) -> None:
        """Save what was corrected."""
        if self.editing:
            card = await self.ask(formulary.change, self.editing.id, DrugForm.model_validate(answers), self.version)
            self._show(None)
            self.say("ok" if card.known else "warn", t("{drug} is saved", drug=card.label), card.checks)

    @handler
    async def ask_to_retire(self, medication_id: UUID) -> None:
        """Ask once more before a drug is taken off the list."""
        self.retiring = str(medication_id)

    @handler
    async def keep(self) -> None:
        """Leave it on the list."""
        self.retiring = ""

    @handler(busy=True)
    async def retire(self, medication_id: UUID, version: int) -> None:
        """Let nobody prescribe it any more."""
        self.retiring = ""
        card = await self.ask(formulary.retire, medication_id, version)
        self.say("ok", t("{drug} is off the list", drug=card.label), t("What is prescribed stays."))

    @handler(busy=True)
    async def restore(self, medication_id: UUID, version: int) -> None:
        """Let it be prescribed again."""
        card = await self.ask(formulary.restore, medication_id, version)
        self.say("ok", t("{drug} can be prescribed again", drug=card.label))

    def _saved(self) -> DrugCard | None:
        return self._find(self.editing.id) if self.editing else None

    def _find(self, medication_id: UUID) -> DrugCard | None:
        return next((one for one in self._all if one.id == medication_id), None)


K = KeepFormulary


def page() -> rx.Component:
    """Draw /admin/medicines."""
    looks = {"type": "search", "auto_complete": "off", "class_name": "h-input", "default_value": K.sought}
    typed = rx.el.input(id="sought", name="sought", on_change=K.seek.debounce(WAIT_MS), **looks)
    seek = labelled(t("Find a drug"), "sought", typed, hint=t("By its name, strength or ATC code."))
    none = rx.cond(
        K.many,
        empty("search", t("No drug has these words"), t("Try fewer letters, or add the drug.")),
        empty("pill", t("No drug yet"), t("Until there is one, nothing can be prescribed. Add the first.")),
    )
    listed = stack(seek, rx.cond(K.found, drugs_table(K), none), gap="lg")
    left = section(t("Drugs"), listed, number=K.found.length())
    right = stack(drug_form(K), to_first_error(K.field_errors), gap="0")
    head = page_head(t("Medicines"), t("What doctors may prescribe, and what the checks know of it."))
    return frame(K, PATH, head, split(left, right))
