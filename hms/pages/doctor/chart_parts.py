"""The chart on the screen: what stands out at a glance, and the timeline under it."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import link, link_button, small_button
from hms.components.cards import item, items, section
from hms.components.feedback import loading
from hms.components.layout import Text, row, stack, txt
from hms.pages.doctor.vitals_parts import vital_line
from hms.services.chart.timeline import KINDS
from hms.texts import t


def _marked(one: rx.Var) -> rx.Component:
    return rx.cond(one.mark, tag(one.mark, rx.cond(one.tone, one.tone, "quiet")), rx.fragment())


def _listed(rows: rx.Var, none: str, line: object) -> rx.Component:
    nothing = txt(none, "body", "ink_2", "p", class_name="h-item")
    return rx.cond(rows.length() > 0, items(rx.foreach(rows, line)), nothing)


def problems(chart: rx.Var, way: Text) -> rx.Component:
    """List what the patient has now."""

    def line(one: rx.Var) -> rx.Component:
        return item(
            row(txt(one.title, "strong"), _marked(one), wrap=True),
            one.day,
            end=txt(one.value, "number", "ink_2"),
            key=one.id,
        )

    more = link_button(t("All"), way, "chevron-right", of=t("problems"), small=True)
    return section(
        t("Problems"), _listed(chart.problems, t("No problem is noted."), line), number=chart.problems.length(),
        action=more, flush=True,
    )  # fmt: skip


def vitals(chart: rx.Var, way: Text) -> rx.Component:
    """Show the latest of each vital sign with its day and how it moved, side by side as far as there is room."""

    def one_of(one: rx.Var) -> rx.Component:
        return stack(vital_line(one), txt(one.day, "small", "ink_2"), gap="0", key=one.key)

    none = txt(t("Nothing was measured yet."), "body", "ink_2", "p")
    listed = row(rx.foreach(chart.vitals, one_of), wrap=True, class_name="h-vitals-set")
    more = link_button(t("Charts"), way, "chart-line", of=t("of vital signs"), small=True)
    return section(t("Latest vital signs"), rx.cond(chart.vitals.length() > 0, listed, none), action=more)


def results(chart: rx.Var, way: Text) -> rx.Component:
    """Show the latest results of the laboratory."""

    def line(one: rx.Var) -> rx.Component:
        value = row(txt(one.value, "number"), _marked(one), wrap=True)
        told = rx.cond(one.note, one.day + ". " + one.note, one.day)
        return item(row(txt(one.title, "body"), value, wrap=True), told, key=one.id)

    more = link_button(t("Orders and results"), way, "test-tube", small=True)
    return section(t("Latest results"), _listed(chart.results, t("No results yet."), line), action=more, flush=True)


def due(chart: rx.Var, way: Text) -> rx.Component:
    """List what is due; nothing is drawn where nothing is."""

    def line(one: rx.Var) -> rx.Component:
        end = txt(one.value, "small", "ink_2")
        source = rx.cond(one.day, txt(one.day, "small", "ink_3", "p"), rx.fragment())
        told = stack(rx.cond(one.note, txt(one.note, "body", "ink_2", "p"), rx.fragment()), source, gap="0")
        return item(row(txt(one.title, "strong"), _marked(one), wrap=True), told, end=end, key=one.id)

    more = link_button(t("All"), way, "chevron-right", of=t("vaccines"), small=True)
    shown = section(t("Due"), _listed(chart.due, "", line), number=chart.due.length(), action=more, flush=True)
    return rx.cond(chart.due.length() > 0, shown, rx.fragment())


def timeline(screen: type) -> rx.Component:
    """Show what happened, of one kind or all, the newest first; older ones on demand."""

    def choice(kind: str, words: str) -> rx.Component:
        on = screen.kind == kind
        looks = {"aria_pressed": rx.cond(on, "true", "false"), "class_name": [rx.cond(on, "h-btn-on", "")]}
        return small_button(words, on_click=screen.show_kind(kind), **looks)

    chosen = rx.el.div(
        *[choice(kind, words) for kind, words in KINDS.items()], class_name="h-row g-xs h-wrap h-no-print", role="group",
        aria_label=t("What to show"),
    )  # fmt: skip
    none = txt(t("Nothing of this kind is in the record."), "body", "ink_2", "p", class_name="h-item")
    older = row(
        small_button(t("Show older"), "chevron-down", on_click=screen.show_older, busy=screen.busy), class_name="h-item"
    )
    listed = stack(
        rx.cond(screen.lines.length() > 0, items(rx.foreach(screen.lines, _line)), none),
        rx.cond(screen.older, older, rx.fragment()),
        gap="0",
    )
    body = rx.cond(screen.told, listed, loading(4))
    return section(
        t("Timeline"), stack(rx.el.div(chosen, class_name="h-item"), body, gap="0"), flush=True, id="timeline"
    )


def _line(one: rx.Var) -> rx.Component:
    wrong = rx.cond(one.wrong, tag(t("entered in error"), "danger", "triangle-alert"), rx.fragment())
    mark = rx.cond(one.mark, tag(one.mark, "warn"), rx.fragment())
    struck = rx.cond(one.wrong, "line-through", "none")
    plain = rx.cond(one.title, txt(one.title, "strong", text_decoration=struck), rx.fragment())
    title = rx.cond(one.href, link(txt(one.title, "strong", text_decoration=struck), one.href), plain)
    when = rx.cond(one.time, one.day + ", " + one.time, one.day)
    by = rx.cond(one.source, when + ". " + one.source, when)
    words = stack(
        row(txt(one.kind_words, "small", "ink_2"), title, txt(one.value, "number"), mark, wrong, wrap=True),
        rx.cond(one.note, txt(one.note, "body", tag="p", text_decoration=struck), rx.fragment()),
        txt(by, "small", "ink_2"),
        rx.cond(one.text, _whole(one), rx.fragment()),
        gap="hair",
        class_name="h-grow",
    )
    return rx.el.li(words, class_name="h-item", key=one.id)


def _whole(one: rx.Var) -> rx.Component:
    head = rx.el.summary(txt(t("The whole note"), "small", "accent_ink"), cursor="pointer")
    return rx.el.details(head, txt(one.text, "body", tag="p", white_space="pre-wrap"))
