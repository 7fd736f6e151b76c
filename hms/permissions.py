"""The whole access policy, to be read aloud: who may do what, and to whose records."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the clinic."""

    VISITOR = "visitor"  # not signed in
    PATIENT = "patient"
    DOCTOR = "doctor"
    RECEPTIONIST = "receptionist"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # the command line and the clinic's own clockwork, never a browser


class Reach(StrEnum):
    """Whose records a permission covers."""

    OWN = "own"  # a patient's own record; a doctor's own calendar and visits
    IN_CARE = "in care"  # patients whom this doctor sees or has seen
    ANY = "any"


class Permission(StrEnum):
    """A verb of the clinic."""

    SET_UP_CLINIC = "set up the clinic"
    REGISTER = "register as a patient"
    SIGN_IN = "sign in and hold a session"
    ACCEPT_INVITATION = "accept an invitation"
    SEE_CLINIC = "see the clinic's name, departments and doctors"
    SEE_FREE_TIMES = "see free times"
    SEE_OWN_RECORD = "see one's own home page"
    SEE_APPOINTMENT = "see an appointment"
    BOOK_APPOINTMENT = "book an appointment"
    MOVE_APPOINTMENT = "move an appointment"
    CANCEL_APPOINTMENT = "cancel an appointment"
    SEE_DAY_BOARD = "see the day of all doctors"
    CHECK_IN = "check a patient in"
    SEE_OWN_DAY = "see one's own day as a doctor"
    WRITE_VISIT = "write a visit's note and sign it"
    PRESCRIBE = "prescribe"
    SEE_VISIT_SUMMARY = "see the summary of a signed visit"
    RUN_CLINIC = "run departments, staff and weekly hours"
    MANAGE_ACCOUNTS = "invite staff and disable accounts"
    IMPORT_RECORDS = "import records"
    MAINTAIN = "maintain the installation"


P, R, OWN, IN_CARE, ANY = Permission, Role, Reach.OWN, Reach.IN_CARE, Reach.ANY

GRANTS: dict[Permission, dict[Role, Reach]] = {
    P.SET_UP_CLINIC: {R.VISITOR: ANY},
    P.REGISTER: {R.VISITOR: ANY, R.SYSTEM: ANY},
    P.SIGN_IN: {R.VISITOR: ANY},
    P.ACCEPT_INVITATION: {R.VISITOR: ANY},
    P.SEE_CLINIC: {
        R.VISITOR: ANY,
        R.PATIENT: ANY,
        R.DOCTOR: ANY,
        R.RECEPTIONIST: ANY,
        R.ADMINISTRATOR: ANY,
        R.SYSTEM: ANY,
    },
    P.SEE_FREE_TIMES: {R.PATIENT: ANY, R.DOCTOR: ANY, R.RECEPTIONIST: ANY},
    P.SEE_OWN_RECORD: {R.PATIENT: OWN},
    P.SEE_APPOINTMENT: {R.PATIENT: OWN, R.DOCTOR: OWN, R.RECEPTIONIST: ANY},
    P.BOOK_APPOINTMENT: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.MOVE_APPOINTMENT: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.CANCEL_APPOINTMENT: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.SEE_DAY_BOARD: {R.RECEPTIONIST: ANY},
    P.CHECK_IN: {R.RECEPTIONIST: ANY},
    P.SEE_OWN_DAY: {R.DOCTOR: OWN},
    P.WRITE_VISIT: {R.DOCTOR: OWN},
    P.PRESCRIBE: {R.DOCTOR: OWN},
    P.SEE_VISIT_SUMMARY: {R.PATIENT: OWN, R.DOCTOR: IN_CARE},
    P.RUN_CLINIC: {R.ADMINISTRATOR: ANY, R.SYSTEM: ANY},
    P.MANAGE_ACCOUNTS: {R.ADMINISTRATOR: ANY, R.SYSTEM: ANY},
    P.IMPORT_RECORDS: {R.SYSTEM: ANY},
    P.MAINTAIN: {R.SYSTEM: ANY},
}


def reach(role: Role, permission: Permission) -> Reach | None:
    """Tell whose records a role reaches with a permission; None where it has none."""
    return GRANTS.get(permission, {}).get(role)


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a role has a permission at all."""
    return reach(role, permission) is not None
