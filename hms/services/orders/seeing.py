"""The orders of a patient with what came of them, of a visit, and those whose result does not come."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import case, func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Patient, ServiceRequest
from hms.permissions import Permission
from hms.schemas.orders import PRIORITIES, STATES, AwaitedCard, OrderCard, OrdersPage
from hms.schemas.results import ReportCard
from hms.services import visits
from hms.services.chart import entries
from hms.services.orders import rows, worded
from hms.texts import t

PAGE, AWAITED = 20, 50
TONES = {"active": "info", "completed": "ok", "revoked": "quiet"}
# After so long it is asked where a result is.
PATIENCE = {"routine": timedelta(days=7), "urgent": timedelta(days=1), "stat": timedelta(hours=4)}


@requires(Permission.SEE_CHART)
def of_patient(scope: Scope, patient_id: UUID, page: int = 1) -> OrdersPage:
    """Show a page of the orders of a patient: what waits for its result first, then the latest. Raises NotFound."""
    patient = scope.patient(patient_id)
    mine = ServiceRequest.patient_id == patient.id
    total = scope.db.exec(select(func.count()).select_from(ServiceRequest).where(mine)).one()
    waits = col(ServiceRequest.status) == "active"
    waiting = scope.db.exec(select(func.count()).select_from(ServiceRequest).where(mine, waits)).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    asked = select(ServiceRequest).where(mine).order_by(
        case((waits, 0), else_=1), col(ServiceRequest.ordered_at).desc(), col(ServiceRequest.id).desc()
    )  # fmt: skip
    found = scope.db.exec(asked.offset((page - 1) * PAGE).limit(PAGE)).all()
    return OrdersPage(
        banner=visits.banner(scope, patient), listed=cards(scope, list(found)), total=total, waiting=waiting, page=page,
        pages=pages, now=f"{scope.now.astimezone(scope.zone):%Y-%m-%dT%H:%M}",
    )  # fmt: skip


@requires(Permission.WRITE_VISIT)
def of_visit(scope: Scope, encounter_id: UUID) -> list[OrderCard]:
    """Show what was ordered in one's own visit, in the order in which it was. Raises NotFound."""
    visit = scope.encounter(encounter_id)
    asked = select(ServiceRequest).where(ServiceRequest.encounter_id == visit.id).order_by(col(ServiceRequest.id))
    return cards(scope, list(scope.db.exec(asked)))


@requires(Permission.REVIEW_RESULT)
def awaited(scope: Scope) -> list[AwaitedCard]:
    """List one's own orders that wait for their result, the longest first; not more than can be looked after."""
    asked: Any = (
        sa.select(ServiceRequest, Patient)
        .join(Patient, col(Patient.id) == ServiceRequest.patient_id)
        .where(
            col(ServiceRequest.status) == "active", col(ServiceRequest.practitioner_id) == scope.actor.practitioner_id
        )
        .order_by(col(ServiceRequest.ordered_at), col(ServiceRequest.id))
        .limit(AWAITED)
    )
    found = scope.db.execute(asked).all()
    scope.touch(*(patient.id for _, patient in found))
    return [
        AwaitedCard(
            id=row.id, patient_id=patient.id, patient=patient.name, title=row.name, ordered=worded.moment(scope, row.ordered_at),
            waits=_waits(scope, row), late=_late(scope, row),
        )
        for row, patient in found
    ]  # fmt: skip


def cards(scope: Scope, found: list[ServiceRequest]) -> list[OrderCard]:
    """Word orders in the order given, with what came of them."""
    orders = {row.id: row for row in found}
    by_order = rows.reports_of(scope, orders)
    told: dict[UUID, list[ReportCard]] = {row.id: [] for row in found}
    listed = [one for reports in by_order.values() for one in reports]
    for one, card in zip(listed, worded.reports(scope, listed, orders), strict=True):
        told[one.service_request_id].append(card)
    names = entries.names_of(scope, {row.revoked_by for row in found})
    names |= rows.doctors_of(scope, {row.practitioner_id for row in found})  # ids of two tables: none is in both
    return [_card(scope, row, names, told[row.id]) for row in found]


def _card(scope: Scope, row: ServiceRequest, names: dict[UUID | None, str], told: list[ReportCard]) -> OrderCard:
    partly = row.status == "active" and any(one.more for one in told)
    by = names.get(row.practitioner_id, "")
    revoked = ""
    if row.revoked_at:
        when, who = worded.moment(scope, row.revoked_at), names.get(row.revoked_by, "")
        revoked = t("Taken back on {when} by {who}: {why}", when=when, who=who, why=row.revoke_reason)
    return OrderCard(
        id=row.id, version=row.version, title=row.name, about=". ".join(filter(None, [row.detail, row.reason])),
        status=row.status, status_words=t("Partly here, more is to come") if partly else STATES[row.status],
        tone=TONES[row.status], priority="" if row.priority == "routine" else PRIORITIES[row.priority],
        ordered=worded.placed(scope, row, by), revoked=revoked,
        waits=_waits(scope, row) if row.status == "active" and _late(scope, row) else "",
        can_record=row.status != "completed", can_revoke=row.status == "active", reports=told,
    )  # fmt: skip


def _late(scope: Scope, row: ServiceRequest) -> bool:
    return scope.now - row.ordered_at > PATIENCE[row.priority]


def _waits(scope: Scope, row: ServiceRequest) -> str:
    waited = scope.now - row.ordered_at
    if waited < timedelta(hours=1):
        return t("ordered just now")
    if waited < timedelta(days=2):
        return t("waits for {n} h", n=int(waited.total_seconds() // 3600))
    return t("waits for {n} days", n=waited.days)
