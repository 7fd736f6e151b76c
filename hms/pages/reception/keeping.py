"""One time that this page keeps for its reader while a form beside the board is filled in."""

from collections.abc import Callable
from typing import Any

from hms.pages.asked import asked_id
from hms.schemas.scheduling import HoldCard
from hms.services import own_hold
from hms.web.screen import Screen


class KeepingTime(Screen, mixin=True):
    """A screen that keeps a time; once it is over its id stays, so that confirming says so."""

    hold_id: str = ""
    hold_left: int = 0  # seconds, by the server's last word
    hold_time: str = ""

    async def _keep(self, service: Callable[..., HoldCard], *wish: Any) -> None:
        """Keep another time instead of the one before. Raises what the service raises; nothing is kept then."""
        await self._let_go()
        kept = await self.ask(service, *wish)
        self.hold_id, self.hold_left, self.hold_time = str(kept.id), kept.seconds_left, kept.time

    async def _let_go(self) -> None:
        """Leave the time to others."""
        kept, self.hold_id, self.hold_left, self.hold_time = asked_id(self.hold_id), "", 0, ""
        if kept:
            await self.ask(own_hold.let_go, kept)

    async def _take_up(self, named: str, time: str) -> None:
        """Keep on what the address says is kept: this page said goodbye when it was read anew."""
        wanted = asked_id(named)
        kept = await self.ask(own_hold.take_up, wanted) if wanted else None
        self.hold_id = str(wanted or "")
        self.hold_left, self.hold_time = (kept.seconds_left, kept.time) if kept else (0, time)
