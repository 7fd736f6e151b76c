"""Whether the clinic may be served at all: until its keys and database are ready it stays sealed."""

import asyncio
import logging
import time

from hms.services import health
from hms.web.threads import in_thread

log = logging.getLogger("hms.readiness")
ASK_AGAIN_S = 1.0


class Readiness:
    """Asked before each answer; once the clinic is open it stays open, and /healthz tells how it is."""

    def __init__(self) -> None:
        self.open = False
        self.why = ""
        self._asked = -ASK_AGAIN_S
        self._asking = asyncio.Lock()  # a page comes with all its files at once: they wait for the one answer

    async def ready(self) -> bool:
        """Tell whether to serve, asking the clinic at most once a second while it is sealed."""
        if self.open:
            return True
        async with self._asking:
            if not self.open and time.monotonic() - self._asked >= ASK_AGAIN_S:
                found = await in_thread(health.state)
                self._asked = time.monotonic()
                if found["status"] != "ok" and self.why != found.get("why", ""):
                    log.warning("the clinic is sealed: %s", found.get("why", ""))
                self.open, self.why = found["status"] == "ok", found.get("why", "")
        return self.open
