"""Opening the record that an address names; one that became part of another leads there."""

from uuid import UUID

from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.schemas.opening import OpenedRecord
from hms.services import opening
from hms.texts import t
from hms.web.screen import Screen


class OpensRecord(Screen, mixin=True):
    """A screen that shows the record of a patient."""

    record: OpenedRecord | None = None

    def watches(self) -> list[str]:
        """Follow this record."""
        return [f"patient:{self.record.personal.id}"] if self.record else []

    async def _open(self, place: str) -> OpenedRecord | None:
        """Read the record anew; None where its reader is on the way to the one that it is part of now. Raises NotFound."""
        fresh = await self.ask(opening.open_record, self._wanted())
        return fresh if self._is_here(fresh, place) else None

    def _wanted(self) -> UUID:
        wanted = asked_id(self.route_arg("patient_id"))
        if wanted is None:
            raise NotFound
        return wanted

    def _is_here(self, fresh: OpenedRecord, place: str) -> bool:
        """Tell whether it is the record of the address; else go to the one that it is part of now."""
        if fresh.personal.id == self._wanted():
            return True
        told = t("The record that you opened is part of this one now.")
        self.go(f"{place}/{fresh.personal.id}", "info", t("These records were merged"), told)
        return False
