"""The state of writing results down and putting them right."""

from typing import Any
from uuid import UUID, uuid4

from hms.schemas.results import ResultChange, ResultForm, ResultSheet
from hms.services.orders import correcting, recording, sheet
from hms.texts import t
from hms.web.screen import Screen, handler


def typed_of(lines: Any, answers: dict[str, Any]) -> list[dict[str, str]]:
    """Read the results that were typed, each with its unit and the laboratory's own range."""
    parts = {"value": "", "unit": "_unit", "low": "_low", "high": "_high"}
    return [
        {
            "test": one.test,
            **{part: str(answers.get(f"{one.field}{end}") or "").strip()[:40] for part, end in parts.items()},
        }
        for one in lines
    ]


class WritesResults(Screen, mixin=True):
    """A screen on which the results of orders are written down. A subclass reads again."""

    sheet: ResultSheet | None = None
    result_key: str = ""
    changing: str = ""  # the id of the result that is put right
    changing_error: bool = False  # it was an error altogether
    changing_name: str = ""
    changing_value: str = ""
    _result_version: int = 0

    async def _read_orders(self) -> None:
        """Read the orders that this screen shows."""
        raise NotImplementedError

    @handler
    async def start_result(self, order_id: UUID) -> None:
        """Show the form for what came of an order."""
        self.sheet, self.result_key = await self.ask(sheet.blank, order_id), uuid4().hex

    @handler
    async def leave_result(self) -> None:
        """Write nothing down."""
        self.sheet = None

    @handler(busy=True)
    async def save_result(self, answers: dict[str, Any]) -> None:
        """Write down what came of the order."""
        if self.sheet is None:
            return
        told = {
            "order_id": self.sheet.order_id, "version": self.sheet.version, "happened": answers.get("happened", ""),
            "typed": typed_of(self.sheet.lines, answers), "report": answers.get("report", ""),
            "finding": answers.get("finding") or ("AA" if answers.get("critical") else ""), "note": answers.get("result_note", ""), "key": self.result_key,
            "more": bool(answers.get("more")), "seen": bool(answers.get("seen")),
        }  # fmt: skip
        await self.ask(recording.record, ResultForm.model_validate(told))
        self.sheet = None
        await self._read_orders()
        self.say("ok", t("The result is written down"), t("It waits in the inbox until somebody has looked at it."))

    @handler
    async def start_change(self, result_id: UUID, version: int, name: str, value: str, error: bool) -> None:
        """Ask what a result should have said, or only why it was an error."""
        self.changing, self._result_version, self.changing_error = str(result_id), version, error
        self.changing_name, self.changing_value = name, value

    @handler
    async def leave_change(self) -> None:
        """Leave the result as it is."""
        self.changing = ""

    @handler(busy=True)
    async def change_result(self, answers: dict[str, Any]) -> None:
        """Put the result right, or call it an error."""
        told = {
            "observation_id": self.changing, "version": self._result_version, "value": answers.get("value", ""),
            "reason": answers.get("change_reason", ""),
        }  # fmt: skip
        form = ResultChange.model_validate(told)
        await self.ask(correcting.void if self.changing_error else correcting.correct, form)
        self.changing = ""
        await self._read_orders()
        self.say("ok", t("Written down"), t("What it said before stays readable, and it is looked at once more."))
