"""Where a patient's first sign-in leads: to the questions of the registration."""

from sqlmodel import select

from hms.access import Scope
from hms.models import Account, IntakeStep, LoginSession, Patient
from hms.permissions import Role

PATH = "/patient/about-me"


def is_first(scope: Scope, account: Account) -> bool:
    """Tell whether somebody who registered at home signs in for the first time, with no question answered yet."""
    if account.role != Role.PATIENT or account.patient_id is None:
        return False
    before = select(LoginSession.id).where(LoginSession.account_id == account.id)
    answered = select(IntakeStep.id).where(IntakeStep.patient_id == account.patient_id)
    patient = scope.db.get(Patient, account.patient_id)
    at_home = patient is not None and patient.source == "portal"
    return at_home and not any(scope.db.exec(asked.limit(1)).first() for asked in (before, answered))
