"""The latest changes of this process, so that a screen which learns only while loading what to watch misses none."""

from collections import deque

from hms.changes import Change

_LATEST: deque[tuple[int, str | None]] = deque(maxlen=2_000)
_count = 0


def note(change: Change | None) -> None:
    """Remember a change; None stands for all of them."""
    global _count  # noqa: PLW0603 - one journal for each process
    _count += 1
    _LATEST.append((_count, change.topic if change else None))


def mark() -> int:
    """Return the place in the journal where we are now."""
    return _count


def missed(since: int, topics: frozenset[str]) -> bool:
    """Tell whether one of these topics changed since a mark; yes too where the journal no longer reaches back."""
    if not topics or since == _count:
        return False
    if _LATEST[0][0] > since + 1:
        return True
    return any(number > since and (topic is None or topic in topics) for number, topic in _LATEST)
