"""The patient's own page."""

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound
from hms.models import Appointment, Encounter
from hms.permissions import Permission
from hms.schemas.visits import PatientHome
from hms.schemas.words import long_day
from hms.services import prescribing
from hms.services.cards import cards
from hms.services.local_time import bounds, today
from hms.services.summaries import summary_of

SUMMARIES_SHOWN, PAST_SHOWN = 10, 20
OPEN = {"pending", "booked", "arrived", "in_room"}


@requires(Permission.SEE_OWN_RECORD)
def home(scope: Scope) -> PatientHome:
    """Show what comes next, what was signed, what was prescribed. Raises NotFound without a record."""
    if scope.actor.patient_id is None:
        raise NotFound
    patient = scope.patient(scope.actor.patient_id)
    first, _ = bounds(scope, today(scope))
    mine = select(Appointment).where(Appointment.patient_id == patient.id)
    soon = scope.db.exec(mine.where(Appointment.starts_at >= first).order_by(col(Appointment.starts_at))).all()
    gone = mine.where(Appointment.starts_at < first).order_by(col(Appointment.starts_at).desc()).limit(PAST_SHOWN)
    signed = (
        select(Encounter)
        .where(Encounter.patient_id == patient.id, col(Encounter.signed_at).is_not(None))
        .order_by(col(Encounter.signed_at).desc())
        .limit(SUMMARIES_SHOWN)
    )
    worded = cards(scope, soon)
    coming = [card for card in worded if card.status in OPEN]
    return PatientHome(
        first_name=patient.given_names.split(" ")[0],
        long_day=long_day(today(scope)),
        next=coming[0] if coming else None,
        appointments=coming,
        past=[card for card in worded if card.status not in OPEN] + cards(scope, scope.db.exec(gone).all()),
        summaries=[summary_of(scope, encounter) for encounter in scope.db.exec(signed).all()],
        prescriptions=prescribing.of_patient(scope, patient.id),
    )
