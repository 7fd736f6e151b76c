"""What the browser itself must hold of a visit that is being written: typed words, and a form's key."""

from pathlib import Path
from uuid import UUID

import reflex as rx
from reflex.event import passthrough_event_spec

from hms.schemas.notes import Added

CODE = Path(__file__).with_name("draft_keeper.js").read_text("utf-8")


class _Kept(rx.Component):
    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


class DraftKeeper(_Kept):
    """Stands in the form with the fields of a note, keeps what is typed there, and saves it now and then.

    `visit` is empty while nothing is known; `held` and `version` are what the database holds; `answers` counts the
    answers to saving; `stale` after a refusal; `chosen` is mine:, theirs: or both:version once a person has said which
    words stay; `added` is {number, visit, words}: words to put under what is typed, once for each number; `most` is how
    long a field may be; `words` are the states in words (saving, saved, unsaved, stale, filling, full) and the fields' names.
    """

    tag = "DraftKeeper"
    visit: rx.Var[str]
    version: rx.Var[int]
    held: rx.Var[dict[str, str]]
    answers: rx.Var[int]
    stale: rx.Var[bool]
    chosen: rx.Var[str]
    added: rx.Var[Added]
    most: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_draft: rx.EventHandler[passthrough_event_spec(UUID, dict[str, str], int, str)]


class DraftLeft(_Kept):
    """Shows words that were typed but not saved before the visit was signed elsewhere."""

    tag = "DraftLeft"
    visit: rx.Var[str]
    held: rx.Var[dict[str, str]]
    title: rx.Var[str]


class EntryKey(_Kept):
    """Gives the form it stands in a key, and a new one with empty fields once the server has used it."""

    tag = "EntryKey"
    used: rx.Var[str]
    options: rx.Var[list[list[str]]]
