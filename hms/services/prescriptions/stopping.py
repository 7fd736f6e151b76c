"""Stopping a signed prescription before its days are over. The prescription itself never changes: its end is its own fact."""

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible
from hms.models import MedicationRequest, PrescriptionStop, RefillRequest
from hms.permissions import Permission
from hms.schemas.prescriptions import StopForm
from hms.services.local_time import today
from hms.services.prescriptions import ended, telling
from hms.texts import t


@requires(Permission.CONTINUE_PRESCRIPTION)
def stop(scope: Scope, form: StopForm) -> None:
    """End a prescription of a patient in one's care, with the reason; a second time changes nothing.

    From then on it is on no list of current medicines, its paper is found withdrawn, and who asked for a refill of it
    has the answer. Raises NotFound, or NotPossible where there is nothing to end.
    """
    row = scope.one(MedicationRequest, form.prescription_id, lock=True)
    if row.signed_at is None or row.removed_at is not None:
        raise NotFound
    if ended.stops_of(scope, [row.id]):
        return
    if ended.renewals_of(scope, [row.id]):
        raise NotPossible(t("This prescription was renewed"), t("Stop the later one: it goes on from this."))
    if row.ends_on and row.ends_on < today(scope):
        raise NotPossible(t("This prescription has run out"), t("There is nothing left to stop."))
    stopped = PrescriptionStop(
        patient_id=row.patient_id, prescription_id=row.id, stopped_at=scope.now, stopped_by=scope.actor.practitioner_id
    )
    scope.db.add(stopped.sealing(reason=form.reason))
    _answer(scope, row)
    scope.db.flush()
    telling.changed(scope, row.patient_id, row.practitioner_id)


def _answer(scope: Scope, row: MedicationRequest) -> None:
    waiting = select(RefillRequest).where(
        RefillRequest.prescription_id == row.id,
        col(RefillRequest.answered_at).is_(None),
        col(RefillRequest.withdrawn_at).is_(None),
    )
    for asked in scope.db.exec(waiting):
        asked.answered_at, asked.answered_by = scope.now, scope.actor.practitioner_id
        asked.reason = t("The prescription was stopped.")
