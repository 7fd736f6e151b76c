"""One reading for all who look at the same: fifty open boards hear of one change, and it is read once."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from hms.access import perform_shared
from hms.permissions import Role
from hms.web import journal
from hms.web.threads import in_thread

T = TypeVar("T")


async def read_as(role: Role, service: Callable[..., T], *args: Any) -> tuple[T, frozenset[UUID]]:
    """Read what everybody of a role may see, and which patients are in it. Raises what the service raises."""
    return await in_thread(perform_shared, service, role, *args)


class SharedView:
    """What several open pages of one role show. It is as new as the latest change that this process has heard of."""

    def __init__(self) -> None:
        self._read_at = -1  # the place in the journal
        self._reading: asyncio.Task[None] | None = None

    @abstractmethod
    async def read(self, since: int | None) -> None:
        """Read again what has changed since a place in the journal; everything where that is None."""

    async def bring_up_to_date(self) -> None:
        """Read what has changed; whoever asks meanwhile waits for the same reading."""
        wanted = journal.mark()
        while self._read_at < wanted:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read())
            await asyncio.shield(self._reading)

    async def _read(self) -> None:
        mark, since = journal.mark(), self._read_at if self._read_at >= 0 else None
        try:
            await self.read(since)
        except BaseException:
            self._read_at = -1  # half of it may be old by now
            raise
        self._read_at = mark
