"""Where a message stands, in one word and in a few."""

from contextlib import suppress
from datetime import date, datetime

from hms.access import Scope
from hms.models import OutboxMessage
from hms.schemas.words import clock, short_day
from hms.services.channels import WORDS, Problem
from hms.services.local_time import local_day, today
from hms.services.outbox.kinds import Kind
from hms.services.outbox.sending import MOST_TRIES
from hms.services.outbox.standing import Facts, facts_of
from hms.texts import t

KINDS: dict[str, str] = {
    Kind.REQUESTED: t("Request received"),
    Kind.BOOKED: t("Booked"),
    Kind.APPROVED: t("Confirmed"),
    Kind.DECLINED: t("Declined"),
    Kind.MOVED: t("Moved"),
    Kind.CANCELLED: t("Cancelled"),
    Kind.REMINDER: t("Reminder"),
    Kind.OFFER: t("Free time offered"),
    Kind.PROPOSAL: t("Another time offered"),
    Kind.MESSAGE: t("“You have a message”"),
}
TRIED_AGAIN = {"retrying", "given_up", "no_address", "printed"}  # if there is still time

WHY_NOT = {  # by outcome
    "sent": t("no mail server is set up"),
    "no_address": t("the record has no address for it"),
    "unwanted": t("the patient wants no messages"),
    "deceased": t("the patient has died"),
    "superseded": t("something newer was told instead, or it is over"),
    "late": t("it could not leave in time"),
}


def state(scope: Scope, message: OutboxMessage) -> str:
    """Name the state of a message, as it is drawn."""
    if message.outcome == "sent" and message.channel == "console":
        return "printed"
    if message.outcome:
        return {"late": "too_late", "deceased": "unwanted"}.get(message.outcome, message.outcome)
    if message.claimed_until and message.claimed_until > scope.now:
        return "sending"
    return "retrying" if message.problem else "to_send"


def note(scope: Scope, message: OutboxMessage, stands: str) -> str:
    """Say when a message leaves or left, or why it did not."""
    why = WORDS[Problem(message.problem)] if message.problem else ""
    match stands:
        case "to_send" | "sending":
            waits = message.due_at > scope.now
            return t("leaves {when}", when=said_at(scope, message.due_at)) if waits else t("leaves now")
        case "retrying":
            again = {"when": said_at(scope, message.due_at), "n": message.tries + 1, "most": MOST_TRIES, "why": why}
            return t("{when}, try {n} of {most}: {why}", **again)
        case "sent":
            return said_at(scope, message.sent_at or message.made_at)
        case "given_up":
            return why
        case _:
            return WHY_NOT[message.outcome or ""]


def can_retry(scope: Scope, message: OutboxMessage, stands: str) -> bool:
    """Tell whether trying again now makes sense: it did not go, and there is still time."""
    facts = known_facts(message)
    return stands in TRIED_AGAIN and facts is not None and facts.useless_at > scope.now


def known_facts(message: OutboxMessage) -> Facts | None:
    """Read what a message tells of; None where that was damaged."""
    with suppress(ValueError, KeyError):
        return facts_of(message)
    return None


def about(scope: Scope, message: OutboxMessage) -> str:
    """Say of which time a message tells."""
    facts = known_facts(message)
    return said_at(scope, facts.starts_at, whole=True) if facts else ""


def visit_day(scope: Scope, message: OutboxMessage) -> date | None:
    """Give the day on whose board its appointment stands; None for an offer."""
    facts = known_facts(message)
    return local_day(scope, facts.starts_at) if facts and message.appointment_id else None


def said_at(scope: Scope, at: datetime, whole: bool = False) -> str:
    """Say when something is or was: only the time where it is today, unless the whole is asked for."""
    day, time = local_day(scope, at), clock(at, scope.zone)
    return time if day == today(scope) and not whole else t("{day}, {time}", day=short_day(day), time=time)
