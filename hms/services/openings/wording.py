"""What was done with somebody's record, in plain words: by permission, and more closely by verb where that helps.

A permission that touches patients and has no words here fails a test: nothing may happen to a record that its patient
could not read about.
"""

from typing import NamedTuple

from hms.permissions import Permission
from hms.services.openings.verbs_around_care import OTHER_VERBS
from hms.services.openings.verbs_of_care import CARE_VERBS
from hms.texts import t

P = Permission
# What no patient's record is touched by.
NO_RECORD = frozenset(
    {
        P.SET_UP_CLINIC, P.SIGN_IN, P.ACCEPT_INVITATION, P.SEE_CLINIC, P.SEE_FREE_TIMES, P.OVERBOOK, P.OPEN_DEVICE,
        P.RUN_CLINIC, P.MANAGE_DEVICES, P.MANAGE_ACCOUNTS, P.MAINTAIN, P.KEEP_TEMPLATES,
    }
)  # fmt: skip


class Words(NamedTuple):
    """What was done, with which part of the record, and what for."""

    did: str
    part: str
    why: str


VISITS, NUMBER, MESSAGES = t("Appointments"), t("Name, birth date and record number"), t("Messages to you")
HEALTH, WAITING, PERSONAL = t("Health record"), t("Waiting list"), t("Personal data")
CONVERSATIONS = t("Conversations with the care team")
FORMS, DOCUMENTS = t("Forms before a visit"), t("Documents")
ORDERS = t("Orders and results")
RUN_DAY, CARE = t("To run the day at the clinic"), t("To treat you")
ARRANGE, YOURS = t("To arrange your visits"), t("Your own use of these pages")

