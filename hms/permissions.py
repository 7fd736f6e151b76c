"""The whole access policy, to be read aloud: who may do what, and to whose records."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the clinic."""

    VISITOR = "visitor"  # not signed in
    PATIENT = "patient"
    DOCTOR = "doctor"
    RECEPTIONIST = "receptionist"
    ADMINISTRATOR = "administrator"
    DISPLAY = "display"  # a screen in the waiting room
    KIOSK = "kiosk"  # a screen at which patients check themselves in
    SYSTEM = "system"  # the command line and the clinic's own clockwork, never a browser


STAFF = frozenset({Role.DOCTOR, Role.RECEPTIONIST, Role.ADMINISTRATOR})  # people who work here and sign in
DEVICES = frozenset({Role.DISPLAY, Role.KIOSK})  # screens that open by a link and stay open


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
    TELL_ABOUT_ONESELF = "tell the clinic about oneself"
    CONFIRM_STATEMENT = "confirm what a patient states"
    SEE_RECORD = "see results, vaccinations and documents"
    SEE_WHO_OPENED = "see who opened one's record"
    SEE_APPOINTMENT = "see an appointment"
    BOOK_APPOINTMENT = "book an appointment"
    MOVE_APPOINTMENT = "move an appointment"
    CANCEL_APPOINTMENT = "cancel an appointment"
    OVERBOOK = "book over another appointment, where the clinic allows it"
    APPROVE_APPOINTMENT = "say yes or no to a requested appointment"
    MARK_NO_SHOW = "mark that a patient did not come"
    FIND_PATIENT = "find a patient by name, birth date or record number"
    REGISTER_PATIENT = "register a patient at the desk"
    OPEN_RECORD = "open a patient's record"
    SEE_PERSONAL_DATA = "see a patient's personal data"
    CHANGE_PERSONAL_DATA = "change contacts, language, relations and who pays"
    CHANGE_IDENTITY = "change name, birth date, sex and numbers, and answer who asks for it"
    ASK_FOR_CHANGE = "ask for another name, birth date, sex or number"
    GIVE_RECORD_CODE = "give a patient the code that opens their record to them"
    ARRANGE_ACTING = "arrange who may act for a patient"
    ACT_FOR_OTHERS = "act for somebody else, and see who may act for oneself"
    MERGE_RECORDS = "merge two records of one person, and undo it"
    TAKE_DATA = "take everything in one's record along"
    WAIT_FOR_TIME = "wait for an earlier time, and answer an offer"
    SEE_WAITLIST = "see who waits for a time"
    CHOOSE_NOTICES = "choose how the clinic's messages come"
    SEE_MESSAGES = "see which messages were sent"
    KEEP_FEED = "keep a private calendar feed"
    READ_FEED = "read a calendar feed by its address"
    SEE_DAY_BOARD = "see the day of all doctors"
    CHECK_IN = "check a patient in"
    CHECK_IN_ONESELF = "check oneself in with birth date and code"
    RUN_QUEUE = "issue and call numbers"
    SEE_DISPLAY = "see which numbers are called where"
    OPEN_DEVICE = "open a screen or kiosk by its link"
    PLAN_DOCTOR_TIME = "set a doctor's hours, breaks and leave"
    SEE_OWN_DAY = "see one's own day as a doctor"
    WRITE_VISIT = "write a visit's note and sign it"
    COSIGN = "co-sign the notes of doctors whom one supervises"
    KEEP_TEMPLATES = "keep templates of notes"
    PRESCRIBE = "prescribe"
    CONTINUE_PRESCRIPTION = "renew and stop prescriptions"
    PRINT_PRESCRIPTION = "take a signed prescription as a paper"
    CHECK_PRESCRIPTION = "check a prescription by the code on its paper"
    ASK_FOR_REFILL = "ask for a refill"
    ANSWER_REFILL = "answer who asks for a refill"
    SEE_OVERRIDES = "see which warnings of the prescribing checks were overridden"
    SEE_CHART = "see a patient's medical record"
    KEEP_CHART = "write, amend and void entries of the medical record"
    OPEN_DOCUMENT = "open a document of the record"
    ADD_OWN_DOCUMENT = "add a document to one's own record"
    ORDER_TESTS = "order laboratory tests and imaging, and take an order back"
    RECORD_RESULT = "write results down, put them right and void them"
    FILE_RESULTS = "file results that a laboratory sent"
    REVIEW_RESULT = "look at new results, and hand them to a colleague"
    WRITE_LETTER = "write and sign letters and certificates"
    CHECK_LETTER = "check a letter by the code on its paper"
    SEE_VISIT_SUMMARY = "see the summary of a signed visit"
    EXCHANGE_MESSAGES = "write and read messages between patients and the care team"
    HAND_OVER_MESSAGES = "hand a conversation to somebody else"
    SET_COVER = "say who answers one's messages meanwhile"
    ANSWER_PRIVACY = "answer questions about who opened a record"
    ANSWER_FORM = "answer a form before a visit"
    SEE_ANSWERS = "read what a patient answered before a visit"
    RUN_CLINIC = "run departments, rooms, visit types and rules"
    MANAGE_DEVICES = "set up screens and kiosks"
    MANAGE_ACCOUNTS = "invite staff and disable accounts"
    IMPORT_RECORDS = "import records"
    RUN_CLOCKWORK = "do what is due: expire, remind, send"
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
        R.DISPLAY: ANY,
        R.KIOSK: ANY,
        R.SYSTEM: ANY,
    },
    P.SEE_FREE_TIMES: {R.PATIENT: ANY, R.DOCTOR: ANY, R.RECEPTIONIST: ANY},
    P.SEE_OWN_RECORD: {R.PATIENT: OWN},
    P.TELL_ABOUT_ONESELF: {R.PATIENT: OWN},
    P.CONFIRM_STATEMENT: {R.DOCTOR: IN_CARE},
    P.SEE_RECORD: {R.PATIENT: OWN},
    P.SEE_WHO_OPENED: {R.PATIENT: OWN},
    P.SEE_APPOINTMENT: {R.PATIENT: OWN, R.DOCTOR: OWN, R.RECEPTIONIST: ANY},
    P.BOOK_APPOINTMENT: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.MOVE_APPOINTMENT: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.CANCEL_APPOINTMENT: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.OVERBOOK: {R.RECEPTIONIST: ANY},
    P.APPROVE_APPOINTMENT: {R.DOCTOR: OWN, R.RECEPTIONIST: ANY},
    P.MARK_NO_SHOW: {R.DOCTOR: OWN, R.RECEPTIONIST: ANY},
    P.FIND_PATIENT: {R.DOCTOR: IN_CARE, R.RECEPTIONIST: ANY},
    P.REGISTER_PATIENT: {R.RECEPTIONIST: ANY},
    P.OPEN_RECORD: {R.DOCTOR: IN_CARE, R.RECEPTIONIST: ANY},
    P.SEE_PERSONAL_DATA: {R.PATIENT: OWN, R.DOCTOR: IN_CARE, R.RECEPTIONIST: ANY},
    P.CHANGE_PERSONAL_DATA: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.CHANGE_IDENTITY: {R.RECEPTIONIST: ANY},
    P.ASK_FOR_CHANGE: {R.PATIENT: OWN},
    P.GIVE_RECORD_CODE: {R.RECEPTIONIST: ANY},
    P.ARRANGE_ACTING: {R.RECEPTIONIST: ANY},
    P.ACT_FOR_OTHERS: {R.PATIENT: OWN},
    P.MERGE_RECORDS: {R.RECEPTIONIST: ANY},
    P.TAKE_DATA: {R.PATIENT: OWN},
    P.WAIT_FOR_TIME: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.SEE_WAITLIST: {R.RECEPTIONIST: ANY},
    P.CHOOSE_NOTICES: {R.PATIENT: OWN, R.RECEPTIONIST: ANY},
    P.SEE_MESSAGES: {R.RECEPTIONIST: ANY},
    P.KEEP_FEED: {R.PATIENT: OWN, R.DOCTOR: OWN},
    P.READ_FEED: {R.VISITOR: ANY},
    P.SEE_DAY_BOARD: {R.RECEPTIONIST: ANY},
    P.CHECK_IN: {R.RECEPTIONIST: ANY},
    P.CHECK_IN_ONESELF: {R.KIOSK: ANY},
    P.RUN_QUEUE: {R.DOCTOR: OWN, R.RECEPTIONIST: ANY},
    P.SEE_DISPLAY: {R.DISPLAY: ANY},
    P.OPEN_DEVICE: {R.VISITOR: ANY},
    P.PLAN_DOCTOR_TIME: {R.DOCTOR: OWN, R.ADMINISTRATOR: ANY, R.SYSTEM: ANY},
    P.SEE_OWN_DAY: {R.DOCTOR: OWN},
    P.WRITE_VISIT: {R.DOCTOR: OWN},
    P.COSIGN: {R.DOCTOR: OWN},  # own: what was laid before this doctor
    P.KEEP_TEMPLATES: {R.DOCTOR: OWN, R.ADMINISTRATOR: ANY},  # no patient's record is touched by it
    P.PRESCRIBE: {R.DOCTOR: OWN},
    P.CONTINUE_PRESCRIPTION: {R.DOCTOR: IN_CARE},
    P.PRINT_PRESCRIPTION: {R.PATIENT: OWN, R.DOCTOR: IN_CARE},
    P.CHECK_PRESCRIPTION: {R.VISITOR: ANY},
    P.ASK_FOR_REFILL: {R.PATIENT: OWN},
    P.ANSWER_REFILL: {R.DOCTOR: OWN},
    P.SEE_OVERRIDES: {R.ADMINISTRATOR: ANY},  # counts and reasons, without patients' names
    P.SEE_CHART: {R.DOCTOR: IN_CARE},
    P.KEEP_CHART: {R.DOCTOR: IN_CARE},
    P.OPEN_DOCUMENT: {R.PATIENT: OWN, R.DOCTOR: IN_CARE},  # a patient: what is shared, or came from them
    P.ADD_OWN_DOCUMENT: {R.PATIENT: OWN},
    P.ORDER_TESTS: {R.DOCTOR: IN_CARE},
    P.RECORD_RESULT: {R.DOCTOR: IN_CARE},
    P.FILE_RESULTS: {R.RECEPTIONIST: ANY, R.SYSTEM: ANY},  # to whom they are shown then, the inboxes decide
    P.REVIEW_RESULT: {R.DOCTOR: OWN},  # one's inbox, and that of a colleague for whom one stands in
    P.WRITE_LETTER: {R.DOCTOR: IN_CARE},
    P.CHECK_LETTER: {R.VISITOR: ANY},
    P.SEE_VISIT_SUMMARY: {R.PATIENT: OWN, R.DOCTOR: IN_CARE},
    # Any: of any patient, but only what is for the clinic; what is for a doctor stays with the doctor (reaching.py).
    P.EXCHANGE_MESSAGES: {R.PATIENT: OWN, R.DOCTOR: OWN, R.RECEPTIONIST: ANY},
    P.HAND_OVER_MESSAGES: {R.DOCTOR: OWN, R.RECEPTIONIST: ANY},
    P.SET_COVER: {R.DOCTOR: OWN},
    P.ANSWER_PRIVACY: {R.ADMINISTRATOR: ANY},
    P.ANSWER_FORM: {R.PATIENT: OWN},
    P.SEE_ANSWERS: {R.DOCTOR: OWN},
    P.RUN_CLINIC: {R.ADMINISTRATOR: ANY, R.SYSTEM: ANY},
    P.MANAGE_DEVICES: {R.ADMINISTRATOR: ANY},
    P.MANAGE_ACCOUNTS: {R.ADMINISTRATOR: ANY, R.SYSTEM: ANY},
    P.IMPORT_RECORDS: {R.SYSTEM: ANY},
    P.RUN_CLOCKWORK: {R.SYSTEM: ANY},
    P.MAINTAIN: {R.SYSTEM: ANY},
}


def reach(role: Role, permission: Permission) -> Reach | None:
    """Tell whose records a role reaches with a permission; None where it has none."""
    return GRANTS.get(permission, {}).get(role)


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a role has a permission at all."""
    return reach(role, permission) is not None
