"""Whoever signs shows that they are who signed in: their password, asked for afresh. There are no passkeys here yet."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hms.access import Scope
from hms.db import transaction
from hms.errors import WrongOwnPassword
from hms.models import Account, SignInTry
from hms.security.fingerprints import fingerprint
from hms.security.passwords import matches
from hms.services import tries

MOST = 5  # wrong passwords in a window, as for signing in


def prove(scope: Scope, password: str) -> None:
    """Make sure that the actor knows their password. Raises WrongOwnPassword, which is counted, or TooManyTries.

    Call it before anything else touches the act's transaction: a password's hash takes 150 ms.
    """
    who = fingerprint("signature", str(scope.actor.account_id))
    with transaction(reading=True) as db:
        tries.check(db, {who: MOST}, scope.now)
        hashed = _hash_of(db, scope)
    right = matches(password, hashed)
    tries.check(scope.db, {who: MOST}, scope.now)  # again: guesses made at once all passed the first look
    if not right or _hash_of(scope.db, scope) != hashed:
        scope.db.add(SignInTry(who=who, at=scope.now))
        raise WrongOwnPassword
    scope.db.connection().execute(delete(SignInTry).where(col(SignInTry.who) == who))


def _hash_of(db: Session, scope: Scope) -> str | None:
    mine = select(Account.password_hash).where(Account.id == scope.actor.account_id, col(Account.disabled_at).is_(None))
    return db.exec(mine).first()
