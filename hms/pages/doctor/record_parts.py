"""What a doctor reads in a visit: who it is, why they came, what they take, what was before."""

import reflex as rx

from hms.components.badges import status
from hms.components.banner import patient_banner
from hms.components.buttons import link_button
from hms.components.cards import item, items, section
from hms.components.feedback import loading
from hms.components.layout import icon, row, stack, txt
from hms.components.theme import SPACE
from hms.pages.doctor.quick_prescribing import renew_button
from hms.texts import t

PATH = rx.Var("(typeof window === 'undefined' ? '' : window.location.pathname)").to(str)


def here(screen: type) -> rx.Var:
    """Tell whether the visit in the state is the one of the address: another one's is never drawn, not for a moment."""
    return screen.visit & PATH.contains(screen.visit.appointment.id.to(str))


def visit_banner(screen: type) -> rx.Component:
    """Say whose record this is."""
    who = screen.visit.banner
    born = rx.cond(who.age, who.born + " (" + who.age + ")", who.born)
    drawn = patient_banner(
        who.name,
        who.allergies,
        status(rx.cond(screen.closed, "signed", "draft")),
        link_button(t("Back to my day"), "/doctor", "arrow-left", small=True),
        born=born,
        sex=who.sex,
        record=who.record_number,
        none=who.no_allergies,
        deceased=rx.cond(who.deceased, " ", ""),
    )
    return rx.cond(here(screen), drawn, rx.fragment())


def visit_line(screen: type) -> rx.Component:
    """Say when this visit is and why the patient came."""
    one = screen.visit.appointment
    when = row(txt(one.short_day, "strong"), txt(one.time, "number"), txt(one.room, "body", "ink_2"), wrap=True)
    drawn = stack(when, txt(one.reason, "reading", tag="p"), gap="xs")
    return rx.cond(here(screen), drawn, loading(1))


def medicines_section(screen: type) -> rx.Component:
    """List the medicines that have not run out."""
    listed = screen.visit.current_medicines

    def line(one: rx.Var) -> rx.Component:
        left = txt(one.left, "small", "ink_2", class_name="h-one-line")
        return item(one.drug, one.how, end=row(left, renew_button(screen, one)), key=one.id)

    none = txt(t("No medicines at the moment"), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(listed.length() > 0, items(rx.foreach(listed, line)), none)
    every = f"/doctor/patients/{screen.visit.banner.id}/prescriptions"
    way = rx.cond(here(screen), link_button(t("All prescriptions"), every, small=True), rx.fragment())
    return section(t("Current medicines"), rx.cond(here(screen), shown, loading(2)), action=way, flush=True)


def past_section(screen: type) -> rx.Component:
    """List earlier visits; each opens in place."""
    listed = screen.visit.past

    def line(one: rx.Var) -> rx.Component:
        head = rx.el.summary(
            stack(
                txt(one.kind, "strong"),
                txt(one.day + ", " + one.doctor, "small", "ink_2"),
                gap="hair",
                class_name="h-grow",
            ),
            icon("chevron-down"),
            class_name="h-row",
            cursor="pointer",
        )
        words = stack(
            rx.cond(one.note, txt(one.note, "body", tag="p"), txt(t("No note"), "body", "ink_2", "p")),
            rx.cond(one.summary, txt(one.summary, "body", "ink_2", "p"), rx.fragment()),
            padding_top=SPACE.sm,
            white_space="pre-wrap",
        )
        return rx.el.li(rx.el.details(head, words, class_name="h-grow"), class_name="h-item", key=one.id)

    none = txt(t("This is the first visit here"), "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(listed.length() > 0, items(rx.foreach(listed, line)), none)
    return section(t("Past visits"), rx.cond(here(screen), shown, loading(3)), number=listed.length(), flush=True)


def nothing_here() -> rx.Component:
    """Draw what is left of the screen when there is nothing to show: the way back."""
    way = link_button(t("Back to my day"), "/doctor", "arrow-left")
    return stack(txt(t("Visit"), "title", tag="h1"), row(way))
