"""Where each role may go, and the two ways it is shown: at the side, and under the thumb on phones."""

from typing import NamedTuple

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.layout import Text, icon
from hms.components.theme import ICONS
from hms.permissions import Role
from hms.texts import t

UNDER_THUMB, MORE = 5, "more-places"


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
        Place(t("Messages"), "messages-square", "/patient/messages"),
        Place(t("Record"), "folder-heart", "/patient/record"),
        Place(t("Profile"), "user-round", "/patient/profile"),
        Place(t("Waiting list"), "bell", "/patient/waitlist"),
        Place(t("Family"), "users", "/patient/family"),
        Place(t("Settings"), "settings", "/patient/settings"),
    ),
    Role.DOCTOR: (
        Place(t("Today"), "sun", "/doctor"),
        Place(t("Results"), "test-tube", "/doctor/results"),
        Place(t("Messages"), "messages-square", "/doctor/messages"),
        Place(t("Calendar"), "calendar", "/doctor/calendar"),
        Place(t("Patients"), "users", "/doctor/patients"),
        Place(t("My hours"), "calendar-clock", "/doctor/time"),
        Place(t("Requests"), "inbox", "/doctor/requests"),
        Place(t("Refills"), "pill", "/doctor/refills"),
        Place(t("Templates"), "notebook-pen", "/doctor/templates"),
    ),
    Role.RECEPTIONIST: (
        Place(t("Day board"), "layout-grid", "/reception"),
        Place(t("Patients"), "users", "/reception/patients"),
        Place(t("Register"), "user-plus", "/reception/register"),
        Place(t("Queue"), "list-ordered", "/reception/queue"),
        Place(t("Requests"), "inbox", "/reception/requests"),
        Place(t("Changes"), "user-pen", "/reception/changes"),
        Place(t("Waiting list"), "bell", "/reception/waitlist"),
        Place(t("Conversations"), "messages-square", "/reception/inbox"),
        Place(t("Messages"), "mail", "/reception/messages"),
        Place(t("Results"), "test-tube", "/reception/results"),
        Place(t("Duplicates"), "copy", "/reception/duplicates"),
    ),
    Role.ADMINISTRATOR: (
        Place(t("Overview"), "activity", "/admin"),
        Place(t("Departments"), "building-2", "/admin/departments"),
        Place(t("People"), "users", "/admin/people"),
        Place(t("Scheduling"), "calendar-cog", "/admin/scheduling"),
        Place(t("Forms"), "clipboard-list", "/admin/forms"),
        Place(t("Templates"), "notebook-pen", "/admin/templates"),
        Place(t("Medicines"), "pill", "/admin/medicines"),
        Place(t("Tests"), "test-tube", "/admin/tests"),
        Place(t("Vaccines"), "syringe", "/admin/vaccines"),
        Place(t("Privacy"), "shield-question", "/admin/privacy"),
        Place(t("Warnings"), "triangle-alert", "/admin/overrides"),
        Place(t("Screens"), "monitor", "/admin/screens"),
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
    """Draw the same places under the thumb on phones: four, and the others behind a fifth; one alone needs no bar."""
    if len(places) < 2:
        return rx.fragment()
    shown, more = (places, ()) if len(places) <= UNDER_THUMB else (places[: UNDER_THUMB - 1], places[UNDER_THUMB - 1 :])
    links = [rx.el.li(_link(place, active, "h-thumb-link t-tiny", ICONS.lg)) for place in shown]
    rest = [rx.el.li(_more(more, active))] if more else []
    return rx.el.nav(rx.el.ul(*links, *rest), class_name="h-bottom", aria_label=t("Main, bottom"))


def _more(places: tuple[Place, ...], active: str) -> rx.Component:
    """Keep the places that find no room in a menu of the browser's own: Escape and a tap beside it close it."""
    here = {"aria_current": "page"} if any(place.href == active for place in places) else {}
    opens = rx.el.button(
        icon("ellipsis", "", ICONS.lg),
        rx.el.span(t("More"), class_name="h-nav-word"),
        type="button",
        class_name="h-thumb-link t-tiny",
        custom_attrs={"popoverTarget": MORE},
        **here,
    )
    links = [_link(place, active, "h-menu-item t-body", ICONS.md) for place in places]
    return rx.fragment(opens, rx.el.div(*links, id=MORE, class_name="h-menu h-more", custom_attrs={"popover": "auto"}))
