"""Small marks: status, tag, count, person, allergies."""

from collections.abc import Sequence

import reflex as rx

from hms.components.layout import Text, classes, icon, prefixed
from hms.components.statuses import STATUS
from hms.components.theme import ICONS
from hms.texts import t


def tag(word: Text, tone: Text = "quiet", mark: str = "", **props: object) -> rx.Component:
    """Set a short word on its tone, with an icon where it tells a state."""
    names = classes("h-tag t-label", prefixed("tone-", tone), given=props.pop("class_name", None))
    return rx.el.span(icon(mark, "", ICONS.xs), word, class_name=names, **props)


def status_icon(name: Text) -> rx.Component:
    """Draw the icon of a state that may be known only in the browser."""
    if isinstance(name, str):
        return icon(STATUS[name].mark, "", ICONS.xs)
    return rx.match(name.to(str), *[(key, icon(s.mark, "", ICONS.xs)) for key, s in STATUS.items()], rx.fragment())


def status_word(name: Text) -> Text:
    """Say a state in a word, also one that is known only in the browser."""
    if isinstance(name, str):
        return STATUS[name].word
    return rx.match(name.to(str), *[(key, s.word) for key, s in STATUS.items()], name.to(str))


def status(name: Text, word: Text = "", *, plain: bool = False) -> rx.Component:
    """Show a state: colour, icon and word together; `plain` leaves the ground out, for dense places."""
    said = word or status_word(name) if isinstance(word, str) else rx.cond(word, word, status_word(name))
    looks = "h-tag h-plain t-label" if plain else "h-tag t-label"
    return rx.el.span(status_icon(name), said, class_name=classes(looks, prefixed("is-", name)))


def count(number: Text | int, tone: Text = "quiet") -> rx.Component:
    """Set a number beside a heading or a place in the navigation."""
    shown = number if isinstance(number, rx.Var) else str(number)
    return rx.el.span(shown, class_name=classes("h-count t-tiny", prefixed("tone-", tone)))


def person(initials: Text) -> rx.Component:
    """Draw initials in a quiet circle; the name always stands beside it."""
    return rx.el.span(initials, class_name="h-person t-tiny", aria_hidden="true")


def allergies(names: Sequence[str] | rx.Var, known: Text | bool = True, none: Text = "") -> rx.Component:
    """Show allergies in red with a warning sign; that none are known is said, never left empty.

    `known` is false where nobody has asked yet; `none` says that there are none where somebody has said so.
    """
    listed = names if isinstance(names, rx.Var) else rx.Var.create(list(names))
    listed = listed.to(list[str])
    silent = rx.cond(known, t("No allergies recorded"), t("Allergies not asked yet"))
    said = rx.cond(none, none, silent) if isinstance(none, rx.Var) else none or silent
    some = [icon("triangle-alert", "", ICONS.sm), rx.el.span(t("Allergies: "), listed.join(", "))]
    return rx.cond(
        listed.length() > 0,
        rx.el.span(*some, class_name="h-tag h-allergy t-label tone-danger"),
        rx.el.span(icon("shield-check", "", ICONS.sm), said, class_name="h-tag h-plain t-label tone-quiet"),
    )
