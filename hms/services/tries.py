"""Tries at the door: counted in a window by what they were made on and from where, both only as fingerprints."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from hms.access import Scope
from hms.db import transaction
from hms.errors import TooManyTries
from hms.models import SignInTry
from hms.security.fingerprints import fingerprint

WINDOW_MIN = 15
MOST_REGISTRATIONS = 60  # by one address in a window: a whole waiting room may stand behind one


def check(db: Session, limits: Mapping[str, int], now: datetime) -> None:
    """Refuse when one of these was tried too often lately. Raises TooManyTries."""
    since = now - timedelta(minutes=WINDOW_MIN)
    counted = select(SignInTry.who, func.count()).group_by(SignInTry.who)
    recent = counted.where(col(SignInTry.who).in_(limits), col(SignInTry.at) > since)
    if any(tries >= limits[who] for who, tries in db.exec(recent)):
        raise TooManyTries(WINDOW_MIN)


def count_registration(scope: Scope, address: str) -> None:
    """Count one more registration from an address, before its password is hashed. Raises TooManyTries."""
    who = fingerprint("register", address)
    with transaction(reading=True) as db:  # the act's own transaction begins only after the hash
        check(db, {who: MOST_REGISTRATIONS}, scope.now)
    scope.db.add(SignInTry(who=who, at=scope.now))
