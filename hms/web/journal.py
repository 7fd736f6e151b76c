"""The latest changes of this process, so that whoever has read before some of them knows what to read again."""

from collections import deque

from hms.changes import Change

_LATEST: deque[tuple[int, Change | None]] = deque(maxlen=2_000)
_count = 0


def note(change: Change | None) -> None:
    """Remember a change; None stands for all of them."""
    global _count  # noqa: PLW0603 - one journal for each process
    _count += 1
    _LATEST.append((_count, change))


def mark() -> int:
    """Return the place in the journal where we are now."""
    return _count


def missed(since: int, topics: frozenset[str]) -> bool:
    """Tell whether one of these topics changed since a mark; yes too where the journal no longer reaches back."""
    return any(changed(since, topic) != frozenset() for topic in topics)


def changed(since: int, topic: str) -> frozenset[str] | None:
    """Return which ids of a topic changed since a mark; None where anything of it may have."""
    if since == _count:
        return frozenset()
    if _LATEST[0][0] > since + 1:
        return None
    ids: set[str] = set()
    for number, change in reversed(_LATEST):
        if number <= since:
            break
        if change is None or (change.topic == topic and not change.ids):
            return None
        if change.topic == topic:
            ids.update(change.ids)
    return frozenset(ids)
