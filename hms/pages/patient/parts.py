"""What several of the patient's screens show of an appointment."""

import reflex as rx

from hms.components.badges import status
from hms.components.buttons import link_button
from hms.components.cards import date_tile, item, line
from hms.components.feedback import changed, notice
from hms.components.layout import icon, row, stack, txt
from hms.components.theme import ICONS
from hms.components.zones import readers_time, zone_note
from hms.texts import t

# The whole row is the target of its link, so that a thumb finds it.
WHOLE_ROW = {
    "position": "relative",
    "& .h-item-link": {"position": "static"},
    "& .h-item-link::after": {"content": "''", "position": "absolute", "inset": "0"},
}


def spoken(said: rx.Component) -> rx.Component:
    """Have screen readers say what comes here; while nothing does, it takes no room."""
    silent = "&:empty, &:has(> .h-hold:not([data-over]))"  # a notice that waits for a kept time to run out
    return rx.el.div(said, role="status", style={silent: {"display": "contents"}})


def where_it_stands(card: rx.Var, fresh: rx.Var | bool = False) -> rx.Component:
    """Say what happens with an appointment today, in words; nothing while it can still be changed."""
    looks = {"class_name": [changed(fresh)]}
    asked = notice(
        "warn",
        t("The clinic has not confirmed this appointment yet."),
        t("Its time is kept for you. You are told as soon as the clinic answers."),
        **looks,
    )
    seated = notice(
        "info",
        t("You are checked in since {time}, please take a seat.", time=card.arrived),
        t("We will call you."),
        **looks,
    )
    called = notice("accent", t("The doctor is ready for you."), card.room, **looks)
    over = notice("ok", t("This visit has taken place."), **looks)
    missed = notice(
        "quiet", t("You were not seen at this appointment."), t("If that is wrong, call the clinic."), **looks
    )
    by = rx.cond(
        card.cancelled_by,
        t("This appointment was cancelled by {who}.", who=card.cancelled_by),
        t("This appointment was cancelled."),
    )
    gone = notice("quiet", by, card.cancel_reason, **looks)
    late = notice("quiet", t("This appointment can no longer be changed here."), card.change_words, **looks)
    begun = rx.cond(card.can_change, rx.fragment(), late)
    cases = [
        ("pending", asked),
        ("booked", begun),
        ("arrived", seated),
        ("in_room", called),
        ("fulfilled", over),
        ("noshow", missed),
        ("cancelled", gone),
    ]
    return spoken(rx.match(card.status.to(str), *cases, rx.fragment()))


def when_and_who(card: rx.Var) -> rx.Component:
    """Show day, time, doctor and place, the time largest; and the reader's own time where it is another one."""
    leaf = date_tile(card.weekday, card.number, card.month)
    own = readers_time(card.starts_at.to(str), card.clinic_zone)
    reason = txt(card.reason, "body", "ink_2", class_name="h-break")
    time = stack(txt(card.time, "display"), own, rx.cond(card.reason, reason, rx.fragment()), gap="0")
    who = t("{doctor}, {department}", doctor=card.doctor, department=card.department)
    series = line("repeat", t("Number {n} of a series", n=card.series_place))
    lines = stack(
        rx.cond(card.visit_type, line("clipboard-list", card.visit_type), rx.fragment()),
        line("stethoscope", who),
        rx.cond(card.by_video, line("video", t("By video")), where(card)),
        line("clock", t("About {n} minutes", n=card.length_min)),
        rx.cond(card.price, line("receipt", card.price), rx.fragment()),
        rx.cond(card.series_place > 0, series, rx.fragment()),
    )
    return stack(row(leaf, time, gap="lg"), lines, zone_note(card.starts_at.to(str), card.clinic_zone), gap="lg")


def where(card: rx.Var) -> rx.Component:
    """Say the room, and below it the site with its address."""
    site = rx.cond(card.site, txt(card.site, "small", "ink_2", class_name="h-break"), rx.fragment())
    room = rx.cond(card.room, txt(card.room), rx.fragment())
    place = row(icon("map-pin"), stack(room, site, gap="hair"), class_name="h-line")
    return rx.cond(card.room | card.site, place, rx.fragment())


def before_it(card: rx.Var) -> rx.Component:
    """Say what to do before a visit that is still to come."""
    words = txt(card.preparation, "body", "ink", "p", class_name="h-break", white_space="pre-line")
    body = stack(txt(t("Before your visit"), "strong", tag="h3"), words, gap="xs", class_name="h-grow")
    drawn = row(icon("list-checks", "accent_ink", ICONS.md), body, gap="md", class_name="h-before")
    state = card.status.to(str)
    ahead = (state == "pending") | (state == "booked") | (state == "arrived")
    return rx.cond(card.preparation & ahead, drawn, rx.fragment())


def video_link(card: rx.Var, **props: object) -> rx.Component:
    """Draw the way to a visit by video, once it is known where it takes place."""
    elsewhere = {"target": "_blank", "rel": "noopener noreferrer", **props}
    way = link_button(t("Open the video visit"), card.link, "video", big=True, outside=True, **elsewhere)
    return rx.cond(card.link, way, rx.fragment())


def appointment_row(card: rx.Var) -> rx.Component:
    """Draw an appointment as a row of a list that leads to it."""
    title = t("{day}, {time}", day=card.short_day, time=card.time)
    who = t("{doctor}, {department}", doctor=card.doctor, department=card.department)
    own = readers_time(card.starts_at.to(str), card.clinic_zone)
    kind = rx.cond(card.visit_type, txt(card.visit_type, "small", "ink_2"), rx.fragment())
    note = stack(own, txt(who, "small", "ink_2"), kind, gap="0")
    return item(title, note, end=status(card.status), href=path_of(card), key=card.id.to(str), style=WHOLE_ROW)


def path_of(card: rx.Var) -> str:
    """Name the address of an appointment."""
    return f"/patient/appointments/{card.id}"
