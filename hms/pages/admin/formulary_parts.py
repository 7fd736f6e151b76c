"""The pieces of the list of drugs: the table, the form, its answers."""

import reflex as rx

from hms.components.badges import status
from hms.components.buttons import button, small_button, submit
from hms.components.cards import section
from hms.components.forms import actions, field, form, select
from hms.components.layout import row, stack, txt
from hms.components.tables import Column, table
from hms.pages.compared import changed_meanwhile
from hms.schemas.formulary import UNITS
from hms.texts import t

# How the form asks, for saying what somebody else changed.
ASKED = {
    "name": t("Name"),
    "strength": t("Strength"),
    "form": t("Form"),
    "unit": t("A dose is counted in"),
    "atc": t("ATC code"),
    "retired": t("Prescribed no more"),
}
COUNTED = [[unit, unit] for unit in UNITS]


def _drug(one: rx.Var) -> rx.Component:
    retired = rx.cond(one.retired, status("closed"), rx.fragment())
    words = row(txt(one.name, "strong"), retired, wrap=True)
    return stack(words, txt(one.strength + " " + one.form, "small", "ink_2"), gap="hair")


def _checks(one: rx.Var) -> rx.Component:
    return txt(one.checks, "small", rx.cond(one.known, "ink_2", "warn"))


def _acts(screen: type, one: rx.Var) -> rx.Component:
    """Draw what one may do with a drug; taking it off the list asks once more, in place."""
    change = small_button(t("Change"), "pencil", of=one.label, on_click=screen.start_changing(one.id))
    off = small_button(t("Take off"), "archive", of=one.label, on_click=screen.ask_to_retire(one.id))
    again = small_button(
        t("Let it be prescribed again"), "archive-restore", of=one.label, busy=screen.busy,
        on_click=screen.restore(one.id, one.version),
    )  # fmt: skip
    yes = small_button(
        t("Yes, take it off"), of=one.label, danger=True, busy=screen.busy,
        on_click=screen.retire(one.id, one.version), auto_focus=True,
    )  # fmt: skip
    sure = stack(
        txt(t("Nobody can prescribe it any more. What is prescribed stays."), "small", "ink_2", "p"),
        row(yes, small_button(t("Leave it"), of=one.label, on_click=screen.keep), wrap=True),
        gap="xs",
    )
    usual = row(change, rx.cond(one.retired, again, off), wrap=True)
    return rx.cond(screen.retiring == one.id.to(str), sure, usual)


def drugs_table(screen: type) -> rx.Component:
    """List the drugs that are looked for."""
    columns = (
        Column(t("Drug"), _drug, wrap=True),
        Column(t("ATC code"), lambda one: one.atc),
        Column(t("Checks"), _checks, wrap=True),
        Column(t("What you can do"), lambda one: _acts(screen, one), quiet=True),
    )
    marked = rx.cond(screen.editing, screen.editing.id.to(str), "")
    return table(
        t("Drugs"), columns, screen.found, key=lambda one: one.id.to(str),
        marked=lambda one: one.id.to(str) == marked,
    )  # fmt: skip


def drug_form(screen: type) -> rx.Component:
    """Draw the form: for a new drug, or for the one that is being changed."""
    new = section(t("New drug"), _form(screen, None))
    return rx.cond(screen.editing, section(t("Change this drug"), _form(screen, screen.editing)), new)


def _form(screen: type, one: rx.Var | None) -> rx.Component:
    told = {"errors": screen.field_errors}

    def text(name: str) -> rx.Var | str:
        return "" if one is None else getattr(one, name).to(str)

    written = t("Prescriptions have been written with it: only its code can be corrected.")
    fixed = (
        rx.fragment() if one is None else rx.cond(one.prescribed, txt(written, "small", "ink_2", "p"), rx.fragment())
    )
    add = actions(submit(t("Add drug"), "plus", busy=screen.busy))
    save = actions(
        submit(t("Save changes"), "check", busy=screen.busy), button(t("Leave as it is"), on_click=screen.stop_changing)
    )
    return form(
        changed_meanwhile(screen) if one is not None else rx.fragment(),
        fixed,
        field(
            t("Name"), "name", text("name"), max_length=80, auto_complete="off", auto_focus=one is not None,
            hint=t("The substance, such as Amoxicillin."), **told,
        ),
        field(
            t("Strength"), "strength", text("strength"), max_length=60, auto_complete="off",
            hint=t("Such as 500 mg or 250 mg/5 ml: the dose is checked by it."), **told,
        ),
        field(
            t("Form"), "form", text("form"), max_length=60, auto_complete="off",
            hint=t("Such as capsule or oral suspension."), **told,
        ),
        select(t("A dose is counted in"), "unit", COUNTED, "tablet" if one is None else one.unit, **told),
        field(
            t("ATC code"), "atc", text("atc"), optional=True, auto_complete="off",
            hint=t("By it the checks know what is in the drug. Without it they go by the name."), **told,
        ),
        add if one is None else save,
        on_submit=screen.add if one is None else screen.change,
        key=screen.fresh.to_string(),
        class_name="h-stack g-lg",
    )  # fmt: skip
