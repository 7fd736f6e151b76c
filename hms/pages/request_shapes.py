"""Appointments that wait for an answer, as a list draws them: pure functions from cards to lines."""

from datetime import datetime

from hms.pages.shown import Facts
from hms.schemas.base import Card
from hms.schemas.scheduling import AppointmentCard
from hms.texts import t


class Line(Card):
    """An appointment that somebody has to say something to."""

    id: str
    version: int
    name: str
    initials: str
    about: str  # 46 y, Female
    missed: str  # how often the patient did not come, "" for never
    when: str
    doctor: str
    kind: str  # what kind of visit, and for a doctor why; "" for a plain one
    note: str  # what became of it
    board: str  # the address of its day with it open
    today: bool  # and over already
    ahead: bool  # its time is still to come
    changed: bool
    gone: bool = False  # it was answered meanwhile


def facts_of(cards: list[AppointmentCard]) -> Facts:
    """Note what would be worth lighting up when it changes."""
    return {str(card.id): (card.status, f"{card.day} {card.time}", card.doctor) for card in cards}


def lines(cards: list[AppointmentCard], now: datetime, changed: set[str] = frozenset()) -> list[Line]:
    """Word a list of appointments."""
    return [_line(card, now, str(card.id) in changed) for card in cards]


def _line(card: AppointmentCard, now: datetime, changed: bool) -> Line:
    ahead = card.starts_at > now
    return Line(
        id=str(card.id),
        version=card.version,
        name=card.patient,
        initials=card.patient_initials,
        about=card.patient_facts,
        missed=_missed(card.no_shows),
        when=t("{day}, {time} – {ends}", day=card.relative or card.short_day, time=card.time, ends=card.ends),
        doctor=t("{doctor}, {department}", doctor=card.doctor, department=card.department),
        kind=": ".join(filter(None, [card.visit_type, card.reason])),
        note=_note(card),
        board=f"/reception?day={card.day}&visit={card.id}",
        today=bool(card.relative) and not ahead,  # the one word that a past day may have
        ahead=ahead,
        changed=changed,
    )


def _missed(count: int) -> str:
    if not count:
        return ""
    return t("1 no-show") if count == 1 else t("{n} no-shows", n=count)


def _note(card: AppointmentCard) -> str:
    """Say who gave it back, and why where its reader may know."""
    if not card.cancelled_by:
        return ""
    if card.cancel_reason:
        return t("By {who}: {why}", who=card.cancelled_by, why=card.cancel_reason)
    return t("By {who}", who=card.cancelled_by)
