"""Finding a patient or a place from anywhere: a dialog over the page that Ctrl-K opens, worked by arrows and Enter."""

import json
from pathlib import Path

import reflex as rx

from hms.components.layout import hidden, icon
from hms.components.nav import Place
from hms.components.theme import ICONS
from hms.texts import t

CODE = (Path(__file__).parent / "palette.js").read_text("utf-8").partition("\n")[2]  # without its heading
OPEN = "() => document.dispatchEvent(new Event('hms-find'))"


class Palette(rx.Fragment):
    """Draws nothing; works the dialog as long as its page is open."""

    def add_imports(self) -> dict[str, str | list[str]]:
        """Name what the hooks below use."""
        return {"react": "useEffect", "react-router": "useNavigate"}

    def add_hooks(self) -> list[rx.Var]:
        """Listen on the page, and know the way to others."""
        return [rx.Var("const navigate = useNavigate()"), rx.Var(f"useEffect(() => {{ {CODE} }}, [])")]


def _words() -> dict[str, str]:
    return {
        "begin": t("Type a name, a birth date, a phone or a number."),
        "found": t("{n} found"),
        "nobody": t("Nobody is found. Try fewer letters."),
        "lost": t("The clinic does not answer. Try again."),
        "place": t("Go to"),
        "deceased": t("Deceased"),
    }


def palette(places: tuple[Place, ...]) -> rx.Component:
    """Draw the dialog, closed, with the places of this reader."""
    said = rx.el.p(id="palette-said", role="status", class_name="h-palette-said t-small c-ink-2")
    asked = rx.el.input(
        id="palette-input",
        type="search",
        class_name="h-input",
        auto_complete="off",
        role="combobox",
        aria_label=t("Find a patient or a place"),
        aria_controls="palette-list",
        aria_expanded="true",
        aria_autocomplete="list",
        custom_attrs={"aria-describedby": "palette-said", "spellCheck": "false"},
    )
    found = rx.el.ul(id="palette-list", role="listbox", aria_label=t("Found"), class_name="h-palette-list")
    told = json.dumps([{"name": place.name, "href": place.href} for place in places])
    data = {"data-words": json.dumps(_words()), "data-places": told}
    box = rx.el.div(asked, said, found, class_name="h-palette-box")
    dialog = rx.el.dialog(box, id="palette", class_name="h-palette", aria_label=t("Find"), custom_attrs=data)
    return rx.fragment(dialog, Palette.create())


def find_button() -> rx.Component:
    """Draw the way to the search for whoever uses no keyboard, with the keys that open it."""
    keys = rx.el.kbd("Ctrl K", class_name="h-key t-tiny", aria_hidden="true")
    word = rx.el.span(t("Find"), class_name="h-find-word")
    return rx.el.button(
        icon("search", "", ICONS.sm), word, hidden(t(" a patient")), keys, type="button", class_name="h-btn h-find",
        on_click=rx.call_function(rx.Var(OPEN)),
    )  # fmt: skip
