"""For whom one acts: in sight on every page for as long as it is not oneself, with the way back."""

import reflex as rx

from hms.components.layout import icon, txt
from hms.components.native_form import native_form
from hms.components.theme import ICONS
from hms.texts import t

ACT_FOR = "/act-for"


def acting_bar(acting: rx.Var) -> rx.Component:
    """Say for whom one acts; nothing where it is oneself."""
    words = rx.el.span(
        icon("users", "", ICONS.md), txt(t("You act for {name}", name=acting), "strong"), class_name="h-row g-sm"
    )
    back = native_form(ACT_FOR, rx.el.button(t("Back to my own pages"), type="submit", class_name="h-btn"))
    shown = rx.el.section(words, back, class_name="h-acting h-no-print", aria_label=t("For whom you act"))
    return rx.cond(acting, shown, rx.fragment())
