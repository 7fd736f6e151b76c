"""One patient of the demo who was registered a second time, by somebody who misheard: for the list of duplicates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hms.demo.acting import Acting
from hms.demo.people import Person

FIRST, GROWN_UP, MISHEARD = 50, 18, {"ph": "f", "th": "t", "ck": "k", "ll": "l", "nn": "n", "y": "i"}
AGO = timedelta(hours=3)


def come_again(acting: Acting, people: Sequence[Person], now: datetime) -> None:
    """Register somebody who is known already: day and month swapped, the name as it sounded, no number asked for."""
    known = next(person for person in people[FIRST:] if _can_be_misheard(person, now))
    born = known.born_on.replace(month=known.born_on.day, day=known.born_on.month)
    again = replace(
        known, place=len(people), family_name=_misheard(known.family_name), born_on=born, email="", allergies=(),
        identifier=f"XX-{len(people):09}", country="XX",
    )  # fmt: skip
    acting.enter(again, now - AGO)


def _can_be_misheard(person: Person, now: datetime) -> bool:
    day, month = person.born_on.day, person.born_on.month
    name = person.family_name
    return (
        person.years(now.date()) > GROWN_UP and day < 13 and day != month and name.isascii() and _misheard(name) != name
    )


def _misheard(name: str) -> str:
    return next((name.replace(sign, sound) for sign, sound in MISHEARD.items() if sign in name), name)
