"""The state of confirming what a patient states, beside the note of a visit."""

from uuid import UUID

from hms.pages.doctor.visiting import Visiting
from hms.schemas.record_changes import StatementChange
from hms.schemas.record_lists import EarlierCard
from hms.schemas.statements import RefuteForm, StatedPage
from hms.services.chart import changing
from hms.services.intake import confirming
from hms.texts import t
from hms.web.screen import handler


class Stated(Visiting, mixin=True):
    """A screen of a visit on which what the patient states can be confirmed, or found not to be so."""

    stated: StatedPage | None = None
    refuting: str = ""  # the id of what is about to be called not so
    righting: str = ""  # and of what is about to be put right
    stated_before: list[EarlierCard] = []  # noqa: RUF012 - what one said before it was put right
    stated_before_of: str = ""
    _stated_version: int = 0  # of the one, when this began

    async def _read_stated(self) -> None:
        """Read what the patient states, and the allergies as they now are. The note and the rest stay untouched."""
        if self.visit is None:
            return
        page = await self.ask(confirming.stated, self.visit.banner.id)
        listed = {"allergies": page.allergies, "no_allergies": page.no_allergies}
        banner = self.visit.banner.model_copy(update=listed)
        if banner != self.visit.banner:
            self.visit = self.visit.model_copy(update={"banner": banner})
        self.stated = page

    @handler(quiet=True)
    async def confirm(self, statement_id: UUID, version: int) -> None:
        """Confirm what the patient states."""
        await self.ask(confirming.confirm, statement_id, version)
        self.refuting = ""
        await self._read_stated()

    @handler
    async def start_refuting(self, statement_id: UUID) -> None:
        """Ask why it is not so."""
        self.refuting, self.righting = str(statement_id), ""

    @handler
    async def start_righting(self, statement_id: UUID, version: int) -> None:
        """Ask what it should have said, and why."""
        self.refuting, self.righting, self._stated_version = "", str(statement_id), version

    @handler
    async def stop_refuting(self) -> None:
        """Leave it as it is."""
        self.refuting = self.righting = ""

    @handler(busy=True)
    async def right_stated(self, answers: dict[str, str]) -> None:
        """Put right what the patient stated."""
        if not self.righting:
            return
        told = {"stated_text": answers.get("stated_text", ""), "reason": answers.get("reason", "")}
        entry = {"entry_id": self.righting, "version": self._stated_version}
        await self.ask(confirming.put_right, StatementChange.model_validate({**told, **entry}))
        self.righting = ""
        await self._read_stated()
        self.say("ok", t("Put right"), t("What it said before stays readable."))

    @handler(quiet=True)
    async def stated_earlier(self, statement_id: UUID, record: str) -> None:
        """Show what it said before, or hide that again."""
        shown = self.stated_before_of == str(statement_id)
        self.stated_before = [] if shown else await self.ask(changing.earlier, record, statement_id)
        self.stated_before_of = "" if shown else str(statement_id)

    @handler(busy=True)
    async def refute(self, answers: dict[str, str]) -> None:
        """Say that it is not so."""
        if not self.refuting:
            return
        form = RefuteForm.model_validate({"statement_id": self.refuting, "reason": answers.get("reason", "")})
        await self.ask(confirming.refute, form)
        self.refuting = ""
        await self._read_stated()
        self.say("ok", t("Noted as not so"), t("The patient reads your reason."))
