"""Two people change the same thing: what the other one saved stands beside what is being typed."""

from collections.abc import Mapping
from types import MappingProxyType

import reflex as rx

from hms.components.buttons import button
from hms.components.feedback import notice
from hms.components.layout import row, stack, txt
from hms.schemas.base import Card
from hms.texts import t


class Difference(Card):
    """What somebody else made of one answer."""

    label: str
    was: str
    now: str


Names = Mapping[str, str]


def differences(
    labels: Names, before: Card, after: Card, spoken: Mapping[str, Names] = MappingProxyType({})
) -> list[Difference]:
    """List the answers that differ between two versions, under the words by which the form asks for them.

    `spoken` gives the words for what an answer holds as a code.
    """
    found = []
    for name, label in labels.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            known = spoken.get(name, {})
            found.append(Difference(label=t(label), was=_said(was, known), now=_said(now, known)))
    return found


def _said(answer: object, spoken: Names) -> str:
    if isinstance(answer, bool):
        return t("yes") if answer else t("no")
    parts = map(str, answer if isinstance(answer, tuple) else [answer])
    return ", ".join(spoken.get(part, part) for part in parts) or t("nothing")


def changed_meanwhile(screen: type) -> rx.Component:
    """Draw what somebody else saved, and let the reader choose: the screen has theirs, take_theirs and keep_mine."""

    def line(one: rx.Var) -> rx.Component:
        told = t("{was}, now {now}", was=one.was, now=one.now)
        return rx.el.li(txt(one.label, "label", "ink_2", "p"), txt(told, "small", tag="p", class_name="h-break"))

    listed = rx.el.ul(rx.foreach(screen.theirs, line), class_name="h-stack g-xs")
    choose = row(
        button(t("Show theirs"), small=True, on_click=screen.take_theirs),
        button(t("Keep mine"), small=True, on_click=screen.keep_mine),
        wrap=True,
    )
    head = notice("warn", t("Somebody else has saved this meanwhile"), t("What you typed is still here."))
    told = rx.cond(screen.theirs, stack(head, listed, choose, gap="md"), rx.fragment())
    return rx.el.div(told, role="status")
