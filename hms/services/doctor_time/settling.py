"""What the leave assistant does with one appointment, and how it knows that it was done already."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope
from hms.errors import NotPossible
from hms.models import Appointment, AppointmentMove, Patient, Practitioner, WaitlistEntry, WaitlistOffer
from hms.models.appointment_states import Act
from hms.schemas.leave import SettleForm
from hms.schemas.scheduling import MoveRequest
from hms.services import holds, outbox, steps
from hms.services.doctor_time.unsettled import in_leave
from hms.services.plans import lock_in_turn, moved
from hms.services.scheduling import bookable, give_back, move_to
from hms.services.waitlist import offering
from hms.services.waitlist.waiting import OPEN, WAITING
from hms.texts import t

OFFER_LASTS = timedelta(days=2)  # whoever is asked to come at another time gets longer than one who waits for any
BY_ASSISTANT = "leave:"  # begins the key of a wish that the assistant put on the waiting list


def locked(scope: Scope, appointment_id: UUID) -> Appointment:
    """Fetch an appointment to settle it, its patient locked first, as everybody does. Raises NotFound."""
    whose = scope.within(select(Appointment.patient_id).where(Appointment.id == appointment_id), Appointment)
    if patient_id := scope.db.scalars(whose).first():
        scope.db.get(Patient, patient_id, with_for_update={"key_share": True})
    return scope.appointment(appointment_id, lock=True)


def gave_away(scope: Scope, form: SettleForm) -> bool:
    """Tell whether this person has moved the appointment to a colleague already: it is theirs no longer."""
    asked = select(AppointmentMove.id).where(
        AppointmentMove.appointment_id == form.appointment_id,
        AppointmentMove.from_practitioner_id == scope.actor.practitioner_id,
        AppointmentMove.to_practitioner_id == form.practitioner_id,
        AppointmentMove.to_starts_at == form.starts_at,
        AppointmentMove.moved_by == scope.actor.account_id,
    )
    return form.act == "move" and scope.db.exec(asked.limit(1)).first() is not None


def is_done(scope: Scope, appointment: Appointment, form: SettleForm) -> bool:
    """Tell whether what is asked for an appointment has been done."""
    if form.act == "cancel":
        return appointment.cancelled_at is not None
    if form.act == "move":
        there = (appointment.practitioner_id, appointment.starts_at) == (form.practitioner_id, form.starts_at)
        return there and appointment.cancelled_at is None
    asked = select(WaitlistEntry.id).where(
        WaitlistEntry.request_key == BY_ASSISTANT + form.key, WaitlistEntry.appointment_id == appointment.id
    )
    return scope.db.exec(asked).first() is not None


def do(scope: Scope, appointment: Appointment, form: SettleForm) -> None:
    """Settle an appointment that is locked. Raises Stale, NotPossible or SlotTaken."""
    steps.check(scope, appointment, Act.CANCEL if form.act == "cancel" else Act.MOVE, form.version)
    if appointment.id not in {a.id for a in in_leave(scope, appointment.practitioner_id)}:
        raise NotPossible(
            t("This appointment lies in no leave"), t("Reception can move or cancel it. Nothing was changed.")
        )
    _take_back(scope, appointment)
    if form.act == "cancel":
        give_back(scope, appointment, Act.CANCEL, form.reason)
        return
    assert form.practitioner_id and form.starts_at  # noqa: S101 - the form has made sure of it
    bookable(scope.db.get_one(Patient, appointment.patient_id))
    _check_colleague(scope, appointment, form.practitioner_id)
    if form.act == "move":
        request = MoveRequest(
            appointment_id=appointment.id,
            starts_at=form.starts_at,
            practitioner_id=form.practitioner_id,
            reason=form.reason,
            version=form.version,
        )
        move_to(scope, appointment, request)
    else:
        _offer(scope, appointment, form.practitioner_id, form.starts_at, form.key)


def _check_colleague(scope: Scope, appointment: Appointment, practitioner_id: UUID) -> None:
    theirs, other = (scope.db.get(Practitioner, one) for one in (appointment.practitioner_id, practitioner_id))
    if theirs is None or other is None or other.department_id != theirs.department_id:
        raise NotPossible(t("This doctor is in another department"), t("Choose one of the same department."))


def _offer(scope: Scope, appointment: Appointment, practitioner_id: UUID, starts_at: datetime, key: str) -> None:
    """Keep another time for the patient and ask them; the waiting list moves the appointment when they say yes."""
    lock_in_turn(scope, [practitioner_id])
    wanted = moved(scope, appointment, practitioner_id)
    until_visit = appointment.starts_at - scope.now
    lasts = min(
        OFFER_LASTS, starts_at - scope.now, until_visit / 2
    )  # unanswered, as much time again is left to settle it
    kept = holds.keep(scope, wanted, starts_at, lasts, offered_to=appointment.patient_id, but=appointment.id)
    entry = WaitlistEntry(
        patient_id=appointment.patient_id,
        practitioner_id=wanted.doctor.id,
        visit_type_id=wanted.type_id,
        appointment_id=appointment.id,
        request_key=BY_ASSISTANT + key,
        made_at=scope.now,
        made_by=scope.actor.account_id,
    )
    offer = WaitlistOffer(
        entry_id=entry.id,
        patient_id=entry.patient_id,
        practitioner_id=wanted.doctor.id,
        visit_type_id=wanted.type_id,
        hold_id=kept.id,
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
        place=1,
        why=t("The doctor is away at the time that was booked."),
        offered_at=scope.now,
        expires_at=kept.expires_at,
    )
    scope.db.add(entry)
    scope.db.flush()
    scope.db.add(offer)
    outbox.write_offer(scope, offer, instead_of=appointment.starts_at)
    steps.announce(scope, appointment)
    offering.tell(scope, offer)
    scope.db.flush()


def _take_back(scope: Scope, appointment: Appointment) -> None:
    """Take back what the assistant offered for this appointment before: something else becomes of it now."""
    asked = select(WaitlistEntry).where(
        *WAITING,
        WaitlistEntry.appointment_id == appointment.id,
        col(WaitlistEntry.request_key).startswith(BY_ASSISTANT),
    )
    for entry in scope.db.exec(asked).all():
        entry.withdrawn_at, entry.version = scope.now, entry.version + 1
        for offer in scope.db.exec(select(WaitlistOffer).where(WaitlistOffer.entry_id == entry.id, *OPEN)).all():
            offer.taken_back_at, offer.taken_back_why = scope.now, "withdrawn"
            offering.over(scope, offer)
    scope.db.flush()
