"""A time that is kept for the patient: on the waiting list's page with its answer, and as a notice elsewhere."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.buttons import button, link_button
from hms.components.cards import date_tile, line, section
from hms.components.feedback import notice
from hms.components.holding import faces, hold_bar
from hms.components.layout import row, stack, txt
from hms.components.theme import SPACE
from hms.pages.patient.parts import spoken
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.waitlist import Waitlist


def offered(screen: "type[Waitlist]") -> rx.Component:
    """Draw every time that is kept for the patient, each with its two answers."""
    every = rx.foreach(screen.offers, lambda one, place: _offer(screen, one, place))
    return spoken(rx.cond(screen.offers, stack(every, gap="lg"), rx.fragment()))


def _offer(screen: "type[Waitlist]", one: rx.Var, place: rx.Var) -> rx.Component:
    words = t("{day}, {time}", day=one.long_day, time=one.time)
    take = {"of": words, "big": True, "busy": screen.busy, "on_click": screen.take(one.id, one.version)}
    yes = rx.cond(
        place == 0,
        button(t("Take this time"), "check", primary=True, **take),
        button(t("Take this time"), "check", **take),
    )
    no = button(t("No, thank you"), of=words, big=True, busy=screen.busy, on_click=screen.say_no(one.id, one.version))
    replaces = rx.cond(
        one.replaces, notice("info", t("It takes the place of your appointment"), one.replaces), rx.fragment()
    )
    kept = stack(
        when_and_where(one),
        replaces,
        hold_bar(one.id.to(str), one.seconds_left, one.time),
        row(yes, no, wrap=True),
        gap="lg",
    )
    ran_out = notice("quiet", t("This offer has run out"), t("You still wait, in your place."))
    return section(
        t("A time is kept for you"), faces(one.id.to(str), one.seconds_left, kept, ran_out), key=one.id.to(str)
    )


def when_and_where(one: rx.Var) -> rx.Component:
    """Show day, time, doctor and place of an offer, the time largest."""
    leaf = date_tile(one.weekday, one.number, one.month)
    time = stack(txt(one.time, "display"), txt(one.long_day, "body", "ink_2"), gap="0")
    who = t("{doctor}, {department}", doctor=one.doctor, department=one.department)
    lines = stack(
        rx.cond(one.visit_type, line("clipboard-list", one.visit_type), rx.fragment()),
        line("stethoscope", who),
        rx.cond(one.room, line("map-pin", one.room), rx.fragment()),
        line("clock", t("About {n} minutes", n=one.length_min)),
    )
    return stack(row(leaf, time, gap="lg"), lines, gap="lg")


def offer_notice(offers: rx.Var) -> rx.Component:
    """Say on another page that a time waits for an answer, and lead there."""

    def one(offer: rx.Var) -> rx.Component:
        title = t("A time is kept for you: {day}, {time}", day=offer.short_day, time=offer.time)
        body = t("{doctor}. Answer by {until}.", doctor=offer.doctor, until=offer.until)
        way = link_button(t("Answer"), "/patient/waitlist", "bell", of=offer.time, big=True)
        told = notice("accent", title, body, way, class_name="h-wrap")
        return faces(offer.id.to(str), offer.seconds_left, told, rx.fragment())

    return spoken(rx.cond(offers, stack(rx.foreach(offers, one), margin_bottom=SPACE.lg), rx.fragment()))
