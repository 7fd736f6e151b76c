"""A time that is kept for its reader for some minutes: the clock that runs down, and what is said of it."""

from pathlib import Path

import reflex as rx

from hms.components.badges import tag
from hms.components.layout import Text, icon, row, txt
from hms.components.theme import ICONS
from hms.texts import t

CODE = Path(__file__).with_name("holding.js").read_text("utf-8")


class _Held(rx.Component):
    """Knows a hold by its id, empty for none, and how many seconds the server last gave it."""

    hold: rx.Var[str]
    left: rx.Var[int]

    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


class HoldFace(_Held):
    """Shows its .h-kept child while the time is kept, its .h-unkept one afterwards."""

    tag = "HoldFace"


class HoldLeft(_Held):
    """Shows the minutes and seconds that are left; it is a timer, which screen readers do not read out by itself."""

    tag = "HoldLeft"
    name: rx.Var[str]


class HoldKeeper(_Held):
    """Speaks of the hold now and then, and lets it go when the page is left. One for each page, never taken away."""

    tag = "HoldKeeper"
    kept: rx.Var[str]
    last: rx.Var[str]
    over: rx.Var[str]


def faces(hold: rx.Var, left: rx.Var, kept: rx.Component, unkept: rx.Component) -> rx.Component:
    """Draw a part as long as the time is kept, and another one from then on."""
    return HoldFace.create(
        rx.el.div(kept, class_name="h-kept"), rx.el.div(unkept, class_name="h-unkept"), hold=hold, left=left
    )


def keeper(hold: rx.Var, left: rx.Var, time: Text) -> rx.Component:
    """Speak of the time that is kept, and say goodbye for whoever leaves the page."""
    return HoldKeeper.create(
        hold=hold,
        left=left,
        kept=t("{time} is kept for you for a few minutes.", time=time),
        last=t("{time} is kept for you for one more minute.", time=time),
        over=t("{time} is no longer kept for you.", time=time),
    )


def _clock(hold: rx.Var, left: rx.Var) -> rx.Component:
    return HoldLeft.create(hold=hold, left=left, name=t("Time left"))


def hold_bar(hold: rx.Var, left: rx.Var, time: Text) -> rx.Component:
    """Draw the clock as a bar, with the time that is kept."""
    words = txt(t("{time} is kept for you", time=time), "strong", "warn_ink", class_name="h-grow")
    kept = row(icon("timer", "warn_ink", ICONS.md), words, _clock(hold, left), class_name="h-hold-bar tone-warn")
    return faces(hold, left, kept, tag(t("No longer kept for you"), "warn", "clock-alert"))


def hold_tag(hold: rx.Var, left: rx.Var) -> rx.Component:
    """Draw the clock in one short line."""
    kept = row(icon("timer", "warn_ink"), txt(t("Kept for"), "small", "warn_ink"), _clock(hold, left), gap="xs")
    return faces(hold, left, kept, tag(t("No longer kept"), "warn", "clock-alert"))
