"""The state of ordering laboratory and imaging, in a visit or from the record."""

from typing import Any
from uuid import UUID

from hms.schemas.orders import OrderChoices, OrderForm, RevokeForm
from hms.services.orders import choosing, ordering
from hms.texts import t
from hms.web.screen import Screen, handler

PANEL = "panel-"
ASKED = ("order_set", "other", "other_category", "priority", "detail", "reason", "key")


def asked_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Read what the form for orders says: a box for each panel, and fields."""
    panels = [name.removeprefix(PANEL) for name, ticked in answers.items() if name.startswith(PANEL) and ticked]
    return {**{name: answers[name] for name in ASKED if name in answers}, "panels": panels}


class Orders(Screen, mixin=True):
    """A screen on which something can be ordered for a patient. A subclass says for whom, and reads again."""

    can_order: OrderChoices | None = None
    sets: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    used_order: str = ""  # the key of the last order: its form is empty again
    revoking: str = ""  # the id of what is being taken back
    _order_version: int = 0

    async def _read_choices(self) -> None:
        """Read what can be ordered, once."""
        if self.can_order is None:
            self.can_order = await self.ask(choosing.catalogued)
            listed = [[one.key, t("{name}: {panels}", name=one.name, panels=one.about)] for one in self.can_order.sets]
            self.sets = [["", t("No set")], *listed]

    def _for_whom(self) -> dict[str, Any]:
        """Say for which patient, and in which visit."""
        raise NotImplementedError

    async def _read_orders(self) -> None:
        """Read the orders that this screen shows."""
        raise NotImplementedError

    @handler(busy=True)
    async def place_order(self, answers: dict[str, Any]) -> None:
        """Order what was chosen."""
        form = OrderForm.model_validate({**asked_of(answers), **self._for_whom()})
        many = await self.ask(ordering.order, form)
        self.used_order = form.key
        await self._read_orders()
        self.say(
            "ok",
            t("Ordered"),
            t("1 order waits for its result.") if many == 1 else t("{n} orders wait for their results.", n=many),
        )

    @handler
    async def start_revoking(self, order_id: UUID, version: int) -> None:
        """Ask why an order is taken back."""
        self.revoking, self._order_version = str(order_id), version

    @handler
    async def keep_order(self) -> None:
        """Leave the order as it is."""
        self.revoking = ""

    @handler(busy=True)
    async def revoke(self, answers: dict[str, Any]) -> None:
        """Take the order back."""
        said = {"order_id": self.revoking, "version": self._order_version, "reason": answers.get("revoke_reason", "")}
        await self.ask(ordering.revoke, RevokeForm.model_validate(said))
        self.revoking = ""
        await self._read_orders()
        self.say("ok", t("Taken back"), t("It stays readable with the reason."))
