"""An index in memory over the names and numbers that people are known by."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple
from uuid import UUID

from hms.services.search.lines import Lines
from hms.services.search.names import Names

ENOUGH, LOOKS = 100, 50_000  # people weighed against each other; looked at before that, where few of them fit
FEW, MOST = 500, 100_000  # bearers of a name: looked through faster than everybody's numbers; gathered for one search
ID = 16
YEAR, DAY = 4, 8  # digits


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
        self._names = Names()
        self._borne, self._ends = array("I"), array("Q")  # the numbers of everybody's names, one after the other
        self._numbers = Lines()  # everybody's numbers, a line each
        self._years: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))  # of whom, by their birth year
        self._gone: set[int] = set()

    def __len__(self) -> int:
        return len(self._ends) - len(self._gone)

    def put(self, person_id: UUID, names: Iterable[str], numbers: Iterable[str], new: bool = False) -> None:
        """Know somebody by these words, and by no others; say new where they cannot be known already."""
        if not new:
            self.drop(person_id)
        place, known = len(self._ends), self._names
        self._ids += person_id.bytes
        for name in set(names):
            number = known.number(name)
            if number is None:
                number = known.add(name)
                self._met(name, number)
            known.bearers(number).append(place)
            self._borne.append(number)
        self._ends.append(len(self._borne))
        self._numbers.add(line := " ".join(numbers))
        self._years[line[:YEAR]].append(place)  # a birth date stands first

    def _met(self, name: str, number: int) -> None:
        """Note a name that nobody had before."""

    def settle(self) -> None:
        """Put everything in order, once very many have been added."""
        self._numbers.settle()

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
        for place in islice(self._fitting(terms, most), ENOUGH):
            names, numbers = self._said(place)
            weighed.append((sum(term.fit(numbers if term.is_number else names) for term in terms), place))
        return [UUID(bytes=bytes(self._ids[p * ID : p * ID + ID])) for _, p in sorted(weighed)[:most]]

    def _said(self, place: int) -> tuple[list[str], list[str]]:
        return [self._names[n] for n in self._names_of(place)], self._numbers[place].split()

    def _names_of(self, place: int) -> Sequence[int]:
        return self._borne[self._ends[place - 1] if place else 0 : self._ends[place]]

    def _fitting(self, terms: Sequence[Term], most: int) -> Iterable[int]:
        """Walk through those who fit the rarest term, and give whom the others fit too."""
        named = [self._names.holding(term.parts) for term in terms if not term.is_number]
        numbers = [term for term in terms if term.is_number]
        if len(named) > 1 or numbers:
            named.sort(key=self._names.how_many)
        if numbers and (not named or self._names.how_many(named[0]) > FEW):  # numbers tell people apart better
            numbers.sort(key=lambda term: len(term.parts[0]))
            return self._fitting_numbers(numbers, [frozenset(one) for one in named], most)
        rarest, *others = named
        walk: Iterator[int] = islice(self._names.all_bearers(rarest), LOOKS)
        far = []
        for one in others:
            if self._names.how_many(one) > MOST:
                far.append(frozenset(one))
            else:
                walk = filter(frozenset(self._names.all_bearers(one)).__contains__, walk)
        return self._once(walk, far, numbers)

    def _fitting_numbers(self, numbers: list[Term], named: list[frozenset[int]], most: int) -> Iterable[int]:
        """List those of a birth date or year where they are enough; else walk through everybody's numbers as well."""
        longest = numbers[-1]
        years = {part[:YEAR] for part in longest.parts if len(part) >= YEAR}
        born = islice(chain.from_iterable(self._years.get(year, ()) for year in sorted(years)), LOOKS)
        found = list(islice(self._once(born, named, numbers), ENOUGH))
        enough = 1 if all(len(part) == DAY for part in longest.parts) else most
        return (
            found if len(found) >= enough else self._once(islice(self._numbered(longest), LOOKS), named, numbers[:-1])
        )

    def _once(self, walk: Iterator[int], far: Sequence[frozenset[int]], numbers: Sequence[Term]) -> Iterator[int]:
        """Give each who is walked by once, if one of their names is in each of these sets and the numbers fit."""
        seen: set[int] = set(self._gone)
        for place in walk:
            if place not in seen:
                seen.add(place)
                mine = self._names_of(place) if far else ()
                for one in far:  # a loop and no generator: thousands pass here at each letter typed
                    if one.isdisjoint(mine):
                        break
                else:
                    if not numbers or self._has(place, numbers):
                        yield place

    def _has(self, place: int, numbers: Sequence[Term]) -> bool:
        line = self._numbers[place]
        return all(any(part in line for part in term.parts) for term in numbers)

    def _numbered(self, term: Term) -> Iterator[int]:
        return chain.from_iterable(self._numbers.holding(part) for part in term.parts)
