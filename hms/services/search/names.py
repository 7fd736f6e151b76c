"""The names that people bear, each kept once, however many bear it; found by any part of them."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

LONGEST_PIECE = 3


class Names:
    """Names with a number each, in the order in which they were met, and who bears them."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._bearers: list[array[int]] = []  # by the number of a name
        self._holding: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))  # by one to three letters of it

    def __getitem__(self, number: int) -> str:
        return self._words[number]

    def number(self, name: str) -> int | None:
        """Give the number of a name; None where nobody bears it."""
        return self._numbers.get(name)

    def add(self, name: str) -> int:
        """Know a name that nobody had before; gives its number."""
        number = self._numbers[name] = len(self._words)
        self._words.append(name)
        self._bearers.append(array("I"))
        for piece in {
            name[at : at + size] for size in range(1, LONGEST_PIECE + 1) for at in range(len(name) - size + 1)
        }:
            self._holding[piece].append(number)
        return number

    def bearers(self, number: int) -> "array[int]":
        """Give who bears a name; what is added to it bears it too."""
        return self._bearers[number]

    def all_bearers(self, numbers: Iterable[int]) -> Iterator[int]:
        """Walk through all who bear one of these names, name by name; who bears two of them comes twice."""
        return chain.from_iterable(map(self._bearers.__getitem__, numbers))

    def how_many(self, numbers: Iterable[int]) -> int:
        """Count who bears these names; who bears two of them counts twice."""
        return sum(map(len, map(self._bearers.__getitem__, numbers)))

    def holding(self, parts: Iterable[str]) -> list[int]:
        """Number the names that hold one of some parts: a part itself first, names that begin with one, then others."""
        words, found = self._words, [number for part in parts for number in self._with(part)]
        first = [number for part in parts if (number := self._numbers.get(part)) is not None]
        begin = [number for number in found if words[number].startswith(tuple(parts))]
        return list(dict.fromkeys([*first, *begin, *found]))

    def _with(self, part: str) -> Sequence[int]:
        if len(part) <= LONGEST_PIECE:
            return self._holding.get(part, ())
        pieces = (part[at : at + LONGEST_PIECE] for at in range(len(part) - LONGEST_PIECE + 1))
        rarest = min((self._holding.get(piece, ()) for piece in pieces), key=len)
        return [number for number in rarest if part in self._words[number]]
