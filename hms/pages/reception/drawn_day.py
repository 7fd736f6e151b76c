"""What the open boards of a day know of it, and how it stands on the screen."""

from uuid import UUID

from hms.pages.calendar_patches import Patches
from hms.pages.events import visit_event
from hms.pages.reception import board_shapes as shapes
from hms.pages.shown import Facts, changed_ids
from hms.schemas.board import BoardNews, DayBoard, Placed
from hms.schemas.calendar import CalendarEvent
from hms.services.cards import as_time_passes


class DrawnDay:
    """A day, taken in whole and then change by change; a visit that stays as it was is not drawn again."""

    def __init__(self, board: DayBoard) -> None:
        self.patches = Patches()
        self._drawn: dict[str, tuple[Placed, CalendarEvent]] = {}
        self._facts: Facts | None = None
        self.patients: frozenset[UUID] = frozenset()  # whose visits stand on it; another object only for other people
        self.renew(board)

    def renew(self, board: DayBoard) -> None:
        """Take in the same day read as a whole."""
        self.board, self._ground = board, shapes.ground(board)
        self.visits = {str(one.card.id): one for one in board.visits}
        self._draw()

    def take_in(self, told: BoardNews) -> None:
        """Put what was read again in its place; how long somebody has waited moves on with the clock."""
        for gone in told.gone:
            self.visits.pop(str(gone), None)
        self.visits |= {str(one.card.id): one for one in told.visits if not self._is_newer(one)}
        for key, one in self.visits.items():
            card = as_time_passes(one.card, told.read_at, self.board.long_wait_min)
            if card is not one.card:
                self.visits[key] = one.model_copy(update={"card": card})
        kept = {"held": told.held, "read_at": told.read_at, "now": told.now, "is_today": told.today == self.board.day}
        self.board = self.board.model_copy(update=kept)
        self._draw()

    def put(self, one: Placed) -> None:
        """Show where a visit stands now, also where that is not on this board."""
        self.visits.pop(str(one.card.id), None)
        here = any(column.id == one.card.doctor_id for column in self.board.columns)
        if here and one.starts[:10] == str(self.board.day):
            self.visits[str(one.card.id)] = one
        self._draw()

    def own_holds(self, me: UUID | None) -> frozenset[str]:
        """Name the events that stand for times which somebody is about to book."""
        return frozenset(f"hold:{one.id}" for one in self.board.held if me and one.made_by == me)

    def _is_newer(self, one: Placed) -> bool:
        """Tell whether we know more of a visit than what was read: its next change was put here meanwhile."""
        known = self.visits.get(str(one.card.id))
        return known is not None and known.card.version > one.card.version

    def _draw(self) -> None:
        self.visits = dict(sorted(self.visits.items(), key=lambda pair: pair[1].card.starts_at))
        self.cards, facts = [one.card for one in self.visits.values()], shapes.facts_of(self.visits)
        patients = frozenset(card.patient_id for card in self.cards)
        self.patients = self.patients if patients == self.patients else patients
        changed = changed_ids(self._facts, facts)
        self._facts = facts
        visits = [self._event(key, one, changed) for key, one in self.visits.items()]
        events = [*self._ground, *visits, *map(shapes.held_event, self.board.held)]
        self.patches = self.patches.then(events) if self.patches.seq else self.patches.afresh(events)
        self.columns, self.figures = shapes.columns(self.board, self.cards), shapes.figures(self.cards)
        self.waiting, self.coming = self.lists(changed)

    def lists(self, changed: set[str]) -> tuple[list[shapes.Line], list[shapes.Line]]:
        """Word who waits and who is still to come; what has changed lights up."""
        coming = shapes.lines(shapes.coming(self.cards), changed) if self.board.is_today else []
        return shapes.lines(shapes.waiting(self.cards), changed), coming

    def _event(self, key: str, one: Placed, changed: set[str]) -> CalendarEvent:
        known, event = self._drawn.get(key, (None, None))
        if event is None or known is not one or event.changed != (key in changed):
            event = visit_event(one, changed, movable=True)
            self._drawn[key] = (one, event)
        return event
