"""Illnesses of a patient's relatives."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import submit
from hms.components.cards import section
from hms.components.code_picker import code_picker
from hms.components.forms import actions, form, long_text, select
from hms.components.layout import at, grid
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import entries, errors_in, list_page, right_form
from hms.pages.doctor.lists import RecordList
from hms.permissions import Permission
from hms.schemas.record_changes import RelativeChange
from hms.schemas.record_lists import ListPage, RelativeForm
from hms.schemas.record_words import LISTS, RELATIVES
from hms.services.chart import family
from hms.texts import t
from hms.web.screen import handler

PLACE = f"{RECORD}/family"
TITLE = LISTS["family"]


class SeeFamily(RecordList):
    """/doctor/patients/[patient_id]/family."""

    needs = Permission.KEEP_CHART

    async def _fetch(self, patient_id: UUID) -> ListPage:
        return await self.ask(family.listed, patient_id, self.page_number)

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Write down an illness of a relative."""
        self.sent = "add"
        form = RelativeForm.model_validate({**answers, "patient_id": self._whom()})
        await self.ask(family.add, form)
        self.used_key = form.key
        await self._again()

    @handler(busy=True)
    async def put_right(self, answers: dict[str, str]) -> None:
        """Put an entry right."""
        self.sent = "right"
        await self.ask(family.amend, self._change(RelativeChange, answers))
        await self._again()


S = SeeFamily


def _fields(one: rx.Var | None = None) -> list[rx.Component]:
    """Draw the fields of an illness; those of one that is put right begin with what it says."""
    which, place = ("right", "right-") if one is not None else ("add", "")
    errors = errors_in(S, which)
    typed = one.typed if one is not None else {"relation": "", "text": "", "code": "", "note": ""}
    relatives = [("", t("Please choose")), *RELATIVES.items()]
    who = select(t("Relative"), "relation", relatives, typed["relation"], errors=errors, id=f"{place}relation")
    illness = code_picker(
        t("Illness"), on_favour=S.favour, start=typed["text"], code=typed["code"], errors=errors, place=f"{place}text"
    )
    hint = t("Such as the age when it began.")
    note = long_text(
        t("Note"), "note", typed["note"], hint=hint, rows=2, errors=errors, optional=True, max_length=2000, id=f"{place}note"
    )  # fmt: skip
    return [grid(who, illness, columns=at("minmax(0, 1fr)", "1fr 2fr"), gap="md"), note]


def page() -> rx.Component:
    """Draw the list and the form that adds to it."""
    adding = form(
        EntryKey.create(used=S.used_key, options=rx.Var.create([]).to(list[list[str]])),
        *_fields(),
        actions(submit(t("Add illness"), "plus", busy=S.busy)),
        on_submit=S.add,
        class_name="h-stack g-lg",
    )
    listed = entries(S, t("Illnesses in the family"), t("Nothing was written down yet."), right=_right)
    return list_page(S, "family", section(t("Add an illness of a relative"), adding), listed)


def _right(one: rx.Var) -> rx.Component:
    return right_form(S, one, *_fields(one))
