"""The messages to patients: what went, what waits, what reached nobody, and how a patient wants them."""

from uuid import UUID

import reflex as rx

from hms.components.layout import split, stack
from hms.components.shell import page_head, shell
from hms.pages.reception import messages_parts as parts
from hms.pages.ways import way_options
from hms.permissions import Permission, Role
from hms.schemas.notices import MessageCard, MessagePage, NoticeCard, NoticeForm
from hms.services import notices
from hms.services.outbox import listing
from hms.texts import t
from hms.web.screen import Screen, handler


class SeeMessages(Screen):
    """/reception/messages, the newest first."""

    needs = Permission.SEE_MESSAGES

    page: MessagePage | None = None
    which: str = "all"
    number: int = 0  # of the page
    changed: list[str] = []  # noqa: RUF012 - Reflex copies it for each state
    notice: NoticeCard | None = None  # of the patient whose choice is open
    ways: list[list[str]] = []  # noqa: RUF012

    def watches(self) -> list[str]:
        """Follow the messages, and the clock."""
        return ["outbox", "minute"]

    @handler
    async def load(self) -> None:
        """Read this page of the messages; those that stand differently now light up."""
        before = {one.id: one.state for one in self.page.messages} if self.page else None
        self.page = await self.ask(listing.messages, listing.Which(self.which), self.number)
        if before is None:
            self.changed = []
        elif lit := [str(m.id) for m in self.page.messages if before.get(m.id) != m.state]:
            self.changed = lit  # and a second word of the same change leaves it lit

    @handler(quiet=True)
    async def show(self, which: str) -> rx.event.EventSpec:
        """Show only some of the messages."""
        self.which, self.number, self.page = listing.Which(which).value, 0, None
        return type(self).refresh

    @handler(quiet=True)
    async def turn(self, pages: int) -> rx.event.EventSpec:
        """Turn to older or newer messages."""
        self.number, self.page = max(0, self.number + pages), None
        return type(self).refresh

    @handler(busy=True)
    async def try_again(self, message_id: UUID) -> None:
        """Send a message once more."""
        card: MessageCard = await self.ask(listing.try_again, message_id)
        self.say("ok", t("The message to {name} is tried again", name=card.patient), card.note)

    @handler
    async def start_choosing(self, patient_id: UUID) -> None:
        """Open how a patient wants to hear from the clinic."""
        self._open(await self.ask(notices.choice, patient_id))

    @handler
    async def stop_choosing(self) -> None:
        """Leave it as it is."""
        self.notice = None

    @handler(busy=True)
    async def choose(self, form: dict[str, str]) -> None:
        """Keep how a patient wants to hear from the clinic."""
        if self.notice:
            asked = NoticeForm(
                channel=form.get("channel", ""),
                language=form.get("language", ""),
                version=self.notice.version,
                patient_id=self.notice.patient_id,
            )
            card = await self.ask(notices.choose, asked)
            self.notice = None
            self.say("ok", t("Saved for {name}", name=card.patient), t("Messages come this way from now on."))

    def _open(self, card: NoticeCard) -> None:
        self.notice, self.ways = card, way_options(card, t("Tell them yourself what changes."))


def page() -> rx.Component:
    """Draw /reception/messages."""
    screen = SeeMessages
    head = page_head(t("Messages"), t("What the clinic writes to patients, and whether it reached them."))
    lists = stack(parts.warning(screen), parts.filters(screen), parts.listed(screen), gap="md")
    lists = rx.cond(screen.notice, split(lists, parts.choosing(screen)), lists)
    shown = rx.cond(screen.refused, parts.refused(), lists)
    return shell(
        screen.me, Role.RECEPTIONIST, "/reception/messages", head, parts.told(screen), shown, clinic=screen.me.clinic
    )
