"""Settling the dates of a series: what is in the way of each, and what the person decides about it."""

from datetime import datetime

import reflex as rx

from hms.components.badges import tag
from hms.components.booking import chips
from hms.components.buttons import small_button
from hms.components.cards import items
from hms.components.feedback import notice
from hms.components.layout import between, row, stack, txt
from hms.errors import Invalid
from hms.schemas.base import Card
from hms.schemas.series import SeriesDate, SeriesPreview
from hms.texts import t
from hms.web.screen import Screen, handler

OUT = "out"


class Choice(Card):
    """Something that may be done about a date."""

    id: str
    name: str


class DateLine(Card):
    """A date as it stands: fine, to be decided about, at another time, or left out."""

    place: int
    when: str
    until_now: str  # where it is now, of one that would move
    problem: str  # in words
    state: str  # fine, ask, instead or out
    instead: str
    chosen: str
    choices: list[Choice]


class SettlingDates(Screen, mixin=True):
    """A screen on which dates are looked at and settled before anything is written."""

    lines: list[DateLine] = []  # noqa: RUF012 - Reflex copies it for each state
    dates_words: str = ""
    to_decide: int = 0
    to_do: int = 0  # how many would be booked or moved
    _preview: SeriesPreview | None = None
    _decided: dict[int, str] = {}  # noqa: RUF012

    @handler(quiet=True)
    async def decide(self, place: int, choice: str) -> None:
        """Take another time for a date, leave it out, or with the same choice again take that back."""
        decided = dict(self._decided)
        if decided.pop(place, "") != choice:
            decided[place] = choice
        self._decided = decided
        self._draw_dates()

    def _show_dates(self, preview: SeriesPreview | None) -> None:
        """Show what a wish meets now; a decision that can still be had stays."""
        known = {one.place: one for one in preview.dates} if preview else {}
        self._preview = preview
        self._decided = {
            place: way for place, way in self._decided.items() if place in known and _can(known[place], way)
        }
        self._draw_dates()

    def _draw_dates(self) -> None:
        dates = self._preview.dates if self._preview else []
        self.lines = [_line(date, self._decided.get(date.place, "")) for date in dates]
        self.to_decide = sum(line.state == "ask" for line in self.lines)
        self.to_do = sum(line.state in {"fine", "instead"} for line in self.lines)
        self.dates_words = self._preview.words if self._preview else ""

    def _settled(self) -> list[tuple[SeriesDate, datetime]]:
        """Give the dates that are to be, each with its time. Raises Invalid while one is still open."""
        if self.to_decide or not self.to_do or self._preview is None:
            raise Invalid(t("Decide about each marked date first"))
        found = []
        for date in sorted(self._preview.dates, key=lambda one: one.place):
            way = self._decided.get(date.place, "")
            at = datetime.fromisoformat(way) if way and way != OUT else date.starts_at
            if way != OUT and at:
                found.append((date, at))
        return found


def _can(date: SeriesDate, way: str) -> bool:
    return way == OUT or way in {choice.starts_at.isoformat() for choice in date.alternatives}


def _line(date: SeriesDate, way: str) -> DateLine:
    """Word a date with what was decided about it."""
    offered = {choice.starts_at.isoformat(): choice.words for choice in date.alternatives}
    out = [Choice(id=OUT, name=t("Leave out"))]
    state = "out" if way == OUT else "instead" if way else "ask" if date.problem else "fine"
    return DateLine(
        place=date.place,
        when=t("{day}, {time}", day=date.long_day, time=date.time),
        until_now=date.until_now,
        problem=date.words,
        state=state,
        instead=offered.get(way, ""),
        chosen=way,
        choices=[*(Choice(id=key, name=words) for key, words in offered.items()), *out],
    )


# On a phone the dates come below the form: who asked for them is taken there.
COME = """() => document.getElementById("dates")?.scrollIntoView({ block: "nearest" })"""


def dates_list(screen: type[SettlingDates]) -> rx.Component:
    """List the dates, those that need a decision first, each with what may be done about it."""
    told = rx.el.div(notice(rx.cond(screen.to_decide > 0, "warn", "ok"), screen.dates_words), role="status")
    listed = items(rx.foreach(screen.lines, lambda line: _drawn(screen, line)))
    return stack(told, listed, gap="md", id="dates", on_mount=rx.call_function(rx.Var(COME)))


def _drawn(screen: type[SettlingDates], line: rx.Var) -> rx.Component:
    moved = rx.cond(line.until_now, txt(t("now {when}", when=line.until_now), "small", "ink_3"), rx.fragment())
    ways = chips(
        t("What to do about {date}", date=line.when),
        line.choices,
        line.chosen,
        lambda choice: screen.decide(line.place, choice.id),
    )
    asked = stack(txt(line.problem, "small", "warn_ink"), ways)
    leave = small_button(t("Leave out"), "x", of=line.when, on_click=screen.decide(line.place, OUT))
    back = small_button(t("Take it back"), "undo-2", of=line.when, on_click=screen.decide(line.place, OUT))
    act = rx.cond(line.problem, rx.fragment(), rx.cond(line.state == "out", back, leave))
    head = between(stack(txt(line.when, "strong"), moved, gap="hair"), row(_state(line), act, wrap=True), wrap=True)
    inside = stack(head, rx.cond(line.problem, asked, rx.fragment()), class_name="h-grow")
    return rx.el.li(inside, class_name="h-item", key=line.place.to_string())


def _state(line: rx.Var) -> rx.Component:
    return rx.match(
        line.state.to(str),
        ("ask", tag(t("Decide"), "warn", "circle-help")),
        ("instead", tag(line.instead, "ok", "calendar-check")),
        ("out", tag(t("Left out"), "quiet", "x")),
        tag(t("Free"), "ok", "check"),
    )
