"""A calendar's full list once, and from then on only what has changed."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from hms.schemas.calendar import CalendarEvent, CalendarPatch

KEPT = 8  # a browser that missed more than these asks for the full list


def _same(one: CalendarEvent | None, other: CalendarEvent) -> bool:
    """Tell whether two say the same: that something was new, and is old by now, is no change."""
    if one is None or one is other:
        return one is other
    return {**one.__dict__, "changed": False} == {**other.__dict__, "changed": False}


def patch_between(old: Iterable[CalendarEvent], new: Iterable[CalendarEvent], seq: int) -> CalendarPatch | None:
    """Say what turns one list into another; None where nothing does."""
    before = {event.id: event for event in old}
    after = {event.id: event for event in new}
    upsert = [event for event in after.values() if not _same(before.get(event.id), event)]
    remove = [name for name in before if name not in after]
    return CalendarPatch(seq=seq, upsert=upsert, remove=remove) if upsert or remove else None


@dataclass(frozen=True)
class Patches:
    """What one open page has been told: the full list, the number of the last change in it, and the changes since.

    A screen keeps it in a backend var and copies it into the vars that the calendar reads: `recent` each time, `events`
    and `base` only after afresh(), as whatever is assigned travels again.
    """

    events: list[CalendarEvent] = field(default_factory=list)  # sent in full
    base: int = 0
    recent: list[CalendarPatch] = field(default_factory=list)
    seq: int = 0
    shown: list[CalendarEvent] = field(default_factory=list)  # what the page shows by now

    def afresh(self, events: list[CalendarEvent]) -> "Patches":
        """Begin again with a full list: on load, for another day, or when a page has missed something."""
        # Counted on from the clock: a page that connects again, to another process, still holds patches of the last one.
        seq = max(self.seq, time.time_ns() // 1_000_000)
        return Patches(events=events, base=seq, seq=seq, shown=events)

    def then(self, events: list[CalendarEvent]) -> "Patches":
        """Add the change to a newer list; the same where nothing has changed."""
        patch = patch_between(self.shown, events, self.seq + 1)
        if patch is None:
            return self
        recent = [*self.recent, patch][-KEPT:]
        return Patches(events=self.events, base=self.base, recent=recent, seq=patch.seq, shown=events)
