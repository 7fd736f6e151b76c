"""An index in memory over the names and numbers that people are known by."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple
from uuid import UUID

from hms.services.search.lines import Lines

ENOUGH, LOOKS = 200, 20_000  # people weighed against each other; looked at before that, where few of them fit
FEW = 500  # bearers of a name, who are looked through faster than everybody's numbers
MOST_NAMES = 5_000  # names that one part is sought in; what more of them hold says little
ID = 16


class Term(NamedTuple):
    """A part of a name or of a number; several where it can be read in several ways, as 3.4.1980 can."""

    parts: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        """Whether it is sought among numbers."""
        return self.parts[0][0].isdigit()

    def fit(self, words: Sequence[str]) -> int:
        """Say how well it fits: 0 is a whole word, 1 the begin of one, 2 a part of one, 3 nothing."""
        return min((_fit(part, word) for part in self.parts for word in words), default=3)


def _fit(part: str, word: str) -> int:
    return 3 if part not in word else 0 if part == word else 1 if word.startswith(part) else 2


class Index:
    """Who is known by what. Of names there are few, however many the people, so a part is sought among the names."""

    def __init__(self) -> None:
        self._ids = bytearray()  # of each person, by place
        self._name_lines, self._name_numbers = Lines(), dict[str, int]()
        self._bearers: list[array[int]] = []  # places, by the number of a name
        self._names, self._ends = array("I"), array("Q")  # the numbers of everybody's names, one after the other
        self._numbers = Lines()  # everybody's numbers, a line each
        self._gone: set[int] = set()

    def __len__(self) -> int:
        return len(self._ends) - len(self._gone)

    def put(self, person_id: UUID, names: Iterable[str], numbers: Iterable[str], new: bool = False) -> None:
        """Know somebody by these words, and by no others; say new where they cannot be known already."""
        if not new:
            self.drop(person_id)
        place = len(self._ends)
        self._ids += person_id.bytes
        for name in set(names):
            number = self._name_numbers.get(name, -1)
            if number < 0:
                number = self._name_numbers[name] = self._name_lines.add(name)
                self._bearers.append(array("I"))
                self._met(name, number)
            self._bearers[number].append(place)
            self._names.append(number)
        self._ends.append(len(self._names))
        self._numbers.add(" ".join(numbers))

    def _met(self, name: str, number: int) -> None:
        """Note a name that nobody had before."""

    def drop(self, person_id: UUID) -> None:
        """Forget somebody."""
        at = self._ids.find(person_id.bytes)
        while at >= 0:
            if at % ID == 0:
                self._gone.add(at // ID)
            at = self._ids.find(person_id.bytes, at + 1)

    def find(self, terms: Sequence[Term], most: int) -> list[UUID]:
        """List people who fit all terms, the best first."""
        if not terms:
            return []
        weighed = []
        for place in islice(self._fitting(terms), ENOUGH):
            names, numbers = self._said(place)
            weighed.append((sum(term.fit(numbers if term.is_number else names) for term in terms), place))
        return [UUID(bytes=bytes(self._ids[p * ID : p * ID + ID])) for _, p in sorted(weighed)[:most]]

    def _said(self, place: int) -> tuple[list[str], list[str]]:
        return [self._name_lines[n] for n in self._names_of(place)], self._numbers[place].split()

    def _names_of(self, place: int) -> Sequence[int]:
        return self._names[self._ends[place - 1] if place else 0 : self._ends[place]]

    def _fitting(self, terms: Sequence[Term]) -> Iterator[int]:
        """Walk through those who fit the rarest term, and give whom the others fit too."""
        named = [self._holding(term) for term in terms if not term.is_number]
        numbers = [term for term in terms if term.is_number]
        rarest = min(named, key=self._how_many, default=())
        walk: Iterator[int] = chain.from_iterable(self._bearers[n] for n in rarest)
        walked: Term | None = None
        if numbers and (not named or self._how_many(rarest) > FEW):  # numbers tell people apart better
            walked = max(numbers, key=lambda term: len(term.parts[0]))
            walk = self._numbered(walked)
        sets = [frozenset(holding) for holding in named]
        seen: set[int] = set(self._gone)
        told = [term for term in numbers if term is not walked]
        for place in islice(walk, LOOKS):
            if place not in seen:
                seen.add(place)
                mine = self._names_of(place)
                for one in sets:  # a loop and no generator: thousands pass here at each letter typed
                    if one.isdisjoint(mine):
                        break
                else:
                    if not told or self._has(place, told):
                        yield place

    def _has(self, place: int, numbers: Sequence[Term]) -> bool:
        line = self._numbers[place]
        return all(any(part in line for part in term.parts) for term in numbers)

    def _numbered(self, term: Term) -> Iterator[int]:
        return chain.from_iterable(self._numbers.holding(part) for part in term.parts)

    def _how_many(self, names: Sequence[int]) -> int:
        return sum(len(self._bearers[number]) for number in names)

    def _holding(self, term: Term) -> list[int]:
        """Number the names that hold a part: the name itself, those that begin with it, then others."""
        lines, found = self._name_lines, dict[int, None]()
        for part in term.parts:
            ways = (lines.beginning(part), lines.holding(part))
            found |= dict.fromkeys(islice(chain.from_iterable(ways), 2 * MOST_NAMES))
        known = [n for part in term.parts if (n := self._name_numbers.get(part)) is not None]
        return list(dict.fromkeys([*known, *found]))
