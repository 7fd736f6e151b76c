"""Sign-ins that live: found by their token, kept by human action, ended at once everywhere."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, update
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Account, Department, LoginSession, Practitioner
from hms.permissions import Permission, Role
from hms.schemas.session import SessionCard, SignedIn
from hms.schemas.words import initials
from hms.security.tokens import new_token, token_hash
from hms.texts import t

LASTS = timedelta(hours=12)
IDLE_STAFF, IDLE_PATIENT = timedelta(minutes=15), timedelta(minutes=30)
HOMES = {
    Role.PATIENT: "/patient",
    Role.DOCTOR: "/doctor",
    Role.RECEPTIONIST: "/reception",
    Role.ADMINISTRATOR: "/admin",
}
WORDS = {
    Role.PATIENT: t("Patient"),
    Role.DOCTOR: t("Doctor"),
    Role.RECEPTIONIST: t("Front desk"),
    Role.ADMINISTRATOR: t("Administrator"),
}


def _idle(role: str) -> timedelta:
    return IDLE_PATIENT if role == Role.PATIENT else IDLE_STAFF


def _living(now: datetime) -> ColumnElement[bool]:
    """Say which sessions live: neither ended nor run out, acted in lately, on an account that is not disabled."""
    acted = col(LoginSession.acted_at)
    return and_(
        col(LoginSession.ended_at).is_(None),
        col(LoginSession.ends_at) > now,
        case((col(Account.role) == Role.PATIENT, acted > now - IDLE_PATIENT), else_=acted > now - IDLE_STAFF),
        col(Account.disabled_at).is_(None),
    )


def _one(scope: Scope, which: ColumnElement[bool]) -> SessionCard | None:
    joined: Any = select(LoginSession, Account).join(Account).where(which, _living(scope.now))
    row = scope.db.exec(joined).first()
    return _card(scope, *row) if row else None


def _card(scope: Scope, session: LoginSession, account: Account) -> SessionCard:
    role = Role(account.role)
    return SessionCard(
        id=session.id,
        account_id=account.id,
        role=role,
        patient_id=account.patient_id,
        practitioner_id=account.practitioner_id,
        name=account.name,
        initials=initials(account.name),
        subtitle=_department(scope, account.practitioner_id) or WORDS[role],
        clinic=scope.clinic.name,
        ends_at=session.ends_at,
        idle_ends_at=session.acted_at + _idle(role),
    )


def _department(scope: Scope, practitioner_id: UUID | None) -> str:
    if practitioner_id is None:
        return ""
    named = select(Department.name).join(Practitioner).where(Practitioner.id == practitioner_id)
    return scope.db.exec(named).first() or ""


@requires(Permission.SIGN_IN, reading=True)
def find(scope: Scope, hashed: str) -> SessionCard | None:
    """Find the living session of a token's hash."""
    return _one(scope, col(LoginSession.token_hash) == hashed)


@requires(Permission.SIGN_IN, reading=True)
def by_id(scope: Scope, session_id: UUID) -> SessionCard | None:
    """Find a living session by its id."""
    return _one(scope, col(LoginSession.id) == session_id)


@requires(Permission.SIGN_IN, reading=True)
def alive(scope: Scope, session_ids: list[UUID]) -> list[UUID]:
    """Tell which of these sessions still live, in one query."""
    which = select(LoginSession.id).join(Account).where(col(LoginSession.id).in_(session_ids), _living(scope.now))
    return list(scope.db.exec(which))


@requires(Permission.SIGN_IN)
def touch(scope: Scope, session_id: UUID) -> None:
    """Note a human action: the idle end moves on, the absolute end does not; what ran out stays over."""
    living = select(LoginSession.id).join(Account).where(col(LoginSession.id) == session_id, _living(scope.now))
    kept = update(LoginSession).where(col(LoginSession.id).in_(living))
    scope.db.connection().execute(kept.values(acted_at=scope.now))


@requires(Permission.SIGN_IN)
def end(scope: Scope, session_id: UUID) -> None:
    """End one session, everywhere, at once."""
    scope.note(session_id)
    _end(scope, col(LoginSession.id) == session_id)


def end_all(scope: Scope, account_id: UUID) -> None:
    """End every session of an account, everywhere, at once."""
    _end(scope, col(LoginSession.account_id) == account_id)


def _end(scope: Scope, which: ColumnElement[bool]) -> None:
    ended = update(LoginSession).where(which, col(LoginSession.ended_at).is_(None)).values(ended_at=scope.now)
    ids = scope.db.connection().execute(ended.returning(col(LoginSession.id))).scalars().all()
    if ids:
        scope.tell("session", *ids)


def begin(scope: Scope, account: Account, address: str = "") -> SignedIn:
    """Open a session for an account; the token is given once and only its hash is kept."""
    token = new_token()
    scope.db.add(
        LoginSession(
            token_hash=token_hash(token),
            account_id=account.id,
            made_at=scope.now,
            acted_at=scope.now,
            ends_at=scope.now + LASTS,
        ).sealing(address=address or None)
    )
    return SignedIn(token=token, home=HOMES[Role(account.role)], lasts_s=int(LASTS.total_seconds()))
