"""The appointments that a change of a doctor's time hits: found, and worded for whoever makes the change."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from hms.access import Scope
from hms.models import Appointment, Patient, Practitioner, VisitType
from hms.permissions import Permission, may
from hms.schemas.doctor_time import AffectedCard, PreviewCard
from hms.schemas.words import clock, short_day
from hms.services.blocks import Blocks
from hms.services.local_time import local_day
from hms.services.taken import LONGEST
from hms.texts import t

Span = tuple[datetime, datetime]
M = TypeVar("M", Patient, Practitioner, VisitType)
SHOWN = 30  # of the affected; the others are counted


def still_to_come(scope: Scope) -> list[ColumnElement[bool]]:
    """Say in SQL that an appointment is still to come and can still be changed."""
    facts = ("cancelled_at", "noshow_at", "arrived_at", "called_at", "fulfilled_at")
    return [col(Appointment.starts_at) > scope.now, *(getattr(Appointment, fact).is_(None) for fact in facts)]


def coming(scope: Scope, practitioner_id: UUID | None, span: Span | None = None) -> list[Appointment]:
    """Fetch the appointments of a doctor, or of all, that are still to come, soonest first; in a span where one is given."""
    asked = select(Appointment).where(*still_to_come(scope))
    if practitioner_id:
        asked = asked.where(Appointment.practitioner_id == practitioner_id)
    if span:
        asked = asked.where(
            col(Appointment.starts_at) < span[1],
            col(Appointment.ends_at) > span[0],
            col(Appointment.starts_at) > span[0] - LONGEST,  # so that an index finds them
        )
    return list(scope.db.exec(asked.order_by(col(Appointment.starts_at), col(Appointment.id))))


def covered(blocks: Blocks, appointment: Appointment, day: date) -> bool:
    """Tell whether an appointment lies wholly in hours in which its type is seen."""
    at = appointment.starts_at
    for block in blocks.of(appointment.practitioner_id, day):
        if block.takes(appointment.visit_type_id) and block.starts_at <= at < block.ends_at:
            at = block.ends_at
    return at >= appointment.ends_at


def put_out(scope: Scope, found: Sequence[Appointment], before: Blocks, after: Blocks) -> list[Appointment]:
    """Pick the appointments that lie in the hours as they were, and no longer in those that are to be."""
    days = {a.id: local_day(scope, a.starts_at) for a in found}
    known = set(after.days)
    return [
        a for a in found if days[a.id] in known and not covered(after, a, days[a.id]) and covered(before, a, days[a.id])
    ]


def days_until(scope: Scope, found: Sequence[Appointment], first: date) -> int:
    """Count the days from one on up to the last of some appointments, at least one."""
    last = max((local_day(scope, a.starts_at) for a in found), default=first)
    return max(1, (last - first).days + 1)


def cards(scope: Scope, found: Sequence[Appointment]) -> list[AffectedCard]:
    """Word appointments. Who the patient is, only somebody who may see the appointment learns; that is noted."""
    named = may(scope.actor.role, Permission.SEE_APPOINTMENT)
    patients = _by_id(scope, Patient, {a.patient_id for a in found}) if named else {}
    doctors = _by_id(scope, Practitioner, {a.practitioner_id for a in found})
    kinds = _by_id(scope, VisitType, {a.visit_type_id for a in found if a.visit_type_id})
    scope.touch(*patients)
    return [
        AffectedCard(
            id=a.id,
            version=a.version,
            doctor=doctors[a.practitioner_id].name,
            day=short_day(local_day(scope, a.starts_at)),
            time=clock(a.starts_at, scope.zone),
            ends=clock(a.ends_at, scope.zone),
            length_min=int((a.ends_at - a.starts_at) / timedelta(minutes=1)),
            visit_type=kinds[a.visit_type_id].name if a.visit_type_id else t("Visit"),
            patient=patients[a.patient_id].name if named else "",
            requested=a.requested_at is not None and a.approved_at is None,
        )
        for a in found
    ]


def _by_id(scope: Scope, model: type[M], ids: set[UUID]) -> dict[UUID, M]:
    return {row.id: row for row in scope.db.exec(select(model).where(col(model.id).in_(ids)))} if ids else {}


def preview(
    scope: Scope, found: Sequence[Appointment], one: str, many: str, warnings: Sequence[str] = ()
) -> PreviewCard:
    """Word what a change would hit: `one` says it of one appointment, `many` of {n}."""
    shown = cards(scope, found[:SHOWN])
    words = t("No booked appointment is affected.") if not found else one if len(found) == 1 else many
    return PreviewCard(
        count=len(found),
        words=words.replace("{n}", str(len(found))),
        affected=shown,
        more=len(found) - len(shown),
        warnings=list(warnings),
    )
