"""What keeps two records from being made one, in words."""

from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from hms.access import Scope
from hms.errors import NotPossible
from hms.models import Appointment, Patient, Practitioner, QueueTicket
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day
from hms.texts import t

FEW = 3


def check(scope: Scope, one: Patient, other: Patient) -> None:
    """Make sure that two records can be of one person. Raises NotPossible in words."""
    if one.id == other.id:
        raise NotPossible(t("This is one record already"), t("Choose two records with different numbers."))
    for patient in (one, other):
        if patient.merged_into_id:
            into = scope.db.get_one(Patient, patient.merged_into_id).record_number
            raise NotPossible(
                t("{number} was merged already", number=patient.record_number),
                t("It is part of {number}. Take that back first, or go on with {number}.", number=into),
            )
    if one.deceased and other.deceased:
        raise NotPossible(
            t("Both records are of people who have died"), t("They are closed. What is in them stays as it is.")
        )
    if told := at_once(scope, one.id, other.id):
        raise NotPossible(t("Nobody can be in two places at once"), told)
    _called(scope, one.id, other.id)


def at_once(scope: Scope, one: UUID, other: UUID) -> str:
    """Name the appointments of two records that lie at the same time; empty where there are none."""
    mine, its = aliased(Appointment), aliased(Appointment)
    asked = (
        select(mine, its)
        .where(mine.patient_id == one, its.patient_id == other)
        .where(col(mine.cancelled_at).is_(None), col(its.cancelled_at).is_(None))
        .where(col(mine.starts_at) < its.ends_at, col(its.starts_at) < mine.ends_at)
        .order_by(col(mine.starts_at))
        .limit(FEW)
    )
    pairs = [t("{one} and {other}", one=_when(scope, a), other=_when(scope, b)) for a, b in scope.db.exec(asked)]
    if not pairs:
        return ""
    return t(
        "There are appointments at the same time: {times}. Move or cancel one of them first.", times="; ".join(pairs)
    )


def _when(scope: Scope, appointment: Appointment) -> str:
    doctor = scope.db.get_one(Practitioner, appointment.practitioner_id).name
    day = plain_day(local_day(scope, appointment.starts_at))
    return t("{day} {time} with {doctor}", day=day, time=clock(appointment.starts_at, scope.zone), doctor=doctor)


def _called(scope: Scope, one: UUID, other: UUID) -> None:
    with_somebody = select(QueueTicket.patient_id).where(
        col(QueueTicket.patient_id).in_((one, other)),
        col(QueueTicket.called_at).is_not(None),
        col(QueueTicket.over_at).is_(None),
    )
    if len(set(scope.db.exec(with_somebody))) > 1:
        raise NotPossible(
            t("Both records are being seen just now"), t("Let one of the two visits end first, then merge again.")
        )
