"""The state of a screen on which a document is added."""

from typing import Any

from hms.schemas.documents import BROUGHT, TYPES
from hms.texts import t
from hms.web.screen import Screen, handler

KINDS = [("", t("Choose what it is")), *((one, TYPES[one]) for one in BROUGHT)]
FIELDS = frozenset({"type", "title", "author", "happened", "note", "shared"})


class AddsDocument(Screen, mixin=True):
    """A screen with a form that sends a file."""

    most_mb: int = 10

    async def _after_adding(self) -> Any:
        """Show what came of it."""
        raise NotImplementedError

    @handler
    async def added(self, _document_id: str) -> Any:
        """Read again, as the document is there."""
        return await self._after_adding()

    @handler
    async def not_taken(self, title: str, body: str, fields: dict[str, str]) -> None:
        """Say beside each field what is wrong with it; nothing was added, and what was typed stays."""
        self.field_errors = {name: said[:300] for name, said in fields.items() if name in FIELDS}
        self.say("danger", title[:200], body[:400])
