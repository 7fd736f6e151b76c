"""The tests that can be ordered: looked for, added, their names, units, ranges and critical limits corrected, taken off."""

from typing import ClassVar

import reflex as rx

from hms.components.feedback import notice
from hms.components.layout import stack, txt
from hms.components.shell import page_head
from hms.pages.admin.catalogue_parts import catalogue, entry_form
from hms.pages.admin.catalogue_state import Answers, KeepsCatalogue
from hms.pages.admin.frame import frame
from hms.pages.admin.tests_parts import ASKED, columns, test_form
from hms.permissions import Permission
from hms.schemas.catalogues import Kind
from hms.schemas.catalogues.tests import LabTestCard, LabTestForm, RangeCard, UnitCard
from hms.services.catalogues import tests
from hms.texts import t
from hms.web.screen import handler

PATH = "/admin/tests"
OF_UNIT = ("ucum", "code", "least", "most")
OF_RANGE = ("sex", "since", "until", "very_low", "low", "high", "very_high")
# LOINC's terms of use ask for this wherever its codes are shown.
LOINC_NOTICE = t(
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."
)


class KeepTests(KeepsCatalogue):
    """What doctors may order of the laboratory, and by what results are judged."""

    needs = Permission.RUN_CLINIC
    kind: ClassVar[Kind] = "test"
    asked: ClassVar[dict[str, str]] = ASKED

    found: list[LabTestCard] = []  # noqa: RUF012 - Reflex copies it for each state
    editing: LabTestCard | None = None  # as it was when changing it began
    units: list[UnitCard] = []  # noqa: RUF012 - the lines of the form; what was typed into them is in the browser
    answers: str = ""  # in which a new test is given; "" for a number
    panels: list[list[str]] = []  # noqa: RUF012

    @handler
    async def load(self) -> None:
        """Read the tests; say so when the one being changed has changed under the hand."""
        told = await self.ask(tests.listed)
        self.panels = [["", t("Alone only")], *told.panels]
        self._keep(told.tests)

    def _text(self, one: LabTestCard) -> str:
        return f"{one.name} {one.codes} {one.given}"

    def _begin(self, card: LabTestCard | None) -> None:
        first = UnitCard(mark=self._mark(), ranges=[RangeCard(mark=self._mark())])
        self.units, self.answers = (card.units, card.answers) if card else ([first], "")

    @handler(quiet=True)
    async def choose_answers(self, answers: str) -> None:
        """Ask for what a test of these answers needs."""
        self.answers = answers

    @handler(quiet=True)
    async def add_unit(self) -> None:
        """Ask for another unit in which it is given."""
        ranges = [RangeCard(mark=self._mark())]
        self.units = [*self.units, UnitCard(mark=self._mark(), ranges=ranges)]

    @handler(quiet=True)
    async def drop_unit(self, mark: str) -> None:
        """Take a unit away."""
        self.units = [one for one in self.units if one.mark != mark]

    @handler(quiet=True)
    async def add_range(self, mark: str) -> None:
        """Ask for another range in a unit."""
        more = [RangeCard(mark=self._mark())]
        self.units = [
            one.model_copy(update={"ranges": [*one.ranges, *more]}) if one.mark == mark else one for one in self.units
        ]

    @handler(quiet=True)
    async def drop_range(self, mark: str) -> None:
        """Take a range away."""
        self.units = [
            one.model_copy(update={"ranges": [band for band in one.ranges if band.mark != mark]}) for one in self.units
        ]

    @handler(busy=True)
    async def save(self, answers: Answers) -> None:
        """Add the test, or save what was corrected."""
        form = LabTestForm.model_validate(self._form(answers))
        if self.editing:
            card = await self.ask(tests.change, self.editing.key, form, self.version)
            self.say("ok", t("{test} is saved", test=card.name), t("Results that are there stay as they are."))
        else:
            card = await self.ask(tests.add, form)
            self.say("ok", t("{test} can be ordered", test=card.name))
        self._show(None)

    def _form(self, answers: Answers) -> dict[str, object]:
        """Read the form: fields of the test, and those of each line by its mark."""

        def typed(part: str, mark: str) -> str:
            return str(answers.get(f"{part}_{mark}") or "")

        def line(parts: tuple[str, ...], mark: str) -> dict[str, object]:
            return {"mark": mark, **{part: typed(part, mark) for part in parts}}

        units = [
            {**line(OF_UNIT, one.mark), "ranges": [line(OF_RANGE, band.mark) for band in one.ranges]}
            for one in self.units
        ]
        own = {"answers": self.answers} if self.editing is None else {}
        told = {name: answers.get(name) or "" for name in ("name", "about", "code", "panel")}
        return {**told, **own, "units": [] if self.answers else units}


K = KeepTests


def page() -> rx.Component:
    """Draw /admin/tests."""
    listed = catalogue(
        K, t("Tests"), columns(K), find=t("Find a test"), hint=t("By its name, unit or LOINC code."),
        none=t("No test has these words"), new=t("New test"), mark="search",
    )  # fmt: skip
    asked = entry_form(K, t("New test"), t("Change this test"), lambda one: test_form(K, one))
    stays = notice(
        "info", t("Results that are there stay as they are"),
        t("They keep the unit, the range and the mark with which they were written down. A change counts from now on."),
    )  # fmt: skip
    head = page_head(t("Tests"), t("What doctors may order of the laboratory, and by what results are judged."))
    rights = txt(LOINC_NOTICE, "small", "ink_3", "p")
    return frame(K, PATH, head, stack(asked, stays, listed, rights, gap="lg"))
