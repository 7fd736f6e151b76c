"""The code with which a patient checks in, as a picture for the desk and in letters for the kiosk; then their number."""

import reflex as rx

from hms.components.cards import section
from hms.components.layout import row, stack, txt
from hms.services.queue.waits import NEXT
from hms.texts import t


def check_in_part(screen: type) -> rx.Component:
    """Show the code on the day before and the day itself, and once the patient is here the number."""
    one = screen.check_in
    return rx.match(
        rx.cond(one.number > 0, "number", rx.cond(one.code, "code", "")),
        ("number", _number(one)),
        ("code", _code(one)),
        rx.fragment(),
    )


def _code(one: rx.Var) -> rx.Component:
    picture = rx.el.img(src=one.qr, alt=t("QR code of your check-in code"), class_name="h-qr")
    desk = txt(t("Show the picture at the desk when you come."), "body", tag="p")
    kiosk = txt(t("Or type this code and your date of birth at the kiosk:"), "body", tag="p")
    code = txt(one.code, "display", tag="p", class_name="h-code")
    only = txt(t("It is yours alone and works on the day of your visit only."), "small", "ink_2", "p")
    return section(t("Check in when you come"), row(picture, stack(desk, kiosk, code, only), gap="xl", wrap=True))


def _number(one: rx.Var) -> rx.Component:
    number = rx.el.p(one.number, class_name="t-number h-my-number")
    called = stack(
        txt(t("It is your turn"), "heading", tag="p"),
        txt(t("Please go to: {room}", room=one.called_to), "title"),
        gap="xs",
    )
    wait = t("Your wait: {wait}, {basis}.", wait=one.expected, basis=one.rests_on)
    soon = txt(t("You are next."), "body", tag="p")
    long = txt(wait, "body", "ink_2", "p")
    words = rx.cond(one.expected == NEXT, soon, rx.cond(one.expected, long, rx.fragment()))
    seated = stack(
        txt(t("Please take a seat. The screen shows when you are called."), "body", tag="p"), words, gap="xs"
    )
    inside = row(number, rx.cond(one.called_to, called, seated), gap="xl", wrap=True)
    return section(t("Your number"), rx.el.div(inside, role="status"))
