"""What the browser itself must hold of a visit that is being written: typed words, and a form's key."""

from pathlib import Path
from uuid import UUID

import reflex as rx
from reflex.event import passthrough_event_spec

CODE = Path(__file__).with_name("draft_keeper.js").read_text("utf-8")


class _Kept(rx.Component):
    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


class DraftKeeper(_Kept):
    """Stands in the form with the fields note and summary, keeps what is typed there, and saves it now and then.

    `visit` is empty while nothing is known; note, summary and version are what the database holds; `answers` counts
    the answers to saving; `stale` after a refusal; `chosen` is mine:version or theirs:version once a person has said
    which words stay; `words` are the states in words: saving, saved, unsaved, stale.
    """

    tag = "DraftKeeper"
    visit: rx.Var[str]
    version: rx.Var[int]
    note: rx.Var[str]
    summary: rx.Var[str]
    answers: rx.Var[int]
    stale: rx.Var[bool]
    chosen: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_draft: rx.EventHandler[passthrough_event_spec(UUID, str, str, int)]


class DraftLeft(_Kept):
    """Shows words that were typed but not saved before the visit was signed elsewhere."""

    tag = "DraftLeft"
    visit: rx.Var[str]
    note: rx.Var[str]
    summary: rx.Var[str]
    title: rx.Var[str]


class EntryKey(_Kept):
    """Gives the form it stands in a key, and a new one with empty fields once the server has used it."""

    tag = "EntryKey"
    used: rx.Var[str]
    options: rx.Var[list[list[str]]]
