"""What a patient answered before the visit, in their own words, with what is missing."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import link_button
from hms.components.cards import section
from hms.components.layout import row, stack, txt
from hms.texts import t


def answers_section(screen: type) -> rx.Component:
    """Show the forms of this visit; nothing where none is asked."""

    def line(one: rx.Var) -> rx.Component:
        none = rx.cond(one.missing, tag(t("Missing"), "warn", "circle-alert"), txt(t("Left open"), "small", "ink_3"))
        said = rx.cond(one.answer, txt(one.answer, "body", tag="p", white_space="pre-wrap"), none)
        asked = txt(one.question, "label", "ink_2", "dt")
        return rx.el.div(asked, rx.el.dd(said), class_name="h-fact", key=one.question)

    def sheet(one: rx.Var) -> rx.Component:
        gaps = rx.cond(one.missing > 0, tag(t("{n} missing", n=one.missing), "warn", "circle-alert"), rx.fragment())
        head = row(txt(one.title, "strong", tag="h3"), tag(t("Patient’s own words"), "info", "quote"), gaps, wrap=True)
        return stack(
            head,
            txt(one.told, "small", "ink_2", "p"),
            rx.el.dl(rx.foreach(one.rows, line), class_name="h-facts"),
            key=one.title,
        )

    drawn = section(t("Answered before the visit"), stack(rx.foreach(screen.answered, sheet), gap="lg"))
    return rx.cond(screen.answered.length() > 0, drawn, rx.fragment())


def write_to_patient(screen: type) -> rx.Component:
    """Draw the way to a message to this patient."""
    go = link_button(t("Write to this patient"), f"/doctor/write/{screen.visit.banner.id}", "messages-square")
    return rx.cond(screen.visit, row(go), rx.fragment())
