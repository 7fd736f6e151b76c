"""What stands on a calendar, in the clinic's wall clock, and how a change of it travels to a browser."""

from hms.schemas.base import Card


class CalendarEvent(Card):
    """A visit, or with a kind the ground it stands on: open, closed, break, leave or holiday.

    Times are wall clock without a zone, YYYY-MM-DDTHH:MM:SS. Ground without a resource lies under all of them.
    """

    id: str
    start: str
    end: str
    resource: str = ""
    title: str = ""
    kind: str = ""
    note: str = ""  # the second line: the reason, the type of visit
    status: str = ""  # a key of components.statuses.STATUS
    version: int = 0
    editable: bool = False  # may its reader move it
    overbooked: bool = False
    held: bool = False  # somebody is booking this time now
    colour: str = ""  # a tone, or a name of the palette, for the edge
    changed: bool = False  # lights up once when it is drawn


class CalendarColumn(Card):
    """A doctor or a room, side by side with others; the note stands below the name."""

    id: str
    title: str
    note: str = ""
    late: bool = False  # the note is a warning


class CalendarPatch(Card):
    """One change of a calendar. Numbers rise by one, so that a missing one is noticed."""

    seq: int
    upsert: list[CalendarEvent]
    remove: list[str]
