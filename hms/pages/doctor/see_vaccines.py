"""The vaccines of a patient: what was given, from which lot, and what a child is due for."""

from typing import Any
from uuid import UUID

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import submit
from hms.components.cards import item, items, section
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import at, grid, row, stack, txt
from hms.pages.doctor.draft import EntryKey
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import entries, errors_in, list_page, right_form, said
from hms.pages.doctor.lists import RecordList
from hms.permissions import Permission
from hms.schemas.record_changes import VaccineChange
from hms.schemas.record_lists import DueCard, ListPage, VaccineForm, VaccinesPage
from hms.schemas.record_words import LISTS, ROUTES, SITES
from hms.services.chart import immunizations
from hms.texts import t
from hms.web.screen import handler

PLACE = f"{RECORD}/vaccines"
TITLE = LISTS["vaccines"]


class SeeVaccines(RecordList):
    """/doctor/patients/[patient_id]/vaccines."""

    needs = Permission.KEEP_CHART

    due: list[DueCard] = []  # noqa: RUF012 - Reflex copies it for each state
    overdue: int = 0
    source: str = ""  # of the schedule
    offered: list[list[str]] = []  # noqa: RUF012

    def watches(self) -> list[str]:
        """Follow this record, and the clinic's list of vaccines."""
        return [*super().watches(), "directory"]

    def _also(self, page: VaccinesPage) -> None:
        self.due, self.overdue, self.source = page.due, page.overdue, page.source
        self.offered = page.offered

    async def _fetch(self, patient_id: UUID) -> ListPage:
        return await self.ask(immunizations.listed, patient_id, self.page_number)

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Write down a vaccine that was given."""
        self.sent = "add"
        form = VaccineForm.model_validate({**answers, "patient_id": self._whom()})
        await self.ask(immunizations.record, form)
        self.used_key = form.key
        await self._again()
        self.say("ok", t("The vaccine is written down"), t("The patient sees it under vaccinations."))

    @handler(busy=True)
    async def put_right(self, answers: dict[str, str]) -> None:
        """Put a vaccination right."""
        self.sent = "right"
        await self.ask(immunizations.amend, self._change(VaccineChange, answers))
        await self._again()
        self.say("ok", t("The vaccination is put right"), t("What it said before stays readable."))


S = SeeVaccines


def _fields(one: rx.Var | None = None) -> list[rx.Component]:
    """Draw the fields of a vaccination; those of one that is put right begin with what it says."""
    which, place = ("right", "right-") if one is not None else ("add", "")
    errors = errors_in(S, which)
    empty = dict.fromkeys(("dose_number", "lot", "expires_on", "site", "route", "note"), "")
    typed = one.typed if one is not None else {**empty, "happened": S.today}
    first = t("Choose a vaccine") if one is None else t("{vaccine}, as it says", vaccine=typed["vaccine"])
    listed = rx.Var.create([["", first]]).to(list[list[str]]) + S.offered
    unsaid = ("", t("Not said"))

    def asked(name: str, **more: Any) -> dict[str, Any]:
        return {"errors": errors, "id": f"{place}{name}", **more}

    what = select(t("Vaccine"), "code", listed, required=False, **asked("code"))
    day = field(t("Given on"), "happened", typed["happened"], kind="date", **asked("happened"))
    typing = {"optional": True, "auto_complete": "off"}
    dose = field(
        t("Dose number"), "dose_number", typed["dose_number"], input_mode="numeric", **asked("dose_number", **typing)
    )
    lot = field(t("Lot"), "lot", typed["lot"], max_length=40, **asked("lot", **typing))
    expires = field(
        t("Lot expires on"), "expires_on", typed["expires_on"], kind="date", **asked("expires_on", optional=True)
    )
    site = select(
        t("Where on the body"), "site", [unsaid, *SITES.items()], typed["site"], **asked("site", optional=True)
    )
    route = select(t("How"), "route", [unsaid, *ROUTES.items()], typed["route"], **asked("route", optional=True))
    note = long_text(t("Note"), "note", typed["note"], rows=2, max_length=2000, **asked("note", optional=True))
    return [
        grid(what, day, dose, columns=at("minmax(0, 1fr)", "1fr 1fr", "2fr 1fr 1fr"), gap="md"),
        grid(lot, expires, site, route, columns=at("minmax(0, 1fr)", "1fr 1fr", "1fr 1fr 1fr 1fr"), gap="md"), note,
    ]  # fmt: skip


def page() -> rx.Component:
    """Draw what is due, what was given, and the form that adds to it."""
    adding = form(
        EntryKey.create(used=S.used_key, options=rx.Var.create([]).to(list[list[str]])),
        *_fields(),
        actions(submit(t("Add vaccine"), "plus", busy=S.busy)),
        on_submit=S.add,
        class_name="h-stack g-lg",
    )
    given = entries(
        S, t("Given"), t("No vaccine was written down yet."), right=lambda one: right_form(S, one, *_fields(one))
    )
    return list_page(S, "vaccines", _due(), section(t("Add a vaccine"), adding), given)


def _due() -> rx.Component:
    def line(one: rx.Var) -> rx.Component:
        words = stack(row(said(one.dose), said(one.note), wrap=True, gap="md"), gap="hair")
        return item(one.name, words, end=tag(one.when, one.tone), key=one.series)

    whose = txt(
        t("By {source}. Doses that were given elsewhere count once they are written down here.", source=S.source),
        "small",
        "ink_2",
        "p",
        class_name="h-item",
    )
    shown = section(t("Due"), items(rx.foreach(S.due, line)), whose, number=S.overdue, note=t("overdue"), flush=True)
    return rx.cond(S.due.length() > 0, shown, rx.fragment())
