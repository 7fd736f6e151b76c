"""The few boxes every screen is made of: text, row, stack, grid, icon."""

import reflex as rx

from hms.components.theme import ICONS

Text = str | rx.Var
Part = rx.Component | rx.Var | str
# What txt() may become.
TAGS = ("span", "p", "h1", "h2", "h3", "h4", "div", "dt", "dd", "time", "legend", "figcaption", "li", "label")


def classes(*names: Text, given: object = None) -> list[Text]:
    """Join class names; those that a caller gives come last."""
    extra = given if isinstance(given, list) else [given] if given else []
    return [*(name for name in names if not isinstance(name, str) or name), *extra]


def prefixed(prefix: str, value: Text) -> Text:
    """Make a class name such as is-booked of a word that may be known only in the browser."""
    return prefix + value if isinstance(value, str) else rx.Var.create(prefix) + value.to(str)


def at(phone: object, tablet: object = None, desktop: object = None, wide: object = None) -> rx.Component:
    """Give one value per width: phone, from 768, from 992, from 1280 pixels."""
    pairs = {"initial": phone, "sm": tablet, "md": desktop, "lg": wide}
    return rx.breakpoints(**{name: value for name, value in pairs.items() if value is not None})


def txt(content: object, kind: str = "body", tone: Text = "ink", tag: str = "span", **props: object) -> rx.Component:
    """Set a piece of text in one of the type styles, the only way to set type."""
    if tag not in TAGS:
        raise ValueError(tag)
    tone = tone.replace("_", "-") if isinstance(tone, str) else tone
    names = classes(f"t-{kind}", prefixed("c-", tone), given=props.pop("class_name", None))
    return getattr(rx.el, tag)(content, class_name=names, **props)


def _box(name: str, children: tuple[object, ...], gap: str, props: dict[str, object]) -> rx.Component:
    names = classes(name, f"g-{gap}" if gap else "", given=props.pop("class_name", None))
    return getattr(rx.el, str(props.pop("tag", "div")))(*children, class_name=names, **props)


def row(*children: object, gap: str = "sm", **props: object) -> rx.Component:
    """Put children side by side; `wrap=True` lets them flow on, gap is a name of theme.SPACES."""
    return _box("h-row h-wrap" if props.pop("wrap", False) else "h-row", children, gap, props)


def between(*children: object, gap: str = "sm", **props: object) -> rx.Component:
    """Push children to both ends of a row."""
    return _box("h-row h-between h-wrap" if props.pop("wrap", False) else "h-row h-between", children, gap, props)


def stack(*children: object, gap: str = "sm", **props: object) -> rx.Component:
    """Put children under one another."""
    return _box("h-stack", children, gap, props)


def grid(*children: object, columns: object = "minmax(0, 1fr)", gap: str = "lg", **props: object) -> rx.Component:
    """Lay children out on columns, which may be a value per width made with at()."""
    return _box("h-grid", children, gap, {"grid_template_columns": columns, **props})


def split(main: rx.Component, side: rx.Component, **props: object) -> rx.Component:
    """Put a narrow column beside the main one from 992 pixels; below that it follows under it."""
    return _box("h-split", (main, side), "", props)


def is_told(words: Text) -> bool:
    """Tell whether there are words, or may be: a state's are known in the browser only."""
    return isinstance(words, rx.Var) or bool(words)


def icon(name: str, tone: str = "ink_3", size: int = ICONS.sm, **props: object) -> rx.Component:
    """Draw a decorative lucide icon; the word beside it carries the meaning. The empty name draws nothing."""
    if not name:
        return rx.fragment()
    names = classes("h-icon", f"c-{tone.replace('_', '-')}" if tone else "", given=props.pop("class_name", None))
    return rx.icon(name, size=size, aria_hidden="true", class_name=names, **props)


def hidden(*content: object, **props: object) -> rx.Component:
    """Say something to screen readers only."""
    return rx.el.span(*content, class_name="h-hidden", **props)


def shown(condition: object, part: rx.Component) -> rx.Component:
    """Draw a part if a plain value or a state var says so."""
    if isinstance(condition, rx.Var):
        return rx.cond(condition, part)
    return part if condition else rx.fragment()
