"""A doctor's inbox of results: critical ones first; each is opened, read, and only then acknowledged."""

from typing import Any
from uuid import UUID

import reflex as rx

from hms.components.feedback import notices, to_first_error
from hms.components.keys import keys
from hms.components.layout import stack
from hms.components.shell import page_head, shell
from hms.pages.doctor.inbox_parts import awaited, inbox, opened, way_out
from hms.permissions import Permission, Role
from hms.schemas.orders import AwaitedCard
from hms.schemas.results import Choice, HandOverForm, InboxLine, InboxReport, SeenForm
from hms.services.orders import inbox as box
from hms.services.orders import seeing
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

HERE = "/doctor/results"


class SeeResults(Screen):
    """/doctor/results."""

    needs = Permission.REVIEW_RESULT

    listed: list[InboxLine] = []  # noqa: RUF012 - Reflex copies it for each state
    total: int = 0
    critical: int = 0
    page_number: int = 1
    pages: int = 1
    colleagues: list[list[str]] = []  # noqa: RUF012
    awaited: list[AwaitedCard] = []  # noqa: RUF012
    shown: InboxReport | None = None  # that is being looked at
    handing: bool = False  # a colleague is being chosen
    fresh: bool = False  # what is looked at was changed while it was open
    _covered: list[str] = []  # noqa: RUF012 - topics of the doctors for whom this one stands in

    def watches(self) -> list[str]:
        """Follow one's own inbox, those of colleagues for whom one stands in, and the record that is open."""
        me = identity.card().practitioner_id
        record = [f"patient:{self.shown.patient_id}"] if self.shown else []
        return [f"results:{me}", f"practitioner:{me}", "directory", *self._covered, *record]

    @handler
    async def load(self) -> None:
        """Read what waits; what is being looked at stays open, also where somebody else has looked meanwhile."""
        self._covered = [f"results:{one}" for one in await self.ask(box.covered)]
        await self._read()
        if self.shown:
            now = await self.ask(box.look, self.shown.review_id)
            self.fresh = self.fresh or now.report.version != self.shown.report.version
            self.shown = now

    async def _read(self) -> None:
        page = await self.ask(box.waiting, self.page_number)
        self.listed, self.total, self.critical = page.listed, page.total, page.critical
        self.page_number, self.pages = page.page, page.pages
        self.colleagues = [["", t("Choose a colleague")], *_choices(page.colleagues)]
        self.awaited = await self.ask(seeing.awaited)

    @handler
    async def look(self, review_id: UUID) -> None:
        """Open a report to read it."""
        self.shown = await self.ask(box.look, review_id)
        self.handing = self.fresh = False

    @handler
    async def close(self) -> None:
        """Put a report back without having looked: it goes on waiting."""
        self.shown = None
        self.handing = self.fresh = False

    @handler(busy=True)
    async def acknowledge(self, answers: dict[str, Any]) -> None:
        """Note that one has looked at what is shown."""
        if self.shown is None:
            return
        told = {
            "review_id": self.shown.review_id, "version": self.shown.report.version,
            "note": answers.get("seen_note", ""), "release": bool(answers.get("release")),
        }  # fmt: skip
        whose, what = self.shown.patient, self.shown.report.title
        await self.ask(box.acknowledge, SeenForm.model_validate(told))
        self.shown, self.fresh = None, False
        await self._read()
        self.say("ok", t("Looked at: {what}, {whose}", what=what, whose=whose))

    @handler
    async def start_handing(self) -> None:
        """Ask to whom."""
        self.handing = True

    @handler
    async def stop_handing(self) -> None:
        """Keep it."""
        self.handing = False

    @handler(busy=True)
    async def hand_over(self, answers: dict[str, Any]) -> None:
        """Hand the report to a colleague."""
        if self.shown is None:
            return
        if not answers.get("to"):
            self.field_errors = {"to": t("Choose a colleague")}
            return
        told = {"review_id": self.shown.review_id, "to": answers.get("to")}
        await self.ask(box.hand_over, HandOverForm.model_validate(told))
        self.shown, self.handing = None, False
        await self._read()
        self.say("ok", t("Handed over"), t("It waits in your colleague’s inbox now."))

    @handler(quiet=True)
    async def turn(self, pages: int) -> None:
        """Turn to another page."""
        self.page_number = max(1, self.page_number + max(-1, min(1, pages)))
        await self._read()


def _choices(colleagues: list[Choice]) -> list[list[str]]:
    return [[one.id, one.name] for one in colleagues]


R = SeeResults


def page() -> rx.Component:
    """Draw /doctor/results."""
    told = notices(R.notice_tone, R.notice_title, R.notice_body, on_close=R.dismiss)
    body = stack(rx.cond(R.shown, opened(R), rx.fragment()), inbox(R), awaited(R), gap="lg")
    head = page_head(t("Results"), t("Critical ones first, then what is not as usual; the oldest first."), way_out())
    shown = rx.cond(R.refused, way_out(), body)
    return shell(R.me, Role.DOCTOR, HERE, keys(), head, told, to_first_error(R.field_errors), shown, clinic=R.me.clinic)
