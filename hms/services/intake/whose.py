"""Whose record a patient's sign-in is about now: their own, or that of somebody they act for."""

from hms.access import Scope
from hms.errors import NotFound
from hms.models import Patient


def own(scope: Scope, lock: bool = False) -> Patient:
    """Fetch the record that this sign-in acts for. Raises NotFound where there is none."""
    if scope.actor.patient_id is None:
        raise NotFound
    return scope.patient(scope.actor.patient_id, lock=lock)
