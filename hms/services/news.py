"""What is new at a patient's home page since the last look at it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import (
    AllergyIntolerance,
    Appointment,
    AppointmentMove,
    ChangeRequest,
    DiagnosticReport,
    Encounter,
    HealthStatement,
    ImportedRecord,
    MedicationRequest,
    PortalLook,
    Practitioner,
    ServiceRequest,
)
from hms.models.appointment_states import Act
from hms.permissions import Permission, Role
from hms.schemas.news import NewsCard
from hms.schemas.words import clock, plain_day
from hms.services.intake.whose import own
from hms.services.local_time import local_day
from hms.texts import t

LASTS = timedelta(minutes=30)  # one look at the page, however often it is read again meanwhile
FIRST = timedelta(days=30)  # what is new to somebody who has never looked
MOST = 12
OF_THE_PATIENT = (Role.PATIENT, Role.KIOSK)
ACTS = {
    Act.BOOK: t("An appointment was booked for you"),
    Act.APPROVE: t("Your appointment is confirmed"),
    Act.DECLINE: t("The clinic cannot give you the time you asked for"),
    Act.MOVE: t("Your appointment was moved"),
    Act.CANCEL: t("Your appointment was cancelled"),
    Act.RESTORE: t("Your appointment is there again"),
}
When = tuple[datetime, NewsCard]


@requires(Permission.SEE_OWN_RECORD)
def latest(scope: Scope) -> list[NewsCard]:
    """List what happened since the look before this one, the latest first, and note that somebody looks now.

    A look lasts for half an hour, so that what is new stays so while one reads. Raises NotFound without a record.
    """
    patient = own(scope)
    since = _look(scope, patient.id)
    found: list[When] = []
    for gather in (_visits, _prescriptions, _results, _appointments, _answers, _judged, _brought_in):
        found += gather(scope, patient.id, since)
    found.sort(key=lambda one: one[0], reverse=True)
    return [card for _, card in found[:MOST]]


def _look(scope: Scope, patient_id: UUID) -> datetime:
    """Note this look; gives from when on something is new."""
    mine = select(PortalLook).where(
        PortalLook.account_id == scope.actor.account_id, PortalLook.patient_id == patient_id
    )
    look = scope.db.exec(mine).first()
    if look is None and scope.actor.account_id:
        look = PortalLook(account_id=scope.actor.account_id, patient_id=patient_id, looked_at=scope.now)
        try:
            with scope.db.begin_nested():
                scope.db.add(look)
                scope.db.flush()
        except IntegrityError:  # two pages that were opened at one moment
            look = scope.db.exec(mine).one()
    elif look:
        if scope.now - look.looked_at > LASTS:
            look.before_at = look.looked_at
        look.looked_at = max(look.looked_at, scope.now)
    return (look.before_at if look else None) or scope.now - FIRST


def _news(scope: Scope, at: datetime, mark: str, title: str, *, note: str, href: str, name: object) -> When:
    day = plain_day(local_day(scope, at))
    return at, NewsCard(id=f"{mark}-{name}", mark=mark, title=title, note=note, day=day, href=href)


def _visits(scope: Scope, patient_id: UUID, since: datetime) -> Iterator[When]:
    asked = select(Encounter).where(Encounter.patient_id == patient_id, col(Encounter.signed_at) > since)
    for visit in scope.db.exec(asked):
        doctor = scope.db.get(Practitioner, visit.practitioner_id) if visit.practitioner_id else None
        title = t("New summary from {doctor}", doctor=doctor.name) if doctor else t("New visit summary")
        at = visit.signed_at or scope.now
        path = f"/patient/visits/{visit.id}"
        yield _news(scope, at, "file-text", title, note=t("Read what was written for you."), href=path, name=visit.id)


def _prescriptions(scope: Scope, patient_id: UUID, since: datetime) -> Iterator[When]:
    asked = select(MedicationRequest).where(
        MedicationRequest.patient_id == patient_id, col(MedicationRequest.signed_at) > since,
        col(MedicationRequest.removed_at).is_(None), MedicationRequest.source == "clinic",
    )  # fmt: skip
    for drug in scope.db.exec(asked):
        title = t("Prescribed: {drug}", drug=drug.drug)
        at = drug.signed_at or scope.now
        yield _news(
            scope, at, "pill", title, note=t("See how to take it."), href="/patient/prescriptions", name=drug.id
        )


def _results(scope: Scope, patient_id: UUID, since: datetime) -> Iterator[When]:
    asked: Any = (
        select(DiagnosticReport, ServiceRequest)
        .join(ServiceRequest, col(ServiceRequest.id) == DiagnosticReport.service_request_id)
        .where(DiagnosticReport.patient_id == patient_id, col(DiagnosticReport.released_at) > since)
        .where(col(DiagnosticReport.status) != "entered-in-error")
    )
    for report, order in scope.db.exec(asked):
        yield _news(
            scope, report.released_at, "test-tube", t("New result: {name}", name=order.name), note=t("Read what it says."),
            href="/patient/record/results", name=report.id,
        )  # fmt: skip


def _appointments(scope: Scope, patient_id: UUID, since: datetime) -> Iterator[When]:
    """Tell the last thing that the clinic did with each appointment."""
    asked: Any = (
        select(AppointmentMove, Appointment)
        .join(Appointment, col(AppointmentMove.appointment_id) == col(Appointment.id))
        .where(Appointment.patient_id == patient_id, col(AppointmentMove.moved_at) > since)
        .where(col(AppointmentMove.act).in_(list(ACTS)), col(AppointmentMove.role).not_in(OF_THE_PATIENT))
        .order_by(col(AppointmentMove.moved_at))
    )
    last = {appointment.id: (step, appointment) for step, appointment in scope.db.exec(asked)}
    for step, appointment in last.values():
        day, at = plain_day(local_day(scope, appointment.starts_at)), clock(appointment.starts_at, scope.zone)
        when = t("{day}, {time}", day=day, time=at)
        path = f"/patient/appointments/{appointment.id}"
        yield _news(scope, step.moved_at, "calendar", ACTS[step.act], note=when, href=path, name=step.id)


def _answers(scope: Scope, patient_id: UUID, since: datetime) -> Iterator[When]:
    decided = func.coalesce(ChangeRequest.accepted_at, ChangeRequest.declined_at)
    asked = select(ChangeRequest).where(ChangeRequest.patient_id == patient_id, decided > since)
    for wish in scope.db.exec(asked):
        at = wish.accepted_at or wish.declined_at or scope.now
        title = t("Your change was accepted") if wish.accepted_at else t("Your change was not accepted")
        yield _news(
            scope, at, "user-pen", title, note=t("Read the answer."), href="/patient/profile/changes", name=wish.id
        )


def _judged(scope: Scope, patient_id: UUID, since: datetime) -> Iterator[When]:
    """Tell in one line what clinicians made of statements."""
    moments: list[datetime] = []
    for model in (HealthStatement, AllergyIntolerance):
        judged = func.coalesce(model.refuted_at, model.confirmed_at)
        asked: Any = select(model).where(model.patient_id == patient_id, judged > since)
        moments += [row.refuted_at or row.confirmed_at for row in scope.db.exec(asked)]
    if moments:
        title = t("A clinician has looked at what you told about your health")
        note = t("One answer was looked at.") if len(moments) == 1 else t("{n} answers were looked at.", n=len(moments))
        last = max(moments)
        name = last.isoformat()
        yield _news(scope, last, "badge-check", title, note=note, href="/patient/profile/health", name=name)


def _brought_in(scope: Scope, patient_id: UUID, since: datetime) -> Iterator[When]:
    kinds = {
        "Observation": "results",
        "DiagnosticReport": "results",
        "Immunization": "vaccinations",
        "DocumentReference": "documents",
    }
    asked: Any = (
        select(ImportedRecord.resource_type, func.count(), func.max(ImportedRecord.imported_at))
        .where(ImportedRecord.patient_id == patient_id, col(ImportedRecord.imported_at) > since)
        .group_by(ImportedRecord.resource_type)
    )
    totals: dict[str, tuple[int, datetime]] = {}
    for kind, count, at in scope.db.exec(asked):
        if part := kinds.get(kind):
            before, latest_at = totals.get(part, (0, at))
            totals[part] = before + count, max(latest_at, at)
    names = {"results": t("New results"), "vaccinations": t("New vaccinations"), "documents": t("New documents")}
    for part, (count, at) in totals.items():
        yield _news(
            scope,
            at,
            "folder-plus",
            names[part],
            note=t("{n} in all", n=count),
            href=f"/patient/record/{part}",
            name=part,
        )
