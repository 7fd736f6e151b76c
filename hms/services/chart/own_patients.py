"""A doctor's own patients by condition, drug, result or gap.

Most of what is asked for is sealed, so that the database cannot look for it: it is opened here, patient by patient, of so
many as fit, and the page says how many were looked at.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.knowledge.gaps.rules import rules
from hms.models import Patient
from hms.permissions import Permission
from hms.schemas.own_patients import ListChoices, OwnPatient, OwnPatientsForm, OwnPatientsPage
from hms.services.cards import facts
from hms.services.chart import filters
from hms.services.local_time import today
from hms.texts import t

MOST, PAGE = 1_000, 25  # patients


@requires(Permission.SEE_CHART)
def list_own(scope: Scope, form: OwnPatientsForm) -> OwnPatientsPage:
    """List a doctor's own patients whom all that is asked fits, by name; those who came last are looked at first.

    Raises Invalid where a result is to be compared with what is no number.
    """
    asked = filters.asked(form)
    patients, everybody = _looked_at(scope)
    why: dict[UUID, list[str]] = {one.id: [] for one in patients}
    left = patients
    for one in asked:
        found = one(scope, left)
        left = [patient for patient in left if patient.id in found]
        for patient in left:
            why[patient.id] += found[patient.id]
    ordered = sorted(left, key=lambda one: one.name.casefold())
    pages = max(1, -(-len(ordered) // PAGE))
    number = min(max(1, form.page), pages)
    shown = ordered[(number - 1) * PAGE : number * PAGE]
    scope.touch(*(one.id for one in shown))
    return OwnPatientsPage(
        listed=[_card(scope, one, why[one.id]) for one in shown],
        total=len(ordered),
        page=number,
        pages=pages,
        told=_told(len(patients), everybody),
    )


@requires(Permission.SEE_CHART)
def choices(scope: Scope) -> ListChoices:
    """Say by which results and gaps a list may be made."""
    patients, _ = _looked_at(scope)
    return ListChoices(
        results=[["", t("Any")], *filters.results_of(scope, patients)],
        gaps=[["", t("Any")], *([key, t(rule.title)] for key, rule in rules().items())],
    )


def _looked_at(scope: Scope) -> tuple[list[Patient], int]:
    """Fetch the patients in one's care, those registered last first, as many as fit; and count all."""
    standing: Any = select(Patient).where(col(Patient.merged_into_id).is_(None))
    mine = scope.within(standing, Patient)
    count = scope.db.scalars(select(func.count()).select_from(mine.subquery())).one()
    return list(scope.db.scalars(mine.order_by(col(Patient.id).desc()).limit(MOST))), count


def _told(looked_at: int, everybody: int) -> str:
    if looked_at == everybody:
        return t("All {n} patients in your care were looked at.", n=everybody)
    return t(
        "{n} of {all} patients in your care were looked at: those who were registered last.", n=looked_at, all=everybody
    )


def _card(scope: Scope, patient: Patient, why: list[str]) -> OwnPatient:
    return OwnPatient(
        id=patient.id,
        name=patient.name,
        facts=t("has died") if patient.deceased else facts(patient, today(scope)),
        record_number=patient.record_number,
        why=why,
    )
