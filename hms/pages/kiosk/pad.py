"""The kiosk's keys, and what happens by itself a while later; both live in the browser."""

from pathlib import Path

import reflex as rx
from reflex.event import no_args_event_spec, passthrough_event_spec

from hms.texts import t

CODE = Path(__file__).with_name("pad.js").read_text("utf-8")
IDLE_S = 30


class _Pad(rx.Component):
    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


class KioskPad(_Pad):
    """Asks for the code, then for the birth date, by touch, keyboard or scanner; gives both at once.

    `signs` are those of a code; `sent` counts what was taken, so that the next person begins anew; after `idle_s`
    without a key what was typed is gone.
    """

    tag = "KioskPad"
    signs: rx.Var[str]
    words: rx.Var[dict[str, str]]
    idle_s: rx.Var[int]
    sent: rx.Var[int]
    busy: rx.Var[bool]
    on_give: rx.EventHandler[passthrough_event_spec(str, str)]
    on_idle: rx.EventHandler[no_args_event_spec]


class Later(_Pad):
    """Draws nothing; once it has stood there for so many seconds it says so."""

    tag = "Later"
    seconds: rx.Var[int]
    on_done: rx.EventHandler[no_args_event_spec]


def pad(signs: str, sent: rx.Var, busy: rx.Var, on_give: object, on_idle: object) -> rx.Component:
    """Draw the keys."""
    words = {
        "code": t("Your code"),
        "codeHint": t("It stands with your appointment on the clinic’s website. You can scan it, too."),
        "born": t("Your date of birth"),
        "bornHint": t("Day, month and year, such as 07 03 1985."),
        "typed": t("What you typed"),
        "day": t("Day"),
        "month": t("Month"),
        "year": t("Year"),
        "again": t("Start again"),
        "back": t("Delete"),
        "next": t("Next"),
        "give": t("Check in"),
    }
    return KioskPad.create(
        signs=signs, words=words, idle_s=IDLE_S, sent=sent, busy=busy, on_give=on_give, on_idle=on_idle
    )


def later(seconds: int, on_done: object) -> rx.Component:
    """Let something happen after a while."""
    return Later.create(seconds=seconds, on_done=on_done)
