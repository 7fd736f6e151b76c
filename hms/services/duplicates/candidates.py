"""Whom to compare somebody with: a few of all, from the index in memory."""

from typing import NamedTuple
from uuid import UUID

from hms.access import Scope
from hms.services.duplicates.judging import Judged, judge
from hms.services.duplicates.person import Person, recorded
from hms.services.search.alike import Sought
from hms.services.search.keeping import keeper
from hms.services.search.words import digits

LOOKED_AT = 20


class Twin(NamedTuple):
    """Somebody who may be the same person."""

    patient_id: UUID
    judged: Judged


def twins(
    scope: Scope, person: Person, least: float, itself: UUID | None = None, most: int = LOOKED_AT
) -> list[Twin] | None:
    """List who may be the same person, the likeliest first; None while the index is still being opened."""
    names = tuple(dict.fromkeys([*person.given, *person.family, *sorted(person.others)]))
    numbers = (*person.phones, *map(digits, person.numbers.values()))
    near = keeper().near(scope, Sought(names, digits(person.born), numbers), most)
    if near is None:
        return None
    ids, shares, people = near
    share = dict(zip(names, shares, strict=True))
    others = recorded(scope, [one for one in ids if one != itself])
    found = [
        Twin(patient_id, judge(person, other, people, lambda name: share.get(name, 1)))
        for patient_id, other in others.items()
        if not other.merged
    ]
    return sorted((f for f in found if f.judged.chance >= least), key=lambda f: -f.judged.chance)
