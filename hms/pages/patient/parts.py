"""What several of the patient's screens show of an appointment."""

import reflex as rx

from hms.components.badges import status
from hms.components.cards import date_tile, item, line
from hms.components.feedback import changed, notice
from hms.components.layout import row, stack, txt
from hms.texts import t

READERS_ZONE = rx.Var("Intl.DateTimeFormat().resolvedOptions().timeZone").to(str)


# The whole row is the target of its link, so that a thumb finds it.
WHOLE_ROW = {
    "position": "relative",
    "& .h-item-link": {"position": "static"},
    "& .h-item-link::after": {"content": "''", "position": "absolute", "inset": "0"},
}


def spoken(said: rx.Component) -> rx.Component:
    """Have screen readers say what comes here; while nothing does, it takes no room."""
    return rx.el.div(said, role="status", style={"&:empty": {"display": "contents"}})


def where_it_stands(card: rx.Var, fresh: rx.Var | bool = False) -> rx.Component:
    """Say what happens with an appointment today, in words; nothing while it can still be changed."""
    looks = {"class_name": [changed(fresh)]}
    seated = notice(
        "info",
        t("You are checked in since {time}, please take a seat.", time=card.arrived),
        t("We will call you."),
        **looks,
    )
    called = notice("accent", t("The doctor is ready for you."), card.room, **looks)
    over = notice("ok", t("This visit has taken place."), **looks)
    gone = notice("quiet", t("This appointment was cancelled."), card.cancel_reason, **looks)
    late = notice("quiet", t("This appointment can no longer be changed here."), t("Please call the clinic."), **looks)
    begun = rx.cond(card.can_change, rx.fragment(), late)
    cases = [("booked", begun), ("arrived", seated), ("in_room", called), ("fulfilled", over), ("cancelled", gone)]
    return spoken(rx.match(card.status.to(str), *cases, rx.fragment()))


def when_and_who(card: rx.Var) -> rx.Component:
    """Show day, time, doctor and place, the time largest."""
    leaf = date_tile(card.weekday, card.number, card.month)
    time = stack(txt(card.time, "display"), txt(card.reason, "body", "ink_2", class_name="h-break"), gap="0")
    place = rx.cond(card.room, line("map-pin", card.room), rx.fragment())
    who = t("{doctor}, {department}", doctor=card.doctor, department=card.department)
    lines = stack(line("stethoscope", who), place, line("clock", t("About {n} minutes", n=card.length_min)))
    return stack(row(leaf, time, gap="lg"), lines, clinic_zone(card), gap="lg")


def clinic_zone(card: rx.Var) -> rx.Component:
    """Say whose clock the times follow, to a reader whose own shows another zone."""
    words = txt(t("Times are those of the clinic ({zone}).", zone=card.clinic_zone), "small", "ink_2")
    return rx.cond(card.clinic_zone & (card.clinic_zone != READERS_ZONE), words, rx.fragment())


def appointment_row(card: rx.Var) -> rx.Component:
    """Draw an appointment as a row of a list that leads to it."""
    title = t("{day}, {time}", day=card.short_day, time=card.time)
    note = t("{doctor}, {department}", doctor=card.doctor, department=card.department)
    return item(title, note, end=status(card.status), href=path_of(card), key=card.id.to(str), style=WHOLE_ROW)


def path_of(card: rx.Var) -> str:
    """Name the address of an appointment."""
    return f"/patient/appointments/{card.id}"
