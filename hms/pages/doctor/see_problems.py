"""The problem list of a patient: added by code or in words, moved on, put right, with what each said before."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.choices import tick
from hms.components.code_picker import code_picker
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import at, grid
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import entries, errors_in, list_page, right_form
from hms.pages.doctor.lists import RecordList
from hms.permissions import Permission
from hms.schemas.record_lists import ListPage, ProblemChange, ProblemForm, StatusMove
from hms.schemas.record_words import LISTS, SEVERITIES
from hms.services.chart import problems
from hms.texts import t
from hms.web.screen import handler

PLACE = f"{RECORD}/problems"
NAMES = ("text", "code", "severity", "happened", "note", "reason")


class SeeProblems(RecordList):
    """/doctor/patients/[patient_id]/problems."""

    needs = Permission.KEEP_CHART

    async def _fetch(self, patient_id: UUID) -> ListPage:
        return await self.ask(problems.listed, patient_id, self.page_number)

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Write a problem down."""
        self.sent = "add"
        form = ProblemForm.model_validate({**_told(answers), "patient_id": self._whom(), "key": answers.get("key", "")})
        await self.ask(problems.add, form)
        self.used_key = form.key
        await self._again()

    @handler
    async def move(self, entry_id: str, version: int, status: str) -> None:
        """Let a problem stand otherwise."""
        form = StatusMove.model_validate({"entry_id": entry_id, "version": version, "status": status})
        await self.ask(problems.move, form)
        await self._again()

    @handler(busy=True)
    async def put_right(self, answers: dict[str, str]) -> None:
        """Put a problem right."""
        self.sent = "right"
        entry = {"entry_id": self.entry_id, "version": self._version}
        await self.ask(problems.amend, ProblemChange.model_validate({**_told(answers), **entry}))
        await self._again()


def _told(answers: dict[str, str]) -> dict[str, object]:
    given = {name: answers[name] for name in NAMES if name in answers}
    return {**given, "certain": not answers.get("provisional")}


S = SeeProblems


def _fields(one: rx.Var | None = None) -> list[rx.Component]:
    """Draw the fields of a problem; those of one that is put right begin with what it says."""
    which, place = ("right", "right-") if one is not None else ("add", "")
    errors = errors_in(S, which)
    typed = one.typed if one is not None else {"text": "", "code": "", "severity": "", "happened": "", "note": ""}
    severities = [("", t("Not said")), *SEVERITIES.items()]
    picker = code_picker(
        t("Problem"), on_favour=S.favour, start=typed["text"], code=typed["code"], errors=errors, place=f"{place}text"
    )
    severity = select(
        t("Severity"), "severity", severities, typed["severity"], errors=errors, optional=True, id=f"{place}severity"
    )
    since = field(
        t("Since"), "happened", typed["happened"], kind="date", errors=errors, optional=True, id=f"{place}happened"
    )
    sure = typed["provisional"] == "on" if one is not None else False
    provisional = tick("provisional", t("Provisional, not confirmed yet"), chosen=sure, id=f"{place}provisional")
    note = long_text(
        t("Note"), "note", typed["note"], rows=2, errors=errors, optional=True, max_length=2000, id=f"{place}note"
    )
    return [picker, grid(severity, since, provisional, columns=at("minmax(0, 1fr)", "1fr 1fr 1fr"), gap="md"), note]


def page() -> rx.Component:
    """Draw the list and the form that adds to it."""
    adding = form(
        EntryKey.create(used=S.used_key, options=rx.Var.create([]).to(list[list[str]])),
        *_fields(),
        actions(submit(t("Add problem"), "plus", busy=S.busy)),
        on_submit=S.add,
        class_name="h-stack g-lg",
    )
    moves = entries(S, t("All problems"), t("No problem was written down yet."), acts=_moves, right=_right)
    return list_page(S, "problems", section(t("Add a problem"), adding), moves)


def _moves(one: rx.Var) -> rx.Component:
    def offered(move: rx.Var) -> rx.Component:
        return button(move.words, of=one.title, small=True, on_click=S.move(one.id.to(str), one.version, move.value))

    return rx.foreach(one.moves, offered)


def _right(one: rx.Var) -> rx.Component:
    return right_form(S, one, *_fields(one))


TITLE = LISTS["problems"]
