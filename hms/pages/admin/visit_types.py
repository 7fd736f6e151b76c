"""The kinds of visits: listed, added, changed, closed, opened again."""

from uuid import UUID

import reflex as rx

from hms.components.cards import section
from hms.components.feedback import empty, to_first_error
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.components.swatches import WORDS
from hms.pages.admin.changing import ChangesOne
from hms.pages.admin.frame import frame
from hms.pages.admin.visit_type_parts import ASKED, answered, type_form, types_table
from hms.pages.admin.ways import SCHEDULING, TYPES, scheduling_ways
from hms.permissions import Permission
from hms.schemas.visit_types import VisitTypeCard, VisitTypeForm
from hms.services import directory, visit_types
from hms.texts import t
from hms.web.screen import handler

Answers = dict[str, str | bool]


class OfferVisitTypes(ChangesOne):
    """What patients and staff may book."""

    needs = Permission.RUN_CLINIC
    asked, spoken = ASKED, {"colour": WORDS}

    types: list[VisitTypeCard] = []  # noqa: RUF012 - Reflex copies it for each state
    departments: list[list[str]] = []  # noqa: RUF012
    editing: VisitTypeCard | None = None  # as it was when changing it began
    closing: str = ""  # the id of the one to be closed, once more is asked

    @handler
    async def load(self) -> None:
        """Read the types; say so when the one being changed has changed under the hand."""
        self.types = await self.ask(visit_types.listed)
        known = await self.ask(directory.departments)
        self.departments = [["", t("Every department")], *([str(d.id), d.name] for d in known)]
        self._compare()

    @handler(busy=True)
    async def add(self, answers: Answers) -> None:
        """Offer a new type."""
        card = await self.ask(visit_types.add, VisitTypeForm.model_validate(answered(answers)))
        self.fresh += 1
        self.say("ok", t("{name} can be booked", name=card.name), card.who_books)

    @handler
    async def start_changing(self, visit_type_id: UUID) -> None:
        """Put a type into the form."""
        self.closing = ""
        self._show(self._find(visit_type_id))

    @handler
    async def stop_changing(self) -> None:
        """Leave it as it is."""
        self._show(None)

    @handler(busy=True)
    async def change(self, answers: Answers) -> None:
        """Save what was changed."""
        if self.editing:
            form = VisitTypeForm.model_validate(answered(answers))
            card = await self.ask(visit_types.change, self.editing.id, form, self.version)
            self._show(None)
            self.say("ok", t("{name} is saved", name=card.name), t("It counts for what is booked from now on."))

    @handler
    async def ask_to_close(self, visit_type_id: UUID) -> None:
        """Ask once more before closing."""
        self.closing = str(visit_type_id)

    @handler
    async def keep_open(self) -> None:
        """Leave it open."""
        self.closing = ""

    @handler(busy=True)
    async def close(self, visit_type_id: UUID, version: int) -> None:
        """Offer it no more."""
        self.closing = ""
        await self.ask(visit_types.close, visit_type_id, version)
        self.say("ok", t("It can be booked no more"), t("Booked visits stay. You can open it again."))

    @handler(busy=True)
    async def reopen(self, visit_type_id: UUID, version: int) -> None:
        """Offer it again."""
        card = await self.ask(visit_types.reopen, visit_type_id, version)
        self.say("ok", t("{name} can be booked again", name=card.name))

    def _saved(self) -> VisitTypeCard | None:
        return self._find(self.editing.id) if self.editing else None

    def _find(self, visit_type_id: UUID) -> VisitTypeCard | None:
        return next((one for one in self.types if one.id == visit_type_id), None)


V = OfferVisitTypes


def page() -> rx.Component:
    """Draw /admin/scheduling/types."""
    none = empty(
        "clipboard-list",
        t("No kind of visit yet"),
        t("Until there is one, patients book plain visits of the doctor’s usual length."),
    )
    listed = rx.cond(V.types, types_table(V), none)
    left = section(t("Kinds of visits"), listed, number=V.types.length(), flush=True)
    right = stack(type_form(V), to_first_error(V.field_errors), gap="0")
    head = rx.fragment(
        page_head(t("Scheduling"), t("What patients and staff may book.")),
        subnav(t("Scheduling"), scheduling_ways(), TYPES),
    )
    return frame(V, SCHEDULING, head, split(left, right))
