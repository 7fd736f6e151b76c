"""Worker threads for services: a synchronous query on the event loop would stop every user of the process."""

import asyncio
import contextvars
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
MOST_AT_ONCE = 8  # each holds a database connection; more would only queue at the database
_POOL = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="service")
# Whoever waits for a password's hash, one a core, must not hold a place that those at work need.
_DOOR = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="door")

_ASIDE = ThreadPoolExecutor(1, thread_name_prefix="aside")


async def in_thread(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a synchronous function in a worker thread, with the caller's context, and return what it returns."""
    return await _run(_POOL, function, *args, **kwargs)


async def at_the_door(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run what judges or hashes a password, as in_thread() does, in a queue of its own: a flood holds up only itself."""
    return await _run(_DOOR, function, *args, **kwargs)


async def aside(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run what may take seconds and touches no record, as in_thread() does, one after another: nobody else waits for it."""
    return await _run(_ASIDE, function, *args, **kwargs)


async def _run(pool: ThreadPoolExecutor, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(pool, lambda: context.run(function, *args, **kwargs))
