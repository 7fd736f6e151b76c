"""A private calendar feed: one unguessable address a person, under which their calendar programme reads their visits."""

import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from hms.access import Actor, Scope, requires
from hms.db import transaction
from hms.errors import NotFound, UnknownLink
from hms.models import Account, Appointment, CalendarFeed, Practitioner
from hms.permissions import GRANTS, Permission, Role, reach
from hms.schemas.feeds import FeedFile, FeedState
from hms.schemas.words import clock, plain_day
from hms.security.tokens import new_token, token_hash
from hms.services import calendar_file, tries
from hms.services.calendar_entries import for_doctor, for_patient
from hms.services.local_time import local_day
from hms.services.merging.kept import kept_id
from hms.services.notices import choice_of, language_for
from hms.texts import LANGUAGE, t

BEHIND, AHEAD = timedelta(days=30), timedelta(days=366)


class Owner(NamedTuple):
    """Whose feed it is."""

    feed_id: UUID
    account_id: UUID
    role: Role
    patient_id: UUID | None
    practitioner_id: UUID | None


@requires(Permission.KEEP_FEED)
def make(scope: Scope) -> str:
    """Make a feed of one's own and give the path of its address, this once; the one before ends."""
    _end_mine(scope)
    token = new_token()
    made = CalendarFeed(account_id=_mine(scope), token_hash=token_hash(token), made_at=scope.now)
    scope.db.add(made)
    scope.note(made.id)
    return f"/calendar/{token}.ics"


@requires(Permission.KEEP_FEED)
def revoke(scope: Scope) -> None:
    """End one's own feed; nothing happens where there is none."""
    _end_mine(scope)


@requires(Permission.KEEP_FEED, reading=True)
def state(scope: Scope) -> FeedState:
    """Say whether one has a feed, since when, and when a programme read it last."""
    live = scope.db.exec(_living(scope)).first()
    if live is None:
        return FeedState()
    words = [
        t("{day}, {time}", day=plain_day(local_day(scope, at)), time=clock(at, scope.zone)) if at else ""
        for at in (live.made_at, live.read_at)
    ]
    return FeedState(made=words[0], read=words[1])


def _mine(scope: Scope) -> UUID:
    if scope.actor.account_id is None:
        raise NotFound
    return scope.actor.account_id


def _living(scope: Scope) -> SelectOfScalar[CalendarFeed]:
    return select(CalendarFeed).where(CalendarFeed.account_id == _mine(scope), col(CalendarFeed.revoked_at).is_(None))


def _end_mine(scope: Scope) -> None:
    scope.db.get(Account, _mine(scope), with_for_update=True)  # two who make one at once must not leave two
    for old in scope.db.exec(_living(scope)):
        old.revoked_at = scope.now
        scope.note(old.id)
    scope.tell(f"feed:{_mine(scope)}")


@requires(Permission.READ_FEED)
def read(scope: Scope, token: str, address: str, known: AbstractSet[str] = frozenset()) -> FeedFile:
    """Read the feed of a token, within its owner's own reach; who has one of the `known` states gets no body.

    What is handed over is remembered as read by this feed. A token that opens nothing, for whatever reason, is
    counted for the address it came from. Raises UnknownLink, or TooManyTries where that was often.
    """
    # The one writer's place is taken only once there is something to write: a calendar is long, and guesses are many.
    with transaction(reading=True) as db:
        owner = _owner(db, token)
        body = _written(db, owner, scope.now) if owner else b""
        if owner is None:
            tries.check_links(db, address, scope.now)
    feed = scope.db.get(CalendarFeed, owner.feed_id) if owner else None
    if owner is None or feed is None or feed.revoked_at:
        tries.count_link(scope, address)
        raise UnknownLink
    feed.read_at = scope.now
    scope.tell(f"feed:{owner.account_id}")
    tag = hashlib.sha256(body).hexdigest()[:32]
    if tag in known:
        return FeedFile(tag=tag, body=b"")
    scope.note(feed.id)
    if owner.patient_id:
        scope.touch(owner.patient_id)
    return FeedFile(tag=tag, body=body)


def _owner(db: Session, token: str) -> Owner | None:
    """Find whose living feed this is: one query, whatever is wrong with a token."""
    facts = (CalendarFeed.id, Account.id, Account.role, Account.patient_id, Account.practitioner_id)
    asked = (
        select(*facts)  # type: ignore[call-overload]
        .join(Account, col(Account.id) == CalendarFeed.account_id)
        .outerjoin(Practitioner, col(Practitioner.id) == Account.practitioner_id)
        .where(
            CalendarFeed.token_hash == token_hash(token),
            col(CalendarFeed.revoked_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(Account.role).in_(GRANTS[Permission.KEEP_FEED]),
            col(Practitioner.left_at).is_(None),
        )
    )
    found = db.exec(asked).first()
    patient_id = kept_id(db, found[3]) if found and found[3] else None
    return Owner(found[0], found[1], Role(found[2]), patient_id, found[4]) if found else None


def _written(db: Session, owner: Owner, now: datetime) -> bytes:
    """Write a feed within its owner's own reach, in their language."""
    who = Actor(owner.role, owner.account_id, None, owner.patient_id, owner.practitioner_id)
    scope = Scope(db, who, now)
    scope.reach = reach(owner.role, Permission.SEE_APPOINTMENT)
    speaking = LANGUAGE.set(_language(scope))
    try:
        if owner.role is Role.PATIENT:
            return calendar_file.feed(
                scope, for_patient(scope, _around(scope)), t("Appointments at {clinic}", clinic=scope.clinic.name)
            )
        return calendar_file.feed(
            scope, for_doctor(scope, _around(scope)), t("Visits at {clinic}", clinic=scope.clinic.name)
        )
    finally:
        LANGUAGE.reset(speaking)


def _language(scope: Scope) -> str:
    if scope.actor.patient_id is None:
        return scope.clinic.language
    return language_for(scope, scope.patient(scope.actor.patient_id), choice_of(scope, scope.actor.patient_id))


def _around(scope: Scope) -> Sequence[Appointment]:
    """Read the appointments of the weeks around now. One that was cancelled lately is told as cancelled, or it would stay."""
    lately = scope.now - BEHIND
    asked = select(Appointment).where(
        col(Appointment.starts_at) > lately,
        col(Appointment.starts_at) < scope.now + AHEAD,
        or_(col(Appointment.cancelled_at).is_(None), col(Appointment.cancelled_at) > lately),
    )
    in_order = scope.within(asked, Appointment).order_by(col(Appointment.starts_at), col(Appointment.id))
    return scope.db.scalars(in_order).all()
