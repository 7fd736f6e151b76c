"""What stands on any calendar of visits: pure functions from cards to its entries."""

from hms.pages.shown import shown_status
from hms.schemas.board import Ground, Placed
from hms.schemas.calendar import CalendarEvent


def ground_event(one: Ground) -> CalendarEvent:
    """Lay out what lies under the visits."""
    doctor = str(one.doctor_id or "")
    name = f"{one.kind}:{doctor}:{one.starts}"
    return CalendarEvent(id=name, start=one.starts, end=one.ends, resource=doctor, kind=one.kind, title=one.words)


def visit_event(one: Placed, changed: set[str], *, movable: bool) -> CalendarEvent:
    """Lay out a visit; what has just changed lights up."""
    card = one.card
    return CalendarEvent(
        id=str(card.id),
        start=one.starts,
        end=one.ends,
        resource=str(card.doctor_id),
        title=card.patient,
        note=card.visit_type,
        status=shown_status(card),
        version=card.version,
        editable=movable and card.can_change,
        overbooked=card.overbooked,
        colour=card.colour if card.visit_type_id else "",  # else the edge tells the state
        changed=str(card.id) in changed,
    )
