"""What staff screens of a day share: the state as it is drawn, and what lights up for a moment."""

from hms.schemas.scheduling import AppointmentCard

Facts = dict[str, tuple[str, str, str]]


def shown_status(card: AppointmentCard) -> str:
    """Name the state as it is drawn: who waits long is said apart."""
    return "long" if card.status == "arrived" and card.waits_long else card.status


def changed_ids(before: Facts, now: Facts) -> set[str]:
    """Say which visits are new or differ since the last look; nothing at the first."""
    return {key for key, facts in now.items() if before.get(key) != facts} if before else set()
