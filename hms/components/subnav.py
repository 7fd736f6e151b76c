"""The screens that share one place of the navigation, side by side under the title."""

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.layout import Text


def subnav(label: str, places: tuple[tuple[str, str], ...], active: Text) -> rx.Component:
    """Draw links to (name, address) pairs; the one that is open is marked."""
    links = [
        router_link(
            name, href=href, class_name="h-subnav-link t-strong", **({"aria_current": "page"} if href == active else {})
        )
        for name, href in places
    ]
    return rx.el.nav(*links, class_name="h-subnav h-no-print", aria_label=label)
