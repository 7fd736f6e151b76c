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
MOST_CODES = 60  # codes that open no record, from one address
MOST_PROOFS, MOST_PROOFS_FROM = 10, 60  # wrong ones, for one paper and from one address
MOST_LINKS = 60  # that open nothing: programmes behind one address ask on for what was revoked long ago


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


def check_links(db: Session, address: str, now: datetime) -> None:
    """Refuse an address that asked too often for links that open nothing. Raises TooManyTries."""
    check(db, {fingerprint("link", address): MOST_LINKS}, now)


def count_link(scope: Scope, address: str) -> None:
    """Count one more link from an address that opens nothing; the refusal that follows must keep it."""
    scope.db.add(SignInTry(who=fingerprint("link", address), at=scope.now))


def check_codes(db: Session, address: str, now: datetime) -> None:
    """Refuse an address that tried too many codes that open no record. Raises TooManyTries."""
    check(db, {fingerprint("record code", address): MOST_CODES}, now)


def count_code(scope: Scope, address: str) -> None:
    """Count one more code from an address that opens no record; the refusal that follows must keep it."""
    scope.db.add(SignInTry(who=fingerprint("record code", address), at=scope.now))


def check_proofs(db: Session, paper: str, address: str, now: datetime) -> None:
    """Refuse where too much was typed that does not stand on a paper. Raises TooManyTries."""
    check(db, {fingerprint("paper", paper): MOST_PROOFS, fingerprint("proof", address): MOST_PROOFS_FROM}, now)


def count_proof(scope: Scope, paper: str, address: str) -> None:
    """Count one more wrong answer for a paper, from an address; the refusal that follows must keep it."""
    for who in (fingerprint("paper", paper), fingerprint("proof", address)):
        scope.db.add(SignInTry(who=who, at=scope.now))
