"""Sending what is due. Nothing is sent within a transaction: claimed in one, sent, and the outcome written in another.

A message goes at least once. Who dies between sending and writing sends it again when the claim has run out, under
the same Message-ID, by which mail programs know the twin.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from secrets import SystemRandom
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from hms.access import SYSTEM, Scope, Service, perform, requires
from hms.models import OutboxMessage
from hms.permissions import Permission
from hms.services.channels import Channel, Problem, Undelivered, Way
from hms.services.outbox.preparing import prepare
from hms.services.outbox.quiet import quiet_hours
from hms.services.outbox.standing import facts_of, locked

A = ParamSpec("A")
R = TypeVar("R")
log = logging.getLogger("hms.messages")
AT_ONCE = 10
CLAIM = timedelta(minutes=15)  # longer than a batch can take: each answer of a server is waited for some seconds only
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=4)
MOST_TRIES = 13  # after about a day
SPREAD = (0.8, 1.2)  # so that what failed together is not tried together
_chance = SystemRandom()


@requires(Permission.RUN_CLOCKWORK)
def claim(scope: Scope) -> list[UUID]:
    """Take some messages that are due, for this worker alone; what fell into the quiet hours waits until their end."""
    asked = select(OutboxMessage).where(
        col(OutboxMessage.over_at).is_(None),
        col(OutboxMessage.due_at) <= scope.now,
        or_(col(OutboxMessage.claimed_until).is_(None), col(OutboxMessage.claimed_until) <= scope.now),
    )
    # SQLite has one writer and knows no locks of rows: there this transaction is alone from its beginning.
    due = scope.db.exec(asked.order_by(col(OutboxMessage.due_at)).limit(AT_ONCE).with_for_update(skip_locked=True))
    taken = []
    for message in due.all():
        if (waits := _not_before(scope, message, scope.now)) > scope.now:
            message.due_at = waits
        else:
            message.claimed_until, message.tries = scope.now + CLAIM, message.tries + 1
            taken.append(message.id)
        scope.tell("outbox")
    return taken


def _not_before(scope: Scope, message: OutboxMessage, at: datetime) -> datetime:
    """Say when a message may leave that would be tried at this moment, as due() does for a new one."""
    waits = quiet_hours(scope).over(at)
    if waits > at:
        with suppress(ValueError, KeyError):
            return waits if waits < facts_of(message).useless_at else at
    return waits


@requires(Permission.RUN_CLOCKWORK)
def settle(scope: Scope, message_id: UUID, channel: str, problem: Problem | None, for_good: bool = False) -> None:
    """Write down what became of a message: sent, to be tried again later, or given up. Raises NotFound."""
    message = locked(scope, message_id)
    message.claimed_until, message.channel, message.problem = None, channel, problem
    if problem is None:
        message.sent_at = message.over_at = scope.now
        message.outcome = "sent"
    elif for_good or message.tries >= MOST_TRIES:
        message.over_at, message.outcome = scope.now, "given_up"
    else:
        again = scope.now + pause(message.tries) * _chance.uniform(*SPREAD)
        message.due_at = _not_before(scope, message, again)
    scope.tell("outbox")


def pause(tries: int) -> timedelta:
    """Say how long to wait after so many tries: twice as long each time, up to some hours."""
    return min(FIRST_RETRY * float(2 ** (tries - 1)), LONGEST_RETRY)


def send_due(now: datetime) -> int:
    """Send a few of the messages that are due, and tell how many were taken; one's failure never stops another."""
    taken = _act(now, claim)
    with _ways() as channels:
        for message_id in taken:
            _send(message_id, channels, now)
    return len(taken)


def _act(now: datetime, service: Service[A, R], /, *args: A.args, **kwargs: A.kwargs) -> R:
    at: Any = {"now": now, **kwargs}
    return perform(service, SYSTEM, *args, **at)


@contextmanager
def _ways() -> Iterator[dict[str, Channel]]:
    """Keep the ways that a batch uses open while it lasts."""
    opened: dict[str, Channel] = {}
    try:
        yield opened
    finally:
        for channel in opened.values():
            channel.close()


def _send(message_id: UUID, channels: dict[str, Channel], now: datetime) -> None:
    way, problem, for_good = "", None, False
    try:
        ready = _act(now, prepare, message_id)
        if ready is None:
            return
        channel = _open(ready.way, channels)
        way = channel.name
        channel.send(ready.to, ready.message)
    except Undelivered as failure:
        problem, for_good = failure.problem, failure.for_good
    except Exception as failure:  # noqa: BLE001 - whatever it is, the others still go
        problem = Problem.OURS
        log.warning("message %s could not be prepared or sent (%s)", message_id, type(failure).__name__)
    _act(now, settle, message_id, way, problem, for_good)


def _open(way: Way, channels: dict[str, Channel]) -> Channel:
    if way.name not in channels:
        channels[way.name] = way.open()
    return channels[way.name]
