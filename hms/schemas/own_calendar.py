"""A doctor's own days, as a calendar shows them."""

from datetime import date

from hms.schemas.base import Card
from hms.schemas.board import Ground, Placed


class OwnCalendar(Card):
    """A doctor's own visits between two days, and the hours, breaks and leave that they stand on."""

    day: date  # the one that was asked for
    first: date
    last: date
    today: date
    zone: str
    doctor_id: str
    doctor: str
    opens: str  # HH:MM, the first hour to be shown
    closes: str
    ground: list[Ground]
    visits: list[Placed]  # cancelled ones are left out
    now: str
