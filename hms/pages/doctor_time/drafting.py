"""The state of writing a special time, by keyboard or by hand in a calendar, with a look ahead before it is saved."""

from datetime import date
from typing import Literal
from uuid import UUID

from hms.pages.doctor_time import drafts
from hms.pages.doctor_time.base import OfDoctor
from hms.pages.doctor_time.drafts import Draft
from hms.schemas.doctor_time import ChoiceCard, PreviewCard, SpecialCard
from hms.services.doctor_time import special
from hms.texts import t
from hms.web.screen import handler

Kind = Literal["extra", "break", "leave"]
Field = Literal["from_on", "to_on", "from_time", "to_time", "from_which", "to_which", "room_id", "note"]


class Drafting(OfDoctor, mixin=True):
    """What is written stays until it is saved or put away, whatever happens around it."""

    draft: Draft | None = None
    fresh: int = 0  # a new form each time that its answers are not the ones typed
    preview: PreviewCard | None = None
    theirs: bool = False  # somebody else saved this one meanwhile
    gone: bool = False  # somebody else withdrew it meanwhile
    sent: bool = False  # the last answer was to saving: the reader is brought to what is wrong
    leaving: str = ""  # the id of the one to be withdrawn, once more is asked
    leaving_words: str = ""
    rooms: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    types: list[ChoiceCard] = []  # noqa: RUF012
    _known: dict[str, SpecialCard] = {}  # noqa: RUF012

    def _owner(self) -> UUID | None:
        return self._doctor_id()

    def _first_day(self) -> date | None:
        raise NotImplementedError

    def _drawn(self) -> None:
        """Draw the draft where it is now."""

    def _know(self, specials: list[SpecialCard]) -> None:
        """Take up what stands now; what is being written is not touched, only told of."""
        self._known = {str(one.id): one for one in specials if not one.over}
        if self.draft and not self.draft.is_new:
            now = self._known.get(self.draft.id)
            self.gone, self.theirs = now is None, now is not None and now.version != self.draft.version

    async def _write(self, draft: Draft | None, fresh: bool = True) -> None:
        self.draft, self.preview, self.sent, self.leaving = draft, None, False, ""
        if fresh:
            self.fresh, self.theirs, self.gone = self.fresh + 1, False, False
        self._drawn()
        if draft and draft.complete:
            self.preview = await self.ask(special.preview_special, draft.form(self._owner()))

    @handler
    async def begin(self, kind: Kind) -> None:
        """Begin a new one."""
        await self._write(drafts.new(kind, self._first_day()))

    @handler
    async def change(self, special_id: UUID) -> None:
        """Begin to change one, or go on with it."""
        known = self._known.get(str(special_id))
        if known and known.of_clinic == (self._owner() is None):
            await self._write(drafts.of_card(known))

    @handler
    async def choose_kind(self, kind: Kind) -> None:
        """Make another kind of it."""
        if self.draft:
            await self._write(drafts.as_kind(self.draft, kind), fresh=False)

    @handler
    async def choose_whole_days(self, whole: bool) -> None:
        """Count whole days, or hours."""
        if self.draft:
            await self._write(self.draft.model_copy(update={"whole_days": whole}), fresh=False)

    @handler
    async def type_answer(self, name: Field, value: str) -> None:
        """Keep what was typed, and look ahead."""
        if self.draft:
            await self._write(drafts.typed(self.draft, {name: value}), fresh=False)

    @handler
    async def tick_type(self, visit_type_id: UUID, seen: bool) -> None:
        """Let a type of visit be seen in extra hours, or not."""
        if self.draft:
            await self._write(drafts.with_type(self.draft, str(visit_type_id), seen), fresh=False)

    @handler
    async def put_away(self) -> None:
        """Let go of what was written."""
        await self._write(None)

    @handler
    async def take_theirs(self) -> None:
        """Let go of what was typed and show what is saved."""
        now = self._known.get(self.draft.id) if self.draft else None
        await self._write(drafts.of_card(now) if now else None)

    @handler
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        if self.draft and (now := self._known.get(self.draft.id)):
            await self._write(self.draft.model_copy(update={"version": now.version}), fresh=False)
            self.theirs = False

    @handler(busy=True)
    async def save(self, answers: dict[str, str | bool]):
        """Save what was written."""
        if self.draft is None:
            return None
        self.sent, self.draft = True, drafts.typed(self.draft, answers)
        saved = await self.ask(special.save_special, self.draft.form(self._owner()))
        self.draft, self.preview, self.fresh = None, None, self.fresh + 1
        return self._saved(saved)

    def _saved(self, saved: SpecialCard):
        """Say what was saved, and what follows from it."""
        raise NotImplementedError

    @handler
    async def ask_to_withdraw(self, special_id: UUID) -> None:
        """Ask once more, and say whom it would hit."""
        known = self._known.get(str(special_id))
        if known:
            seen = await self.ask(special.preview_withdrawal, special_id, known.version)
            self.leaving, self.leaving_words = str(special_id), seen.words

    @handler
    async def keep_it(self) -> None:
        """Leave it as it is."""
        self.leaving = ""

    @handler(busy=True)
    async def withdraw(self, special_id: UUID, version: int):
        """Take one back."""
        self.leaving = ""
        hit = await self.ask(special.withdraw, special_id, version)
        if self.draft and self.draft.id == str(special_id):
            self.draft, self.preview, self.fresh = None, None, self.fresh + 1
        more = t("{n} booked appointments lie outside the hours now.", n=hit) if hit else ""
        self.say("ok", t("It is withdrawn"), more)
        return type(self).refresh
