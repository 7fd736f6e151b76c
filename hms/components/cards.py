"""Surfaces: sheet, section, figure, fact, list row."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.badges import count
from hms.components.layout import Text, between, classes, icon, is_told, row, stack, txt
from hms.components.theme import ICONS


def surface(*children: object, **props: object) -> rx.Component:
    """Lay out a white sheet with a hairline, the only raised thing in the product."""
    return rx.el.div(*children, class_name=classes("h-card", given=props.pop("class_name", None)), **props)


def section(
    title: Text,
    *children: object,
    number: Text | int | None = None,
    note: Text = "",
    action: rx.Component | None = None,
    flush: bool = False,
    **props: object,
) -> rx.Component:
    """Lay out a titled sheet; `flush` lets a table or list run to its edges."""
    head = between(
        row(
            txt(title, "heading", tag="h2"),
            count(number) if number is not None else rx.fragment(),
            txt(note, "small", "ink_3") if is_told(note) else rx.fragment(),
        ),
        action or rx.fragment(),
        class_name="h-section-head",
    )
    names = classes("h-card h-section", "h-section-flush" if flush else "", given=props.pop("class_name", None))
    return rx.el.section(head, rx.el.div(*children, class_name="h-section-body"), class_name=names, **props)


def headline(words: rx.Component, *acts: rx.Component, **props: object) -> rx.Component:
    """Lay out the one thing that matters now, with its buttons beside it (below on phones)."""
    names = classes("h-card h-lead h-headline", given=props.pop("class_name", None))
    said = rx.el.div(words, class_name="h-grow")
    return rx.el.section(said, rx.el.div(*acts, class_name="h-headline-acts h-no-print"), class_name=names, **props)


def stat(label: Text, value: object, note: Text = "", tone: Text = "ink", mark: str = "") -> rx.Component:
    """Say one figure of a strip; `tone` is a text colour such as warn_ink."""
    return stack(
        row(icon(mark, str(tone), ICONS.xs), txt(label, "label", "ink_2"), gap="xs"),
        row(txt(value, "title", tone), txt(note, "small", "ink_3"), class_name="h-baseline"),
        gap="hair",
        class_name="h-stat",
    )


def strip(*stats: rx.Component, label: Text) -> rx.Component:
    """Set figures in one row divided by hairlines; it scrolls sideways where the screen is narrow."""
    return rx.el.div(*stats, class_name="h-card h-strip", role="region", aria_label=label, tab_index=0)


def fact(term: Text, value: object) -> rx.Component:
    """Set a term and its value, inside facts()."""
    return rx.el.div(txt(term, "label", "ink_3", "dt"), rx.el.dd(value, class_name="t-body c-ink"), class_name="h-fact")


def facts(*pairs: rx.Component, columns: object = "1fr") -> rx.Component:
    """Gather facts into a list that screen readers know as terms and values."""
    return rx.el.dl(*pairs, class_name="h-facts", grid_template_columns=columns)


def tile(mark: str, tone: str = "accent") -> rx.Component:
    """Draw an icon on a soft square, at the start of a list row."""
    return rx.el.span(icon(mark, "", ICONS.md), class_name=f"h-tile tone-{tone}")


def line(mark: str, words: object, kind: str = "body") -> rx.Component:
    """Set a short line after an icon: a place, a time, a doctor."""
    return row(icon(mark), txt(words, kind), class_name="h-line")


def items(*rows: object, **props: object) -> rx.Component:
    """Gather list rows made with item(), also those of an rx.foreach."""
    return rx.el.ul(*rows, class_name=classes("h-items", given=props.pop("class_name", None)), **props)


def item(
    title: object,
    note: object = "",
    *,
    lead: rx.Component | None = None,
    end: rx.Component | None = None,
    href: Text = "",
    **props: object,
) -> rx.Component:
    """Draw a list row: mark, two lines, something at the end; with `href` its title leads somewhere."""
    name = router_link(title, href=href, class_name="h-item-link t-strong") if is_told(href) else txt(title, "strong")
    below = note if isinstance(note, rx.Component) else txt(note, "small", "ink_2")
    words = stack(name, below if not isinstance(note, str) or note else rx.fragment(), gap="hair", class_name="h-grow")
    inside = [lead or rx.fragment(), words, end or rx.fragment()]
    return rx.el.li(*inside, class_name=classes("h-item", given=props.pop("class_name", None)), **props)


def date_tile(weekday: Text, day: Text, month: Text) -> rx.Component:
    """Draw a day as a leaf of a calendar."""
    return stack(
        txt(weekday, "label", "accent_ink"),
        txt(day, "display", "accent_ink"),
        txt(month, "label", "accent_ink"),
        gap="0",
        class_name="h-date",
    )
