"""What every screen of the patient is drawn in."""

import reflex as rx

from hms.components.buttons import link_button
from hms.components.feedback import loaded, notices
from hms.components.layout import row
from hms.components.shell import shell
from hms.pages.patient.attention import Attention
from hms.permissions import Role
from hms.texts import t
from hms.web.screen import Screen


def frame(screen: type[Screen], active: str, *content: rx.Component, waits: bool = True) -> rx.Component:
    """Frame a screen: its notice on top, then what it shows, or the way home where it was refused.

    With `waits` the place of the content is held until it is read; a screen with a form draws it at once, because
    what somebody typed would go with a form that is drawn anew.
    """
    attend = Attention.create(title=screen.notice_title, errors=screen.field_errors)
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    way_out = row(link_button(t("Go to your home page"), "/patient", "house"))
    drawn = rx.fragment(*content)
    shown = rx.cond(screen.refused, way_out, loaded(~screen.loading, drawn, lines=6) if waits else drawn)
    return shell(screen.me, Role.PATIENT, active, attend, told, shown, clinic=screen.me.clinic)
