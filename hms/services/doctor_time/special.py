"""What differs from a doctor's week: extra hours, breaks, leave; and days on which the whole clinic is closed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, Stale
from hms.models import Appointment, Practitioner, SpecialTime
from hms.permissions import Permission, Reach
from hms.schemas.doctor_time import PreviewCard, SpecialCard, SpecialForm
from hms.services.blocks import EXTRA, LEAVE, Blocks, types_out
from hms.services.doctor_time import affected, whose
from hms.services.doctor_time.sharing import room_shared
from hms.services.doctor_time.spans import Span, span_of
from hms.services.doctor_time.wording import KINDS, card
from hms.services.local_time import local_day
from hms.services.waitlist import offering
from hms.texts import t

OFFERED = timedelta(days=28)


class Change(NamedTuple):
    """A special time about to be added or changed."""

    row: SpecialTime  # as it will be
    found: list[Appointment]  # those it hits


@requires(Permission.PLAN_DOCTOR_TIME)
def preview_special(scope: Scope, form: SpecialForm) -> PreviewCard:
    """Say which appointments extra hours, a break or leave would hit, and which room it shares. Raises as save_special()."""
    change = _change(scope, form, _old(scope, form.special_id, form.version))
    warnings = room_shared(scope, change.row) if change.row.room_id else ()
    if form.kind == EXTRA:
        return _out_of_hours(scope, change.found, warnings)
    return affected.preview(
        scope, change.found, t("1 booked appointment lies in it."), t("{n} booked appointments lie in it."), warnings
    )


@requires(Permission.PLAN_DOCTOR_TIME)
def save_special(scope: Scope, form: SpecialForm) -> SpecialCard:
    """Add extra hours, a break or leave, or change one; booked visits stay until they are settled.

    The same key gives the first result. Raises Invalid with the fields, Stale, or NotFound.
    """
    if form.special_id is None and (first := _of_key(scope, form.key)):
        return _saved(scope, first, [])
    old = _old(scope, form.special_id, form.version, lock=True)
    change = _change(scope, form, old, lock=True)
    if old:
        _overwrite(old, change.row)
    else:
        scope.db.add(change.row)
    scope.db.flush()
    saved = old or change.row
    if saved.kind == EXTRA:
        _offer_to_those_who_wait(scope, saved)
    return _saved(scope, saved, change.found)


@requires(Permission.PLAN_DOCTOR_TIME)
def preview_withdrawal(scope: Scope, special_id: UUID, version: int) -> PreviewCard:
    """Say which appointments would lie outside the hours without this special time. Raises Stale or NotFound."""
    old = _old(scope, special_id, version)
    return _out_of_hours(scope, _without(scope, old) if old else [], ())


@requires(Permission.PLAN_DOCTOR_TIME)
def withdraw(scope: Scope, special_id: UUID, version: int) -> int:
    """Take a special time back; gives how many appointments lie outside the hours now. Raises Stale or NotFound."""
    old = _old(scope, special_id, version, lock=True)
    if old is None:
        raise NotFound
    found = _without(scope, old)
    old.withdrawn_at, old.withdrawn_by, old.version = scope.now, scope.actor.account_id, old.version + 1
    scope.db.flush()
    if old.kind != EXTRA:
        _offer_to_those_who_wait(scope, old)
    whose.tell(scope, old.practitioner_id)
    return len(found)


def _offer_to_those_who_wait(scope: Scope, row: SpecialTime) -> None:
    """Ask those who wait for what has become free; of a long leave its first weeks, as a year would ask everybody."""
    if row.practitioner_id:
        last = min(row.ends_at, max(row.starts_at, scope.now) + OFFERED)
        offering.freed_span(scope, row.practitioner_id, max(row.starts_at, scope.now), last)


@requires(Permission.PLAN_DOCTOR_TIME, reading=True)
def closures(scope: Scope) -> list[SpecialCard]:
    """List the days on which the whole clinic is closed, from today on. Raises NotFound for one who sets no clinic's time."""
    _check_owner(scope, None)
    asked = select(SpecialTime).where(
        col(SpecialTime.practitioner_id).is_(None),
        col(SpecialTime.withdrawn_at).is_(None),
        SpecialTime.ends_at > scope.now,
    )
    rows = scope.db.exec(asked.order_by(col(SpecialTime.starts_at))).all()
    return [card(scope, row, len(affected.coming(scope, None, _span(row)))) for row in rows]


def _span(row: SpecialTime) -> Span:
    return row.starts_at, row.ends_at


def _check_owner(scope: Scope, practitioner_id: UUID | None, lock: bool = False) -> Practitioner | None:
    """Fetch whose time it is; none for the clinic's. Raises NotFound."""
    if practitioner_id:
        return whose.doctor_of(scope, practitioner_id, lock)
    if scope.reach is not Reach.ANY:
        raise NotFound
    return None


def _old(scope: Scope, special_id: UUID | None, version: int, lock: bool = False) -> SpecialTime | None:
    if special_id is None:
        return None
    scope.asked = special_id
    row = scope.db.get(SpecialTime, special_id, with_for_update=True if lock else None)
    if row is None or row.withdrawn_at:
        raise NotFound
    _check_owner(scope, row.practitioner_id, lock)
    if row.version != version:
        raise Stale(t("It is now {kind}.", kind=KINDS[row.kind]))
    return row


