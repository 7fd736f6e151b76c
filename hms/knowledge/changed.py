"""What a clinic says in place of what a catalogue's file says, or beside it: the file stays as it came."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

Tree = dict[str, Any]


class Change(NamedTuple):
    """What the clinic says of one entry."""

    says: Tree | None = None  # the whole entry in the file's words; None where it is as in the file
    offered: bool | None = None  # may it be chosen; None where it is as in the file
    off_at: datetime | None = None  # since when it is not


class Merged(NamedTuple):
    """An entry as it stands."""

    key: str
    tree: Tree
    offered: bool | None
    off_at: datetime | None


Changes = Mapping[str, Change]
NO_CHANGES: Changes = {}


def merged(entries: Mapping[str, Tree], changes: Changes) -> Iterator[Merged]:
    """Give the file's entries in their order as the clinic has changed them, and its own after them."""
    for key, tree in entries.items():
        change = changes.get(key, Change())
        yield Merged(key, change.says or tree, change.offered, change.off_at)
    for key, change in changes.items():
        if key not in entries and change.says:
            yield Merged(key, change.says, change.offered, change.off_at)
