"""What staff screens of a day share: the state as it is drawn, and what lights up for a moment."""

from hms.schemas.scheduling import AppointmentCard

Facts = dict[str, tuple[str, str, str]]
Lit = dict[str, float]  # what is lit up, since when
LIT_S = 2.4  # as long as base.css lights it


def shown_status(card: AppointmentCard) -> str:
    """Name the state as it is drawn: who waits long is said apart."""
    return "long" if card.status == "arrived" and card.waits_long else card.status


def changed_ids(before: Facts | None, now: Facts) -> set[str]:
    """Say which visits are new or differ since the last look; nothing at the first, when there is none before."""
    return set() if before is None else {key for key, facts in now.items() if before.get(key) != facts}


def still_lit(lit: Lit, changed: set[str], now: float) -> Lit:
    """Say what is lit up now: one act may be told on several topics, and the second look must take no light away."""
    return {key: since for key, since in lit.items() if now - since < LIT_S} | dict.fromkeys(changed, now)
