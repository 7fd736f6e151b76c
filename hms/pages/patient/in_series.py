"""An appointment that belongs to a series: it alone is given back, or with it the following."""

import reflex as rx

from hms.components.booking import chips
from hms.components.layout import stack, txt
from hms.schemas.base import Card
from hms.schemas.scheduling import AppointmentCard, CancelRequest
from hms.schemas.series import SeriesCancel, SeriesReach, SeriesReached
from hms.services import scheduling
from hms.services.series import changing
from hms.texts import t
from hms.web.screen import Screen, handler

ONE, FOLLOWING = "one", "following"


class Far(Card):
    """How far a cancellation reaches."""

    id: str
    name: str


WAYS = [Far(id=ONE, name=t("Only this one")), Far(id=FOLLOWING, name=t("This and the following"))]


class InSeries(Screen, mixin=True):
    """A screen on which an appointment is given back, in a series with the following too."""

    far: str = ONE
    ways: list[Far] = WAYS
    reached: list[SeriesReached] = []  # noqa: RUF012 - Reflex copies it for each state

    @handler(quiet=True)
    async def choose_far(self, far: str):
        """Choose how far it reaches, and see what that is."""
        self.far = FOLLOWING if far == FOLLOWING else ONE
        return type(self).refresh

    async def _look_how_far(self, card: AppointmentCard) -> None:
        """Read what would be given back; nothing is asked of an appointment that stands alone."""
        self.reached = []
        if card.series_id and card.can_change and self.far == FOLLOWING:
            self.reached = await self.ask(changing.preview_cancel, SeriesReach.model_validate(self._reach(card)))

    def _reach(self, card: AppointmentCard) -> dict[str, object]:
        return {"series_id": card.series_id, "appointment_id": card.id, "which": self.far}

    async def _give_back(self, card: AppointmentCard, why: str) -> AppointmentCard:
        if not card.series_id or self.far != FOLLOWING:
            form = CancelRequest(appointment_id=card.id, reason=why, version=card.version)
            return await self.ask(scheduling.cancel, form)
        seen = {one.appointment_id: one.version for one in self.reached}
        after = await self.ask(
            changing.cancel, SeriesCancel.model_validate({**self._reach(card), "reason": why, "seen": seen})
        )
        return next(one for one in after.visits if one.id == card.id)


def how_far(screen: type[InSeries], card: rx.Var) -> rx.Component:
    """Ask how far a cancellation reaches, and name what it reaches; nothing outside of a series."""
    ask = chips(t("How far it reaches"), screen.ways, screen.far, lambda way: screen.choose_far(way.id))
    listed = rx.el.ul(rx.foreach(screen.reached, lambda one: txt(one.words, "body", "ink", "li")))
    named = stack(txt(t("These are given back:"), "body", "ink_2", "p"), listed, role="status")
    told = txt(t("This appointment belongs to a series."), "body", tag="p")
    return rx.cond(
        card.series_id, stack(told, ask, rx.cond(screen.reached.length() > 0, named, rx.fragment())), rx.fragment()
    )
