"""Where each role may go, and the two ways it is shown: at the side, and under the thumb on phones."""

from typing import NamedTuple

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.layout import Text, icon
from hms.components.theme import ICONS
from hms.permissions import Role
from hms.texts import t


class Place(NamedTuple):
    """A screen one may go to."""

    name: str
    mark: str
    href: str


NAV: dict[Role, tuple[Place, ...]] = {
    Role.PATIENT: (
        Place(t("Home"), "house", "/patient"),
        Place(t("Book"), "calendar-plus", "/patient/book"),
        Place(t("Appointments"), "calendar", "/patient/appointments"),
    ),
    Role.DOCTOR: (Place(t("Today"), "sun", "/doctor"),),
    Role.RECEPTIONIST: (Place(t("Day board"), "layout-grid", "/reception"),),
    Role.ADMINISTRATOR: (
        Place(t("Overview"), "activity", "/admin"),
        Place(t("Departments"), "building-2", "/admin/departments"),
        Place(t("People"), "users", "/admin/people"),
    ),
}


def _link(place: Place, active: str, kind: str, size: int) -> rx.Component:
    here = {"aria_current": "page"} if place.href == active else {}
    words = rx.el.span(place.name, class_name="h-nav-word")
    return router_link(icon(place.mark, "", size), words, href=place.href, title=place.name, class_name=kind, **here)


def clinic_sign(clinic: Text) -> rx.Component:
    """Draw the clinic's mark and name."""
    mark = rx.el.span(icon("plus", "", ICONS.md), class_name="h-mark", aria_hidden="true")
    return rx.el.span(mark, rx.el.span(clinic, class_name="h-clinic t-strong"), class_name="h-sign")


def side_nav(places: tuple[Place, ...], active: str, clinic: Text) -> rx.Component:
    """Draw the side navigation: 216 pixels, a rail of icons below 1280, gone below 768."""
    links = [rx.el.li(_link(place, active, "h-nav-link t-strong", ICONS.md)) for place in places]
    return rx.el.nav(clinic_sign(clinic), rx.el.ul(*links), class_name="h-side", aria_label=t("Main"))


def bottom_nav(places: tuple[Place, ...], active: str) -> rx.Component:
    """Draw the same places under the thumb on phones; a single place needs no bar."""
    if len(places) < 2:
        return rx.fragment()
    links = [rx.el.li(_link(place, active, "h-thumb-link t-tiny", ICONS.lg)) for place in places]
    return rx.el.nav(rx.el.ul(*links), class_name="h-bottom", aria_label=t("Main, bottom"))
