"""Special times in the clinic's wall clock, in words."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hms.access import Scope
from hms.models import Room, SpecialTime
from hms.schemas.doctor_time import SpecialCard
from hms.schemas.words import clock, short_day
from hms.services.blocks import BREAK, EXTRA, LEAVE, types_in
from hms.services.doctor_time import whose
from hms.services.local_time import local_day
from hms.texts import t

KINDS = {EXTRA: t("Extra hours"), BREAK: t("Break"), LEAVE: t("Leave")}
MOMENT = timedelta(microseconds=1)


def wall(scope: Scope, at: datetime) -> datetime:
    """Read an instant off the clinic's wall clock."""
    return at.astimezone(scope.zone).replace(tzinfo=None, fold=0)


def written(scope: Scope, begins: datetime, ends: datetime) -> tuple[str, str]:
    """Write a span for a calendar, which knows plain wall clocks only: what ends before it begins there is as long as it is."""
    start, end = wall(scope, begins), wall(scope, ends)
    return start.isoformat(), (end if end > start else start + (ends - begins)).isoformat()


def card(scope: Scope, row: SpecialTime, inside: int = 0) -> SpecialCard:
    """Word a special time."""
    first, last = local_day(scope, row.starts_at), local_day(scope, row.ends_at - MOMENT)
    whole = row.kind == LEAVE and all(wall(scope, at).time() == time() for at in (row.starts_at, row.ends_at))
    kinds = types_in(row.only_types) or frozenset[UUID]()
    names = whose.type_names(scope, sorted(kinds))
    room = scope.db.get(Room, row.room_id) if row.room_id else None
    start, end = written(scope, row.starts_at, row.ends_at)
    return SpecialCard(
        id=row.id,
        version=row.version,
        kind=row.kind,
        of_clinic=row.practitioner_id is None,
        words=_words(scope, row, whole, first, last),
        start=start,
        end=end,
        from_on=first,
        to_on=last if whole else local_day(scope, row.ends_at),
        whole_days=whole,
        from_time="" if whole else f"{wall(scope, row.starts_at):%H:%M}",
        to_time="" if whole else f"{wall(scope, row.ends_at):%H:%M}",
        from_which="" if whole else _which(scope, row.starts_at),
        to_which="" if whole else _which(scope, row.ends_at),
        room_id=str(row.room_id or ""),
        room=whose.room_name(room) if room else "",
        only_types=sorted(map(str, kinds)),
        types=", ".join(sorted(names.values())),
        note=row.note,
        over=row.ends_at <= scope.now,
        inside=inside,
    )


def _which(scope: Scope, at: datetime) -> str:
    """Say which of the two it is, where a time comes twice."""
    local = at.astimezone(scope.zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return "" if first == second else "second" if local.fold else "first"


def _words(scope: Scope, row: SpecialTime, whole: bool, first: date, last: date) -> str:
    if whole:
        same = t("{day}, all day", day=short_day(first))
        return same if first == last else t("{first} to {last}", first=short_day(first), last=short_day(last))
    starts, ends = clock(row.starts_at, scope.zone), clock(row.ends_at, scope.zone)
    end_day = local_day(scope, row.ends_at)
    if first == last:
        return t("{day}, {starts} to {ends}", day=short_day(first), starts=starts, ends=ends)
    return t(
        "{first}, {starts} to {last}, {ends}",
        first=short_day(first), starts=starts, last=short_day(end_day), ends=ends,
    )  # fmt: skip
