"""Names that people are called instead of their own, from a list of this project."""

from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("nicknames.txt")
NONE: frozenset[int] = frozenset()


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    lines = (line.partition("#")[0].split() for line in LIST.read_text("utf-8").splitlines())
    for number, names in enumerate(filter(None, lines)):
        for name in names:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@cache
def _members() -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for name, numbers in _groups().items():
        for number in numbers:
            found.setdefault(number, set()).add(name)
    return {number: frozenset(names) for number, names in found.items()}


def are_nicknames(one: str, other: str) -> bool:
    """Tell whether two names, in plain Latin letters, are used for one another."""
    return not _groups().get(one, NONE).isdisjoint(_groups().get(other, NONE))


def called(name: str) -> frozenset[str]:
    """List what somebody of this name may be called, or be named if that is what they are called."""
    return frozenset(member for number in _groups().get(name, NONE) for member in _members()[number])
