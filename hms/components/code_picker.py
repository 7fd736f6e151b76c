"""A field for a diagnosis: words of one's own, or a code that is found while one types, by keyboard alone."""

from pathlib import Path

import reflex as rx
from reflex.event import passthrough_event_spec

from hms.components.forms import Errors, described, error_of, labelled
from hms.components.layout import Text
from hms.texts import t

CODE = Path(__file__).with_name("code_picker.js").read_text("utf-8")
NAME = "text"  # of the field with the words; the code comes along as `code`


class CodePicker(rx.Component):
    """The field, its list and what is chosen; `start` and `code` are what it begins with."""

    tag = "CodePicker"
    place: rx.Var[str]  # its id
    name: rx.Var[str]
    start: rx.Var[str]
    code: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_favour: rx.EventHandler[passthrough_event_spec(str, bool)]

    def add_imports(self) -> dict[str, list[str]]:
        """Name what the code uses."""
        return {"react": ["useEffect", "useRef", "useState"], "@emotion/react": ["jsx"]}

    def add_custom_code(self) -> list[str]:
        """Bring the code along."""
        return [CODE]


def _words() -> dict[str, str]:
    return {
        "found": t("{n} found"),
        "none": t("No code fits. The words alone will do."),
        "lost": t("The codes cannot be reached. The words alone will do."),
        "list": t("Codes that fit"),
        "chosen": t("{code} is chosen"),
        "also": t("also: {term}"),
        "favourite": t("favourite"),
        "used": t("used {n} times"),
        "header": t("not to be billed: choose a closer one"),
        "keep": t("Keep as favourite"),
        "drop": t("No longer a favourite"),
        "kept": t("Kept as favourite"),
        "dropped": t("No longer a favourite"),
    }


def code_picker(
    label: Text,
    *,
    on_favour: object,
    start: Text = "",
    code: Text = "",
    hint: Text = "",
    errors: Errors = None,
    place: str = NAME,
) -> rx.Component:
    """Draw the field with its label; the form gets `text`, and `code` where one was chosen. `place` is its id."""
    error = error_of(errors, NAME)
    said = hint or t("Words or a code. The down arrow shows your own; words without a code are fine.")
    tied = {name.replace("_", "-"): value for name, value in described(place, said, error).items()}
    control = CodePicker.create(
        place=place, name=NAME, start=start, code=code, words=rx.Var.create(_words()).to(dict[str, str]), on_favour=on_favour,
        custom_attrs={**tied, "aria-required": "true"},
    )  # fmt: skip
    return labelled(label, place, control, hint=said, error=error)
