"""Forms before a visit: the list, and a new one."""

from uuid import uuid4

import reflex as rx

from hms.components.badges import status
from hms.components.buttons import link, submit
from hms.components.cards import section
from hms.components.feedback import empty, to_first_error
from hms.components.forms import actions, field, form, long_text
from hms.components.layout import row, split, stack, txt
from hms.components.shell import page_head
from hms.components.tables import Column, table
from hms.pages.admin.frame import frame
from hms.permissions import Permission
from hms.schemas.forms import FormLine, TitleForm
from hms.services.forms import making
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/admin/forms"


class KeepForms(Screen):
    """/admin/forms."""

    needs = Permission.RUN_CLINIC

    forms: list[FormLine] = []  # noqa: RUF012 - Reflex copies it for each state
    key: str = ""

    def watches(self) -> list[str]:
        """Follow the forms."""
        return ["forms"]

    @handler
    async def load(self) -> None:
        """Read the forms."""
        self.forms = await self.ask(making.listed)
        self.key = self.key or uuid4().hex

    @handler(busy=True)
    async def begin(self, answers: dict[str, str]) -> None:
        """Make a new form and open it."""
        form_id = await self.ask(making.begin, TitleForm.model_validate(answers), self.key)
        self.key = uuid4().hex
        self.go(f"{HERE}/{form_id}", "ok", t("The form is made"), t("Add its questions, then choose the visits."))


def page() -> rx.Component:
    """Draw /admin/forms."""
    K = KeepForms
    columns = (
        Column(
            t("Form"),
            lambda one: row(link(one.title, f"{HERE}/{one.id}"), rx.cond(one.closed, status("closed"), ""), wrap=True),
            wrap=True,
        ),
        Column(
            t("Before"),
            lambda one: rx.cond(one.types, txt(one.types), txt(t("no visit yet"), "small", "warn_ink")),
            wrap=True,
        ),
        Column(t("Questions"), lambda one: one.questions),
        Column(t("Answered"), lambda one: one.answered),
        Column(t("Version"), lambda one: one.version),
    )
    none = empty(
        "clipboard-list", t("No form yet"), t("Make one, add questions, and choose before which visits it is asked.")
    )
    drawn = table(t("Forms"), columns, K.forms, key=lambda one: one.id.to(str))
    left = section(t("Forms before a visit"), rx.cond(K.forms.length() > 0, drawn, none), flush=True)
    asked = form(
        field(t("Title"), "title", auto_complete="off", hint=t("As patients read it."), errors=K.field_errors),
        long_text(t("How it begins"), "intro", optional=True, errors=K.field_errors),
        actions(submit(t("Make form"), "plus", busy=K.busy)),
        on_submit=K.begin,
    )
    right = stack(section(t("New form"), asked), to_first_error(K.field_errors), gap="0")
    head = page_head(t("Forms"), t("What patients answer at home before they come."))
    return frame(K, HERE, head, split(left, right))
