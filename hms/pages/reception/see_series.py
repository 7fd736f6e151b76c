"""A series as it stands: its appointments; one, the following or all can be moved or given back."""

from uuid import UUID

import reflex as rx

from hms.errors import Invalid, NotFound
from hms.pages.asked import asked_id
from hms.pages.reception.series_parts import series_page
from hms.pages.reception.settling import Choice, SettlingDates
from hms.permissions import Permission
from hms.schemas.series import (
    SeriesCancel,
    SeriesCard,
    SeriesChange,
    SeriesMove,
    SeriesMoveWish,
    SeriesReach,
    SeriesReached,
)
from hms.services.series import changing, seeing
from hms.texts import t
from hms.web.screen import handler

WHICH = [
    Choice(id="one", name=t("Only this one")),
    Choice(id="following", name=t("This and the following")),
    Choice(id="all", name=t("All to come")),
]


class SeeSeries(SettlingDates):
    """/reception/series/[series_id]; moving and cancelling each open a panel, one at a time."""

    needs = Permission.SEE_DAY_BOARD

    card: SeriesCard | None = None
    acting: str = ""  # move, cancel or nothing
    anchor: str = ""  # the appointment that it begins with
    anchor_words: str = ""
    which: str = "one"
    ways: list[Choice] = WHICH
    reached: list[SeriesReached] = []  # noqa: RUF012 - Reflex copies it for each state
    _wish: SeriesMoveWish | None = None

    def watches(self) -> list[str]:
        """Follow what happens to the patient's appointments, and while moving to the doctor's."""
        if self.card is None:
            return []
        doctors = {visit.doctor_id for visit in self.card.visits} if self._wish else set()
        return [f"patient:{self.card.patient_id}", *(f"practitioner:{one}" for one in doctors)]

    @handler
    async def load(self) -> None:
        """Read the series that the address names, and what is being done to it."""
        series_id = asked_id(self.route_arg("series_id"))
        if series_id is None:
            raise NotFound
        self.card = await self.ask(seeing.see, series_id)
        here = next((v for v in self.card.visits if str(v.id) == self.anchor), None)
        if here is None or not here.can_change:
            self._put_away()
        elif self._wish:
            self._show_dates(await self.ask(changing.preview_move, self._wish))
        elif self.acting == "cancel":
            await self._look_at_reached()

    @handler
    async def start(self, act: str, appointment_id: UUID) -> None:
        """Begin to move or to cancel with one appointment."""
        self._put_away()
        one = next((v for v in self.card.visits if v.id == appointment_id), None) if self.card else None
        if one is None or act not in {"move", "cancel"}:
            raise NotFound
        self.acting, self.anchor = act, str(one.id)
        self.anchor_words = t("{day}, {time}", day=one.long_day, time=one.time)
        if act == "cancel":
            await self._look_at_reached()

    @handler
    async def stop(self) -> None:
        """Leave the series as it is."""
        self._put_away()

    def _put_away(self) -> None:
        self.acting = self.anchor = self.anchor_words = ""
        self.which, self.reached, self._wish = "one", [], None
        self._show_dates(None)

    @handler(quiet=True)
    async def choose_which(self, which: str) -> None:
        """Choose how far it reaches; dates that were looked at are looked at again."""
        self.which = which if which in {one.id for one in WHICH} else "one"
        if self._wish:
            self._wish = self._wish.model_copy(update={"which": self.which})
            self._show_dates(await self.ask(changing.preview_move, self._wish))
        if self.acting == "cancel":
            await self._look_at_reached()

    def _reach(self) -> dict[str, object]:
        return {"series_id": self.card.id, "appointment_id": self.anchor, "which": self.which}

    async def _look_at_reached(self) -> None:
        self.reached = await self.ask(changing.preview_cancel, SeriesReach.model_validate(self._reach()))

    @handler(busy=True)
    async def look(self, answers: dict[str, str]):
        """Look where the appointments would go; nothing is moved yet."""
        missing = {
            "day": "" if answers.get("day") else t("Please give a date"),
            "at": "" if answers.get("at") else t("Please give a time"),
        }
        if found := {name: words for name, words in missing.items() if words}:
            raise Invalid(**found)
        to = f"{answers['day']}T{answers['at']}"
        self._wish, self._decided = SeriesMoveWish.model_validate({**self._reach(), "to": to}), {}
        self._show_dates(await self.ask(changing.preview_move, self._wish))
        return type(self).refresh

    @handler(busy=True)
    async def move(self, answers: dict[str, str]) -> None:
        """Move the appointments to the times that were settled on."""
        changes = [
            SeriesChange(appointment_id=date.appointment_id, version=date.version, starts_at=at)
            for date, at in self._settled()
        ]
        form = SeriesMove(series_id=self.card.id, changes=changes, reason=answers.get("reason", ""))
        self.card = await self.ask(changing.move, form)
        self._put_away()
        self.say("ok", t("The series is moved"), t("{n} appointments have a new time.", n=len(changes)))

    @handler(busy=True)
    async def cancel(self, answers: dict[str, str]) -> None:
        """Give back what was shown."""
        if not answers.get("reason", "").strip():
            raise Invalid(reason=t("Say in a few words why."))
        seen = {one.appointment_id: one.version for one in self.reached}
        form = SeriesCancel.model_validate({**self._reach(), "reason": answers["reason"], "seen": seen})
        self.card = await self.ask(changing.cancel, form)
        self._put_away()
        self.say("ok", t("Cancelled"), t("{n} appointments were given back.", n=len(seen)))


def page() -> rx.Component:
    """Draw /reception/series/[series_id]."""
    return series_page(SeeSeries)
