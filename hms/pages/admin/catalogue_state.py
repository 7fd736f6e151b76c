"""The state of every catalogue that the administrator keeps: looked for, put into the form, taken off, put back."""

from typing import Any, ClassVar

from hms.pages.admin.changing import ChangesOne
from hms.pages.admin.seeking import Seeks
from hms.schemas.catalogues import EntryCard, Kind
from hms.services.catalogues import standing
from hms.texts import t
from hms.web.screen import handler

Answers = dict[str, str | bool]


class KeepsCatalogue(Seeks, ChangesOne, mixin=True):
    """A screen that keeps a catalogue. A subclass has `found` and `editing`, reads the entries and saves what is typed."""

    kind: ClassVar[Kind]

    adding: bool = False
    retiring: str = ""  # the key of the one to be taken off, once more is asked
    marks: int = 0  # that lines of the form were given
    newest: str = ""  # the line that was asked for last: the keyboard goes on in it

    def _keep(self, cards: list[Any]) -> None:
        """Take what was read."""
        self._take(cards)
        self._compare()

    def _saved(self) -> Any:
        return self._find(self.editing.key) if self.editing else None

    def _find(self, key: str) -> Any:
        return next((one for one in self._all if one.key == key), None)

    def _begin(self, card: Any) -> None:
        """Put an entry, or nothing, into the form."""

    def _mark(self) -> str:
        """Mark another line of the form."""
        self.marks += 1
        self.newest = f"n{self.marks}"
        return self.newest

    def _show(self, card: EntryCard | None, adding: bool = False) -> None:
        super()._show(card)
        self.retiring, self.adding = "", adding
        if card or adding:
            self._begin(card)
        self.newest = ""

    @handler
    async def start_adding(self) -> None:
        """Show the form for a new entry."""
        self._show(None, adding=True)

    @handler
    async def start_changing(self, key: str) -> None:
        """Put an entry into the form."""
        self._show(self._find(key))

    @handler
    async def leave(self) -> None:
        """Leave it as it is."""
        self._show(None)

    @handler
    async def ask_to_take_off(self, key: str) -> None:
        """Ask once more before an entry is taken off the list."""
        self.retiring = key

    @handler
    async def keep(self) -> None:
        """Leave it on the list."""
        self.retiring = ""

    @handler(busy=True)
    async def take_off(self, key: str, version: int) -> None:
        """Let nobody choose it any more."""
        self.retiring = ""
        await self._settle(standing.take_off, key, version)
        self.say("ok", t("{name} is off the list", name=self._named(key)), t("What is written down stays."))

    @handler(busy=True)
    async def offer(self, key: str, version: int) -> None:
        """Let it be chosen again."""
        await self._settle(standing.offer, key, version)
        self.say("ok", t("{name} is on the list", name=self._named(key)))

    @handler(busy=True)
    async def put_back(self, key: str, version: int) -> None:
        """Let it say again what its file says."""
        await self._settle(standing.put_back, key, version)
        self.say("ok", t("{name} is as it came", name=self._named(key)), t("What is written down stays."))

    async def _settle(self, verb: Any, key: str, version: int) -> None:
        await self.ask(verb, self.kind, key, version)
        if self.editing and self.editing.key == key:
            self._show(None)

    def _named(self, key: str) -> str:
        found = self._find(key)
        return found.name if found else key
