"""The allergies of a patient: written down, put right with what each said before, or found not to be so."""

from typing import Any
from uuid import UUID

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, submit
from hms.components.cards import item, items, section
from hms.components.choices import tick
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import at, grid, row, stack, txt
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import earlier_list, errors_in, list_page, right_form, said
from hms.pages.doctor.lists import RecordList
from hms.permissions import Permission
from hms.schemas.record_changes import AllergyChange
from hms.schemas.record_lists import AllergyForm, ListPage, Move
from hms.schemas.record_words import CATEGORIES, CRITICALITIES, LISTS, REACTIONS
from hms.schemas.statements import RefuteForm
from hms.services.chart import allergies
from hms.texts import t
from hms.web.screen import handler

PLACE = f"{RECORD}/allergies"
TITLE = LISTS["allergies"]


class SeeAllergies(RecordList):
    """/doctor/patients/[patient_id]/allergies."""

    needs = Permission.KEEP_CHART

    async def _fetch(self, patient_id: UUID) -> ListPage:
        return await self.ask(allergies.listed, patient_id, self.page_number)

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Write an allergy down."""
        self.sent = "add"
        form = AllergyForm.model_validate({**_told(answers), "patient_id": self._whom()})
        await self.ask(allergies.add, form)
        self.used_key = form.key
        await self._again()

    @handler(busy=True)
    async def put_right(self, answers: dict[str, str]) -> None:
        """Put an allergy right."""
        self.sent = "right"
        await self.ask(allergies.amend, self._change(AllergyChange, _told(answers)))
        await self._again()
        self.say("ok", t("The allergy is put right"), t("What it said before stays readable."))

    @handler(busy=True)
    async def refute(self, answers: dict[str, str]) -> None:
        """Find that an allergy is not so."""
        form = RefuteForm.model_validate({"statement_id": self.entry_id, "reason": answers.get("reason", "")})
        await self.ask(allergies.refute, form)
        await self._again()
        self.say("ok", t("Noted as not so"), t("The patient reads your reason."))


def _told(answers: dict[str, str]) -> dict[str, object]:
    reactions = [name for name in REACTIONS if answers.get(f"does-{name}")]
    return {**{name: said for name, said in answers.items() if not name.startswith("does-")}, "reaction": reactions}


S = SeeAllergies


def _fields(one: rx.Var | None = None) -> list[rx.Component]:
    """Draw the fields of an allergy; those of one that is put right begin with what it says."""
    which, place = ("right", "right-") if one is not None else ("add", "")
    errors = errors_in(S, which)
    names = ("text", "category", "criticality", "standing", "note", *(f"does-{name}" for name in REACTIONS))
    typed = one.typed if one is not None else dict.fromkeys(names, "")

    def asked(name: str, **more: Any) -> dict[str, Any]:
        return {"value": typed[name], "errors": errors, "id": f"{place}{name}", **more}

    choose = ("", t("Please choose") if one is None else t("Not said"))
    what = field(
        t("What must not be given or met"), "text", **asked("text", auto_complete="off", max_length=300 if one is None else 400)
    )  # fmt: skip
    kind = select(t("What it is"), "category", [choose, *CATEGORIES.items()], **asked("category"))
    danger = select(t("How dangerous"), "criticality", [choose, *CRITICALITIES.items()], **asked("criticality"))
    effects = [_effect(name, words, one) for name, words in REACTIONS.items()]
    does = rx.el.fieldset(
        txt(t("What it does"), "strong", tag="legend", class_name="h-legend"),
        grid(*effects, columns=at("1fr", "1fr 1fr", "1fr 1fr 1fr"), gap="sm"),
        class_name="h-fieldset",
    )
    note = long_text(t("Note"), "note", **asked("note", rows=2, optional=True, max_length=2000))
    return [grid(what, kind, danger, columns=at("minmax(0, 1fr)", "2fr 1fr 1fr"), gap="md"), does, note]


def _effect(name: str, words: str, one: rx.Var | None) -> rx.Component:
    if one is None:
        return tick(f"does-{name}", words)
    return tick(
        f"does-{name}",
        words,
        chosen=one.typed.to(dict[str, str]).get(f"does-{name}", "") == "on",
        id=f"right-does-{name}",
    )


def _right(one: rx.Var) -> rx.Component:
    """Put one right, and say how it stands: what the patient states stays marked so until it is confirmed."""
    options = one.moves.to(list[Move]).foreach(lambda move: [move.value, move.words]).to(list[list[str]])
    stands = select(
        t("How it stands"), "standing", options, one.typed["standing"], errors=errors_in(S, "right"), id="right-standing"
    )  # fmt: skip
    return right_form(S, one, *_fields(one), stands)


def page() -> rx.Component:
    """Draw the list and the form that adds to it."""
    adding = form(
        EntryKey.create(used=S.used_key, options=rx.Var.create([]).to(list[list[str]])),
        *_fields(),
        actions(submit(t("Add allergy"), "plus", busy=S.busy)),
        on_submit=S.add,
        class_name="h-stack g-lg",
    )
    none = txt(t("No allergy was written down yet."), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(S.listed.length() > 0, items(rx.foreach(S.listed, _line)), none)
    listed = section(t("All allergies"), shown, number=S.total, flush=True)
    return list_page(S, "allergies", listed, section(t("Add an allergy"), adding))


def _line(one: rx.Var) -> rx.Component:
    name = rx.cond(one.error, rx.el.s(one.title), one.title)
    not_so = button(t("Not so"), "x", of=one.title, small=True, on_click=S.begin("error", one.id.to(str), one.version))
    right = button(
        t("Put right"), "pencil", of=one.title, small=True, on_click=S.begin("right", one.id.to(str), one.version)
    )
    looks = S.look_back(one.id.to(str), one.kind)
    before = button(t("What it said before"), "history", of=one.title, small=True, on_click=looks)
    mine = S.entry_id == one.id.to(str)
    asked = rx.fragment(
        rx.cond(mine & (S.doing == "error"), _why(one), rx.fragment()),
        rx.cond(mine & (S.doing == "right"), _right(one), rx.fragment()),
        rx.cond(S.earlier_of == one.id.to(str), earlier_list(S.earlier), rx.fragment()),
    )
    words = stack(
        row(said(one.facts), said(one.code), wrap=True, gap="md"), said(one.note),
        row(said(one.source), txt(one.who, "small", "ink_2"), wrap=True, gap="md"),
        row(rx.cond(one.error, rx.fragment(), rx.fragment(right, not_so)), rx.cond(one.changed, before, rx.fragment()), wrap=True),
        asked, gap="xs",
    )  # fmt: skip
    head = row(txt(name, "strong", class_name="h-break"), tag(one.status_words, one.tone), wrap=True)
    return item(head, words, key=one.id.to(str))


def _why(one: rx.Var) -> rx.Component:
    why = field(
        t("Why is it not so?"), "reason", hint=t("The patient reads this."), errors=S.field_errors, max_length=500
    )
    yes = submit(t("It is not so"), "x", of=one.title, primary=False, danger=True, busy=S.busy)
    return form(
        why, actions(yes, button(t("Leave it"), on_click=S.leave)), on_submit=S.refute, class_name="h-stack g-md"
    )
