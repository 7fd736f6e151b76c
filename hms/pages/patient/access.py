"""Who opened my record: every access in plain words, and the way to ask about one."""

from uuid import UUID

import reflex as rx

from hms.components.layout import stack
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.kept_address import keep_in_address, written
from hms.pages.patient import access_parts as parts
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.base import Card
from hms.schemas.openings import OpeningLine
from hms.services import threads
from hms.services.openings import seeing
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler

PATH = "/patient/access"
OTHERS, ALL = "others", "all"


class Choice(Card):
    """Whose accesses are shown."""

    id: str
    name: str


class DayOfOpenings(Card):
    """The accesses of one day."""

    day: str
    lines: list[OpeningLine]


class Access(Screen):
    """Who opened one's record; ?who=all shows one's own use too."""

    needs = Permission.SEE_WHO_OPENED

    whose: list[Choice] = [  # noqa: RUF012 - Reflex copies it for each state
        Choice(id=OTHERS, name=t("Other people")),
        Choice(id=ALL, name=t("Everybody, also me")),
    ]
    who: str = ""
    days: list[DayOfOpenings] = []  # noqa: RUF012
    older: bool = False  # there is more
    asking: str = ""  # the access that is being asked about
    zone: str = ""
    _pages: int = 1

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @rx.var
    def address(self) -> str:
        """Return this page's address with what is chosen; empty until it has been read."""
        return written(PATH, who=ALL if self.who == ALL else "") if self.who else ""

    @handler
    async def load(self) -> None:
        """Read the newest accesses, as many pages as are open."""
        self.who = self.who or (ALL if self.route_arg("who") == ALL else OTHERS)
        lines: list[OpeningLine] = []
        before: UUID | None = None
        for _ in range(self._pages):
            page = await self.ask(seeing.opened, before, self.who == OTHERS)
            lines += page.lines
            self.older, self.zone = bool(page.older), page.zone
            if not page.older:
                break
            before = UUID(page.older)
        self.days = _by_day(lines)

    @handler(quiet=True)
    async def choose(self, who: str):
        """Show other people's accesses only, or all."""
        if who in {OTHERS, ALL}:
            self.who, self._pages, self.asking = who, 1, ""
            return type(self).refresh
        return None

    @handler(quiet=True)
    async def show_older(self):
        """Show the next page below."""
        self._pages += 1
        return type(self).refresh

    @handler
    async def start_asking(self, entry_id: UUID) -> None:
        """Open the question about an access."""
        self.asking = str(entry_id)

    @handler
    async def stop_asking(self) -> None:
        """Put the question away."""
        self.asking = ""

    @handler(busy=True)
    async def send(self, form: dict[str, str]) -> None:
        """Send the question to the privacy officer, and go to the conversation."""
        if self.asking:
            thread = await self.ask(threads.ask_about_access, UUID(self.asking), form.get("words", ""))
            self.asking = ""
            self.go(
                f"/patient/messages/{thread}", "ok", t("Your question is sent"), t("The privacy officer answers here.")
            )


def _by_day(lines: list[OpeningLine]) -> list[DayOfOpenings]:
    days: dict[str, list[OpeningLine]] = {}
    for one in lines:
        days.setdefault(one.day, []).append(one)
    return [DayOfOpenings(day=day, lines=listed) for day, listed in days.items()]


def page() -> rx.Component:
    """Draw /patient/access."""
    head = page_head(t("Who opened my record"), t("Every time it is opened is written down here, and stays."))
    sheet = stack(parts.filters(Access), parts.listed(Access), gap="lg", max_width=SIZE.form)
    return frame(Access, "/patient/profile", head, keep_in_address(Access.address), sheet)
