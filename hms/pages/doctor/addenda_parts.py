"""What was added to a signed note, and the form that adds to it."""

import reflex as rx

from hms.components.buttons import submit
from hms.components.cards import section
from hms.components.feedback import notice
from hms.components.forms import actions, field, form, long_text
from hms.components.layout import icon, row, stack, txt
from hms.pages.doctor.draft import EntryKey
from hms.texts import t


def addenda_section(screen: type) -> rx.Component:
    """List what was added, the oldest first, and offer to add."""

    listed = rx.cond(
        screen.addenda.length() > 0,
        stack(rx.foreach(screen.addenda, addition), gap="lg"),
        txt(t("Nothing was added since it was signed."), "body", "ink_2", "p"),
    )
    return section(t("Added later"), stack(listed, _form(screen), gap="lg"), number=screen.addenda.length())


def addition(one: rx.Var) -> rx.Component:
    """Show what was added to a signed note, with who and when."""
    wrong = notice("danger", t("This is no longer what was signed"), t("Do not rely on it; tell the administrator."))
    return stack(
        row(icon("pen-line", "ok_ink"), txt(one.told, "strong", tag="h3"), wrap=True),
        txt(one.text, "body", tag="p", white_space="pre-wrap", class_name="h-break"),
        rx.cond(one.altered, wrong, rx.fragment()),
        key=one.id.to(str),
    )


def _form(screen: type) -> rx.Component:
    errors = screen.field_errors
    return form(
        EntryKey.create(used=screen.added_key, options=[]),
        long_text(t("Add to this note"), "addendum", hint=t("What is signed stays as it is."), errors=errors),
        field(
            t("Your password"), "password", kind="password", errors=errors, auto_complete="current-password",
            hint=t("As when you sign in: your signature."), key=screen.add_tries.to_string(),
        ),
        actions(submit(t("Sign and add"), "pen-line", busy=screen.busy)),
        on_submit=screen.add,
        class_name="h-stack g-lg",
    )  # fmt: skip
