"""The note of a visit while it is written: four fields and a summary, kept as they are typed."""

import reflex as rx

from hms.components.cards import section
from hms.components.forms import form, long_text
from hms.components.layout import stack
from hms.pages.doctor.begin_parts import begin_with, copied_marks
from hms.pages.doctor.draft import DraftKeeper
from hms.pages.doctor.note_versions import elsewhere, typed_elsewhere, versions
from hms.pages.doctor.record_parts import here
from hms.schemas.notes import ALL, LABELS, MOST, SUMMARY
from hms.texts import t

FORM = "visit-note"
HINTS = {
    "subjective": t("What the patient tells."),
    "objective": t("What you find."),
    "assessment": t("What you think it is."),
    "plan": t("What is to be done."),
}
LINES = {"subjective": 4, "objective": 4, "assessment": 3, "plan": 3}


def note_form(screen: type) -> rx.Component:
    """Draw the note and the summary, kept as a draft while they are typed."""
    words = {
        "saving": t("Saving the draft"),
        "saved": t("Draft saved"),
        "unsaved": t("Not saved yet"),
        "stale": rx.cond(
            screen.signed_elsewhere, t("Not saved: the visit is signed"), t("Not saved: choose which words stay")
        ),
        "filling": t("{field}: {n} of {most} characters.", field="{field}", n="{n}", most="{most}"),
        "full": t(
            "{field} has {n} characters; {most} is the most. Nothing is saved until it is shorter.",
            field="{field}", n="{n}", most="{most}",
        ),
        **ALL,
    }  # fmt: skip
    keeper = DraftKeeper.create(
        visit=rx.cond(here(screen), screen.visit.encounter_id.to(str), ""),
        version=screen.held_version,
        held=screen.held,
        answers=screen.answers,
        stale=screen.unsaved,
        chosen=screen.chosen,
        added=screen.added,
        most=MOST,
        words=rx.Var.create(words).to(dict[str, str]),
        on_draft=screen.keep_draft,
    )
    # Without a start value and read-only: the keeper fills them and hands them over once the visit is read.
    looks = {"errors": screen.field_errors, "read_only": True}
    fields = [
        long_text(label, name, hint=HINTS[name], style=_tall(LINES[name]), **looks) for name, label in LABELS.items()
    ]
    hint = t("What the patient reads and takes home.")
    summary = long_text(SUMMARY, "summary", hint=hint, optional=True, style=_tall(4), **looks)
    written = form(
        *fields, summary, versions(screen), keeper, on_submit=screen.sign, id=FORM, class_name="h-stack g-lg"
    )
    around = (begin_with(screen), elsewhere(screen), typed_elsewhere(screen), copied_marks(screen))
    return section(t("Visit note"), stack(*around, written, gap="md"))


def _tall(lines: int) -> dict[str, object]:
    """Give a text area room for some lines before anything is written; it grows with what is."""
    return {"&&&": {"min_height": f"{lines * 1.5}rem"}}
