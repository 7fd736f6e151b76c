"""Record numbers: without meaning, with a check digit, from a counter of their own."""

from sqlalchemy import update
from sqlmodel import col

from hms.access import Scope
from hms.models import Counter
from hms.security.fingerprints import fingerprint

COUNTER, BEFORE_FIRST = "record_number", 100_000


def check_digit(number: int) -> int:
    """Compute the Luhn check digit (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, digit in enumerate(reversed(str(number))):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def next_number(scope: Scope) -> str:
    """Draw the next record number, such as 100001-7; it is given back if the transaction is not kept."""
    drawn = update(Counter).where(col(Counter.name) == COUNTER).values(value=col(Counter.value) + 1)
    drawn_number = scope.db.connection().execute(drawn.returning(col(Counter.value)))
    number: int = drawn_number.scalar_one()
    return f"{number}-{check_digit(number)}"


def index_of(number: str) -> str:
    """Compute the blind index of a record number."""
    return fingerprint("record number", number)
