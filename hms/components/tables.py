"""The dense table for work screens; on phones its rows may become cards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import reflex as rx

from hms.components.feedback import changed as lit
from hms.components.layout import Text, classes, hidden

Draw = Callable[[rx.Var], object]
Tell = Callable[[rx.Var], object]


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what a row shows in it."""

    heading: str
    cell: Draw
    right: bool = False  # numbers
    wrap: bool = False  # long words may break
    quiet: bool = False  # the heading is for screen readers only
    kind: str = ""  # a type style, where the usual one does not fit


def _head(column: Column) -> rx.Component:
    words = hidden(column.heading) if column.quiet else column.heading
    looks = "h-th t-label h-right" if column.right else "h-th t-label"
    return rx.el.th(words, scope="col", role="columnheader", class_name=looks)


def _cell(column: Column, row: rx.Var, lead: bool) -> rx.Component:
    kind = column.kind or ("strong" if lead else "number" if column.right else "body")
    looks = [f"h-td t-{kind}", "h-right" if column.right else "", "h-break" if column.wrap else ""]
    props = {"class_name": " ".join(filter(None, looks)), "data_label": "" if column.quiet else column.heading}
    if lead:
        return rx.el.th(column.cell(row), scope="row", role="rowheader", **props)
    return rx.el.td(column.cell(row), role="cell", **props)


def table(
    caption: str,
    columns: Sequence[Column],
    rows: rx.Var,
    *,
    key: Tell | None = None,
    lead: int = 0,
    marked: Tell | None = None,
    changed: Tell | None = None,
    cards: bool = True,
) -> rx.Component:
    """Set rows under headings, numbers right, the `lead` column as each row's heading.

    Wide tables scroll inside themselves; with `cards` each row is a card below 768 pixels, so that nothing is cut.
    `key` gives a row its identity, `marked` picks rows to stand out, `changed` those that have just changed.
    """

    def line(row: rx.Var) -> rx.Component:
        names: list[Text] = ["h-tr"]
        if marked:
            names.append(rx.cond(marked(row), "h-marked", ""))
        if changed:
            names.append(lit(changed(row)))
        cells = [_cell(column, row, n == lead) for n, column in enumerate(columns)]
        identity = {"key": key(row)} if key else {}
        return rx.el.tr(*cells, role="row", class_name=classes(*names), **identity)

    top = rx.el.tr(*[_head(column) for column in columns], role="row")
    # The roles are spelt out because cards change `display`, which takes a table's meaning away.
    inside = rx.el.table(
        rx.el.caption(hidden(caption)),
        rx.el.thead(top, role="rowgroup", class_name="h-thead"),
        rx.el.tbody(rx.foreach(rows, line), role="rowgroup"),
        role="table",
        class_name="h-table h-cards" if cards else "h-table",
    )
    return rx.el.div(inside, class_name="h-scroll", tab_index=0, role="region", aria_label=caption)
