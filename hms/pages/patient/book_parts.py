"""The questions of a booking, one after the other, and what has been answered beside them."""

import reflex as rx

from hms.components.badges import tag
from hms.components.booking import chips, doctor_cards, kind_cards, thumb_bar
from hms.components.buttons import link_button, submit
from hms.components.cards import line, section
from hms.components.feedback import loaded, notice
from hms.components.forms import error_of, error_text, long_text
from hms.components.holding import hold_bar, hold_tag
from hms.components.layout import at, icon, row, stack, txt
from hms.components.zones import readers_time
from hms.pages.patient.choosing import Choosing
from hms.pages.patient.parts import spoken
from hms.pages.patient.picker import other_days, time_picker
from hms.pages.patient.picking import HELD, KEPT, OVER, TAKEN
from hms.texts import t

WIDE_ONLY = at("none", "none", "inline-flex")  # elsewhere the button is in the bar under the thumb
Asked = type[Choosing]


def what(asked: Asked) -> rx.Component:
    """Ask what it is about."""
    offer = chips(t("Departments"), asked.subjects, asked.subject, lambda one: asked.choose_subject(one.id))
    none = txt(t("No department takes bookings yet. Please call the clinic."), "body", "ink_2", "p")
    drawn = loaded(~asked.loading, rx.cond(asked.subjects, offer, none), lines=1)
    return section(t("1. What is it about?"), stack(drawn, wrong(asked, "subject")), id="subject")


def which(asked: Asked) -> rx.Component:
    """Ask what kind of visit it is, where there is more than one."""
    offer = kind_cards(t("Kinds of visits"), asked.kinds, asked.kind, lambda one: asked.choose_kind(one.id))
    none = txt(t("This department takes no bookings here. Please call the clinic."), "body", "ink_2", "p")
    lost = notice("warn", t("This kind of visit is offered no longer"), t("Please choose another one."))
    told = spoken(rx.cond(asked.kind_gone, lost, rx.fragment()))
    drawn = stack(told, rx.cond(asked.kinds, offer, none), wrong(asked, "visit_type_id"), gap="md")
    shown = section(t("2. What kind of visit?"), drawn, id="visit_type_id")
    return rx.cond(asked.subject & asked.asks_kind, shown, rx.fragment())


def numbered(asked: Asked, place: int, words: str) -> rx.Var:
    """Number a question; those behind the kind of visit move up where that is not asked."""
    return rx.cond(asked.subject & asked.asks_kind, f"{place + 1}. {words}", f"{place}. {words}")


def who(asked: Asked) -> rx.Component:
    """Ask whom to see."""
    offer = doctor_cards(t("Doctors"), asked.doctors, asked.doctor, lambda one: asked.choose_doctor(one.id))
    none = txt(t("No doctor of this department takes bookings. Please choose another one."), "body", "ink_2", "p")
    first = txt(t("Choose above what it is about; then you see the doctors."), "body", "ink_2", "p")
    no_kind = txt(t("Choose above what kind of visit it is; then you see the doctors."), "body", "ink_2", "p")
    lost = notice("warn", t("This doctor takes no bookings any more"), t("Please choose another one."))
    told = spoken(rx.cond(asked.gone, lost, rx.fragment()))
    known = rx.cond(asked.kind & ~asked.kind_gone, rx.cond(asked.doctors, offer, none), no_kind)
    drawn = rx.cond(asked.subject, known, first)
    title = numbered(asked, 2, t("Who would you like to see?"))
    return section(title, stack(told, drawn, wrong(asked, "doctor"), gap="md"), id="doctor")


def when(asked: Asked) -> rx.Component:
    """Ask when."""
    first = txt(t("Choose a doctor; then you see the free times."), "body", "ink_2", "p")
    wish = f"/patient/waitlist?department={asked.subject}&doctor={asked.doctor}&type={asked.kind}"
    wait = link_button(t("Tell me when another time gets free"), wish, "bell-plus")
    shown = rx.cond(asked.gone | asked.kind_gone, rx.fragment(), stack(time_picker(asked), row(wait), gap="lg"))
    drawn = rx.cond(asked.doctor, shown, first)
    return section(numbered(asked, 3, t("When?")), drawn, action=other_days(asked), id="at")


