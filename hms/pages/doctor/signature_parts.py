"""The end of a visit: signing it with the password, and what was signed."""

import reflex as rx

from hms.components.buttons import button, link_button, submit
from hms.components.cards import section, surface
from hms.components.feedback import notice
from hms.components.forms import actions, field
from hms.components.layout import at, grid, icon, row, stack, txt
from hms.pages.doctor.draft import DraftLeft
from hms.pages.doctor.note_parts import FORM
from hms.schemas.notes import SUMMARY
from hms.texts import t


def finish_section(screen: type) -> rx.Component:
    """Draw the end of the visit: keep the draft, or sign, which asks for the password."""
    draft = button(t("Save draft"), "save", custom_attrs={"data-save-draft": "true"})
    begin = submit(t("Sign and finish"), "pen-line", type="button", on_click=screen.ask_to_sign)
    body = t(
        "After that the note, the summary and the prescriptions can no longer be changed. "
        "{name} can read the summary at once.",
        name=screen.visit.banner.name,
    )
    # They stand outside of the form, after the prescriptions, and go with it all the same.
    secret = field(
        t("Your password"), "password", kind="password", hint=t("As when you sign in: your signature."),
        errors=screen.field_errors, auto_complete="current-password", auto_focus=True,
        custom_attrs={"form": FORM}, key=screen.tries.to_string(),
    )  # fmt: skip
    yes = submit(t("Yes, sign"), "pen-line", busy=screen.busy, custom_attrs={"form": FORM})
    no = button(t("Not yet"), on_click=screen.not_yet)
    title = t("Sign this visit?")
    asked = stack(notice("warn", title, body), secret, actions(yes, no), role="group", aria_label=title, gap="md")
    return surface(rx.cond(screen.signing, asked, actions(begin, draft)), class_name="h-pad")


def signed_note(screen: type) -> rx.Component:
    """Show what was signed, by whom and when; words that came too late stand above it."""
    one = screen.visit
    left = DraftLeft.create(
        visit=one.encounter_id.to(str),
        held=screen.held,
        title=t("This was typed but not saved before the visit was signed:"),
    )
    paper = link_button(
        t("Print"), f"/print/visits/{one.encounter_id}", "printer", outside=True, target="_blank", small=True
    )
    none = txt(t("No summary was written."), "body", "ink_2", "p")
    wrong = notice(
        "danger",
        t("This is no longer what was signed"),
        t("It was changed outside of the clinic’s programme. Do not rely on it; tell the administrator."),
    )
    drawn = stack(
        left,
        rx.cond(one.altered, wrong, rx.fragment()),
        row(icon("pen-line", "ok_ink"), txt(one.signed_words, "strong")),
        grid(
            stack(rx.foreach(one.parts, note_part), gap="md"),
            stack(
                txt(SUMMARY, "strong", tag="h3"),
                rx.cond(one.summary, txt(one.summary, "body", tag="p", white_space="pre-wrap"), none),
            ),
            columns=at("1fr", "1fr", "1fr 1fr"),
        ),
        gap="lg",
    )
    return section(t("Visit note"), drawn, action=paper)


def note_part(one: rx.Var) -> rx.Component:
    """Show one field of a signed note, with its mark where it was copied."""
    said = txt(one.text, "body", tag="p", white_space="pre-wrap", class_name="h-break")
    mark = rx.cond(one.mark, txt(one.mark, "small", "ink_2", "p"), rx.fragment())
    return stack(txt(one.label, "strong", tag="h3"), mark, said, key=one.label)
