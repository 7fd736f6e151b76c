"""Sign-ins that live: found by their token, kept by human action, ended at once everywhere."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, update
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Account, ActingFor, Department, LoginSession, Patient, Practitioner
from hms.permissions import DEVICES, Permission, Role
from hms.schemas.session import SessionCard, SignedIn
from hms.schemas.words import initials
from hms.security.tokens import new_token, token_hash
from hms.services.acting_terms import in_force
from hms.services.local_time import today
from hms.services.merging.kept import record_of
from hms.texts import t

LASTS, DEVICE_LASTS = timedelta(hours=12), timedelta(days=365)  # browsers keep no cookie for longer than 400 days
IDLE_STAFF, IDLE_PATIENT = timedelta(minutes=15), timedelta(minutes=30)
HOMES = {
    Role.PATIENT: "/patient",
    Role.DOCTOR: "/doctor",
    Role.RECEPTIONIST: "/reception",
    Role.ADMINISTRATOR: "/admin",
    Role.DISPLAY: "/display",
    Role.KIOSK: "/kiosk",
}
WORDS = {
    Role.PATIENT: t("Patient"),
    Role.DOCTOR: t("Doctor"),
    Role.RECEPTIONIST: t("Front desk"),
    Role.ADMINISTRATOR: t("Administrator"),
    Role.DISPLAY: t("Waiting-room screen"),
    Role.KIOSK: t("Kiosk"),
}


def _idle_end(session: LoginSession, role: str) -> datetime:
    if role in DEVICES:
        return session.ends_at
    return session.acted_at + (IDLE_PATIENT if role == Role.PATIENT else IDLE_STAFF)


def _living(scope: Scope) -> ColumnElement[bool]:
    """Say which sessions live: neither ended nor run out, acted in lately, on an account that is not disabled.

    Nobody acts at a screen in the waiting room: it lives until its absolute end, or until it is revoked. One that acts
    for somebody else lives as long as that holds.
    """
    now, acting = scope.now, col(LoginSession.acting_id)
    holds = select(ActingFor.id).where(ActingFor.id == acting, in_force(today(scope))).exists()
    acted, role = col(LoginSession.acted_at), col(Account.role)
    return and_(
        col(LoginSession.ended_at).is_(None),
        col(LoginSession.ends_at) > now,
        or_(
            role.in_(DEVICES),
            case((role == Role.PATIENT, acted > now - IDLE_PATIENT), else_=acted > now - IDLE_STAFF),
        ),
        col(Account.disabled_at).is_(None),
        or_(acting.is_(None), holds),
    )


def _one(scope: Scope, which: ColumnElement[bool]) -> SessionCard | None:
    joined: Any = select(LoginSession, Account).join(Account).where(which, _living(scope))
    row = scope.db.exec(joined).first()
    return _card(scope, *row) if row else None


def _card(scope: Scope, session: LoginSession, account: Account) -> SessionCard:
    role, whose = Role(account.role), _acted_for(scope, session)
    return SessionCard(
        id=session.id,
        account_id=account.id,
        role=role,
        patient_id=whose.id if whose else record_of(scope.db, account),
        acting=whose.name if whose else "",
        practitioner_id=account.practitioner_id,
        name=account.name,
        initials=initials(account.name),
        subtitle=_department(scope, account.practitioner_id) or WORDS[role],
        clinic=scope.clinic.name,
        ends_at=session.ends_at,
        idle_ends_at=_idle_end(session, role),
    )


def _acted_for(scope: Scope, session: LoginSession) -> Patient | None:
    if session.acting_id is None:
        return None
    asked = select(Patient).join(ActingFor).where(ActingFor.id == session.acting_id)
    return scope.db.exec(asked).first()


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
    which = select(LoginSession.id).join(Account).where(col(LoginSession.id).in_(session_ids), _living(scope))
    return list(scope.db.exec(which))


@requires(Permission.SIGN_IN)
def touch(scope: Scope, session_id: UUID) -> None:
    """Note a human action: the idle end moves on, the absolute end does not; what ran out stays over."""
    living = select(LoginSession.id).join(Account).where(col(LoginSession.id) == session_id, _living(scope))
    kept = update(LoginSession).where(col(LoginSession.id).in_(living))
    scope.db.connection().execute(kept.values(acted_at=scope.now))


@requires(Permission.SIGN_IN)
def end(scope: Scope, session_id: UUID) -> None:
    """End one session, everywhere, at once."""
    scope.note(session_id)
    _end(scope, col(LoginSession.id) == session_id)


def end_one(scope: Scope, session_id: UUID) -> None:
    """End a session of an account that opens another one, everywhere, at once."""
    _end(scope, col(LoginSession.id) == session_id)


def end_acting(scope: Scope, acting_id: UUID) -> None:
    """End every session that acts for somebody under this right, everywhere, at once."""
    _end(scope, col(LoginSession.acting_id) == acting_id)


def end_all(scope: Scope, account_id: UUID) -> None:
    """End every session of an account, everywhere, at once."""
    _end(scope, col(LoginSession.account_id) == account_id)


def _end(scope: Scope, which: ColumnElement[bool]) -> None:
    ended = update(LoginSession).where(which, col(LoginSession.ended_at).is_(None)).values(ended_at=scope.now)
    ids = scope.db.connection().execute(ended.returning(col(LoginSession.id))).scalars().all()
    if ids:
        scope.tell("session", *ids)


def begin(
    scope: Scope,
    account: Account,
    address: str = "",
    *,
    acting_id: UUID | None = None,
    ends_at: datetime | None = None,
) -> SignedIn:
    """Open a session for an account; the token is given once and only its hash is kept.

    It lasts 12 hours (a device's a year) unless it shall end sooner.
    """
    token = new_token()
    ends_at = ends_at or scope.now + (DEVICE_LASTS if account.role in DEVICES else LASTS)
    scope.db.add(
        LoginSession(
            token_hash=token_hash(token),
            account_id=account.id,
            made_at=scope.now,
            acted_at=scope.now,
            ends_at=ends_at,
            acting_id=acting_id,
        ).sealing(address=address or None)
    )
    return SignedIn(token=token, home=HOMES[Role(account.role)], lasts_s=int((ends_at - scope.now).total_seconds()))
