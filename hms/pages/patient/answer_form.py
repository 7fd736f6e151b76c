"""A form before a visit, one question at a time: saved at each answer, gone on with later, changed until the visit begins."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import link_button
from hms.components.feedback import to_first_error
from hms.components.layout import row, stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.errors import Invalid, NotFound
from hms.pages.asked import asked_id
from hms.pages.patient import answer_form_parts as parts
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.forms import Answer, Step, ToAnswer
from hms.services.forms import answering
from hms.texts import t
from hms.web.screen import Screen, handler

Answers = dict[str, str | bool]


class AnswerForm(Screen):
    """/patient/appointments/[appointment_id]/form. Watches nothing: no question changes under the thumb."""

    needs = Permission.ANSWER_FORM

    sheet: ToAnswer | None = None
    steps: list[Step] = []  # noqa: RUF012 - Reflex copies it for each state
    place: int = 0  # the question that is asked; past the last one: all answers together
    step: Step | None = None
    given: str = ""
    options: list[list[str]] = []  # noqa: RUF012
    ticked: list[list[str]] = []  # noqa: RUF012 - key, words, "1" where it is chosen

    @handler
    async def load(self) -> None:
        """Read what is asked, and go on where one left off."""
        asked = asked_id(self.route_arg("appointment_id"))
        if asked is None:
            raise NotFound
        first = self.sheet is None
        self._take(await self.ask(answering.page, asked))
        if first:
            open_ones = [n for n, one in enumerate(self.steps) if not one.done]
            begun = self.sheet is not None and self.sheet.answered > 0
            everything = not open_ones or (self.sheet and (self.sheet.handed_in or self.sheet.refused))
            self.place = len(self.steps) if everything else open_ones[0] if begun else 0
        self._ask_now()

    def _take(self, sheet: ToAnswer) -> None:
        self.sheet, self.steps = sheet, list(sheet.steps)

    def _ask_now(self) -> None:
        """Lay out the question at the place."""
        self.place = max(0, min(self.place, len(self.steps)))
        self.step = self.steps[self.place] if self.place < len(self.steps) else None
        if self.step is None:
            return
        one, values = self.step.question, self.step.values
        self.given = values[0] if values else ""
        self.options = parts.options_of(one)
        self.ticked = [[f"tick-{n}", words, "1" if words in values else ""] for n, words in enumerate(one.options)]

    @handler(quiet=True)
    async def go_to(self, place: int) -> None:
        """Go to another question."""
        self.field_errors = {}
        self.place = place
        self._ask_now()

    @handler(busy=True)
    async def answer(self, answers: Answers) -> None:
        """Keep the answer and go on."""
        if self.step is None or self.sheet is None:
            return
        one = self.step.question
        if one.kind == "several":
            values = [words for key, words, _ in self.ticked if answers.get(key) in {True, "on"}]
        else:
            values = [str(answers.get("answer") or "")]
        if one.required and not any(value.strip() for value in values):
            raise Invalid(answer=t("This question needs an answer."))
        form = Answer(appointment_id=self.sheet.appointment_id, form_id=self.step.form_id, key=one.key, values=values)
        self._take(await self.ask(answering.answer, form))
        self.place += 1
        self._ask_now()

    @handler(busy=True)
    async def hand_in(self) -> None:
        """Say that all is answered."""
        if self.sheet:
            self._take(await self.ask(answering.hand_in, UUID(str(self.sheet.appointment_id))))
            self.say("ok", t("Thank you"), t("Your doctor reads this in the visit. You can change it until then."))


def page() -> rx.Component:
    """Draw /patient/appointments/[appointment_id]/form."""
    A = AnswerForm
    back = link_button(
        t("The appointment"), f"/patient/appointments/{A.sheet.appointment_id}", "arrow-left", small=True
    )
    head = page_head(t("Before your visit"), A.sheet.visit, row(back))
    asked = rx.cond(A.step, parts.question(A), parts.everything(A))
    shown = stack(asked, to_first_error(A.field_errors), gap="lg", max_width=SIZE.form)
    return frame(A, "/patient/appointments", head, shown)
