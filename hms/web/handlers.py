"""How a method of a screen becomes something that a browser may call."""

import functools
import inspect
from collections.abc import AsyncIterator, Callable
from typing import Any

import reflex as rx

from hms.web import answers
from hms.web.policies import Rule, marked

Handler = Callable[..., Any]


def handler(function: Handler | None = None, *, busy: bool = False, quiet: bool = False) -> Any:
    """Let a browser call this method of a screen, under what the screen needs. Errors become a notice.

    With busy, the screen's var busy is true in the browser until the method is done. With quiet, the notice and the
    marks of an earlier answer stay (for small choices); otherwise each call starts without them.
    """
    if function is None:
        return functools.partial(handler, busy=busy, quiet=quiet)
    answer = functools.partial(_answer, function, quiet or function.__name__ == "load")
    if not busy:

        @functools.wraps(function)
        async def answered(self: Any, *args: Any, **kwargs: Any) -> Any:
            return await answer(self, *args, **kwargs)

        return marked(answered, Rule.SCREEN)

    @functools.wraps(function)
    async def shown_busy(self: Any, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        self.busy = True
        yield None
        try:
            result = await answer(self, *args, **kwargs)
        finally:
            self.busy = False
        yield result

    return marked(shown_busy, Rule.SCREEN)


async def _answer(function: Handler, quiet: bool, screen: Any, *args: Any, **kwargs: Any) -> Any:
    screen._next = ""
    if not quiet and (screen.notice_title or screen.field_errors):
        screen.say("", "")
        screen.field_errors = {}
    before, screen._loads = screen._loads, function.__name__ == "load"
    try:
        result = function(screen, *args, **kwargs)
        result = await result if inspect.isawaitable(result) else result
    except Exception as problem:  # noqa: BLE001 - the one answer to every error
        result, screen._next = None, answers.refused(screen, problem)
    finally:
        screen._loads = before
    return rx.redirect(screen._next) if screen._next and result is None else result
