"""What the browser itself must hold of a message: typed words, a key for each, files on their way, and what was in view."""

from pathlib import Path

import reflex as rx
from reflex.event import passthrough_event_spec

from hms.services.uploads.judging import MOST_BYTES
from hms.texts import t

CODE = Path(__file__).with_name("composer.js").read_text("utf-8")


class _Held(rx.Component):
    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


class Composer(_Held):
    """Stands in a form with the fields body, and for a new conversation whom and subject; keeps what is typed there.

    `place` says which message this is, empty while nothing is known; whom, subject and body are the draft that the
    server holds; `used` is the key of the message that went last; files go to `upload`.
    """

    tag = "Composer"
    place: rx.Var[str]
    whom: rx.Var[str]
    subject: rx.Var[str]
    body: rx.Var[str]
    used: rx.Var[str]
    upload: rx.Var[str]
    most: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_draft: rx.EventHandler[passthrough_event_spec(str, str, str, str)]


class ReadSign(_Held):
    """Tells the server that a conversation up to its last message was in view."""

    tag = "ReadSign"
    place: rx.Var[str]
    last: rx.Var[int]
    read: rx.Var[int]
    on_seen: rx.EventHandler[passthrough_event_spec(str, int)]


def composer(screen: type, upload: rx.Var | str) -> rx.Component:
    """Keep what is typed into the form that this stands in, and take files."""
    words = {
        "kept": t("Kept as a draft"),
        "sending": t("Adding {name} …"),
        "large": t("This file is too large: {n} MB is the most", n=MOST_BYTES // 1_000_000),
        "lost": t("The connection was lost. Add it once more; what you typed is still here."),
        "add": t("Add a file"),
    }
    return Composer.create(
        place=screen.place,
        whom=screen.held_whom,
        subject=screen.held_subject,
        body=screen.held_body,
        used=screen.used_key,
        upload=upload,
        most=MOST_BYTES,
        words=words,
        on_draft=screen.keep_draft,
    )
