"""What is chosen on a screen stands in its address: it outlives a lost connection, and a restarted server."""

from urllib.parse import urlencode

import reflex as rx


def written(path: str, **choices: str) -> str:
    """Write choices into an address; those not made are left out."""
    made = urlencode({name: value for name, value in choices.items() if value})
    return f"{path}?{made}" if made else path


class KeptAddress(rx.Fragment):
    """Keeps the browser's address in step with a var, without a new entry in its history."""

    address: rx.Var[str]

    def add_imports(self) -> dict[str, str]:
        """Name what the hook below uses."""
        return {"react": "useEffect"}

    def add_hooks(self) -> list[rx.Var]:
        """Write the address whenever it changes; the empty one is not written."""
        write = f"if ({self.address!s}) window.history.replaceState(window.history.state, '', {self.address!s})"
        known = self.address._get_all_var_data()
        return [rx.Var(f"useEffect(() => {{ {write} }}, [{self.address!s}])", _var_data=known)]

    def _exclude_props(self) -> list[str]:
        return ["address"]


def keep_in_address(address: rx.Var) -> rx.Component:
    """Keep what is chosen in the browser's address; nothing is written while the var is empty."""
    return KeptAddress.create(address=address)
