"""Numbers of orders, by which a laboratory names what its result answers: T200001-5, without meaning, with a check digit."""

import re
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Counter, ServiceRequest
from hms.permissions import Permission
from hms.security.fingerprints import fingerprint
from hms.services.record_numbers import check_digit

COUNTER, LETTER = "order_number", "T"
_WRITTEN = re.compile(r"T[\s-]*(\d{6,12})[\s-]*(\d)", re.ASCII)


def give(scope: Scope, row: ServiceRequest) -> None:
    """Draw the next number for an order; it is given back if the transaction is not kept."""
    drawn = update(Counter).where(col(Counter.name) == COUNTER).values(value=col(Counter.value) + 1)
    number: int = scope.db.connection().execute(drawn.returning(col(Counter.value))).scalar_one()
    row.number = f"{LETTER}{number}-{check_digit(number)}"
    row.number_index = _index(row.number)


def spelled(said: str) -> str:
    """Write the number of an order as it is printed, however it was typed; "" where it is none, or its digits do not fit."""
    found = _WRITTEN.fullmatch(said.strip().upper())
    if found is None or check_digit(int(found[1])) != int(found[2]):
        return ""
    return f"{LETTER}{found[1]}-{found[2]}"


def find(scope: Scope, said: str) -> UUID | None:
    """Find the order of a number; None where it is no number of an order of this clinic."""
    number = spelled(said)
    return (
        scope.db.exec(select(ServiceRequest.id).where(ServiceRequest.number_index == _index(number))).first()
        if number
        else None
    )


def _index(number: str) -> str:
    return fingerprint("order number", number)


@requires(Permission.MAINTAIN)
def number_waiting(scope: Scope) -> int:
    """Give a number to orders that wait and were placed before orders had one; gives how many there were."""
    asked = select(ServiceRequest).where(ServiceRequest.status == "active", col(ServiceRequest.number_index).is_(None))
    rows = scope.db.exec(asked.with_for_update()).all()
    for row in rows:
        give(scope, row)
    scope.db.flush()
    return len(rows)
