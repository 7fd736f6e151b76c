"""A handler that only counts, on bare Reflex. Served with the settings in bare_settings/."""

import reflex as rx


class Counting(rx.State):
    """Nothing but a number: a handler that changed nothing at all would get no answer that could be timed."""

    n: int = 0

    @rx.event
    async def count(self) -> None:
        """Count."""
        self.n += 1


def view() -> rx.Component:
    """Draw the number."""
    return rx.text(Counting.n)


app = rx.App()
app.add_page(view, route="/patient/counting")
