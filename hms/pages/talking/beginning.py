"""A new conversation, as it is drawn: to whom, about what, and the first words."""

import reflex as rx

from hms.components.buttons import submit
from hms.components.cards import section
from hms.components.choices import choices
from hms.components.feedback import notice
from hms.components.forms import field, form
from hms.components.layout import row, stack
from hms.pages.talking.composer import composer
from hms.pages.talking.parts import no_emergencies, waiting_files, words_field
from hms.texts import t


def beginning_form(screen: type, *, asks_whom: bool) -> rx.Component:
    """Ask for all that a new conversation needs; with `asks_whom` also to whom it goes."""
    whom = (
        choices(t("To whom"), "whom", screen.options, screen.chosen, errors=screen.field_errors)
        if asks_whom
        else rx.fragment()
    )
    subject = field(
        t("What is it about?"), "subject", hint=t("A few words. Only you and whoever answers read it."), auto_complete="off",
        errors=screen.field_errors,
    )  # fmt: skip
    upload = rx.Var.create("/attachments?patient=") + screen.start.patient_id.to(str)
    unheard = rx.cond(screen.start.unheard, notice("warn", screen.start.unheard), rx.fragment())
    go = submit(t("Send"), "send", busy=screen.busy, big=True)
    asked = form(
        no_emergencies(screen.start.phone),
        whom,
        subject,
        words_field(screen, t("Your message"), rows=6),
        waiting_files(screen),
        row(composer(screen, upload), go, wrap=True, class_name="h-between"),
        on_submit=screen.send,
        class_name="h-stack g-lg",
    )
    return section(t("New message"), stack(unheard, asked, gap="md"))
