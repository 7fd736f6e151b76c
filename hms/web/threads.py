"""Worker threads for services: a synchronous query on the event loop would stop every user of the process."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
MOST_AT_ONCE = 8  # each holds a database connection; more would only queue at the database
_POOL = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="service")


async def in_thread(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a synchronous function in a worker thread, with the caller's context, and return what it returns."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_POOL, lambda: context.run(function, *args, **kwargs))
