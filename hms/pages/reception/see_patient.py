"""A patient's record at the desk: who they are and how to reach them, edited in place; visits, wishes, papers."""

from uuid import UUID

import reflex as rx

from hms.components.feedback import loaded, notices, to_first_error
from hms.components.keys import keys
from hms.components.shell import shell
from hms.pages.reception import patient_parts as parts
from hms.pages.reception.answering_changes import AnsweringChanges
from hms.pages.reception.patient_editing import EditingPatient
from hms.pages.reception.patient_portal import GivingAccess
from hms.permissions import Permission, Role
from hms.schemas.personal_cards import ChangeCard, ChangeRequestCard
from hms.services.personal import history
from hms.web.screen import handler

PLACE = "/reception/patients"


class SeePatient(EditingPatient, GivingAccess, AnsweringChanges):
    """/reception/patients/[patient_id]."""

    needs = Permission.CHANGE_IDENTITY

    changes: list[ChangeCard] = []  # noqa: RUF012 - Reflex copies it for each state
    shows_changes: bool = False

    @handler
    async def load(self) -> None:
        """Open the record of the address; one that was merged leads to the one that it is now."""
        fresh = await self._open(PLACE)
        if fresh is None:
            return
        await self._notice_others(fresh)
        self.record = fresh
        await self._read_access()
        if self.shows_changes:
            self.changes = await self.ask(history.history, self._whose())

    def _whose(self) -> UUID:
        return self._record().personal.id

    @handler
    async def show_changes(self) -> None:
        """Show or hide how the data came to be what it is."""
        self.shows_changes = not self.shows_changes
        self.changes = await self.ask(history.history, self._whose()) if self.shows_changes else []

    def _asked(self) -> list[ChangeRequestCard]:
        return self._record().personal.requests


P = SeePatient


def page() -> rx.Component:
    """Draw the record."""
    told = notices(P.notice_tone, P.notice_title, P.notice_body, on_close=P.dismiss)
    drawn = rx.fragment(keys(), to_first_error(P.field_errors), told, parts.whole(P))
    gone = rx.fragment(told, parts.nobody())
    shown = rx.cond(P.refused, gone, loaded(P.record, drawn, lines=10))
    return shell(P.me, Role.RECEPTIONIST, PLACE, shown, clinic=P.me.clinic)
