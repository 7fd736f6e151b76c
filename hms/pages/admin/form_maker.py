"""One form as it is made: its questions in order, the question that is being written, the visits before which it is asked."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import button, link_button
from hms.components.feedback import notice, to_first_error
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.errors import NotFound
from hms.pages.admin import form_maker_parts as parts
from hms.pages.admin.forms import HERE
from hms.pages.admin.frame import frame
from hms.pages.asked import asked_id
from hms.permissions import Permission
from hms.schemas.forms import FormPage, Question, QuestionCard, TitleForm
from hms.services.forms import making
from hms.texts import t
from hms.web.screen import Screen, handler

Answers = dict[str, str | bool]


class MakeForm(Screen):
    """/admin/forms/[form_id]."""

    needs = Permission.RUN_CLINIC

    form: FormPage | None = None
    questions: list[QuestionCard] = []  # noqa: RUF012 - Reflex copies it for each state
    types: list[list[str]] = []  # noqa: RUF012
    editing: QuestionCard | None = None
    kind: str = "yes_no"  # of the question that is being written
    fresh: int = 0  # a new question form each time
    titling: bool = False
    stale: bool = False  # somebody else changed it since it was read

    def watches(self) -> list[str]:
        """Follow the forms, and the kinds of visits."""
        return ["forms", "directory"]

    @handler
    async def load(self) -> None:
        """Read the form of the address."""
        self._take(await self.ask(making.see, self._id()))

    def _id(self) -> UUID:
        if (asked := asked_id(self.route_arg("form_id"))) is None:
            raise NotFound
        return asked

    def _take(self, form: FormPage) -> None:
        self.form, self.questions = form, list(form.questions)
        self.types = [[key, name, "1" if asked else ""] for key, name, asked in form.types]

    def _state(self) -> str:
        return self.form.state if self.form else ""

    @handler(quiet=True)
    async def choose_kind(self, kind: str) -> None:
        """Ask for what this kind of question needs."""
        self.kind = kind

    @handler
    async def change(self, key: str) -> None:
        """Put a question into the form."""
        self.editing = next((one for one in self.questions if one.key == key), None)
        self.kind, self.fresh = self.editing.kind if self.editing else "yes_no", self.fresh + 1

    @handler
    async def leave(self) -> None:
        """Leave the question as it is."""
        self.editing, self.fresh = None, self.fresh + 1

    @handler(busy=True)
    async def save(self, answers: Answers) -> None:
        """Add the question, or save it."""
        asked = {**parts.question_of(answers, self.kind), "key": self.editing.key if self.editing else ""}
        self._take(await self.ask(making.put_question, self._id(), Question.model_validate(asked), self._state()))
        self.editing, self.fresh = None, self.fresh + 1
        self.say("ok", t("Saved"))

    @handler(busy=True)
    async def move(self, key: str, by: int) -> None:
        """Move a question up or down."""
        self._take(await self.ask(making.move_question, self._id(), key, by, self._state()))

    @handler(busy=True)
    async def remove(self, key: str) -> None:
        """Take a question out."""
        self._take(await self.ask(making.remove_question, self._id(), key, self._state()))
        self.say("ok", t("The question is taken out"), t("What was answered to it stays where it was answered."))

    @handler(busy=True)
    async def ask_before(self, answers: Answers) -> None:
        """Choose the visits before which it is asked."""
        chosen = [key for key, _, _ in self.types if answers.get(f"type-{key}") in {True, "on"}]
        self._take(await self.ask(making.ask_before, self._id(), chosen))
        self.say("ok", t("Saved"), t("It counts for all visits that have not begun."))

    @handler
    async def start_titling(self) -> None:
        """Ask for another title."""
        self.titling = True

    @handler(busy=True)
    async def rename(self, answers: dict[str, str]) -> None:
        """Change the title and the beginning."""
        self._take(await self.ask(making.rename, self._id(), TitleForm.model_validate(answers), self._state()))
        self.titling = False

    @handler(busy=True)
    async def close(self, closed: bool) -> None:
        """Ask it no more, or again."""
        self._take(await self.ask(making.close, self._id(), closed))


def page() -> rx.Component:
    """Draw /admin/forms/[form_id]."""
    M = MakeForm
    back = link_button(t("All forms"), HERE, "arrow-left", small=True)
    title = button(t("Change title"), "pencil", on_click=M.start_titling)
    closed = M.form & M.form.closed
    close = rx.cond(
        closed,
        button(t("Ask it again"), "archive-restore", busy=M.busy, on_click=M.close(False)),
        button(t("Ask it no more"), "archive", busy=M.busy, on_click=M.close(True)),
    )
    still = rx.cond(
        M.form & M.form.answered,
        notice(
            "info",
            t("Patients have answered this version: a change makes the next one."),
            t("What they answered stays as it was asked."),
        ),
        rx.fragment(),
    )
    left = stack(rx.cond(M.titling, parts.title_form(M), rx.fragment()), still, parts.questions(M), gap="lg")
    right = stack(parts.question_form(M), parts.types_form(M), to_first_error(M.field_errors), gap="lg")
    head = page_head(M.form.title, rx.cond(closed, t("Asked no more"), M.form.intro), back, title, close)
    return frame(M, HERE, head, split(left, right))
