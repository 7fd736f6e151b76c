"""The diagnoses of a visit, and the field that adds one."""

import reflex as rx

from hms.components.buttons import button, link_button
from hms.components.cards import item, items, section, tile
from hms.components.code_picker import code_picker
from hms.components.forms import actions, form
from hms.components.layout import txt
from hms.pages.doctor.draft import EntryKey
from hms.texts import t


def diagnosis_section(screen: type) -> rx.Component:
    """List what is diagnosed in this visit; before signing each can be taken back and another added."""
    listed = screen.diagnoses

    def line(one: rx.Var) -> rx.Component:
        back = button(t("Take back"), "undo-2", of=one.title, small=True, on_click=screen.undiagnose(one.id.to(str)))
        end = rx.cond(screen.closed, rx.fragment(), back)
        return item(one.title, one.code, lead=tile("clipboard-list"), end=end, key=one.id.to(str))

    none = txt(t("No diagnosis was given yet."), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(listed.length() > 0, items(rx.foreach(listed, line)), none)
    adding = rx.cond(screen.closed, rx.fragment(), rx.el.div(_form(screen), class_name="h-item"))
    lists = link_button(t("Problem list"), f"/doctor/patients/{screen.visit.banner.id}/problems", "list", small=True)
    return section(t("Assessment codes"), shown, adding, number=listed.length(), action=lists, flush=True)


def _form(screen: type) -> rx.Component:
    return form(
        EntryKey.create(used=screen.diagnosis_key, options=rx.Var.create([]).to(list[list[str]])),
        code_picker(t("Diagnosis"), on_favour=screen.favour, errors=screen.field_errors),
        actions(button(t("Add diagnosis"), "plus", type="submit", busy=screen.busy)),
        on_submit=screen.diagnose,
        class_name="h-stack g-lg h-grow",
    )
