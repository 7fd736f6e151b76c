"""Each step in the life of an appointment: allowed by the one table of moves, remembered, told to whoever sees it."""

from hms.access import Scope
from hms.errors import NotPossible, Stale
from hms.models import Appointment, AppointmentMove
from hms.models.appointment_states import MOVES, Act, State, allowed
from hms.permissions import Role
from hms.services import outbox
from hms.services.cards import call_us
from hms.services.local_time import local_day
from hms.texts import t

REFUSED: dict[Act, tuple[str, str]] = {
    Act.APPROVE: (t("There is no request to answer"), t("It was answered or cancelled already.")),
    Act.DECLINE: (t("There is no request to answer"), t("It was answered or cancelled already.")),
    Act.MOVE: (t("This appointment can no longer be changed"), t("It has begun, is over, or was cancelled.")),
    Act.CANCEL: (t("This appointment can no longer be changed"), t("It has begun, is over, or was cancelled.")),
    Act.CHECK_IN: (
        t("This patient cannot be checked in"),
        t("The appointment is cancelled, not confirmed yet, or already begun."),
    ),
    Act.UNDO_CHECK_IN: (t("There is no check-in to take back"), t("The patient is not waiting.")),
    Act.CALL: (t("This patient cannot be called"), t("The appointment is cancelled, over, or was not attended.")),
    Act.UNDO_CALL: (t("There is no call to take back"), t("The patient is not in the room.")),
    Act.FINISH: (t("This visit cannot be finished"), t("It has not begun, or is over.")),
    Act.UNDO_FINISH: (t("There is nothing to take back"), t("The visit is not finished.")),
    Act.MARK_NO_SHOW: (t("This cannot be marked as a no-show"), t("The patient has come, or the visit is over.")),
    Act.UNDO_NO_SHOW: (t("There is no no-show to take back"), t("The appointment stands differently now.")),
    Act.RESTORE: (t("This appointment cannot be restored"), t("It is not cancelled.")),
}
TOLD = {  # what the patient hears of, and as what
    Act.REQUEST: "requested",
    Act.BOOK: "booked",
    Act.APPROVE: "approved",
    Act.DECLINE: "declined",
    Act.MOVE: "moved",
    Act.CANCEL: "cancelled",
    Act.RESTORE: "booked",
}


def check(scope: Scope, appointment: Appointment, act: Act, version: int | None = None) -> None:
    """Make sure that an act may be done now. Raises Stale for another version than was seen, or NotPossible in words."""
    if version is not None and appointment.version != version:
        raise Stale(t("It is now {state}.", state=appointment.status))
    if not allowed(act, appointment.status):
        title, body = REFUSED[act]
        raise NotPossible(title, call_us(scope) if scope.actor.role == Role.PATIENT else body)


def remember(scope: Scope, appointment: Appointment, act: Act, before: State | None, why: str = "") -> AppointmentMove:
    """Write a step into the appointment's history; the facts on the row are set already."""
    move = AppointmentMove(
        appointment_id=appointment.id,
        act=act,
        from_status=before,
        to_status=appointment.status,
        to_practitioner_id=appointment.practitioner_id,
        to_starts_at=appointment.starts_at,
        moved_at=scope.now,
        moved_by=scope.actor.account_id,
        role=scope.actor.role,
    ).sealing(reason=why or None)
    scope.db.add(move)
    return move


def done(scope: Scope, appointment: Appointment, act: Act, before: State | None, why: str = "") -> None:
    """Finish a step: a new version, the history, the message to the patient, and word to every screen that shows it."""
    if before is not None:
        appointment.version += 1
    assert MOVES[act][1] in {None, appointment.status}, act  # noqa: S101 - the facts and the table must agree
    remember(scope, appointment, act, before, why)
    if act in TOLD:
        outbox.write(scope, TOLD[act], appointment)
    announce(scope, appointment)


def announce(scope: Scope, appointment: Appointment) -> None:
    """Tell every screen that shows this appointment: the two people's, the boards of its day, the lists of all."""
    scope.tell(f"practitioner:{appointment.practitioner_id}", appointment.id)
    scope.tell(f"patient:{appointment.patient_id}", appointment.id)
    scope.tell(f"board:{local_day(scope, appointment.starts_at)}", appointment.id)
    scope.tell("appointments", appointment.id)
