"""Moving and cancelling in a series: one appointment, it and the following, or all that are still to come."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible, SlotTaken, Stale
from hms.models import Appointment, AppointmentSeries
from hms.models.appointment_states import Act, allowed
from hms.permissions import Permission, Role
from hms.schemas.series import (
    SeriesCancel,
    SeriesCard,
    SeriesMove,
    SeriesMoveWish,
    SeriesPreview,
    SeriesReach,
    SeriesReached,
)
from hms.schemas.words import clock, short_day
from hms.services import scheduling, steps, taking
from hms.services.cards import call_us
from hms.services.local_time import local_day
from hms.services.plans import Plan, lock_in_turn, moved
from hms.services.series import dates
from hms.services.series.booking import in_the_way
from hms.services.series.fitting import Wish, preview
from hms.services.series.seeing import card, members
from hms.services.waitlist import offering
from hms.texts import t


class Going(NamedTuple):
    """An appointment, and where it goes."""

    appointment: Appointment
    wanted: Plan
    at: datetime

    def stands_in(self, other: "Going") -> bool:
        """Tell whether this one still occupies, with its buffers, where another wants to go."""
        mine, (begins, ends) = self.appointment, other.wanted.busy(other.at)
        return (mine.busy_from_at or mine.starts_at) < ends and begins < (mine.busy_to_at or mine.ends_at)


def _one_of(found: Sequence[Appointment], appointment_id: UUID) -> Appointment:
    one = next((a for a in found if a.id == appointment_id), None)
    if one is None:
        raise NotFound
    return one


def _reached(
    scope: Scope, found: Sequence[Appointment], anchor: Appointment, which: str, act: Act
) -> list[Appointment]:
    """Name what an act reaches: nothing that has begun, is over or was given back. Raises NotPossible."""
    if which == "one":
        steps.check(scope, anchor, act)
        return [anchor]
    first = (anchor.series_place or 0) if which == "following" else 0
    still = [a for a in found if (a.series_place or 0) >= first and a.starts_at > scope.now and allowed(act, a.status)]
    if not still:
        raise NotPossible(t("Nothing of this series is still to come"), t("What is over stays as it was."))
    return still


def _by_the_clinic(scope: Scope) -> None:
    if scope.actor.role == Role.PATIENT:
        raise NotPossible(t("A series is moved by the clinic"), call_us(scope))


def _wall(scope: Scope, at: datetime) -> datetime:
    return at.astimezone(scope.zone).replace(tzinfo=None, fold=0)


@requires(Permission.MOVE_APPOINTMENT)
def preview_move(scope: Scope, wish: SeriesMoveWish) -> SeriesPreview:
    """Show where each appointment would go: as far on the wall clock as the one that is moved.

    Raises NotPossible or NotFound.
    """
    _by_the_clinic(scope)
    found = members(scope, scope.one(AppointmentSeries, wish.series_id).id)
    anchor = _one_of(found, wish.appointment_id)
    reached = _reached(scope, found, anchor, wish.which, Act.MOVE)
    walls = dates.shifted([_wall(scope, a.starts_at) for a in reached], _wall(scope, anchor.starts_at), wish.to)
    wishes = [(moved(scope, a), Wish(a.series_place or 0, wall, a)) for a, wall in zip(reached, walls, strict=True)]
    return preview(scope, anchor.patient_id, wishes)


@requires(Permission.MOVE_APPOINTMENT)
def move(scope: Scope, form: SeriesMove) -> SeriesCard:
    """Move appointments of a series to the times that were settled on, all or none.

    Raises NotPossible with the date that could not be had, Stale or NotFound.
    """
    _by_the_clinic(scope)
    series = scope.one(AppointmentSeries, form.series_id)
    found = members(scope, series.id, lock=True)
    chosen = [(_one_of(found, change.appointment_id), change) for change in form.changes]
    for appointment, change in chosen:
        steps.check(scope, appointment, Act.MOVE, change.version)
    lock_in_turn(scope, {appointment.practitioner_id for appointment, _ in chosen})
    left = [Going(appointment, moved(scope, appointment), change.starts_at) for appointment, change in chosen]
    freed = []
    while left:
        # First whoever goes where none of the others still stands: a series may move onto its own old times.
        going = next((one for one in left if not any(o.stands_in(one) for o in left if o is not one)), left[0])
        freed.append(_move_one(scope, going, frozenset(one.appointment.id for one in left), form.reason))
        left.remove(going)
    for span in freed:
        offering.freed(scope, *span)
    return card(scope, series)


def _move_one(scope: Scope, going: Going, still: frozenset[UUID], why: str) -> tuple[UUID, datetime, datetime]:
    try:
        where = taking.place(scope, going.wanted, going.at, but=still)
        return scheduling.shift(scope, going.appointment, going.wanted, where, why=why)
    except (SlotTaken, NotPossible) as refusal:
        raise in_the_way(scope, going.at, refusal) from refusal


@requires(Permission.CANCEL_APPOINTMENT)
def preview_cancel(scope: Scope, wish: SeriesReach) -> list[SeriesReached]:
    """Show which appointments would be given back. Raises NotPossible or NotFound."""
    _not_all(scope, wish)
    found = members(scope, scope.one(AppointmentSeries, wish.series_id).id)
    reached = _reached(scope, found, _one_of(found, wish.appointment_id), wish.which, Act.CANCEL)
    return [
        SeriesReached(
            appointment_id=a.id,
            version=a.version,
            words=f"{short_day(local_day(scope, a.starts_at))} {clock(a.starts_at, scope.zone)}",
        )
        for a in reached
    ]


def _not_all(scope: Scope, wish: SeriesReach) -> None:
    if wish.which == "all" and scope.actor.role == Role.PATIENT:
        raise NotPossible(t("Choose this appointment, or this and the following"), call_us(scope))


@requires(Permission.CANCEL_APPOINTMENT)
def cancel(scope: Scope, form: SeriesCancel) -> SeriesCard:
    """Give back one appointment of a series, it and the following, or all to come; what is over stays.

    Patients obey the clinic's cut-off, and choose among the first two. Raises Stale, NotPossible or NotFound.
    """
    _not_all(scope, form)
    series = scope.one(AppointmentSeries, form.series_id)
    found = members(scope, series.id, lock=True)
    reached = _reached(scope, found, _one_of(found, form.appointment_id), form.which, Act.CANCEL)
    if {a.id: a.version for a in reached} != form.seen:
        raise Stale
    for each in reached:
        appointment = scheduling.changeable(scope, each.id, Act.CANCEL, each.version)
        scheduling.give_back(scope, appointment, Act.CANCEL, form.reason)
    return card(scope, series)
