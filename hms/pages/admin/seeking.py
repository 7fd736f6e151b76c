"""A long list that the administrator looks through by typing."""

from typing import Any

from hms.web.screen import Screen, handler

WAIT_MS = 150


class Seeks(Screen, mixin=True):
    """A screen with a list to look through. A subclass has `found`, and says by which words a line is found."""

    many: int = 0  # in all
    sought: str = ""
    _all: list[Any] = []  # noqa: RUF012 - Reflex copies it for each state

    @handler(quiet=True)
    async def seek(self, words: str) -> None:
        """Show the lines that have these words in them."""
        self.sought = words[:80]
        self._pick()

    def _take(self, listed: list[Any]) -> None:
        """Take what was read, and show of it what is looked for."""
        self._all = listed
        self._pick()

    def _pick(self) -> None:
        wanted = self.sought.casefold().split()
        told = [(self._text(one).casefold(), one) for one in self._all]
        self.found, self.many = [one for text, one in told if all(word in text for word in wanted)], len(self._all)

    def _text(self, one: Any) -> str:
        """Say by which words a line is found."""
        return f"{one.name} {one.key}"
