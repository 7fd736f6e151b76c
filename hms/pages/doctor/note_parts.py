"""The note of a visit: written, compared, signed, read."""

import reflex as rx

from hms.components.buttons import button, link_button, submit
from hms.components.cards import section, surface
from hms.components.feedback import notice
from hms.components.forms import actions, form, long_text
from hms.components.layout import at, grid, icon, row, stack, txt
from hms.pages.doctor.draft import DraftKeeper, DraftLeft
from hms.pages.doctor.record_parts import here
from hms.texts import t

FORM = "visit-note"


def note_form(screen: type) -> rx.Component:
    """Draw the note and the summary, kept as a draft while they are typed, and the way to sign them."""
    words = {
        "saving": t("Saving the draft"),
        "saved": t("Draft saved"),
        "unsaved": t("Not saved yet"),
        "stale": rx.cond(
            screen.theirs.signed, t("Not saved: the visit is signed"), t("Not saved: choose which words stay")
        ),
    }
    keeper = DraftKeeper.create(
        visit=rx.cond(here(screen), screen.visit.encounter_id.to(str), ""),
        version=screen.held_version,
        note=screen.held_note,
        summary=screen.held_summary,
        answers=screen.answers,
        stale=screen.unsaved,
        chosen=screen.chosen,
        words=rx.Var.create(words).to(dict[str, str]),
        on_draft=screen.keep_draft,
    )
    # Without a start value and read-only: the keeper fills them and hands them over once the visit is read.
    looks = {"errors": screen.field_errors, "read_only": True}
    note = long_text(t("Note"), "note", style=_tall(10), **looks)
    hint = t("What the patient reads and takes home.")
    summary = long_text(t("Summary for the patient"), "summary", hint=hint, optional=True, style=_tall(4), **looks)
    compared = rx.cond(screen.unsaved, rx.el.div(_both(screen), on_mount=screen.compare), rx.fragment())
    written = form(note, summary, compared, keeper, on_submit=screen.sign, id=FORM, class_name="h-stack g-lg")
    return section(t("Visit note"), written)


def _tall(lines: int) -> dict[str, object]:
    """Give a text area room for some lines before anything is written; it grows with what is."""
    return {"&&&": {"min_height": f"{lines * 1.5}rem"}}


def finish_section(screen: type) -> rx.Component:
    """Draw the end of the visit: keep the draft, or sign, which is asked once more."""
    draft = button(t("Save draft"), "save", custom_attrs={"data-save-draft": "true"})
    begin = submit(t("Sign and finish"), "pen-line", type="button", on_click=screen.ask_to_sign)
    body = t(
        "After that the note, the summary and the prescriptions can no longer be changed. "
        "{name} can read the summary at once.",
        name=screen.visit.banner.name,
    )
    # The button stands outside of the form, after the prescriptions, and sends it all the same.
    yes = submit(t("Yes, sign"), "pen-line", busy=screen.busy, custom_attrs={"form": FORM})
    no = button(t("Not yet"), on_click=screen.not_yet)
    title = t("Sign this visit?")
    asked = stack(notice("warn", title, body), actions(yes, no), role="group", aria_label=title)
    return surface(rx.cond(screen.signing, asked, actions(begin, draft)), class_name="h-pad")


def _both(screen: type) -> rx.Component:
    saved = stack(
        txt(t("What is saved now"), "strong", tag="h3"),
        txt(screen.theirs.note, "body", tag="p", white_space="pre-wrap"),
        txt(screen.theirs.summary, "body", "ink_2", "p", white_space="pre-wrap"),
    )
    mine = button(t("Keep what I typed"), "check", on_click=screen.keep_mine)
    theirs = button(t("Take what is saved"), "undo-2", on_click=screen.take_theirs)
    act = rx.cond(screen.theirs.signed, rx.fragment(), actions(mine, theirs))
    return rx.cond(
        screen.theirs, rx.el.div(stack(saved, act, gap="md"), class_name="h-notice tone-warn"), rx.fragment()
    )


def signed_note(screen: type) -> rx.Component:
    """Show what was signed, by whom and when; words that came too late stand above it."""
    one = screen.visit
    left = DraftLeft.create(
        visit=one.encounter_id.to(str),
        note=screen.held_note,
        summary=screen.held_summary,
        title=t("This was typed but not saved before the visit was signed:"),
    )
    paper = link_button(
        t("Print"), f"/print/visits/{one.encounter_id}", "printer", outside=True, target="_blank", small=True
    )
    none = txt(t("No summary was written."), "body", "ink_2", "p")
    drawn = stack(
        left,
        row(icon("pen-line", "ok_ink"), txt(one.signed_words, "strong")),
        grid(
            stack(txt(t("Note"), "strong", tag="h3"), txt(one.note, "body", tag="p", white_space="pre-wrap")),
            stack(
                txt(t("Summary for the patient"), "strong", tag="h3"),
                rx.cond(one.summary, txt(one.summary, "body", tag="p", white_space="pre-wrap"), none),
            ),
            columns=at("1fr", "1fr", "1fr 1fr"),
        ),
        gap="lg",
    )
    return section(t("Visit note"), drawn, action=paper)
