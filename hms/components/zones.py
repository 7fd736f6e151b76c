"""The same moment on the reader's own clock, below the clinic's, wherever the two differ."""

from pathlib import Path

import reflex as rx

from hms.components.layout import Text
from hms.texts import t

CODE = Path(__file__).with_name("zones.js").read_text("utf-8")


class ReadersTime(rx.Component):
    """Says an instant in the zone of the browser; nothing where its clock shows what the clinic's shows.

    `at` is the instant (ISO 8601), `zone` the clinic's; in `words` {time} stands for the reader's time, which names the
    weekday where theirs is another day.
    """

    tag = "ReadersTime"
    at: rx.Var[str]
    zone: rx.Var[str]
    words: rx.Var[str]
    looks: rx.Var[str]
    spoken: rx.Var[str]  # put before it for screen readers only

    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


def readers_time(
    at: Text, zone: Text, words: Text = "", kind: str = "small", tone: str = "ink-2", *, spoken: str = ""
) -> rx.Component:
    """Say when it is for the reader, in the words given ({time})."""
    looks = f"t-{kind} c-{tone} h-own-time"
    said = words or t("{time} where you are")
    return ReadersTime.create(at=_text(at), zone=_text(zone), words=said, looks=looks, spoken=spoken)


def zone_note(at: Text, zone: Text) -> rx.Component:
    """Say whose clock comes first, to a reader whose own shows another time."""
    return readers_time(at, zone, t("The clinic's time ({zone}) comes first; below it stands yours.", zone=zone))


def _text(value: Text) -> rx.Var:
    return rx.Var.create(value).to(str)
