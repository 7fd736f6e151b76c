"""Who answers a doctor's messages while the doctor is away: said beforehand by the doctor, over by itself."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound
from hms.models import Cover, Practitioner
from hms.permissions import Permission
from hms.schemas.threads import Choice, CoverCard, CoverForm, Covers
from hms.schemas.words import short_day
from hms.services.local_time import instant, local_day, today
from hms.services.threads import whom
from hms.texts import t

LONGEST = timedelta(days=366)
A_DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@requires(Permission.SET_COVER)
def mine(scope: Scope) -> Covers:
    """Show who answers the doctor's messages and when, and for whom the doctor answers."""
    me = _me(scope)
    asked = select(Cover).where(
        Cover.practitioner_id == me.id,
        col(Cover.ended_at).is_(None),
        or_(col(Cover.ends_at).is_(None), col(Cover.ends_at) > scope.now),
    )
    rows = scope.db.exec(asked.order_by(col(Cover.starts_at), col(Cover.made_at))).all()
    everybody = select(Practitioner).where(col(Practitioner.left_at).is_(None), col(Practitioner.stopped_at).is_(None))
    others = sorted((one for one in scope.db.exec(everybody) if one.id != me.id), key=lambda one: one.name)
    absent = answers_for(scope)
    return Covers(
        covers=[_card(scope, row) for row in rows],
        doctors=[Choice(id=str(one.id), name=one.name, about=one.department.name) for one in others],
        away=whom.away_words(scope, me),
        for_others=[one.name for one in absent],
        covered=[one.id for one in absent],
    )


@requires(Permission.SET_COVER)
def put(scope: Scope, form: CoverForm) -> None:
    """Say who answers: from one day to another, or on every leave. Raises Invalid; sent again, it is there once."""
    me = _me(scope, lock=True)
    if scope.db.exec(select(Cover.id).where(Cover.request_key == form.key)).first():
        return
    other = scope.db.get(Practitioner, form.covered_by_id)
    if other is None or other.id == me.id or not whom.here(other):
        raise Invalid(covered_by_id=t("Choose another doctor."))
    starts, ends = (None, None) if form.on_leave else _span(scope, form)
    for row in _same_time(scope, me, starts, ends):
        if not form.on_leave:
            said = t("It overlaps: {words}. End that first.", words=_card(scope, row).words)
            raise Invalid(from_on=said)
        row.ended_at, row.ended_by = scope.now, scope.actor.account_id
    scope.db.add(
        Cover(
            practitioner_id=me.id, covered_by_id=other.id, starts_at=starts, ends_at=ends, request_key=form.key,
            made_at=scope.now, made_by=scope.actor.account_id,
        )
    )  # fmt: skip
    _tell(scope, me, other.id)


@requires(Permission.SET_COVER)
def end(scope: Scope, cover_id: UUID) -> None:
    """End an arrangement now. Raises NotFound."""
    me = _me(scope)
    scope.asked = cover_id
    row = scope.db.get(Cover, cover_id, with_for_update=True)
    if row is None or row.practitioner_id != me.id:
        raise NotFound
    if row.ended_at is None:
        row.ended_at, row.ended_by = scope.now, scope.actor.account_id
        _tell(scope, me, row.covered_by_id)


def answers_for(scope: Scope) -> list[Practitioner]:
    """List the doctors for whom the actor answers now, by name."""
    mine = select(Cover).where(Cover.covered_by_id == scope.actor.practitioner_id, col(Cover.ended_at).is_(None))
    absent = []
    for doctor_id in {row.practitioner_id for row in scope.db.exec(mine)}:
        now = whom.away(scope, doctor_id)
        if now and now.by and now.by.id == scope.actor.practitioner_id:
            absent.append(scope.db.get_one(Practitioner, doctor_id))
    return sorted(absent, key=lambda one: one.name)


def _me(scope: Scope, lock: bool = False) -> Practitioner:
    scope.note()
    how = {"key_share": True, "of": Practitioner} if lock else None
    me = scope.db.get(Practitioner, scope.actor.practitioner_id, with_for_update=how)
    if me is None:
        raise NotFound
    return me


def _span(scope: Scope, form: CoverForm) -> tuple[datetime, datetime]:
    first, last = _day(form.from_on, "from_on"), _day(form.to_on, "to_on")
    if first < today(scope):
        raise Invalid(from_on=t("This day has passed."))
    if last < first:
        raise Invalid(to_on=t("The last day comes after the first."))
    if last - first > LONGEST:
        raise Invalid(to_on=t("Choose a year at most."))
    return instant(scope, first, time()), instant(scope, last + A_DAY, time())


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid(**{field: t("Please give a date")}) from None


def _same_time(scope: Scope, me: Practitioner, starts: datetime | None, ends: datetime | None) -> list[Cover]:
    asked = select(Cover).where(Cover.practitioner_id == me.id, col(Cover.ended_at).is_(None))
    if starts is None or ends is None:
        return list(scope.db.exec(asked.where(col(Cover.starts_at).is_(None))))
    return list(scope.db.exec(asked.where(col(Cover.starts_at) < ends, col(Cover.ends_at) > starts)))


def _card(scope: Scope, row: Cover) -> CoverCard:
    by = scope.db.get_one(Practitioner, row.covered_by_id).name
    if row.starts_at is None or row.ends_at is None:
        words = t("{name}, whenever you are on leave", name=by)
        now = whom.away(scope, row.practitioner_id)
        return CoverCard(
            id=row.id, by=by, words=words, now=now is not None and now.by is not None and now.by.name == by
        )
    first, last = (short_day(local_day(scope, at)) for at in (row.starts_at, row.ends_at - SECOND))
    words = t("{name}, {first} to {last}", name=by, first=first, last=last)
    return CoverCard(id=row.id, by=by, words=words, now=row.starts_at <= scope.now < row.ends_at)


def _tell(scope: Scope, me: Practitioner, other_id: UUID) -> None:
    scope.tell("directory", me.id)
    for whose in (me.id, other_id):
        scope.tell(f"threads:{whose}")
        scope.tell(f"practitioner:{whose}")
