"""What a patient's address may say, read with care."""

from hms.pages.asked import asked_day, asked_id, asked_moment
from hms.pages.patient.options import PLAIN, moment


def id_in(text: str) -> str:
    """Read an id; empty where there is none."""
    return str(asked_id(text) or "")


def kind_in(text: str) -> str:
    """Read the kind of a visit: the plain one, or a type's id; empty where there is none."""
    return text if text == PLAIN else id_in(text)


def day_in(text: str) -> str:
    """Read a day; empty where there is none."""
    found = asked_day(text)
    return found.isoformat() if found else ""


def moment_in(text: str) -> str:
    """Read an instant; empty where there is none."""
    found = asked_moment(text)
    return moment(found) if found else ""
