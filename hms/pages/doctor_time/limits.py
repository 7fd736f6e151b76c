"""A doctor's limits: how many visits of a kind fit a day, how shortly before and how far ahead patients may book."""

from typing import Literal
from uuid import UUID

from hms.pages.doctor_time.base import OfDoctor
from hms.schemas.base import Card
from hms.schemas.doctor_time import LimitsCard, LimitsForm, PreviewCard
from hms.services.doctor_time import limits
from hms.texts import t
from hms.web.screen import handler

HOUR, DAY = 60, 24 * 60
NOTICES = (0, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY)
HORIZONS = (14, 30, 60, 90, 180, 365, 730)


class Line(Card):
    """A kind of visit with its limit as it is typed; "" for none."""

    id: str
    name: str
    most: str


class SetLimits(OfDoctor, mixin=True):
    """What is typed stays until it is saved or put away."""

    card: LimitsCard | None = None
    lines: list[Line] = []  # noqa: RUF012 - Reflex copies it for each state
    notice: str = ""  # minutes; "" goes by the clinic's rules
    ahead: str = ""  # days; "" goes by the clinic's rules
    notices: list[list[str]] = []  # noqa: RUF012
    horizons: list[list[str]] = []  # noqa: RUF012
    preview: PreviewCard | None = None
    touched: bool = False
    theirs: bool = False
    _again: bool = False

    @handler
    async def load(self) -> None:
        """Read the limits; what is being typed stays."""
        self._settle_base()
        card = await self.ask(limits.limits, self._doctor_id())
        if self.touched and self.card:
            self.theirs = card.version != self.card.version
        elif card != self.card or self._again:
            self._show(card)

    def _show(self, card: LimitsCard) -> None:
        self.card, self.touched, self.theirs, self.preview, self._again = card, False, False, None, False
        self.lines = [
            Line(id=one.visit_type_id, name=one.name, most="" if one.most is None else str(one.most))
            for one in card.limits
        ]
        self.notice, self.ahead = _written(card.notice_min), _written(card.ahead_days)
        usual_notice, usual_ahead = notice_words(card.usual_notice_min), ahead_words(card.usual_ahead_days)
        self.notices = _options(NOTICES, card.notice_min, notice_words, usual_notice)
        self.horizons = _options(HORIZONS, card.ahead_days, ahead_words, usual_ahead)

    async def _change(self) -> None:
        self.touched, self.preview = True, None
        self.preview = await self.ask(limits.preview_limits, self._form())

    def _form(self) -> LimitsForm:
        given = [{"visit_type_id": one.id, "most": one.most.strip()} for one in self.lines if one.most.strip()]
        return LimitsForm.model_validate(
            {
                "practitioner_id": self.card.practitioner_id,
                "limits": given,
                "notice_min": self.notice or None,
                "ahead_days": self.ahead or None,
                "version": self.card.version,
            }
        )

    @handler
    async def type_limit(self, visit_type_id: UUID, value: str) -> None:
        """Keep the limit that was typed for a kind of visit."""
        change = {"most": value[:4]}
        self.lines = [one.model_copy(update=change) if one.id == str(visit_type_id) else one for one in self.lines]
        await self._change()

    @handler
    async def choose(self, what: Literal["notice", "ahead"], value: str) -> None:
        """Keep the notice or the horizon that was chosen."""
        setattr(self, what, value)
        await self._change()

    @handler
    async def take_theirs(self):
        """Let go of what was typed and show what is saved."""
        self.touched, self._again = False, True
        return type(self).refresh

    @handler(busy=True)
    async def keep_mine(self) -> None:
        """Go on with what was typed, over what somebody else saved."""
        now = await self.ask(limits.limits, self.card.practitioner_id)
        self.card, self.theirs = self.card.model_copy(update={"version": now.version}), False

    @handler(busy=True)
    async def save(self) -> None:
        """Save the limits."""
        saved = await self.ask(limits.set_limits, self._form())
        self._show(saved)
        self.say("ok", t("The limits are saved"), t("They count for what is booked from now on."))


def _written(number: int | None) -> str:
    return "" if number is None else str(number)


def _options(usual: tuple[int, ...], now: int | None, words, clinic: str) -> list[list[str]]:
    """List the choices, the clinic's own rule first, with the one that stands now among them."""
    known = sorted({*usual, *([now] if now is not None else [])})
    return [["", t("As the clinic: {rule}", rule=clinic)], *([str(one), words(one)] for one in known)]


def notice_words(minutes: int) -> str:
    """Say how shortly before it begins a visit may be booked."""
    if not minutes:
        return t("until it begins")
    if minutes % DAY == 0:
        return t("1 day before") if minutes == DAY else t("{n} days before", n=minutes // DAY)
    if minutes % HOUR == 0:
        return t("1 hour before") if minutes == HOUR else t("{n} hours before", n=minutes // HOUR)
    return t("{n} minutes before", n=minutes)


def ahead_words(days: int) -> str:
    """Say how far ahead a visit may be booked."""
    return t("1 day ahead") if days == 1 else t("{n} days ahead", n=days)
