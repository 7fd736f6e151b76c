"""The handler that only counts as one more screen of the clinic: through its gate, its guard, and all its checks."""

from typing import Any

import reflex as rx

from hms.permissions import Permission
from hms.web.screen import Screen, handler


class Counting(Screen):
    """Nothing but a number."""

    needs = Permission.SEE_OWN_RECORD
    n: int = 0

    @handler
    async def load(self) -> None:
        """Read nothing."""

    @handler
    async def count(self) -> None:
        """Count."""
        self.n += 1


def view() -> rx.Component:
    """Draw the number."""
    return rx.text(Counting.n)


def serve() -> Any:
    """Return the whole clinic with this screen in it."""
    from hms import app  # after the screen, for it asks every handler for its policy

    app.app.add_page(view, route="/patient/counting", on_load=Counting.open)
    return app.serve()
