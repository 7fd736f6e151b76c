"""The signed-in frame: skip link, navigation, top bar, page, bottom bar."""

import reflex as rx

from hms.components.acting import acting_bar
from hms.components.buttons import jump
from hms.components.feedback import connection_lost
from hms.components.layout import Text, row, stack, txt
from hms.components.nav import NAV, bottom_nav, side_nav
from hms.components.palette import find_button, palette
from hms.components.topbar import top_bar
from hms.permissions import Permission, Role, may
from hms.texts import t


def shell(
    me: rx.Var,
    role: Role,
    active: str,
    *content: rx.Component,
    clinic: Text,
    banner: rx.Component | None = None,
    tools: tuple[rx.Component, ...] = (),
    flush: bool = False,
) -> rx.Component:
    """Frame a signed-in page.

    `me` is an object var with name, initials, subtitle and whom one acts for; `active` is the address of the place in NAV that is open;
    `banner` stands under the top bar (the patient on clinical screens); `flush` lets a board run to the edges.
    """
    places = NAV[role]
    looks = ["h-main", "h-flush" if flush else "", "h-reading" if role is Role.PATIENT else ""]
    main = rx.el.main(*content, id="main", tab_index=-1, class_name=" ".join(filter(None, looks)))
    finds = may(role, Permission.FIND_PATIENT)
    tools = (find_button(), *tools) if finds else tools
    bar = top_bar(me, clinic, *tools, keys=role in {Role.RECEPTIONIST, Role.DOCTOR})
    whose = acting_bar(me.acting) if role is Role.PATIENT else rx.fragment()
    body = rx.el.div(bar, connection_lost(), whose, banner or rx.fragment(), main, class_name="h-body")
    thumb = "h-shell" if len(places) < 2 else "h-shell h-has-bottom"
    skip = jump(t("Skip to content"), "main", class_name="h-skip t-strong")
    over = palette(places) if finds else rx.fragment()
    return rx.el.div(skip, side_nav(places, active, clinic), body, bottom_nav(places, active), over, class_name=thumb)


def page_head(title: Text, note: Text = "", *actions: rx.Component) -> rx.Component:
    """Set the title of a page, a line under it, and what one may do here."""
    told = isinstance(note, rx.Var) or bool(note)
    words = stack(
        txt(title, "display", tag="h1"), txt(note, "body", "ink_2", "p") if told else rx.fragment(), gap="hair"
    )
    return rx.el.div(words, row(*actions, wrap=True, class_name="h-no-print"), class_name="h-page-head")
