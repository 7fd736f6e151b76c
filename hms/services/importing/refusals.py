"""Why a file is not taken in: where, and in words. Never a value of the file itself, which may be a patient's."""

from hms.errors import Refusal
from hms.texts import t

LONGEST_PLACE = 200


def printable(text: str, longest: int = LONGEST_PLACE) -> str:
    """Make a text safe to print on a terminal: what cannot be printed becomes "?", what is too long is cut."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


class Broken(Exception):
    """Something in the file that cannot be taken in; place is a line, a byte, or a JSON pointer."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place, self.reason = printable(place), reason


class ImportRefused(Refusal):
    """A file that was refused whole: nothing of it is stored."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        self.file, self.place, self.reason = printable(file, 4_096), place, reason
        told = f"{place}: {reason}" if place else reason
        super().__init__(t("{file} was not imported", file=self.file), told)
