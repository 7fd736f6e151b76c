"""What every part of the visit screen stands on: whose visit it is, and whether it can still be written."""

from uuid import UUID

from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.schemas.visits import VisitPage
from hms.web.screen import Screen


class Visiting(Screen, mixin=True):
    """A screen of one visit. Each part of it is a mixin of this, in a file of its own."""

    visit: VisitPage | None = None
    closed: bool = False  # signed: shown, not written

    def _appointment_id(self) -> UUID:
        """Return the appointment of the address. Raises NotFound."""
        if (asked := asked_id(self.route_arg("appointment_id"))) is None:
            raise NotFound
        return asked
