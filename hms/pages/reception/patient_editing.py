"""Editing a section of a record in place; what somebody else saves meanwhile stands beside what is typed."""

from hms.errors import NotFound
from hms.pages.compared import Difference
from hms.pages.opened_record import OpensRecord
from hms.pages.reception import patient_shapes as shapes
from hms.pages.reception.person_fields import number_kinds
from hms.schemas.addresses import fields_of
from hms.schemas.opening import OpenedRecord
from hms.services.personal import photos
from hms.texts import t
from hms.web.screen import handler

MOST_ROWS = 8


class EditingPatient(OpensRecord, mixin=True):
    """A screen with a patient's record, of which one section at a time is being edited."""

    editing: str = ""  # a section
    edited: int = 0  # a new form each time
    version: int = 0  # that the form was begun with
    rows: list[dict[str, str]] = []  # noqa: RUF012 - Reflex copies it for each state
    emails: list[dict[str, str]] = []  # noqa: RUF012
    home: dict[str, str] = {}  # noqa: RUF012
    shape: list[list[str]] = []  # noqa: RUF012
    number_kinds: list[list[str]] = []  # noqa: RUF012
    theirs: list[Difference] = []  # noqa: RUF012
    before: dict[str, str] = {}  # noqa: RUF012 - what stood there when editing began

    @handler
    async def edit(self, section: str) -> None:
        """Open a section to be edited."""
        if self.record and section in shapes.SERVICES:
            self._begin(section)

    def _begin(self, section: str) -> None:
        page = self._record().personal
        self.editing, self.edited, self.theirs, self.field_errors = section, self.edited + 1, [], {}
        self.version, self.before = page.version, shapes.said(page, section)
        self.rows, self.emails, self.home = (
            shapes.starting(page, section),
            shapes.email_rows(page),
            shapes.home_of(page),
        )
        self.shape = [list(pair) for pair in fields_of(self.home["country"])]
        self.number_kinds = number_kinds(page.country)

    @handler
    async def stop_editing(self) -> None:
        """Leave the section as it is."""
        self.editing, self.theirs = "", []

    @handler(quiet=True)
    async def add_row(self) -> None:
        """Offer one more row of the list."""
        if self.editing in shapes.BLANK and len(self.rows) < MOST_ROWS:
            self.rows = [*self.rows, dict(shapes.BLANK[self.editing])]

    @handler(quiet=True)
    async def choose_country(self, country: str) -> None:
        """Ask for the parts of an address that a country has."""
        self.shape = [list(pair) for pair in fields_of(country[:2])]

    @handler(busy=True)
    async def save(self, answers: dict[str, str]) -> None:
        """Save the section."""
        if self.editing in shapes.SERVICES:
            page = self._record().personal
            service, form = shapes.SERVICES[self.editing]
            asked = {"patient_id": page.id, "version": self.version, **shapes.answered(self.editing, answers, page)}
            self._show(await self.ask(service, form.model_validate(asked)))
            self.editing, self.theirs = "", []
            self.say("ok", t("Saved"))

    @handler
    async def take_theirs(self) -> None:
        """Let go of what was typed, and go on from what somebody else saved."""
        if self.editing:
            self._begin(self.editing)

    @handler
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        self.version, self.theirs = self._record().personal.version, []
        self.before = shapes.said(self._record().personal, self.editing)

    @handler(busy=True)
    async def remove_photo(self) -> None:
        """Remove the photo."""
        self._show(await self.ask(photos.remove_photo, self._record().personal.id))
        self.say("ok", t("The photo is removed"))

    def _record(self) -> OpenedRecord:
        if self.record is None:
            raise NotFound
        return self.record

    def _show(self, page: object) -> None:
        self.record = self._record().model_copy(update={"personal": page})

    async def _notice_others(self, fresh: OpenedRecord) -> None:
        """Go on from another version where it changed nothing of what is being edited; else show what it changed."""
        if not self.editing or self.version == fresh.personal.version:
            return
        now = shapes.said(fresh.personal, self.editing)
        self.theirs = shapes.differing(self.before, now)
        if not self.theirs:
            self.version = fresh.personal.version
