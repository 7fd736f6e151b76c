"""Departments: listed, added, renamed, closed."""

from uuid import UUID

import reflex as rx

from hms.components.buttons import button, small_button, submit
from hms.components.cards import section
from hms.components.feedback import empty, notice
from hms.components.forms import actions, field, form
from hms.components.layout import row, split, stack, txt
from hms.components.shell import page_head
from hms.components.tables import Column, table
from hms.pages.admin.frame import frame
from hms.permissions import Permission
from hms.schemas.directory import DepartmentCard, DepartmentForm
from hms.services import directory
from hms.texts import t
from hms.web.screen import Screen, handler


class ManageDepartments(Screen):
    """The departments that patients choose from."""

    needs = Permission.RUN_CLINIC

    departments: list[DepartmentCard] = []  # noqa: RUF012 - Reflex copies it for each state
    renaming: DepartmentCard | None = None  # as it was when renaming began; its version goes along with the answer
    theirs: str = ""  # the name that somebody else gave it meanwhile
    closing: str = ""  # the id of the one to be closed, once more is asked
    added: int = 0  # a new form each time

    def watches(self) -> list[str]:
        """Follow departments and doctors."""
        return ["directory"]

    @handler
    async def load(self) -> None:
        """Read the departments; say so when the one being renamed has changed under the hand."""
        self.departments = await self.ask(directory.departments)
        if self.renaming:
            now = next((d for d in self.departments if d.id == self.renaming.id), None)
            if now and now.version != self.renaming.version:
                self.theirs, self.renaming = now.name, now
            elif now is None:
                self.renaming = None

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Open a department."""
        card = await self.ask(directory.add_department, DepartmentForm(name=answers.get("name", "")))
        self.added += 1
        self.say("ok", t("{name} is open", name=card.name), t("Invite its doctors, then set their hours."))

    @handler
    async def start_renaming(self, department_id: UUID) -> None:
        """Ask for the new name."""
        self.renaming, self.theirs, self.closing = self._find(department_id), "", ""

    @handler
    async def stop_renaming(self) -> None:
        """Leave the name as it is."""
        self.renaming = None

    @handler(busy=True)
    async def rename(self, answers: dict[str, str]) -> None:
        """Give the department its new name."""
        if self.renaming is None:
            return
        answer = DepartmentForm(name=answers.get("name", ""))
        card = await self.ask(directory.rename_department, self.renaming.id, answer, self.renaming.version)
        self.renaming = None
        self.say("ok", t("It is called {name} now", name=card.name))

    @handler
    async def ask_to_close(self, department_id: UUID) -> None:
        """Ask once more before closing."""
        self.closing = str(department_id)

    @handler
    async def keep_open(self) -> None:
        """Leave it open."""
        self.closing = ""

    @handler(busy=True)
    async def close(self, department_id: UUID, version: int) -> None:
        """Close a department."""
        self.closing = ""
        await self.ask(directory.close_department, department_id, version)
        self.say("ok", t("The department is closed"), t("Adding one of the same name opens it again."))

    def _find(self, department_id: UUID) -> DepartmentCard | None:
        return next((d for d in self.departments if d.id == department_id), None)


D = ManageDepartments


def name_field(value: rx.Var | str = "") -> rx.Component:
    """Ask for a department's name."""
    hint = t("As patients read it, such as Heart and circulation.")
    return field(t("Name"), "name", value, hint=hint, errors=D.field_errors, max_length=80, auto_complete="off")


def add_form() -> rx.Component:
    """Draw the form for a new department."""
    go = submit(t("Add department"), "plus", busy=D.busy)
    asked = form(name_field(), actions(go), on_submit=D.add, key=D.added.to_string(), class_name="h-stack g-lg")
    return section(t("New department"), asked)


def rename_form() -> rx.Component:
    """Draw the form for another name."""
    changed = notice("warn", t("Somebody renamed it meanwhile"), t("It is called {name} now.", name=D.theirs))
    go = submit(t("Save name"), busy=D.busy)
    back = button(t("Keep as it is"), on_click=D.stop_renaming)
    asked = form(
        rx.cond(D.theirs, changed, rx.fragment()),
        name_field(D.renaming.name),
        actions(go, back),
        on_submit=D.rename,
        key=D.renaming.id.to(str),
        class_name="h-stack g-lg",
    )
    return section(t("Another name"), asked)


def acts(d: rx.Var) -> rx.Component:
    """Draw what one may do with a department; closing asks once more, in place."""
    sure = row(
        txt(t("Close it?"), "strong"),
        small_button(t("Close department"), of=d.name, danger=True, busy=D.busy, on_click=D.close(d.id, d.version)),
        small_button(t("Keep open"), of=d.name, on_click=D.keep_open),
        wrap=True,
    )
    usual = row(
        small_button(t("Rename"), "pencil", of=d.name, on_click=D.start_renaming(d.id)),
        small_button(t("Close"), "archive", of=d.name, on_click=D.ask_to_close(d.id)),
        wrap=True,
    )
    return rx.cond(D.closing == d.id.to(str), sure, usual)


def page() -> rx.Component:
    """Draw /admin/departments."""
    columns = (
        Column(t("Department"), lambda d: d.name, wrap=True),
        Column(t("Doctors"), lambda d: d.doctors.to_string(), right=True),
        Column(t("What you can do"), acts, quiet=True),
    )
    listed = table(t("Departments"), columns, D.departments, key=lambda d: d.id.to(str))
    none = empty("building-2", t("No department yet"), t("Patients choose by department: add the first one."))
    left = section(
        t("Open departments"), rx.cond(D.departments, listed, none), number=D.departments.length(), flush=True
    )
    right = stack(rx.cond(D.renaming, rename_form(), add_form()), class_name="h-stick")
    head = page_head(t("Departments"), t("What patients choose from when they book."))
    return frame(D, "/admin/departments", head, split(left, right))
