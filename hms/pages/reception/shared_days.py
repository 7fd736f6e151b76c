"""One drawn day for all desks that look at it."""

import asyncio
from datetime import date
from uuid import UUID
from weakref import WeakValueDictionary

from hms.pages.reception.drawn_day import DrawnDay
from hms.permissions import Role
from hms.services import board
from hms.texts import LANGUAGE
from hms.web import journal
from hms.web.shared import SharedView, read_as

HOLD, MOST = "hold:", board.MOST_NEWS


class SharedDay(SharedView):
    """A day of all doctors or of one department's, as everybody of a role sees it; day None is today."""

    def __init__(self, role: Role, day: date | None, department_id: UUID | None) -> None:
        super().__init__()
        self._role, self._day, self._department_id = role, day, department_id
        self.drawn: DrawnDay | None = None

    async def read(self, since: int | None) -> None:
        """Read the day, or of it only what has changed."""
        if self.drawn is None or since is None or journal.changed(since, "directory") != frozenset():
            return await self._read_whole()
        ids = journal.changed(since, f"board:{self.drawn.board.day}")
        visits = [UUID(one) for one in sorted(ids or ()) if not one.startswith(HOLD)]
        if ids is None or len(visits) > MOST:
            return await self._read_whole()
        told, _ = await read_as(self._role, board.news, self.drawn.board.day, visits, self._department_id)
        if self._day is None and told.today != self.drawn.board.day:
            return await self._read_whole()  # midnight has passed
        return self.drawn.take_in(told)

    async def _read_whole(self) -> None:
        shown, _ = await read_as(self._role, board.of_day, self._day, self._department_id)
        if self.drawn and self.drawn.board.day == shown.day:
            self.drawn.renew(shown)
        else:
            self.drawn = DrawnDay(shown)


_OPEN: WeakValueDictionary[tuple[object, ...], SharedDay] = WeakValueDictionary()  # as long as any board shows them


async def read_today() -> None:
    """Read and draw the day once before the first desk opens it: what a process does for the first time takes longest.

    It is not kept: what another program writes meanwhile, such as an import, is told to nobody here.
    """
    await find(Role.RECEPTIONIST, None, None).bring_up_to_date()


def find(role: Role, day: date | None, department_id: UUID | None) -> SharedDay:
    """Find the day that others of this role look at in the same language, or begin one."""
    key = (asyncio.get_running_loop(), role, LANGUAGE.get(), day, department_id)
    return _OPEN.setdefault(key, SharedDay(role, day, department_id))
