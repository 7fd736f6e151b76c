"""What the screens of a doctor's time are drawn in, for the doctor and for the administrator."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.buttons import link_button
from hms.components.feedback import loaded, notices
from hms.components.layout import Text, row
from hms.components.shell import page_head, shell
from hms.pages.doctor_time.base import OWN, OfDoctor
from hms.permissions import Role
from hms.texts import t

PLACES = {Role.DOCTOR: OWN, Role.ADMINISTRATOR: "/admin/people"}
WAYS = (("", t("Week")), ("/weekly", t("Weekly hours")), ("/leave", t("Settle leave")), ("/limits", t("Limits")))


def time_frame(
    screen: type[OfDoctor],
    role: Role,
    here: str,
    note: Text,
    *content: rx.Component,
    actions: tuple[rx.Component, ...] = (),
) -> rx.Component:
    """Frame a screen: whose time, the other screens of it, its notice, and what it shows."""
    own = role is Role.DOCTOR
    title = t("My hours") if own else t("Hours of {doctor}", doctor=screen.card.doctor)
    away = () if own else (link_button(t("Back to people"), "/admin/people", "arrow-left"),)
    head = rx.fragment(page_head(title, note, *actions, *away), _ways(screen, here))
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    back = ("/doctor", t("Back to my day")) if own else ("/admin/people", t("Back to people"))
    refused = row(link_button(back[1], back[0], "arrow-left"))
    shown = rx.cond(screen.refused, refused, loaded(~screen.loading, rx.fragment(*content), lines=8))
    return shell(screen.me, role, PLACES[role], head, told, shown, clinic=screen.me.clinic)


def _ways(screen: type[OfDoctor], here: str) -> rx.Component:
    links = [
        router_link(
            name,
            href=screen.base + way,
            class_name="h-subnav-link t-strong",
            **({"aria_current": "page"} if way == here else {}),
        )
        for way, name in WAYS
    ]
    return rx.el.nav(*links, class_name="h-subnav h-no-print", aria_label=t("Parts of a doctor’s time"))
