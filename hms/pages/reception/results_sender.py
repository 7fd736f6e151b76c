"""The field that takes the files of a laboratory and sends them one after another, with how far it is."""

from pathlib import Path

import reflex as rx
from reflex.event import passthrough_event_spec

from hms.texts import t
from hms.web.laboratory import MOST_BYTES

CODE = Path(__file__).with_name("results_sender.js").read_text("utf-8")
MOST_MB = MOST_BYTES // 1_000_000
WORDS = {
    "label": t("Files from the laboratory"),
    "hint": t("FHIR R4 (.json), of {n} MB at most each; several at once are fine.", n=MOST_MB),
    "none": t("Choose a file first"),
    "large": t("This file is too large: {n} MB is the most", n=MOST_MB),
    "lost": t("The connection was lost. Send it once more: what is here already is not filed twice."),
    "stopped": t("Stopped. What was filed before stays; send it once more to file the rest."),
    "sending": t("Sending"),
    "filing": t("It has arrived and is being filed"),
    "of": t("File {n} of {all}"),
    "stop": t("Stop"),
}


class ResultsSender(rx.Component):
    """Files of a form, sent to an address of ours one by one when the form is submitted."""

    tag = "ResultsSender"
    to: rx.Var[str]
    most: rx.Var[int]  # bytes
    words: rx.Var[dict[str, str]]
    on_came: rx.EventHandler[passthrough_event_spec(str)]

    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


def sender(on_came: object) -> rx.Component:
    """Ask for files; `on_came` hears what became of each."""
    return ResultsSender.create(to="/laboratory-files", most=MOST_BYTES, words=rx.Var.create(WORDS), on_came=on_came)