def why(asked: Asked) -> rx.Component:
    """Ask why; what is typed lives in the browser until it is sent."""
    hint = t("Only your care team reads this. Do not use it for emergencies.")
    return section(
        numbered(asked, 4, t("Anything the doctor should know?")),
        long_text(t("Reason for your visit"), "reason", hint=hint, errors=asked.field_errors, max_length=2_000),
    )


def wrong(asked: Asked, name: str) -> rx.Component:
    """Say beside a choice what is wrong with it."""
    return error_text(name, error_of(asked.field_errors, name))


def lost_tag(asked: Asked, otherwise: rx.Component) -> rx.Component:
    """Say in a word that the chosen time is not, or not any more, this person's."""
    words = {TAKEN: t("Free no longer"), HELD: t("Being booked by somebody else"), OVER: t("No longer kept")}
    cases = [(state, tag(said, "warn", "clock-alert")) for state, said in words.items()]
    return rx.match(asked.stands, *cases, otherwise)


def send(asked: Asked, short: bool, **props: object) -> rx.Component:
    """Draw the button that books, or asks for a visit that the clinic has to confirm."""
    words = (t("Request"), t("Book")) if short else (t("Request this appointment"), t("Book this appointment"))
    of = t("this appointment") if short else ""
    return submit(rx.cond(asked.seen_kind & asked.seen_kind.asks, *words), of=of, big=True, busy=asked.busy, **props)


def summary(asked: Asked) -> rx.Component:
    """Show what will be booked, and the button."""
    doctor = t("{doctor}, {department}", doctor=asked.seen.name, department=asked.seen.note)
    time = t("{day}, {time}", day=asked.day_words, time=asked.at_words)
    bar = rx.el.div(hold_bar(asked.hold, asked.left, asked.at_words), display=at("none", "none", "block"))
    kept = rx.cond(asked.stands == KEPT, bar, rx.fragment())
    both = stack(txt(time), readers_time(asked.at, asked.zone), gap="hair")
    moment = row(icon("calendar"), both, class_name="h-line")
    lines = stack(
        kind_lines(asked),
        rx.cond(
            asked.doctor & asked.seen, line("stethoscope", doctor), txt(t("No doctor chosen yet."), "body", "ink_2")
        ),
        rx.cond(asked.at, moment, txt(t("No time chosen yet."), "body", "ink_2")),
        rx.cond(asked.at, lost_tag(asked, rx.fragment()), rx.fragment()),
        rx.cond(asked.doctor & asked.seen, stack(line("clock", asked.lasts), place(asked)), rx.fragment()),
    )
    button = send(asked, short=False, class_name="h-wide", display=WIDE_ONLY)
    after = txt(asked.change_words, "small", "ink_2", "p")
    return section(t("Your appointment"), stack(kept, lines, button, after, gap="lg"), class_name="h-stick")


def kind_lines(asked: Asked) -> rx.Component:
    """Say what kind of visit it will be, what it costs, what to do before it, and that the clinic confirms it."""
    kind = asked.seen_kind
    asks = notice("info", t("The clinic confirms this visit"), t("You send a request, and are told as soon as it is."))
    told = stack(
        line("clipboard-list", kind.name),
        rx.cond(kind.price, line("receipt", kind.price), rx.fragment()),
        rx.cond(kind.preparation, line("list-checks", kind.preparation), rx.fragment()),
        rx.cond(kind.asks, asks, rx.fragment()),
    )
    return rx.cond(asked.subject & asked.asks_kind & asked.kind & kind, told, rx.fragment())


def place(asked: Asked) -> rx.Component:
    """Say where it takes place."""
    there = rx.cond(asked.seen.room, line("map-pin", asked.seen.room), rx.fragment())
    return rx.cond(asked.seen_kind & asked.seen_kind.by_video, line("video", t("By video")), there)


def under_thumb(asked: Asked) -> rx.Component:
    """Keep the choice, how long it is kept, and the button under the thumb on phones and tablets."""
    time = rx.cond(asked.at, t("{day}, {time}", day=asked.day_words, time=asked.at_words), t("No time chosen yet"))
    named = txt(asked.seen.name, "small", "ink_2")
    kept = rx.cond(asked.stands == KEPT, hold_tag(asked.hold, asked.left), named)
    below = rx.cond(asked.doctor, lost_tag(asked, kept), rx.fragment())
    said = stack(txt(time, "strong"), below, gap="hair", class_name="h-grow")
    return thumb_bar(t("Your choice"), said, send(asked, short=True))
