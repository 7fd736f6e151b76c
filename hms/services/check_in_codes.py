"""The code with which a patient checks in: computed from the appointment, kept nowhere, good on its own day only."""

import hmac
from uuid import UUID

import segno
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotPossible, WrongPair
from hms.models import Appointment, Patient, SignInTry
from hms.models.appointment_states import State
from hms.permissions import Permission
from hms.schemas.queue import CalledCard, CheckInCard, CheckInForm, WelcomeCard
from hms.security.codes import ALPHABET, in_fours, plain
from hms.security.fingerprints import fingerprint
from hms.services import attendance, devices, tries
from hms.services.local_time import bounds, local_day, today
from hms.services.queue import calling, moving, outlook, tickets
from hms.texts import t

LENGTH = 8  # 24 ** 8 codes: some hundred of them are good on a day
MOST_BY_DEVICE, MOST_ON_CODE = 20, 5  # wrong pairs in a window


def code_of(appointment_id: UUID) -> str:
    """Compute the code of an appointment: a keyed fingerprint, from which nobody gets back to the id."""
    number, signs = int(fingerprint("check-in code", appointment_id.hex)[:24], 16), []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def _of_code(scope: Scope, typed: str) -> UUID | None:
    """Find today's appointment of a code; each is compared, so that the time it takes says nothing."""
    first, last = bounds(scope, today(scope))
    expected = select(Appointment.id).where(
        col(Appointment.starts_at) >= first,
        col(Appointment.starts_at) < last,
        col(Appointment.cancelled_at).is_(None),
        col(Appointment.noshow_at).is_(None),
    )
    code = plain(typed).encode()
    found = [one for one in scope.db.exec(expected) if hmac.compare_digest(code_of(one).encode(), code)]
    return found[0] if found else None


@requires(Permission.CHECK_IN)
def check_in(scope: Scope, typed: str) -> CalledCard:
    """Check in the patient whose code was scanned at the desk, and give their number. Raises NotPossible."""
    appointment_id = _of_code(scope, typed)
    if appointment_id is None:
        raise NotPossible(
            t("No appointment of today has this code"), t("Scan it again, or find the patient on the day board.")
        )
    appointment = scope.appointment(appointment_id, lock=True)
    attendance.arrive(scope, appointment)
    ticket = tickets.admit(scope, appointment)
    return calling.told(scope, ticket).model_copy(update={"room": moving.room_of(scope, ticket)})


@requires(Permission.CHECK_IN_ONESELF)
def check_in_oneself(scope: Scope, form: CheckInForm) -> WelcomeCard:
    """Check a patient in who gives the code and their birth date, and say their number.

    Whatever does not fit is refused alike, and counted. Raises WrongPair or TooManyTries.
    """
    device = devices.mine(scope)
    scope.db.refresh(device, with_for_update=True)  # one try after the other, or fifty at once would count as one
    limits = {
        fingerprint("kiosk", str(device.id)): MOST_BY_DEVICE,
        fingerprint("kiosk code", plain(form.code)): MOST_ON_CODE,
    }
    tries.check(scope.db, limits, scope.now)
    appointment = _theirs(scope, form)
    if appointment is None:
        scope.db.add_all([SignInTry(who=who, at=scope.now) for who in limits])
        raise WrongPair
    again = appointment.status == State.ARRIVED
    attendance.arrive(scope, appointment)
    ticket = tickets.admit(scope, appointment)
    wait, _ = outlook.of_ticket(scope, ticket)
    return WelcomeCard(number=ticket.number, again=again, room=moving.room_of(scope, ticket), expected=wait)


def _theirs(scope: Scope, form: CheckInForm) -> Appointment | None:
    appointment_id = _of_code(scope, form.code)
    if appointment_id is None:
        return None
    appointment = scope.appointment(appointment_id, lock=True)
    patient = scope.db.get_one(Patient, appointment.patient_id)
    theirs = bool(patient.born_on) and hmac.compare_digest(patient.born.encode(), form.born.encode())
    return appointment if theirs and appointment.status in {State.BOOKED, State.ARRIVED} else None


@requires(Permission.SEE_APPOINTMENT)
def show(scope: Scope, appointment_id: UUID) -> CheckInCard:
    """Show a patient the code on the day before and the day itself; once here, their number. Raises NotFound."""
    appointment = scope.appointment(appointment_id)
    soon = 0 <= (local_day(scope, appointment.starts_at) - today(scope)).days <= 1
    code = code_of(appointment.id) if soon and appointment.status == State.BOOKED else ""
    ticket = tickets.open_of(scope, appointment.id)
    wait, basis = outlook.of_ticket(scope, ticket) if ticket and not ticket.called_at else ("", "")
    return CheckInCard(
        code=in_fours(code),
        qr=segno.make_qr(code, error="m").svg_data_uri(scale=8, light="#fff") if code else "",
        number=ticket.number if ticket else 0,
        called_to=ticket.called_to if ticket else "",
        expected=wait,
        rests_on=basis,
    )
