"""Many short lines as one text: any part of any of them is found at memory's speed."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator

UNSETTLED = 1_000  # new lines that are looked through one by one


class Lines:
    """Lines with a number each, in the order in which they came."""

    def __init__(self) -> None:
        self._text, self._starts = "\n", array("Q")  # each line between two ends
        self._new: list[str] = []

    def __len__(self) -> int:
        return len(self._starts) + len(self._new)

    def add(self, line: str) -> int:
        """Add a line; gives its number."""
        self._new.append(line)
        return len(self) - 1

    def holding(self, part: str) -> Iterator[int]:
        """Number the lines that hold a part, each once."""
        if len(self._new) > UNSETTLED:
            self.settle()
        at = self._text.find(part)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._text.find(part, self._starts[number + 1]) if number + 1 < len(self._starts) else -1
        for number, line in enumerate(self._new, len(self._starts)):
            if part in line:
                yield number

    def __getitem__(self, number: int) -> str:
        if number >= len(self._starts):
            return self._new[number - len(self._starts)]
        begin = self._starts[number]
        return self._text[begin : self._text.index("\n", begin)]

    def settle(self) -> None:
        """Write the new lines into the text."""
        at = len(self._text)
        for line in self._new:
            self._starts.append(at)
            at += len(line) + 1
        self._text += "\n".join(self._new) + "\n"
        self._new = []
