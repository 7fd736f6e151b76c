"""The topic "minute": waiting times and the line of now move on, on the screens that watch it."""

import asyncio
import time

from hms.changes import Change
from hms.web.live import Live

MINUTE_S = 60
TOPIC = "minute"


def until_next(now_s: float) -> float:
    """Count the seconds until the next full minute."""
    return MINUTE_S - now_s % MINUTE_S


async def tell_minutes(live: Live) -> None:
    """Tell this process's screens of each full minute, until cancelled; nobody else needs to hear it."""
    while True:
        await asyncio.sleep(until_next(time.time()))
        live.hear(Change(TOPIC))
