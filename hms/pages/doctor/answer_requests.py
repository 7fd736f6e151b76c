"""A doctor's answer to what patients ask for: visits that need the clinic's yes."""

import reflex as rx

from hms.components.buttons import link_button
from hms.components.feedback import loaded, notices
from hms.components.layout import row
from hms.components.shell import page_head, shell
from hms.pages.answering import Answering
from hms.pages.request_parts import requests
from hms.permissions import Permission, Role
from hms.texts import t
from hms.web import identity
from hms.web.screen import handler

HERE = "/doctor/requests"


class AnswerOwnRequests(Answering):
    """The requests for one doctor's time."""

    needs = Permission.SEE_OWN_DAY

    def watches(self) -> list[str]:
        """Follow the doctor's own appointments."""
        return [f"practitioner:{identity.card().practitioner_id}"]

    @handler
    async def load(self) -> None:
        """Read the requests, and the history that is open."""
        await self._read_requests()
        await self._read_history()


A = AnswerOwnRequests


def page() -> rx.Component:
    """Draw /doctor/requests."""
    told = notices(A.notice_tone, A.notice_title, A.notice_body, on_close=A.dismiss)
    way_out = row(link_button(t("To your day"), "/doctor", "sun"))
    shown = rx.cond(A.refused, way_out, loaded(~A.loading, requests(A), lines=6))
    head = page_head(t("Requests"), t("Visits that patients asked for and that wait for a yes."))
    return shell(A.me, Role.DOCTOR, HERE, head, told, shown, clinic=A.me.clinic)
