"""The top bar: whose screen this is, light or dark, and the way out."""

import reflex as rx

from hms.components.badges import person
from hms.components.keys import key_switch
from hms.components.layout import Text, hidden, icon, stack, txt
from hms.components.native_form import native_form
from hms.components.nav import clinic_sign
from hms.components.theme import ICONS
from hms.texts import t

MENU = "account-menu"


def theme_switch() -> rx.Component:
    """Draw the switch between light and dark; the browser remembers the choice."""
    to_light = [icon("sun", "", ICONS.md), rx.el.span(t("Light colours"))]
    to_dark = [icon("moon", "", ICONS.md), rx.el.span(t("Dark colours"))]
    words = rx.color_mode_cond(rx.fragment(*to_dark), rx.fragment(*to_light))
    return rx.el.button(words, on_click=rx.toggle_color_mode, type="button", class_name="h-menu-item t-body")


def sign_out() -> rx.Component:
    """Draw the way out: a plain form, so that the server ends the session and not the page."""
    words = [icon("log-out", "", ICONS.md), rx.el.span(t("Sign out"))]
    return native_form("/sign-out", rx.el.button(*words, type="submit", class_name="h-menu-item t-body"))


def person_menu(me: rx.Var, *switches: rx.Component) -> rx.Component:
    """Show who is signed in, over a menu that is the browser's own popover: Escape and a click beside it close it."""
    names = stack(txt(me.name, "label"), txt(me.subtitle, "tiny", "ink_3"), gap="0", class_name="h-who")
    face = rx.el.button(
        person(me.initials),
        names,
        hidden(t("Account menu")),
        icon("chevron-down", "ink_3", ICONS.xs),
        type="button",
        class_name="h-face",
        custom_attrs={"popoverTarget": MENU},
    )
    head = stack(txt(me.name, "strong"), txt(me.subtitle, "small", "ink_2"), gap="0", class_name="h-menu-head")
    menu = rx.el.div(
        head, theme_switch(), *switches, sign_out(), id=MENU, class_name="h-menu", custom_attrs={"popover": "auto"}
    )
    return rx.el.div(face, menu)


def top_bar(me: rx.Var, clinic: Text, *tools: rx.Component, keys: bool = False) -> rx.Component:
    """Draw the bar over every signed-in page; tools are what a screen adds to it, keys says that there are some."""
    switches = (key_switch(),) if keys else ()
    left = rx.el.span(clinic_sign(clinic), class_name="h-top-sign")
    return rx.el.header(
        left, rx.el.div(*tools, class_name="h-top-tools"), person_menu(me, *switches), class_name="h-top"
    )
