"""A page whose session ended while its browser slept finds out when it cannot connect any more."""

import reflex as rx
from reflex_components_core.core.banner import connect_errors

ENOUGH = 2
# The gate answers a page without a session with a redirect, which says more than a refused websocket can.
HOOK = f"""useEffect(() => {{
  if (connectErrors.length < {ENOUGH}) return;
  fetch(window.location.href, {{ method: "HEAD", redirect: "manual", cache: "no-store" }})
    .then((answer) => {{ if (answer.type === "opaqueredirect") window.location.reload(); }})
    .catch(() => undefined);
}}, [connectErrors.length])"""


class SignedOut(rx.Fragment):
    """Leads on to the sign-in when the server no longer knows who this is."""

    def add_imports(self) -> dict[str, str]:
        """Name what the hook uses."""
        return {"react": "useEffect"}

    def add_hooks(self) -> list[str | rx.Var]:
        """Ask the server for this very page each time that connecting failed."""
        return [rx.Var(HOOK, _var_data=connect_errors._get_all_var_data())]


@rx.memo
def watch_connection() -> rx.Component:
    """Draw nothing; a component of its own, as only those inside the app's frame know the connection."""
    return SignedOut.create()


def signed_out(_stateful: bool) -> rx.Component:
    """Watch the connection, beside every page."""
    return rx.fragment(watch_connection())
