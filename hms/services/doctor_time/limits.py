"""How many visits of a type fit a doctor's day, how soon before a visit patients may book, and how far ahead."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, delete, select

from hms.access import Scope, requires
from hms.errors import Invalid, Stale
from hms.models import Appointment, DailyLimit, Practitioner
from hms.permissions import Permission
from hms.schemas.doctor_time import DailyMost, LimitCard, LimitsCard, LimitsForm, PreviewCard
from hms.services.doctor_time import affected, whose
from hms.services.local_time import local_day
from hms.texts import t


@requires(Permission.PLAN_DOCTOR_TIME, reading=True)
def limits(scope: Scope, practitioner_id: UUID) -> LimitsCard:
    """Show a doctor's limits beside the clinic's rules. Raises NotFound."""
    return _card(scope, whose.doctor_of(scope, practitioner_id))


@requires(Permission.PLAN_DOCTOR_TIME)
def preview_limits(scope: Scope, form: LimitsForm) -> PreviewCard:
    """Say which booked visits are more than a day may have then; they stay. Raises Invalid or NotFound."""
    doctor = whose.doctor_of(scope, form.practitioner_id)
    _check(scope, doctor, form.limits)
    return affected.preview(
        scope,
        _too_many(scope, doctor.id, form.limits),
        t("1 booked appointment is more than its day may have. It stays."),
        t("{n} booked appointments are more than their days may have. They stay."),
    )


@requires(Permission.PLAN_DOCTOR_TIME)
def set_limits(scope: Scope, form: LimitsForm) -> LimitsCard:
    """Set a doctor's limits, notice and horizon; booked visits stay. Raises Invalid, Stale or NotFound."""
    doctor = whose.doctor_of(scope, form.practitioner_id, lock=True)
    if doctor.version != form.version:
        raise Stale(doctor.name)
    _check(scope, doctor, form.limits)
    found = _too_many(scope, doctor.id, form.limits)
    doctor.version += 1
    doctor.notice_min, doctor.ahead_days = form.notice_min, form.ahead_days
    scope.db.connection().execute(delete(DailyLimit).where(col(DailyLimit.practitioner_id) == doctor.id))
    for limit in form.limits:
        scope.db.add(DailyLimit(practitioner_id=doctor.id, visit_type_id=limit.visit_type_id, most=limit.most))
    scope.db.flush()
    whose.tell(scope, doctor.id)
    return _card(scope, doctor).model_copy(update={"affected": len(found)})


def _check(scope: Scope, doctor: Practitioner, limits: Sequence[DailyMost]) -> None:
    ids = [limit.visit_type_id for limit in limits]
    if len(ids) != len(set(ids)):
        raise Invalid(limits=t("Give one limit for each kind of visit."))
    whose.check_types(scope, doctor, ids, "limits")


def _too_many(scope: Scope, doctor_id: UUID, limits: Sequence[DailyMost]) -> list[Appointment]:
    """Pick the visits of each day that come after as many of their type as the limit allows."""
    most = {limit.visit_type_id: limit.most for limit in limits}
    seen: dict[tuple[UUID, date], int] = defaultdict(int)
    over = []
    for a in affected.coming(scope, doctor_id):
        if a.visit_type_id in most:
            key = (a.visit_type_id, local_day(scope, a.starts_at))
            seen[key] += 1
            if seen[key] > most[a.visit_type_id]:
                over.append(a)
    return over


def _card(scope: Scope, doctor: Practitioner) -> LimitsCard:
    asked = select(DailyLimit).where(DailyLimit.practitioner_id == doctor.id)
    most = {limit.visit_type_id: limit.most for limit in scope.db.exec(asked)}
    return LimitsCard(
        practitioner_id=doctor.id,
        doctor=doctor.name,
        version=doctor.version,
        limits=[
            LimitCard(visit_type_id=str(kind.id), name=kind.name, most=most.get(kind.id))
            for kind in whose.types(scope, doctor)
        ],
        notice_min=doctor.notice_min,
        ahead_days=doctor.ahead_days,
        usual_notice_min=scope.rules.notice_min,
        usual_ahead_days=scope.rules.ahead_days,
    )
