"""One key for what is done all day: a control that carries a key is pressed by it, except while somebody types."""

import reflex as rx

from hms.components.layout import icon
from hms.components.theme import ICONS
from hms.texts import t

# A scanner types a code faster than any hand: keys that come so close together press nothing.
PRESS = """
  const SCANS_MS = 40;
  let last = -Infinity, due;
  const tied = (key) => [...document.querySelectorAll(`main [data-key="${CSS.escape(key)}"]`)]
    .find((one) => !one.disabled && one.checkVisibility());
  const press = (event) => {
    const types = event.key?.length === 1, scanned = types && event.timeStamp - last < SCANS_MS;
    if (types) last = event.timeStamp;
    clearTimeout(due);
    const at = event.target, typing = at?.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at?.tagName ?? '');
    if (scanned || typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const key = (event.key ?? '').toLowerCase();
    if (document.querySelector('dialog[open]')) return;  // what lies over the page has the keyboard
    if (document.documentElement.dataset.keys === 'off' && key !== 'escape' || !tied(key)) return;
    event.preventDefault();
    due = setTimeout(() => tied(key)?.click(), SCANS_MS);
  };
  document.addEventListener('keydown', press);
  return () => { clearTimeout(due); document.removeEventListener('keydown', press); };
"""
# The browser remembers the choice, as it does for light and dark.
RECALL = """() => {
  try { document.documentElement.dataset.keys = localStorage.getItem('hms-keys') ?? 'on' } catch {}
}"""
TURN = """() => {
  const root = document.documentElement, keys = root.dataset.keys === 'off' ? 'on' : 'off';
  root.dataset.keys = keys;
  try { localStorage.setItem('hms-keys', keys) } catch {}
}"""


class Keys(rx.Fragment):
    """Draws nothing; listens as long as its page is open."""

    def add_imports(self) -> dict[str, str]:
        """Name what the hook below uses."""
        return {"react": "useEffect"}

    def add_hooks(self) -> list[rx.Var]:
        """Listen on the page."""
        return [rx.Var(f"useEffect(() => {{ {PRESS} }}, [])")]


def keys() -> rx.Component:
    """Let controls be pressed by the key in their data-key; put it once on a page, and on a control **on_key("n")."""
    return Keys.create()


def on_key(key: str) -> dict[str, object]:
    """Give the props that tie a control to a key, for the page and for screen readers."""
    return {"custom_attrs": {"data-key": key, "aria-keyshortcuts": key.capitalize()}}


def key_switch() -> rx.Component:
    """Draw the switch for all single keys: who speaks to their computer must be able to turn them off (WCAG 2.1.4)."""
    words = (
        rx.el.span(t("Turn single keys off"), class_name="h-keys-on"),
        rx.el.span(t("Turn single keys on"), class_name="h-keys-off"),
    )
    does = {"on_click": rx.call_function(rx.Var(TURN)), "on_mount": rx.call_function(rx.Var(RECALL))}
    return rx.el.button(icon("keyboard", "", ICONS.md), *words, type="button", class_name="h-menu-item t-body", **does)


def cap(key: str) -> rx.Component:
    """Draw a key beside the words of its control; on touch screens there is none to press."""
    return rx.el.kbd(key.upper(), class_name="h-key t-tiny", aria_hidden="true")
