"""What was done to or for a patient."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import submit
from hms.components.cards import section
from hms.components.forms import actions, field, form, long_text
from hms.components.layout import at, grid
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import entries, errors_in, list_page, right_form
from hms.pages.doctor.lists import RecordList
from hms.permissions import Permission
from hms.schemas.record_changes import ProcedureChange
from hms.schemas.record_lists import ListPage, ProcedureForm
from hms.schemas.record_words import LISTS
from hms.services.chart import procedures
from hms.texts import t
from hms.web.screen import handler

PLACE = f"{RECORD}/procedures"
TITLE = LISTS["procedures"]


class SeeProcedures(RecordList):
    """/doctor/patients/[patient_id]/procedures."""

    needs = Permission.KEEP_CHART

    async def _fetch(self, patient_id: UUID) -> ListPage:
        return await self.ask(procedures.listed, patient_id, self.page_number)

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Write down what was done."""
        self.sent = "add"
        form = ProcedureForm.model_validate({**answers, "patient_id": self._whom()})
        await self.ask(procedures.add, form)
        self.used_key = form.key
        await self._again()

    @handler(busy=True)
    async def put_right(self, answers: dict[str, str]) -> None:
        """Put an entry right."""
        self.sent = "right"
        await self.ask(procedures.amend, self._change(ProcedureChange, answers))
        await self._again()


S = SeeProcedures


def _fields(one: rx.Var | None = None) -> list[rx.Component]:
    which, place = ("right", "right-") if one is not None else ("add", "")
    errors = errors_in(S, which)
    typed = one.typed if one is not None else {"text": "", "happened": "", "note": ""}
    what = field(
        t("What was done"), "text", typed["text"], errors=errors, auto_complete="off", max_length=300, id=f"{place}text"
    )
    day = field(
        t("On"), "happened", typed["happened"], kind="date", errors=errors, optional=True, id=f"{place}happened"
    )
    note = long_text(
        t("Note"), "note", typed["note"], rows=2, errors=errors, optional=True, max_length=2000, id=f"{place}note"
    )
    return [grid(what, day, columns=at("minmax(0, 1fr)", "3fr 1fr"), gap="md"), note]


def page() -> rx.Component:
    """Draw the list and the form that adds to it."""
    adding = form(
        EntryKey.create(used=S.used_key, options=rx.Var.create([]).to(list[list[str]])),
        *_fields(),
        actions(submit(t("Add procedure"), "plus", busy=S.busy)),
        on_submit=S.add,
        class_name="h-stack g-lg",
    )
    listed = entries(
        S,
        t("All procedures"),
        t("No procedure was written down yet."),
        right=lambda one: right_form(S, one, *_fields(one)),
    )
    return list_page(S, "procedures", section(t("Add a procedure"), adding), listed)
