"""What every screen of the administrator is drawn in."""

import reflex as rx

from hms.components.buttons import link_button
from hms.components.feedback import loaded, notices
from hms.components.layout import row
from hms.components.shell import shell
from hms.permissions import Role
from hms.texts import t
from hms.web.screen import Screen


def frame(screen: type[Screen], active: str, head: rx.Component, content: rx.Component) -> rx.Component:
    """Frame a screen: its title, its notice, then what it shows, or the way back where it was refused."""
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    way_out = row(link_button(t("Go to the overview"), "/admin", "activity"))
    shown = rx.cond(screen.refused, way_out, loaded(~screen.loading, content, lines=6))
    return shell(screen.me, Role.ADMINISTRATOR, active, head, told, shown, clinic=screen.me.clinic)
