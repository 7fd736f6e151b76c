"""One entry of a list is changed in a form, and whoever saves it meanwhile is told of and chosen between."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from hms.pages.compared import Difference, Names, differences
from hms.web.screen import Screen, handler


class ChangesOne(Screen, mixin=True):
    """A screen with such a form. A subclass has `editing`, says how the form asks, and finds the entry as it is saved."""

    asked: ClassVar[Names]
    spoken: ClassVar[Mapping[str, Names]] = MappingProxyType({})  # words for what an answer holds as a code

    version: int = 0  # that goes along with the answers
    theirs: list[Difference] = []  # noqa: RUF012 - Reflex copies it for each state
    fresh: int = 0  # a new form each time

    def watches(self) -> list[str]:
        """Follow what administrators set."""
        return ["directory"]

    def _saved(self) -> Any:
        """Find the entry that is being changed as it is saved now."""
        raise NotImplementedError

    def _show(self, card: Any) -> None:
        """Put an entry, or nothing, into the form."""
        self.editing, self.theirs, self.fresh = card, [], self.fresh + 1
        self.version = card.version if card else 0

    def _compare(self) -> None:
        """Say so when what is being changed has changed under the hand; call it when the list was read."""
        now = self._saved() if self.editing else None
        if now and now.version != self.version:
            self.theirs = differences(self.asked, self.editing, now, self.spoken)
            self.version = self.version if self.theirs else now.version  # saved again as it was: nothing to choose

    @handler
    async def take_theirs(self) -> None:
        """Let go of what was typed and show what is saved."""
        if self.editing:
            self._show(self._saved())

    @handler
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        if self.editing and (now := self._saved()):
            self.version, self.theirs = now.version, []
