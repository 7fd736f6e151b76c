"""The state of every list of the record: read, turned, an entry called an error, what it said before."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.schemas.record_changes import Change
from hms.schemas.record_lists import EarlierCard, ErrorForm, LineCard, ListPage
from hms.schemas.visits import PatientBanner
from hms.services.chart import changing
from hms.services.coding import searching
from hms.texts import t
from hms.web.screen import Screen, handler

F = TypeVar("F", bound=Change)


class RecordList(Screen, mixin=True):
    """One list of the record of a patient. A subclass says how it is read."""

    who: PatientBanner | None = None
    listed: list[LineCard] = []  # noqa: RUF012 - Reflex copies it for each state
    total: int = 0
    page_number: int = 1
    pages: int = 1
    today: str = ""
    doing: str = ""  # right or error: what is being done with an entry
    entry_id: str = ""  # with which one
    earlier: list[EarlierCard] = []  # noqa: RUF012
    earlier_of: str = ""
    used_key: str = ""
    sent: str = ""  # the form that was sent last, add or right: what was refused is told beside its fields
    _version: int = 0  # of the entry, when this began

    def watches(self) -> list[str]:
        """Follow this record."""
        return [f"patient:{self.who.id}"] if self.who else []

    @handler
    async def load(self) -> None:
        """Read the list of the patient of the address."""
        if (wanted := asked_id(self.route_arg("patient_id"))) is None:
            raise NotFound
        await self._read(wanted)

    async def _fetch(self, patient_id: UUID) -> ListPage:
        """Ask for the page of this list that is open."""
        raise NotImplementedError

    async def _read(self, patient_id: UUID) -> None:
        page = await self._fetch(patient_id)
        self.who, self.listed, self.total, self.today = page.banner, page.listed, page.total, page.today
        self.page_number, self.pages = page.page, page.pages
        self._also(page)

    def _also(self, page: Any) -> None:
        """Take what else a list brings."""

    async def _again(self) -> None:
        """Read the list once more, after something was written."""
        self.doing = self.entry_id = ""
        if self.who:
            await self._read(self.who.id)

    @handler(quiet=True)
    async def turn(self, pages: int) -> None:
        """Turn to another page."""
        self.page_number = max(1, self.page_number + max(-1, min(1, pages)))
        await self._again()

    @handler
    async def begin(self, what: str, entry_id: UUID, version: int) -> None:
        """Begin to put an entry right, or to call it an error."""
        self.doing, self.entry_id, self._version = what, str(entry_id), version

    @handler
    async def leave(self) -> None:
        """Leave the entry as it is."""
        self.doing = self.entry_id = ""

    @handler(quiet=True)
    async def look_back(self, entry_id: UUID, kind: str) -> None:
        """Show what an entry said before, or hide it again."""
        shown = self.earlier_of == str(entry_id)
        self.earlier = [] if shown else await self.ask(changing.earlier, kind, entry_id)
        self.earlier_of = "" if shown else str(entry_id)

    @handler(busy=True)
    async def call_error(self, answers: dict[str, str]) -> None:
        """Declare the entry an error."""
        row = next((one for one in self.listed if str(one.id) == self.entry_id), None)
        if row is None:
            return
        entry = {"kind": row.kind, "entry_id": row.id, "version": self._version}
        await self.ask(changing.call_error, ErrorForm.model_validate({**entry, **answers}))
        await self._again()
        self.say("ok", t("Called an error"), t("It stays readable, and counts no longer."))

    @handler(quiet=True)
    async def favour(self, code: str, wanted: bool) -> None:
        """Keep a code among one's favourites, or no longer."""
        await self.ask(searching.favour, code, wanted)

    def _change(self, form: type[F], answers: Mapping[str, object]) -> F:
        """Word how the entry is put right. A browser also sends each field under its id, which the form does not know."""
        told = {name: answers[name] for name in form.model_fields if name in answers}
        return form.model_validate({**told, "entry_id": self.entry_id, "version": self._version})

    def _whom(self) -> str:
        return str(self.who.id) if self.who else ""
