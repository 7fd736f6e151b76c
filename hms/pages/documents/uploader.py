"""The field that takes a file and sends it, with how far it is; it stands in the form that says what the file is."""

from pathlib import Path

import reflex as rx
from reflex.event import passthrough_event_spec

from hms.texts import t

CODE = Path(__file__).with_name("uploader.js").read_text("utf-8")


class Uploader(rx.Component):
    """A file of a form, sent to an address of ours when the form is submitted, with all that the form says of it."""

    tag = "Uploader"
    to: rx.Var[str]
    most: rx.Var[int]  # bytes
    words: rx.Var[dict[str, str]]
    on_done: rx.EventHandler[passthrough_event_spec(str)]
    on_not_taken: rx.EventHandler[passthrough_event_spec(str, str, dict[str, str])]

    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


def uploader(screen: type, to: rx.Var | str, label: str) -> rx.Component:
    """Ask for a file, of at most the screen's `most_mb`."""
    words = {
        "label": label,
        "hint": t("A PDF, a photo (JPEG, PNG, WebP) or plain text, of {n} MB at most.", n=screen.most_mb),
        "none": t("Choose a file first"),
        "large": t("This file is too large: {n} MB is the most", n=screen.most_mb),
        "lost": t("The connection was lost. Send it once more; what you typed is still here."),
        "stopped": t("Stopped. Nothing was added."),
        "sending": t("Sending"),
        "judging": t("It has arrived and is being checked"),
        "stop": t("Stop"),
    }
    return Uploader.create(
        to=to, most=screen.most_mb * 1_000_000, words=rx.Var.create(words), on_done=screen.added,
        on_not_taken=screen.not_taken,
    )  # fmt: skip
