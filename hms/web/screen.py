"""The base of each screen: one state class for one page."""

import inspect
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import reflex as rx

from hms.access import perform, perform_noting
from hms.permissions import Permission
from hms.web import answers, connections, identity, journal
from hms.web.handlers import handler
from hms.web.identity import Me
from hms.web.policies import Rule, marked
from hms.web.reflex_private import ScreenMeta, current_token, not_callable, route_part
from hms.web.threads import in_thread

__all__ = ["Me", "Screen", "handler"]
T = TypeVar("T")


class Screen(rx.State, mixin=True, metaclass=ScreenMeta):
    """What every screen has. A subclass says what it needs, loads itself, and offers handlers."""

    needs: ClassVar[Permission]

    me: Me = Me()
    loading: bool = True  # until the first load is done
    refused: bool = False  # the load was refused: there is nothing to show but the notice
    busy: bool = False
    notice_tone: str = ""  # ok, info, warn or danger
    notice_title: str = ""  # empty for no notice
    notice_body: str = ""
    field_errors: dict[str, str] = {}  # noqa: RUF012 - Reflex copies it for each state
    _shown: frozenset[UUID] = frozenset()  # patients this open screen is already noted to show
    _loads: bool = False
    _load_failed: bool = False
    _next: str = ""

    def __init_subclass__(cls, mixin: bool = False, **kwargs: Any) -> None:
        """Keep watches() out of a browser's reach, as it is no handler."""
        if "watches" in cls.__dict__:
            not_callable(cls.__dict__["watches"])
        super().__init_subclass__(mixin=mixin, **kwargs)

    @not_callable
    def watches(self) -> list[str]:
        """Return the topics whose changes make this screen load again; asked before and after each load."""
        return []

    @not_callable
    async def ask(self, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a service as the person signed in, in a worker thread and one transaction. Raises what it raises."""
        if not self._loads:
            return await in_thread(perform, service, identity.actor(), *args, **kwargs)
        result, seen = await in_thread(perform_noting, service, identity.actor(), *args, shown=self._shown, **kwargs)
        self._shown |= seen
        return result

    @not_callable
    def say(self, tone: str, title: str, body: str = "") -> None:
        """Show a notice on this screen; tone is ok, info, warn or danger."""
        self.notice_tone, self.notice_title, self.notice_body = tone, title, body

    @not_callable
    def go(self, path: str, *notice: str) -> None:
        """Open another of our pages when this handler is done, with a notice (tone, title, body) that shows there."""
        self._next = path
        if page := connections.find(current_token()):
            page.flash = notice
            page.screen, page.topics = "", frozenset()  # what it shows is left behind: nobody reads it once more

    @not_callable
    def route_arg(self, name: str) -> str:
        """Return a part of the address, such as id in /doctor/visit/[id]; empty where the address has none."""
        return route_part(self, name)

    @handler
    async def dismiss(self) -> None:
        """Take the notice away."""

    @handler
    async def open(self) -> None:
        """Show this screen afresh; the page's on_load."""
        self.reset()
        self.me = identity.me()
        page = connections.find(current_token())
        if page is None:
            return
        page.screen, page.topics = self.get_full_name(), frozenset(self.watches())
        if page.flash:
            self.say(*page.flash)
            page.flash = ()
        await self._load_again(page)

    async def refresh(self) -> rx.event.EventSpec | None:
        """Load again, because something this screen shows has changed or may have."""
        page = connections.find(current_token())
        if page is None:
            return None
        page.queued = False  # from here on, another change needs another refresh
        if page.screen != self.get_full_name():
            return None  # the reader has gone to another page meanwhile, which was read after this change
        self._next = ""
        await self._load_again(page)
        return rx.redirect(self._next) if self._next else None

    marked(refresh, Rule.INTERNAL)

    async def _load_again(self, page: connections.Connection) -> None:
        """Subscribe first, then load: a change between the two would be lost the other way round."""
        try:
            since = journal.mark()
            await self._load()
            topics = frozenset(self.watches())
            late, page.topics = topics - page.topics, topics
            if journal.missed(since, late):
                await self._load()
        except Exception as problem:  # noqa: BLE001 - the one answer to every error
            page.failed = not answers.forbids(problem)
            self._failed(problem)
        else:
            if self._load_failed:
                self.say("", "")
            self._load_failed = self.refused = False
        self.loading = False

    async def _load(self) -> None:
        self._loads = True
        try:
            await inspect.unwrap(type(self).load.fn)(self)
        finally:
            self._loads = False

    def _failed(self, problem: Exception) -> None:
        """Leave nothing on the screen that its reader may no longer see."""
        first = self.loading
        if answers.forbids(problem):
            who = self.me
            self.reset()
            self.me = who
        self.refused = first or answers.forbids(problem)
        self._next = answers.refused(self, problem)
        self._load_failed = True
