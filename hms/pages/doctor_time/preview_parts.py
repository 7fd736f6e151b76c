"""What a change would hit, said before it is saved."""

import reflex as rx

from hms.components.badges import tag
from hms.components.cards import item, items
from hms.components.feedback import notice
from hms.components.layout import Text, stack, txt
from hms.texts import t


def look_ahead(preview: rx.Var, waiting: Text = "") -> rx.Component:
    """Say which appointments a change hits and which rooms it shares; `waiting` is said until there is something to say."""
    hit = preview.count > 0
    words = rx.cond(hit, notice("warn", preview.words), notice("ok", preview.words))
    warned = rx.foreach(preview.warnings, lambda one: notice("info", one))
    listed = rx.cond(hit, _listed(preview), rx.fragment())
    more = rx.cond(
        preview.more > 0, txt(t("And {n} more.", n=preview.more.to_string()), "small", "ink_2", "p"), rx.fragment()
    )
    said = stack(words, listed, more, warned, gap="sm")
    none = txt(waiting, "small", "ink_2", "p") if waiting else rx.fragment()
    return rx.el.div(rx.cond(preview, said, none), aria_live="polite")


def _listed(preview: rx.Var) -> rx.Component:
    lines = items(rx.foreach(preview.affected, _line))
    return rx.el.div(
        lines, class_name="h-time-ahead", tab_index=0, role="region", aria_label=t("Affected appointments")
    )


def _line(one: rx.Var) -> rx.Component:
    when = t("{day}, {time} to {ends}", day=one.day, time=one.time, ends=one.ends)
    what = t("{kind}, {n} min", kind=one.visit_type, n=one.length_min.to_string())
    who = rx.cond(one.patient, one.patient + " · " + what, what)
    asked = rx.cond(one.requested, tag(t("Requested"), "warn", "hourglass"), rx.fragment())
    return item(when, who, end=asked, key=one.id.to(str))
