"""Two records that may be of one person: each pair once, and a verdict that holds until more speaks against it."""

import json
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope
from hms.models import SuspectedPair
from hms.services.merging.kept import merged_into


def find(scope: Scope, one: UUID, other: UUID) -> SuspectedPair | None:
    """Find the pair of two records."""
    first, second = sorted((one, other))
    asked = select(SuspectedPair).where(SuspectedPair.one_id == first, SuspectedPair.other_id == second)
    return scope.db.exec(asked).first()


def put(scope: Scope, one: UUID, other: UUID, chance: float, why: tuple[str, ...]) -> SuspectedPair:
    """Write a new pair."""
    first, second = sorted((one, other))
    percent = max(1, round(100 * chance))
    pair = SuspectedPair(
        one_id=first, other_id=second, percent=percent, found_at=scope.now, found_by=scope.actor.account_id
    )
    scope.db.add(pair.sealing(why=json.dumps(why)))
    scope.db.flush()
    scope.tell("twins", pair.id)
    return pair


def suspect(scope: Scope, one: UUID, other: UUID, chance: float, why: tuple[str, ...]) -> bool:
    """Put two records on the list, unless somebody called them two people and nothing new speaks for one; tells whether."""
    pair, percent = find(scope, one, other), max(1, round(100 * chance))
    if pair is None:
        if _told_apart(scope, one, other):
            return False
        put(scope, one, other, chance, why)
        return True
    said = words(pair)
    if pair.outcome == "merged" or (pair.outcome == "different" and not _says_more(pair, percent, said, why)):
        return False
    if pair.over_at is None and (pair.percent, said) == (percent, why):
        return False
    pair.percent, pair.why = percent, json.dumps(why)
    pair.over_at = pair.outcome = pair.over_by = pair.reason_sealed = None
    pair.version += 1
    scope.tell("twins", pair.id)
    return True


def _says_more(pair: SuspectedPair, percent: int, said: tuple[str, ...], why: tuple[str, ...]) -> bool:
    return percent >= pair.percent and not set(why) <= set(said)


def words(pair: SuspectedPair) -> tuple[str, ...]:
    """Say what speaks for one person."""
    return tuple(json.loads(pair.why or "[]"))


def _told_apart(scope: Scope, one: UUID, other: UUID) -> bool:
    """Tell whether records that are part of these two were called two people."""
    parts = merged_into(scope.db, [one, other])
    mine = [one, *(gone for gone, kept in parts.items() if kept == one)]
    theirs = [other, *(gone for gone, kept in parts.items() if kept == other)]
    if len(mine) + len(theirs) == 2:
        return False
    first, second = col(SuspectedPair.one_id), col(SuspectedPair.other_id)
    between = or_(first.in_(mine) & second.in_(theirs), first.in_(theirs) & second.in_(mine))
    return (
        scope.db.exec(select(SuspectedPair.id).where(between, SuspectedPair.outcome == "different")).first() is not None
    )


def open_of(scope: Scope, patient_id: UUID) -> list[SuspectedPair]:
    """List the pairs of a record that are still to be looked at."""
    asked = select(SuspectedPair).where(
        or_(SuspectedPair.one_id == patient_id, SuspectedPair.other_id == patient_id),
        col(SuspectedPair.over_at).is_(None),
    )
    return list(scope.db.exec(asked))


def close(scope: Scope, one: UUID, other: UUID, outcome: str, reason: str = "") -> None:
    """Note what became of a pair; of one that nobody suspected, too."""
    end(scope, find(scope, one, other) or put(scope, one, other, 0, ()), outcome, reason)
    if outcome == "merged":
        for gone in (one, other):
            for pair in open_of(scope, gone):
                end(scope, pair, "apart")  # the kept record is looked at anew


def end(scope: Scope, pair: SuspectedPair, outcome: str, reason: str = "") -> None:
    """Take a pair off the list: different, merged, or apart, no longer alike."""
    pair.over_at, pair.outcome, pair.over_by = scope.now, outcome, scope.actor.account_id
    pair.reason = reason or None
    pair.version += 1
    scope.tell("twins", pair.id)