ACTS: dict[Permission, Words] = {
    P.REGISTER: Words(t("Opened this record"), PERSONAL, t("You registered at the clinic")),
    P.REGISTER_PATIENT: Words(
        t("Registered you, or looked whether you are known"), NUMBER, t("You came to the clinic")
    ),
    P.SEE_OWN_RECORD: Words(t("Looked at your home page"), t("Appointments, summaries and prescriptions"), YOURS),
    P.TELL_ABOUT_ONESELF: Words(t("Looked at or changed what you told"), HEALTH, YOURS),
    P.CONFIRM_STATEMENT: Words(t("Read what you state about your health"), HEALTH, CARE),
    P.SEE_RECORD: Words(t("Looked at results, vaccinations or documents"), HEALTH, YOURS),
    P.SEE_WHO_OPENED: Words(t("Looked at who opened this record"), t("This list"), YOURS),
    P.SEE_APPOINTMENT: Words(t("Looked at an appointment"), VISITS, ARRANGE),
    P.BOOK_APPOINTMENT: Words(t("Booked an appointment"), VISITS, ARRANGE),
    P.MOVE_APPOINTMENT: Words(t("Moved an appointment"), VISITS, ARRANGE),
    P.CANCEL_APPOINTMENT: Words(t("Cancelled or restored an appointment"), VISITS, ARRANGE),
    P.APPROVE_APPOINTMENT: Words(t("Answered an appointment that was asked for"), VISITS, ARRANGE),
    P.MARK_NO_SHOW: Words(t("Looked at or noted a missed appointment"), VISITS, RUN_DAY),
    P.FIND_PATIENT: Words(t("Found you by name, birth date or number"), NUMBER, ARRANGE),
    P.OPEN_RECORD: Words(t("Opened your record"), t("Personal data and appointments"), ARRANGE),
    P.SEE_PERSONAL_DATA: Words(t("Looked at your personal data"), PERSONAL, ARRANGE),
    P.CHANGE_PERSONAL_DATA: Words(t("Changed your personal data"), PERSONAL, ARRANGE),
    P.CHANGE_IDENTITY: Words(t("Changed your name, birth date, sex or numbers"), PERSONAL, ARRANGE),
    P.ASK_FOR_CHANGE: Words(t("Asked for a change of personal data"), PERSONAL, YOURS),
    P.GIVE_RECORD_CODE: Words(t("Gave the code that opens this record to you"), PERSONAL, t("So that you can sign in")),
    P.ARRANGE_ACTING: Words(t("Looked at or arranged who may act for you"), PERSONAL, t("You or your family asked")),
    P.ACT_FOR_OTHERS: Words(t("Began to act for you, or looked at who may"), PERSONAL, YOURS),
    P.MERGE_RECORDS: Words(
        t("Looked whether the clinic knows you twice"), PERSONAL, t("To keep one record for one person")
    ),
    P.TAKE_DATA: Words(t("Asked for or fetched a download of everything"), t("The whole record"), YOURS),
    P.WAIT_FOR_TIME: Words(t("Looked at or changed a wish for a time"), WAITING, ARRANGE),
    P.SEE_WAITLIST: Words(t("Looked at who waits for a time"), WAITING, ARRANGE),
    P.CHOOSE_NOTICES: Words(t("Looked at or changed how messages reach you"), MESSAGES, ARRANGE),
    P.SEE_MESSAGES: Words(t("Looked at whether messages to you were sent"), MESSAGES, ARRANGE),
    P.EXCHANGE_MESSAGES: Words(t("Read or wrote in a conversation with you"), CONVERSATIONS, CARE),
    P.HAND_OVER_MESSAGES: Words(t("Handed a conversation with you to somebody else"), CONVERSATIONS, CARE),
    P.SET_COVER: Words(t("Said who answers your messages meanwhile"), CONVERSATIONS, CARE),
    P.ANSWER_PRIVACY: Words(t("Read or answered your question about an access"), CONVERSATIONS, t("You asked")),
    P.ANSWER_FORM: Words(t("Looked at or answered a form before a visit"), FORMS, YOURS),
    P.SEE_ANSWERS: Words(t("Read your answers to a form"), FORMS, CARE),
    P.KEEP_FEED: Words(t("Looked at or changed the calendar address"), VISITS, YOURS),
    P.READ_FEED: Words(t("Read your appointments through the calendar address"), VISITS, t("Your own calendar")),
    P.SEE_DAY_BOARD: Words(t("Looked at the day on which you have an appointment"), VISITS, RUN_DAY),
    P.CHECK_IN: Words(t("Checked you in"), VISITS, RUN_DAY),
    P.CHECK_IN_ONESELF: Words(t("Checked you in with your code"), VISITS, RUN_DAY),
    P.RUN_QUEUE: Words(t("Looked at the waiting room, or called you"), t("Your number in the waiting room"), RUN_DAY),
    P.SEE_DISPLAY: Words(t("Showed your number, without your name"), t("Your number in the waiting room"), RUN_DAY),
    P.PLAN_DOCTOR_TIME: Words(t("Looked at whom a change of working hours hits"), VISITS, ARRANGE),
    P.SEE_OWN_DAY: Words(t("Looked at the day on which you have an appointment"), t("Appointments, allergies"), CARE),
    P.WRITE_VISIT: Words(t("Opened your record for a visit"), HEALTH, CARE),
    P.COSIGN: Words(t("Read the note of your visit as the supervisor"), HEALTH, CARE),
    P.PRESCRIBE: Words(t("Prescribed, or took a prescription back"), t("Prescriptions"), CARE),
    P.CONTINUE_PRESCRIPTION: Words(t("Looked at, renewed or stopped a prescription"), t("Prescriptions"), CARE),
    P.PRINT_PRESCRIPTION: Words(t("Took a prescription as a paper"), t("Prescriptions"), CARE),
    P.CHECK_PRESCRIPTION: Words(
        t("Checked a prescription by the code on its paper"), t("Prescriptions"), t("Somebody held the paper")
    ),
    P.ASK_FOR_REFILL: Words(t("Looked at prescriptions, or asked for a refill"), t("Prescriptions"), YOURS),
    P.ANSWER_REFILL: Words(t("Looked at who asks for a refill"), t("Prescriptions"), CARE),
    P.SEE_OVERRIDES: Words(
        t("Read, without your name, why a doctor prescribed in spite of a warning"),
        t("Prescriptions"),
        t("To keep prescribing safe"),
    ),
    P.SEE_CHART: Words(t("Read your medical record"), HEALTH, CARE),
    P.KEEP_CHART: Words(t("Wrote in your medical record"), HEALTH, CARE),
    P.OPEN_DOCUMENT: Words(t("Opened a document"), DOCUMENTS, CARE),
    P.ADD_OWN_DOCUMENT: Words(t("Added a document"), DOCUMENTS, YOURS),
    P.ORDER_TESTS: Words(t("Ordered a test of laboratory or imaging"), ORDERS, CARE),
    P.RECORD_RESULT: Words(t("Wrote down or put right a result"), ORDERS, CARE),
    P.FILE_RESULTS: Words(t("Filed a result that a laboratory sent"), ORDERS, CARE),
    P.REVIEW_RESULT: Words(t("Looked at your results"), ORDERS, CARE),
    P.WRITE_LETTER: Words(t("Wrote a letter or certificate"), HEALTH, CARE),
    P.CHECK_LETTER: Words(t("Checked a letter by the code on its paper"), DOCUMENTS, t("Somebody held the paper")),
    P.SEE_VISIT_SUMMARY: Words(t("Read the summary of a visit"), t("Visit summaries"), CARE),
    P.IMPORT_RECORDS: Words(
        t("Brought in records from elsewhere"), t("The whole record"), t("Records were moved here")
    ),
    P.RUN_CLOCKWORK: Words(t("Did what was due, such as a reminder"), VISITS, t("The clinic's own clockwork")),
}
VERBS = CARE_VERBS | OTHER_VERBS
_BY_WORDS = {str(permission): permission for permission in Permission}
UNKNOWN = Words(t("Opened this record"), t("The record"), "")


def in_words(act: str, what: str) -> Words:
    """Say in plain words what an audit entry's act and verb did; an act that is no longer known is said generally."""
    permission = _BY_WORDS.get(act)
    if permission is None or permission not in ACTS:
        return UNKNOWN
    usual = ACTS[permission]
    return usual._replace(did=VERBS.get((permission, what), usual.did))
