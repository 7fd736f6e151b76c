"""The history of an appointment, in words for whoever may see it."""

from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Account, Appointment, AppointmentMove, Practitioner
from hms.models.appointment_states import Act
from hms.permissions import Permission, Role
from hms.schemas.scheduling import StepCard
from hms.schemas.words import clock, plain_day, short_day
from hms.services.local_time import local_day
from hms.texts import t

SAID: dict[str, str] = {
    Act.APPROVE: t("Confirmed"),
    Act.DECLINE: t("Declined"),
    Act.CHECK_IN: t("Arrived"),
    Act.UNDO_CHECK_IN: t("Arrival taken back"),
    Act.CALL: t("Called in"),
    Act.UNDO_CALL: t("Call taken back"),
    Act.FINISH: t("Visit finished"),
    Act.UNDO_FINISH: t("Finish taken back"),
    Act.MARK_NO_SHOW: t("Marked as a no-show"),
    Act.UNDO_NO_SHOW: t("No-show taken back"),
    Act.CANCEL: t("Cancelled"),
    Act.RESTORE: t("Restored"),
}
OF_THE_PATIENT = {Role.PATIENT, Role.KIOSK}
FOR_THE_PATIENT = {Act.CANCEL, Act.DECLINE}  # whose reasons staff write for the patient to read


@requires(Permission.SEE_APPOINTMENT)
def history(scope: Scope, appointment_id: UUID) -> list[StepCard]:
    """Tell the life of an appointment, first step first, in the clinic's zone. Raises NotFound.

    Patients read "You" and "The clinic", staff the names of colleagues. A patient's own reasons are for the doctor,
    not for reception; what staff write for each other is not for the patient.
    """
    appointment = scope.appointment(appointment_id)
    moves = select(AppointmentMove).where(AppointmentMove.appointment_id == appointment.id)
    rows = list(scope.db.exec(moves.order_by(col(AppointmentMove.moved_at), col(AppointmentMove.id))))
    if not any(row.act in {Act.BOOK, Act.REQUEST} for row in rows):
        rows.insert(0, _beginning(appointment, rows))
    names = _names(scope, {row.moved_by for row in rows if row.moved_by})
    doctors = _doctors(scope, rows)
    return [
        StepCard(
            act=row.act or Act.MOVE,
            words=_words(scope, row, doctors),
            who=_who(scope, row, names),
            when=_moment(scope, row),
            why=row.reason if _may_read(scope, row) else "",
        )
        for row in rows
    ]


def _beginning(appointment: Appointment, rows: list[AppointmentMove]) -> AppointmentMove:
    """Say how an appointment began that is older than the kept steps: where its first move led away from."""
    first = next((row for row in rows if row.from_starts_at), None)
    return AppointmentMove(
        appointment_id=appointment.id,
        act=Act.BOOK,
        to_practitioner_id=first.from_practitioner_id if first else appointment.practitioner_id,
        to_starts_at=first.from_starts_at if first else appointment.starts_at,
        moved_at=appointment.booked_at,
        moved_by=appointment.booked_by,
    )


def _names(scope: Scope, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Fetch role and name of whoever did something; patients need no names of staff."""
    if not ids:
        return {}
    found = scope.db.exec(select(Account).where(col(Account.id).in_(ids)))
    return {row.id: (row.role, "" if scope.actor.role in OF_THE_PATIENT else row.name) for row in found}


def _doctors(scope: Scope, rows: list[AppointmentMove]) -> dict[UUID, str]:
    changed = [row for row in rows if row.from_practitioner_id not in {None, row.to_practitioner_id}]
    ids = {row.to_practitioner_id for row in changed} | {row.from_practitioner_id for row in changed}
    if not ids:
        return {}
    return {row.id: row.name for row in scope.db.exec(select(Practitioner).where(col(Practitioner.id).in_(ids)))}


def _words(scope: Scope, row: AppointmentMove, doctors: dict[UUID, str]) -> str:
    new = _time(scope, row)
    if row.act in SAID:
        return t(SAID[row.act])
    if row.act == Act.REQUEST:
        return t("Asked for {time}", time=new)
    if row.act == Act.BOOK:
        return t("Booked for {time}", time=new)
    old = _time(scope, row, old=True)
    if not old:
        return t("Moved to {new}", new=new)
    left, joined = row.from_practitioner_id, row.to_practitioner_id
    if left is None or joined is None or left == joined:
        return t("Moved from {old} to {new}", old=old, new=new)
    whom = {"from_doctor": doctors[left], "to_doctor": doctors[joined]}
    return t("Moved from {old}, {from_doctor}, to {new}, {to_doctor}", old=old, new=new, **whom)


def _who(scope: Scope, row: AppointmentMove, names: dict[UUID, tuple[str, str]]) -> str:
    role, name = names.get(row.moved_by, ("", "")) if row.moved_by else ("", "")
    role = row.role or role
    if row.moved_by and row.moved_by == scope.actor.account_id:
        return t("You")
    if role in OF_THE_PATIENT:
        mine = scope.actor.role == Role.PATIENT
        at_kiosk = t("You, at the kiosk") if mine else t("The patient, at the kiosk")
        return at_kiosk if role == Role.KIOSK else t("You") if mine else t("The patient")
    return name or t("The clinic")


def _may_read(scope: Scope, row: AppointmentMove) -> bool:
    """Tell whether a step's reason is for this reader."""
    by_patient = row.role in OF_THE_PATIENT
    if scope.actor.role == Role.PATIENT:
        return by_patient or row.act in FOR_THE_PATIENT
    return scope.actor.role == Role.DOCTOR or not by_patient


def _moment(scope: Scope, row: AppointmentMove) -> str:
    return f"{plain_day(local_day(scope, row.moved_at))}, {clock(row.moved_at, scope.zone)}"


def _time(scope: Scope, row: AppointmentMove, old: bool = False) -> str:
    at = row.from_starts_at if old else row.to_starts_at
    return f"{short_day(local_day(scope, at))}, {clock(at, scope.zone)}" if at else ""
