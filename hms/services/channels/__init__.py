"""The ways in which a message reaches somebody, behind one small interface.

Another way, such as SMS, is one more class with send() and close(), and one call of add().
"""

from hms.services.channels import console, email
from hms.services.channels.base import WORDS, Channel, Message, Problem, Undelivered, Way
from hms.texts import t

__all__ = ["NONE", "WORDS", "Channel", "Message", "Problem", "Undelivered", "Way", "add", "way", "ways"]
NONE = "none"  # the choice of somebody who wants no messages
_WAYS: dict[str, Way] = {}


def add(one: Way) -> None:
    """Offer another way, under its name."""
    _WAYS[one.name] = one


def way(name: str) -> Way | None:
    """Find a way by its name; None where nobody offers it any more."""
    return _WAYS.get(name)


def ways() -> list[Way]:
    """List the ways that are offered, the usual one first."""
    return list(_WAYS.values())


def _mail() -> Channel:
    server = email.server()
    return email.Mail(server) if server else console.Console()


add(Way("email", t("E-mail"), reaches="email", open=_mail))
