"""Who looks at a result that nobody here had ordered: the patient's doctor, or all doctors where there is none."""

import sqlalchemy as sa
from sqlmodel import col, select

from hms.access import Scope
from hms.models import Appointment, Encounter, Patient, Practitioner
from hms.services.laboratory.refusals import NotFiled
from hms.services.threads import whom
from hms.texts import t


def of(scope: Scope, patient: Patient) -> list[Practitioner]:
    """List who looks: of the doctors who have the patient in care, whoever saw them last; else everybody who works here.

    Raises NotFiled where nobody works here: nothing is filed that no one would see.
    """
    caring = whom.caring(scope, patient.id)
    if len(caring) > 1:
        last = _last_seen(scope, patient)
        caring = sorted(caring, key=lambda one: last.index(one.id) if one.id in last else len(last))
    if caring:
        return caring[:1]
    here = [one for one in scope.db.exec(select(Practitioner).order_by(col(Practitioner.id))) if whom.here(one)]
    if not here:
        raise NotFiled(t("no doctor works here who could look at it"))
    return here


def _last_seen(scope: Scope, patient: Patient) -> list[object]:
    """Order the doctors of a patient by when they last saw them, the latest first; who will see them comes after those."""
    seen = sa.select(col(Encounter.practitioner_id), sa.func.max(col(Encounter.started_at)).label("at")).where(
        col(Encounter.patient_id) == patient.id, col(Encounter.practitioner_id).is_not(None)
    )
    booked = sa.select(col(Appointment.practitioner_id), sa.func.min(col(Appointment.starts_at)).label("at")).where(
        col(Appointment.patient_id) == patient.id, col(Appointment.cancelled_at).is_(None),
        col(Appointment.starts_at) > scope.now,
    )  # fmt: skip
    before = scope.db.execute(seen.group_by(col(Encounter.practitioner_id)).order_by(sa.desc("at"))).all()
    after = scope.db.execute(booked.group_by(col(Appointment.practitioner_id)).order_by(sa.asc("at"))).all()
    return [*(one for one, _ in before), *(one for one, _ in after)]
