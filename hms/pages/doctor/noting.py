"""The state of writing the note of a visit: kept while it is typed, compared where two pages write in it."""

from uuid import UUID

from hms.pages.doctor.visiting import Visiting
from hms.schemas.notes import ALL, Added, Aside, NoteForm, NotePart, TwoVersions
from hms.schemas.visits import VisitPage
from hms.services.notes import drafts
from hms.web.screen import handler


class Notes(Visiting, mixin=True):
    """A visit whose note is written. What is being written never changes under the hand."""

    held: dict[str, str] = {}  # noqa: RUF012 - the note's fields and version as the database holds them
    held_version: int = 0
    answers: int = 0
    unsaved: bool = False  # the last save was refused
    both: list[TwoVersions] = []  # noqa: RUF012 - the fields that differ, as typed here and as saved
    comparing: bool = False
    signed_elsewhere: bool = False
    chosen: str = ""
    added: Added = Added()
    asides: list[Aside] = []  # noqa: RUF012 - what other screens typed and is not in the note
    elsewhere: bool = False  # another screen wrote last
    copied: list[NotePart] = []  # noqa: RUF012 - what was carried forward and still stands, by field
    _writer: str = ""
    _typed: dict[str, str] = {}  # noqa: RUF012
    _theirs: dict[str, str] = {}  # noqa: RUF012
    _their_version: int = 0
    _refused_version: int = 0

    def _show(self, page: VisitPage) -> None:
        self.visit, self.closed = page, page.signed
        self._hold(page.words, page.version)

    def _hold(self, words: dict[str, str], version: int) -> None:
        self.held, self.held_version = words, version

    async def _read_beside(self) -> None:
        """See what other screens do with this note; what is typed here stays."""
        if self.visit is None or self.closed:
            return
        found = await self.ask(drafts.beside, self.visit.encounter_id)
        self.asides = [one for one in found.asides if one.writer != self._writer]
        self.signed_elsewhere, self.copied = found.signed, found.copied
        if not (self.unsaved or found.signed) and found.version != self.held_version:
            self._hold(found.words, found.version)
            self.elsewhere = found.writer != self._writer

    @handler(quiet=True)
    async def keep_draft(self, encounter_id: UUID, words: dict[str, str], version: int, writer: str) -> None:
        """Keep what is typed as a draft. A refusal leaves the words where they are and shows both versions."""
        form = NoteForm.model_validate({**words, "encounter_id": encounter_id, "version": version, "writer": writer})
        shown = self.visit is not None and self.visit.encounter_id == encounter_id
        self.answers, self.unsaved = self.answers + 1, shown
        self._refused(words, version, writer)
        saved = await self.ask(drafts.save_note, form)
        self.unsaved = self.elsewhere = False
        if shown:
            self._hold(words, saved)
            await self._after_keeping()

    async def _after_keeping(self) -> None:
        """Read what follows from the words that were just kept."""

    def _refused(self, words: dict[str, str], version: int, writer: str) -> None:
        """Remember what is about to be saved, should it be refused."""
        self._typed, self._refused_version, self._writer = words, version, writer

    @handler(quiet=True)
    async def compare(self) -> None:
        """Read what the database holds, to set it beside what was typed, field by field."""
        if not self.unsaved or self.visit is None:
            return  # saved meanwhile
        found = await self.ask(drafts.beside, self.visit.encounter_id)
        if found.version == self._refused_version:
            self.unsaved = False  # refused for another reason
            return
        self._theirs, self._their_version = found.words, found.version
        self.both = [
            TwoVersions(label=label, mine=self._typed.get(name, ""), theirs=found.words[name])
            for name, label in ALL.items()
            if self._typed.get(name, "").strip() != found.words[name].strip()
        ]
        self.signed_elsewhere = found.signed
        self.comparing = bool(self.both)
        self.unsaved = self.comparing

    @handler
    async def keep_mine(self) -> None:
        """Save what was typed over what somebody else saved."""
        self._settle("mine")

    @handler
    async def take_theirs(self) -> None:
        """Go on from what somebody else saved; what was typed here goes."""
        if self.visit and self.comparing:
            await self.ask(drafts.leave_out, self.visit.encounter_id, self._writer)
        self._settle("theirs")

    @handler
    async def keep_both(self) -> None:
        """Put what somebody else saved under what was typed."""
        self._settle("both")

    def _settle(self, whose: str) -> None:
        if self.comparing:
            self._hold(self._theirs, self._their_version)
            self.chosen, self.unsaved, self.comparing = f"{whose}:{self._their_version}", False, False

    @handler
    async def take_in(self, writer: str) -> None:
        """Put what another screen typed under what is typed here; it is forgotten once it is saved here."""
        for one in self.asides:
            if one.writer == writer:
                self._add(one.words)

    @handler
    async def leave_out(self, writer: str) -> None:
        """Forget what another screen typed."""
        if self.visit:
            await self.ask(drafts.leave_out, self.visit.encounter_id, writer)
            await self._read_beside()

    def _add(self, words: dict[str, str]) -> None:
        if self.visit:
            self.added = Added(number=self.added.number + 1, visit=str(self.visit.encounter_id), words=words)
