"""What each screen of a doctor's time has: whose time it is, and where its screens begin."""

from uuid import UUID

from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.web import identity
from hms.web.screen import Screen

OWN = "/doctor/time"


class OfDoctor(Screen, mixin=True):
    """A screen about one doctor: the reader, or whom the address names; the services check which."""

    base: str = ""  # the address of the week; the other screens lie below it

    def watches(self) -> list[str]:
        """Follow the doctor's own time and appointments, and what can be chosen for it."""
        found = self._named()
        return ["directory", *([f"practitioner:{found}"] if found else [])]

    def _named(self) -> UUID | None:
        return identity.card().practitioner_id or asked_id(self.route_arg("practitioner_id"))

    def _doctor_id(self) -> UUID:
        if (found := self._named()) is None:
            raise NotFound
        return found

    def _settle_base(self) -> None:
        own = identity.card().practitioner_id
        self.base = OWN if own else f"/admin/people/{self._doctor_id()}/hours"
