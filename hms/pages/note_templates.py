"""Keeping templates of notes: the same screen for a doctor's own and for the clinic's."""

from uuid import UUID, uuid4

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import items, section
from hms.components.feedback import empty, to_first_error
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import row, split, stack, txt
from hms.schemas.notes import LABELS
from hms.schemas.templates import PLACEHOLDERS, TemplateCard, TemplateForm
from hms.services.notes import templates
from hms.texts import t
from hms.web.screen import Screen, handler

NAMES = ("name", "visit_type_id", *LABELS)


class KeepsTemplates(Screen, mixin=True):
    """One's own templates: written, changed, taken away."""

    own: list[TemplateCard] = []  # noqa: RUF012 - Reflex copies it for each state
    shared: list[TemplateCard] = []  # noqa: RUF012
    kinds: list[list[str]] = []  # noqa: RUF012
    editing: TemplateCard | None = None  # as it was when changing began
    removing: str = ""  # the id of the one to be taken away, once more is asked
    forms: int = 0  # a new form each time
    _key: str = ""  # of the template that is being written: pressing twice makes one

    def watches(self) -> list[str]:
        """Follow the templates, and the kinds of visits that they are for."""
        return ["templates", "directory"]

    @handler
    async def load(self) -> None:
        """Read the templates; what is being written stays as it is."""
        found = await self.ask(templates.listed)
        self.own, self.shared, self.kinds = found.own, found.shared, found.kinds
        self._key = self._key or uuid4().hex

    @handler(busy=True)
    async def save(self, answers: dict[str, str]) -> None:
        """Keep what was written."""
        given: dict[str, object] = {name: answers.get(name, "") for name in NAMES}
        given["visit_type_id"] = given["visit_type_id"] or None
        if self.editing:
            given |= {"template_id": self.editing.id, "version": self.editing.version}
        kept = await self.ask(templates.save, TemplateForm.model_validate({**given, "key": self._key}))
        self._begin_anew()
        await self._read()
        self.say("ok", t("{name} is kept", name=kept.name))

    @handler
    async def change(self, template_id: UUID) -> None:
        """Change one of the templates."""
        self.editing = next((one for one in self.own if one.id == template_id), None)
        self.removing, self.forms = "", self.forms + 1

    @handler(quiet=True)
    async def leave_as_it_is(self) -> None:
        """Change and take away nothing."""
        self.removing = ""
        if self.editing:
            self._begin_anew()

    @handler(quiet=True)
    async def ask_to_remove(self, template_id: UUID) -> None:
        """Ask once more before a template is taken away."""
        self.removing = str(template_id)

    @handler(busy=True)
    async def remove(self, template_id: UUID, version: int) -> None:
        """Take a template away."""
        await self.ask(templates.remove, template_id, version)
        self.removing = ""
        if self.editing and self.editing.id == template_id:
            self._begin_anew()
        await self._read()

    def _begin_anew(self) -> None:
        self.editing, self._key, self.forms = None, uuid4().hex, self.forms + 1

    async def _read(self) -> None:
        found = await self.ask(templates.listed)
        self.own, self.shared = found.own, found.shared


def keeping(screen: type, listed: str, none: str) -> rx.Component:
    """Draw the list of one's own templates beside the form that writes one."""
    own = section(
        listed,
        rx.cond(
            screen.own.length() > 0,
            items(rx.foreach(screen.own, lambda one: _line(screen, one))),
            empty("notebook-pen", t("No template yet"), none),
        ),
        number=screen.own.length(),
        flush=True,
    )
    shared = section(t("Of the clinic"), items(rx.foreach(screen.shared, _shared)), flush=True)
    kept = stack(own, rx.cond(screen.shared.length() > 0, shared, rx.fragment()), gap="lg")
    drawn = split(_writing(screen), stack(kept, _known(), gap="lg"))
    return rx.fragment(to_first_error(screen.field_errors), drawn)


def _line(screen: type, one: rx.Var) -> rx.Component:
    usual = row(
        button(t("Change"), "pencil", of=one.name, small=True, on_click=screen.change(one.id)),
        button(t("Take away"), "trash-2", of=one.name, small=True, on_click=screen.ask_to_remove(one.id)),
        wrap=True,
    )
    sure = row(
        button(t("Keep it"), of=one.name, small=True, on_click=screen.leave_as_it_is),
        button(
            t("Yes, take it away"), of=one.name, small=True, danger=True, auto_focus=True,
            on_click=screen.remove(one.id, one.version),
        ),
        wrap=True,
    )  # fmt: skip
    acts = rx.cond(screen.removing == one.id.to(str), sure, usual)
    return rx.el.li(stack(_words(one), acts), class_name="h-item", key=one.id.to(str))


def _shared(one: rx.Var) -> rx.Component:
    return rx.el.li(_words(one), class_name="h-item", key=one.id.to(str))


def _words(one: rx.Var) -> rx.Component:
    def part(said: rx.Var) -> rx.Component:
        text = txt(said.text, "body", tag="p", white_space="pre-wrap", class_name="h-break")
        return stack(txt(said.label, "small", "ink_2"), text, gap="0", key=said.label)

    head = rx.el.summary(txt(t("What it says"), "small", "accent_ink"), cursor="pointer")
    whole = rx.el.details(head, stack(rx.foreach(one.parts, part), gap="sm"))
    return stack(txt(one.name, "strong"), txt(one.kind, "small", "ink_2"), whole, gap="hair", class_name="h-grow")


def _writing(screen: type) -> rx.Component:
    errors, one = screen.field_errors, screen.editing

    def start(value: rx.Var) -> rx.Var:
        return rx.cond(one, value, "")

    fields = [
        long_text(label, name, start(one.words[name]), rows=3, errors=errors, optional=True)
        for name, label in LABELS.items()
    ]
    back = button(t("Leave it as it is"), on_click=screen.leave_as_it_is)
    drawn = form(
        field(
            t("Name"),
            "name",
            start(one.name),
            errors=errors,
            max_length=80,
            auto_complete="off",
            auto_focus=rx.cond(one, True, False),
        ),
        select(t("For which visits"), "visit_type_id", screen.kinds, start(one.visit_type_id), errors=errors),
        *fields,
        actions(
            submit(rx.cond(one, t("Save"), t("Add template")), "check", busy=screen.busy),
            rx.cond(one, back, rx.fragment()),
        ),
        on_submit=screen.save,
        key=screen.forms.to_string(),
        class_name="h-stack g-lg",
    )
    return section(rx.cond(one, t("Change a template"), t("New template")), drawn)


def _known() -> rx.Component:
    def line(name: str, words: str) -> rx.Component:
        return rx.el.li(row(rx.el.code(f"{{{name}}}", class_name="t-number"), txt(words, "body"), wrap=True))

    listed = rx.el.ul(*[line(name, words) for name, words in PLACEHOLDERS.items()], class_name="h-stack")
    told = txt(t("These are filled from the chart when the template is put into a note."), "body", "ink_2", "p")
    return section(t("What you can write in braces"), stack(told, listed))