def _of_key(scope: Scope, key: str) -> SpecialTime | None:
    row = scope.db.exec(select(SpecialTime).where(SpecialTime.request_key == key)).first()
    if row:
        _check_owner(scope, row.practitioner_id)
    return row


def _change(scope: Scope, form: SpecialForm, old: SpecialTime | None, lock: bool = False) -> Change:
    doctor = _check_owner(scope, form.practitioner_id, lock)
    if old and old.practitioner_id != form.practitioner_id:
        raise NotFound
    if doctor is None and form.kind != LEAVE:
        raise Invalid(kind=t("The whole clinic can only be closed."))
    span = span_of(scope, form)
    if form.kind == EXTRA and doctor:
        whose.check_room(scope, form.room_id)
        whose.check_types(scope, doctor, form.only_types or ())
    row = _row(scope, form, span)
    _refuse_twice(scope, row, old)
    hit = affected.coming(scope, form.practitioner_id, span) if form.kind != EXTRA else []
    if doctor and old:
        hit = [*(a for a in _put_out(scope, doctor, old, row) if a not in hit), *hit]
    return Change(row, hit)


def _row(scope: Scope, form: SpecialForm, span: Span) -> SpecialTime:
    extra = form.kind == EXTRA
    return SpecialTime(
        practitioner_id=form.practitioner_id,
        kind=form.kind,
        starts_at=span[0],
        ends_at=span[1],
        room_id=form.room_id if extra else None,
        only_types=types_out(form.only_types) if extra else None,
        request_key=form.key,
        made_at=scope.now,
        made_by=scope.actor.account_id,
    ).sealing(note=form.note or None)


def _overwrite(old: SpecialTime, new: SpecialTime) -> None:
    old.kind, old.starts_at, old.ends_at = new.kind, new.starts_at, new.ends_at
    old.room_id, old.only_types, old.version = new.room_id, new.only_types, old.version + 1
    old.note = new.note or None


def _refuse_twice(scope: Scope, row: SpecialTime, old: SpecialTime | None) -> None:
    """Refuse what would stand over another one of its kind, and extra hours where patients are seen already, or never."""
    asked = select(SpecialTime).where(
        SpecialTime.practitioner_id == row.practitioner_id
        if row.practitioner_id
        else col(SpecialTime.practitioner_id).is_(None),
        or_(SpecialTime.kind == row.kind, SpecialTime.kind == LEAVE)
        if row.kind == EXTRA
        else SpecialTime.kind == row.kind,
        col(SpecialTime.withdrawn_at).is_(None),
        SpecialTime.starts_at < row.ends_at,
        SpecialTime.ends_at > row.starts_at,
        SpecialTime.id != (old or row).id,
    )
    other = scope.db.exec(asked.order_by(col(SpecialTime.starts_at)).limit(1)).first()
    if other:
        said = t("It overlaps {other}. Change that one, or choose another time.", other=card(scope, other).words)
        raise Invalid(from_on=said)
    if row.kind == EXTRA and row.practitioner_id and _seen_already(scope, row, old):
        raise Invalid(from_time=t("Patients are seen at that time already."))


def _seen_already(scope: Scope, row: SpecialTime, old: SpecialTime | None) -> bool:
    doctor_id, blocks = row.practitioner_id, _blocks(scope, row.practitioner_id, row)
    if old:
        blocks.suppose_special(old.id)
    open_ = [block for day in blocks.days for block in blocks.of(doctor_id, day)] if doctor_id else []
    return any(block.starts_at < row.ends_at and row.starts_at < block.ends_at for block in open_)


def _blocks(scope: Scope, doctor_id: UUID | None, *rows: SpecialTime) -> Blocks:
    first = min(local_day(scope, row.starts_at) for row in rows)
    last = max(local_day(scope, row.ends_at) for row in rows)
    return Blocks(scope, [doctor_id] if doctor_id else [], first, (last - first).days + 1)


def _put_out(scope: Scope, doctor: Practitioner, old: SpecialTime, row: SpecialTime | None) -> list[Appointment]:
    rows = [old, row] if row else [old]
    before, after = (_blocks(scope, doctor.id, *rows) for _ in range(2))
    after.suppose_special(old.id, row)
    return affected.put_out(scope, affected.coming(scope, doctor.id, _span(old)), before, after)


def _without(scope: Scope, old: SpecialTime) -> list[Appointment]:
    doctor = _check_owner(scope, old.practitioner_id)
    return _put_out(scope, doctor, old, None) if doctor else []


def _out_of_hours(scope: Scope, found: Sequence[Appointment], warnings: Sequence[str]) -> PreviewCard:
    one, many = (
        t("1 booked appointment would lie outside the hours."),
        t("{n} booked appointments would lie outside the hours."),
    )
    return affected.preview(scope, found, one, many, warnings)


def _saved(scope: Scope, row: SpecialTime, found: Sequence[Appointment]) -> SpecialCard:
    whose.tell(scope, row.practitioner_id)
    return card(scope, row).model_copy(update={"affected": len(found)})
