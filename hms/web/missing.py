"""The page of the app for an address that is none of its own."""

import reflex as rx


class AskServer(rx.Fragment):
    """Asks the server for the address that is open, in place of a page of the app.

    The sign-in, the start page and all other plain pages are not the app's; a link to one, or a redirect, is followed
    inside the app first and ends here. The gate answers every address itself, so this never asks twice.
    """

    def add_imports(self) -> dict[str, str]:
        """Name what the hook uses."""
        return {"react": "useEffect"}

    def add_hooks(self) -> list[str]:
        """Load the address anew when this is drawn in a browser."""
        return ["useEffect(() => { window.location.reload() }, [])"]


def ask_server() -> rx.Component:
    """Draw nothing, and ask the server."""
    return AskServer.create()
