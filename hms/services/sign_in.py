"""Signing in: unknown and known accounts answer alike, tries are counted, hashing keeps nobody waiting."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from hms import audit
from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import WrongPassword
from hms.models import Account, SignInTry
from hms.permissions import Permission, Role
from hms.schemas.session import SignedIn
from hms.security.fingerprints import fingerprint
from hms.security.passwords import hash_password, matches, outdated
from hms.services import tries
from hms.services.intake import beginning
from hms.services.sessions import HOMES, begin

# Tries in a window: by one address on one account, on one account from anywhere, by one address on any account.
# The last is high: a hospital may stand behind one address.
MOST_PAIR, MOST_ACCOUNT, MOST_ADDRESS = 5, 30, 100


def email_index(email: str) -> str:
    """Compute the blind index of an e-mail address; case does not matter."""
    return fingerprint("email", email.strip().casefold())


def home_of(role: Role) -> str:
    """Name the page where a role begins."""
    return HOMES[role]


def _limits(email: str, address: str) -> dict[str, int]:
    account = email_index(email)
    return {
        fingerprint("try", account, address): MOST_PAIR,
        fingerprint("try", account): MOST_ACCOUNT,
        fingerprint("try", "address", address): MOST_ADDRESS,
    }


def _hash_of(db: Session, email: str) -> tuple[UUID | None, str | None]:
    found = db.exec(
        select(Account.id, Account.password_hash).where(
            Account.email_index == email_index(email), col(Account.disabled_at).is_(None)
        )
    ).first()
    return found or (None, None)


@requires(Permission.SIGN_IN)
def sign_in(scope: Scope, email: str, password: str, address: str) -> SignedIn:
    """Open a session for an e-mail address and its password. Raises WrongPassword or TooManyTries."""
    limits = _limits(email, address)
    with transaction(reading=True) as db:  # before this act's own transaction begins: the hash below takes 150 ms
        tries.check(db, limits, scope.now)
        account_id, hashed = _hash_of(db, email)
    right = matches(password, hashed)
    better = hash_password(password) if right and hashed and outdated(hashed) else None
    tries.check(scope.db, limits, scope.now)  # again: guesses made at once all passed the first look before any counted
    # Locked: a new password that is being set now must see this session, or this must see the new password.
    account = scope.db.get(Account, account_id, with_for_update=True) if right else None
    if account is None or account.disabled_at or account.password_hash != hashed:
        scope.db.add_all([SignInTry(who=who, at=scope.now) for who in limits])
        _remember(scope, "refused", account_id)
        raise WrongPassword
    if better:
        account.password_hash = better
    old = scope.now - timedelta(minutes=tries.WINDOW_MIN)
    mine = col(SignInTry.who).in_(list(limits)[:2])
    scope.db.connection().execute(delete(SignInTry).where(mine | (col(SignInTry.at) < old)))
    _remember(scope, "done", account.id)
    first = beginning.is_first(scope, account)
    begun = begin(scope, account, address)
    return begun.model_copy(update={"home": beginning.PATH}) if first else begun


def _remember(scope: Scope, outcome: str, account_id: UUID | None) -> None:
    act = audit.Act(scope.now, account_id, None, scope.actor.role, Permission.SIGN_IN, "sign_in", outcome, None)
    audit.remember(scope.db, act, set())
