"""Buttons and links: one filled button per screen, all others outlined."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.layout import Text, classes, hidden, icon, is_told
from hms.components.theme import ICONS


def _looks(primary: bool, big: bool, small: bool, danger: bool) -> str:
    chosen = [("h-btn-primary", primary), ("h-btn-big", big), ("h-btn-small", small), ("h-btn-danger", danger)]
    return " ".join(["h-btn", *(name for name, on in chosen if on)])


def button(
    word: Text,
    mark: str = "",
    *,
    of: Text = "",
    primary: bool = False,
    big: bool = False,
    small: bool = False,
    danger: bool = False,
    busy: bool | rx.Var = False,
    **props: object,
) -> rx.Component:
    """Draw a button. `of` completes the name for screen readers ("Call in" of "Asha Rao"); `busy` while in flight."""
    inside = [icon(mark, "", ICONS.sm), rx.el.span(word), hidden(" ", of) if is_told(of) else rx.fragment()]
    names = classes(_looks(primary, big, small, danger), given=props.pop("class_name", None))
    if isinstance(busy, rx.Var):
        inside.insert(0, rx.cond(busy, rx.el.span(class_name="h-spin", aria_hidden="true"), rx.fragment()))
        props = {"disabled": busy, "aria_busy": busy, **props}
    return rx.el.button(*inside, class_name=names, **{"type": "button", **props})


def small_button(word: Text, mark: str = "", **props: object) -> rx.Component:
    """Draw a button inside a table or list row; on touch screens it is still 44 pixels high."""
    return button(word, mark, small=True, **props)


def submit(word: Text, mark: str = "", **props: object) -> rx.Component:
    """Draw the button that sends the form it stands in."""
    return button(word, mark, **{"primary": True, "type": "submit", **props})


def icon_button(name: Text, mark: str, **props: object) -> rx.Component:
    """Draw a button that is only an icon; its name is spoken and shown as a tip."""
    names = classes("h-btn h-btn-icon", given=props.pop("class_name", None))
    inside = icon(mark, "", ICONS.md)
    return rx.el.button(inside, class_name=names, **{"type": "button", "aria_label": name, "title": name, **props})


def link(word: Text | rx.Component, href: Text, **props: object) -> rx.Component:
    """Draw a link to another screen of the product."""
    return router_link(word, href=href, class_name=classes("h-link", given=props.pop("class_name", None)), **props)


def link_button(
    word: Text,
    href: Text,
    mark: str = "",
    *,
    of: Text = "",
    primary: bool = False,
    big: bool = False,
    small: bool = False,
    outside: bool = False,
    **props: object,
) -> rx.Component:
    """Draw a link that looks like a button. `outside` is for addresses that are no screens, such as downloads."""
    names = classes(_looks(primary, big, small, danger=False), given=props.pop("class_name", None))
    inside = [icon(mark, "", ICONS.sm), rx.el.span(word), hidden(" ", of) if is_told(of) else rx.fragment()]
    make = rx.el.a if outside else router_link
    return make(*inside, href=href, class_name=names, **props)


def icon_link(name: Text, mark: str, href: Text, **props: object) -> rx.Component:
    """Draw a link that is only an icon; its name is spoken and shown as a tip."""
    names = classes("h-btn h-btn-icon", given=props.pop("class_name", None))
    return router_link(
        icon(mark, "", ICONS.md), href=href, class_name=names, **{"aria_label": name, "title": name, **props}
    )


def jump(word: object, target: Text, **props: object) -> rx.Component:
    """Draw a link to an element of this page by its id, and put the keyboard there too.

    The router would note a new address for it, and Reflex would load the screen anew.
    """
    place = rx.Var.create(target).to(str)
    to = rx.Var.create("#") + place
    # A question with several answers takes the keyboard to the first of them.
    find = f"const it = document.getElementById({place!s}); (it?.matches('fieldset') ? it.querySelector('input') : it)"
    focus = rx.Var(f"() => {{ {find}?.focus() }}", _var_data=place._get_all_var_data())
    return rx.el.a(word, href=to, on_click=[rx.prevent_default, rx.call_function(focus)], **props)
