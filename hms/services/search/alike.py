"""The index of people, also asked who is nearly the same: kin names, and birth dates and numbers that differ little."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from math import log2
from typing import NamedTuple
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from hms.services.duplicates import spelling
from hms.services.duplicates.nicknames import called
from hms.services.search.index import ID, Index
from hms.services.search.keys import Keys

KIN, MOST_KIN = 0.82, 400  # how alike two names are that are looked at; of how many
MOST = 3_000  # people weighed
DAY, YEAR, SHARED = 12.0, 4.0, 14.0  # about what their agreement says, in bits
CENTURIES = frozenset({"18", "19", "20"})
LAST, LEAST = 7, 6  # digits at the end of a number; fewer than so many are shared by chance


class Sought(NamedTuple):
    """Who is looked for: names and how they are spelled by birth, a birth date in digits, numbers."""

    names: tuple[str, ...]  # in plain Latin letters
    born: str = ""  # 19800203, 198002 or 1980
    numbers: tuple[str, ...] = ()  # digits


class AlikeIndex(Index):
    """Who is known by what, and by what is close to it."""

    def __init__(self) -> None:
        super().__init__()
        # The names in plain Latin letters with their numbers, by first letter: hardly anybody mistypes that one.
        self._latin = defaultdict[str, list[str]](list)
        self._numbers_of: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._sounds, self._keys = Keys(), Keys()

    def put(self, person_id: UUID, names: Iterable[str], numbers: Iterable[str], new: bool = False) -> None:
        """Know somebody by these words, and by no others; say new where they cannot be known already."""
        numbers, place = list(numbers), len(self._ends)
        super().put(person_id, names, numbers, new)
        self._keys.add_all([_key(number) for number in numbers if len(number) > 3], place)

    def _met(self, name: str, number: int) -> None:
        latin = name if name.isascii() else "".join(spelling.words(name))
        self._latin[latin[:1]].append(latin)
        self._numbers_of[latin[:1]].append(number)
        self._sounds.add(spelling.sound(latin), number)

    def settle(self) -> None:
        """Put everything in order, once very many have been added."""
        super().settle()
        self._sounds.settle()
        self._keys.settle()

    def share(self, name: str) -> int:
        """Count who bears a name, spelled in plain Latin letters."""
        number = self._names.number(name)
        return 0 if number is None else len(self._names.bearers(number))

    def near(self, sought: Sought, most: int) -> list[UUID]:
        """List people who may be the one sought, the likeliest first."""
        kin = [self._kin(name) for name in sought.names[:6]]
        same, close = set(self._keys.bearers([sought.born])), set(self._keys.bearers(_variants(sought.born)))
        shared = set(self._keys.bearers(_key(number) for number in sought.numbers if len(number) >= LEAST))
        found = shared | same | close
        for place in self._bearing_two(kin):
            if len(found) >= MOST:
                break
            found.add(place)
        found -= self._gone
        weights = [(self._weight(place, kin, same, close, shared), place) for place in islice(found, MOST)]
        best = sorted(weights, reverse=True)[:most]
        return [UUID(bytes=bytes(self._ids[p * ID : p * ID + ID])) for _, p in best]

    def _kin(self, name: str) -> dict[int, float]:
        """Weigh the names that are close to one: more where few people bear them."""
        names, numbers = self._latin.get(name[:1], []), self._numbers_of.get(name[:1], array("I"))
        close = process.extract(name, names, scorer=JaroWinkler.similarity, score_cutoff=KIN, limit=MOST_KIN)
        found = {numbers[at]: score for _, score, at in close}
        found |= dict.fromkeys(self._sounds.bearers([spelling.sound(name)]), 0.9)
        found |= {number: 0.95 for n in called(name) if (number := self._names.number(n)) is not None}
        if (own := self._names.number(name)) is not None:
            found[own] = 1.0
        people = len(self) + 1
        return {n: score * max(1.0, log2(people / (len(self._names.bearers(n)) + 1))) for n, score in found.items()}

    def _bearing_two(self, kin: Sequence[dict[int, float]]) -> Iterable[int]:
        """Walk through the bearers of names close to two of those sought; of the same two names first."""
        for nearest in (1, None):
            bearing = [
                set(self._names.all_bearers(sorted(names, key=names.__getitem__)[-nearest:]))
                if nearest
                else set(self._names.all_bearers(names))
                for names in kin
            ]
            for n, one in enumerate(bearing):
                for other in bearing[n + 1 :]:
                    yield from one & other

    def _weight(
        self, place: int, kin: Sequence[dict[int, float]], same: set[int], close: set[int], shared: set[int]
    ) -> float:
        mine = self._names_of(place)
        weight = sum(max((names.get(n, 0.0) for n in mine), default=0.0) for names in kin)
        return weight + DAY * (place in same) + 0.7 * DAY * (place in close) + SHARED * (place in shared)


def _key(number: str) -> str:
    """Give a birth date's digits whole, and of any other number the end, which is always written the same."""
    return number if len(number) <= LAST or (len(number) == 8 and number[:2] in CENTURIES) else number[-LAST:]


def _variants(born: str) -> set[str]:
    """List the birth dates that somebody may have meant who wrote this one: swapped, or with one wrong digit."""
    if len(born) != 8:
        return {born[:6], born[:4]} - {born}
    wrong = {born[:at] + digit + born[at + 1 :] for at in range(8) for digit in "0123456789"}
    turned = {born[:4] + born[6:] + born[4:6], born[:2] + born[3] + born[2] + born[4:]}
    return {day for day in wrong | turned if _exists(day)} - {born} | {born[:6], born[:4]}


def _exists(day: str) -> bool:
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return day[:2] in CENTURIES
