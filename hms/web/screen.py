"""The base of each screen: one state class for one page."""

import inspect
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import reflex as rx

from hms.access import perform, perform_noting, remember_shown
from hms.errors import Forbidden
from hms.permissions import Permission, Role, reach
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
    _noted: frozenset[UUID] | None = None  # what was noted last of a shared view, to be known again by itself
    _loads: bool = False
    _load_failed: bool = False
    _next: str = ""
    _news: dict[str, set[str] | None] | None = (
        None  # what changed since the last load, by topic; None: anything may have
    )

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
    def news(self, topic: str) -> frozenset[str] | None:
        """Return which ids of a topic changed since the last load; None where anything may have.

        A large screen reads only these again. What its own reader chose meanwhile, it knows itself.
        """
        found = None if self._news is None else self._news.get(topic, set())
        return None if found is None else frozenset(found)

    @not_callable
    async def ask(self, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a service as the person signed in, in a worker thread and one transaction. Raises what it raises."""
        if self._loads:
            return await self.consult(service, *args, **kwargs)
        return await in_thread(perform, service, identity.actor(), *args, **kwargs)

    @not_callable
    async def consult(self, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Ask a service that only reads about what this screen shows; patients that it showed before are not noted again."""
        result, seen = await in_thread(perform_noting, service, identity.actor(), *args, shown=self._shown, **kwargs)
        self._shown |= seen
        return result

    @not_callable
    def may_share(self, service: Callable[..., Any]) -> Role:
        """Return the role whose shared view of a service this person may look at. Raises Forbidden."""
        role = identity.actor().role
        if reach(role, service.permission) is None:  # type: ignore[attr-defined]
            raise Forbidden
        return role

    @not_callable
    async def note_shown(self, service: Callable[..., Any], patients: frozenset[UUID]) -> None:
        """Have it remembered, before they are shown, that this person sees these patients in a shared view."""
        if patients is self._noted:
            return  # the same people as before, and fifty boards would compare four hundred of them at each change
        if fresh := patients - self._shown:
            await in_thread(remember_shown, service, identity.actor(), fresh)
            self._shown |= fresh
        self._noted = patients

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
        page.screen, page.topics, page.news = self.get_full_name(), frozenset(self.watches()), None
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
        if self._next:
            self._next = ""
        await self._load_again(page)
        return rx.redirect(self._next) if self._next else None

    marked(refresh, Rule.INTERNAL)

    async def _load_again(self, page: connections.Connection) -> None:
        """Subscribe first, then load: a change between the two would be lost the other way round."""
        try:
            since = journal.mark()
            self._news, page.news = page.news, {}
            await self._load()
            topics = frozenset(self.watches())
            late, page.topics = topics - page.topics, topics
            if journal.missed(since, late):
                self._news = None
                await self._load()
        except Exception as problem:  # noqa: BLE001 - the one answer to every error
            page.news = None
            page.failed = not answers.forbids(problem)
            self._failed(problem)
        else:
            if self._load_failed:
                self.say("", "")
                self._load_failed = self.refused = False
        if self.loading:
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
