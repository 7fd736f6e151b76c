"""Setting up a new clinic: one link, once; closed for ever after the first administrator."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import THE_CLINIC, Account, Clinic, Invitation
from hms.permissions import Permission, Role
from hms.schemas.accounts import SetUp
from hms.schemas.session import SignedIn
from hms.security.passwords import check_strength, hash_password
from hms.security.tokens import new_token, token_hash
from hms.services import accounts, sessions

LINK_LASTS = timedelta(hours=24)
OFFER = "set up"


@requires(Permission.MAINTAIN)
def offer(scope: Scope) -> str | None:
    """Make the one-time link's token for a clinic that is not set up; earlier links die. None once it is."""
    if scope.clinic.set_up_at:
        return None
    scope.db.connection().execute(delete(Invitation).where(col(Invitation.role) == OFFER))
    token = new_token()
    scope.db.add(
        Invitation(token_hash=token_hash(token), role=OFFER, made_at=scope.now, expires_at=scope.now + LINK_LASTS)
    )
    return token


def _open(scope: Scope, token: str) -> Invitation | None:
    asked = select(Invitation).where(
        Invitation.token_hash == token_hash(token),
        Invitation.role == OFFER,
        col(Invitation.used_at).is_(None),
        col(Invitation.expires_at) > scope.now,
    )
    return None if scope.clinic.set_up_at else scope.db.exec(asked).first()


@requires(Permission.SET_UP_CLINIC, reading=True)
def find_offer(scope: Scope, token: str) -> bool:
    """Tell whether this link opens the set-up."""
    return _open(scope, token) is not None


@requires(Permission.SET_UP_CLINIC)
def set_up(scope: Scope, token: str, form: SetUp) -> SignedIn:
    """Name the clinic and make its first administrator. Raises NotFound for a dead link, also for the second of two."""
    check_strength(form.password, form.email, form.name, form.clinic)
    hashed = hash_password(form.password)
    # The lock on the clinic's row orders two who do this at once; SQLite has one writer anyway.
    clinic = scope.db.exec(select(Clinic).where(Clinic.id == THE_CLINIC).with_for_update()).one()
    scope.db.refresh(clinic)
    link = _open(scope, token)
    if link is None or clinic.set_up_at:
        raise NotFound
    link.used_at = clinic.set_up_at = scope.now
    clinic.name, clinic.country, clinic.zone, clinic.language = form.clinic, form.country, form.zone, form.language
    administrator: Account = accounts.make(scope, Role.ADMINISTRATOR, form.name, form.email, hashed)
    scope.tell("clinic")
    scope.db.flush()
    return sessions.begin(scope, administrator)
