"""The work list of changes of personal data that patients ask for."""

import reflex as rx

from hms.components.cards import items, section
from hms.components.feedback import empty, loaded, notices
from hms.components.shell import page_head, shell
from hms.pages.reception.answering_changes import AnsweringChanges
from hms.pages.reception.change_parts import change_line
from hms.permissions import Permission, Role
from hms.schemas.personal_cards import ChangeRequestCard
from hms.services.personal import requests
from hms.texts import t
from hms.web.screen import handler

HERE = "/reception/changes"


class AnswerChanges(AnsweringChanges):
    """/reception/changes, the oldest first."""

    needs = Permission.CHANGE_IDENTITY

    requests: list[ChangeRequestCard] = []  # noqa: RUF012 - Reflex copies it for each state

    def watches(self) -> list[str]:
        """Follow what patients ask for."""
        return [requests.TOPIC]

    @handler
    async def load(self) -> None:
        """Read what waits for an answer."""
        self.requests = await self.ask(requests.open_requests)

    def _asked(self) -> list[ChangeRequestCard]:
        return self.requests


A = AnswerChanges


def page() -> rx.Component:
    """Draw /reception/changes."""
    told = notices(A.notice_tone, A.notice_title, A.notice_body, on_close=A.dismiss)
    head = page_head(t("Changes"), t("What patients ask to have changed in who they are. Accept what a paper shows."))
    none = empty("user-pen", t("Nothing waits for an answer"), t("What patients ask for shows here at that moment."))
    listed = items(rx.foreach(A.requests, lambda one: change_line(A, one, named=True)))
    waiting = section(t("Asked for"), rx.cond(A.requests, listed, none), number=A.requests.length(), flush=True)
    shown = rx.cond(A.refused, rx.fragment(), loaded(~A.loading, waiting, lines=8))
    return shell(A.me, Role.RECEPTIONIST, HERE, head, told, shown, clinic=A.me.clinic)
