"""Reception's screen: the day of all doctors."""

from hms.pages.page import Page
from hms.pages.reception import (
    answer_changes,
    answer_requests,
    book_series,
    compare_pair,
    file_results,
    inbox,
    register,
    see_board,
    see_duplicates,
    see_messages,
    see_patient,
    see_patients,
    see_queues,
    see_series,
    see_waitlist,
)
from hms.texts import t

PAGES = [
    Page("/reception", see_board.page, see_board.SeeBoard, t("Day board")),
    Page("/reception/queue", see_queues.page, see_queues.SeeQueues, t("Queue")),
    Page("/reception/messages", see_messages.page, see_messages.SeeMessages, t("Messages")),
    Page(see_waitlist.HERE, see_waitlist.page, see_waitlist.SeeWaitlist, t("Waiting list")),
    Page(see_patients.HERE, see_patients.page, see_patients.SeePatients, t("Patients")),
    Page(see_patient.PLACE + "/[patient_id]", see_patient.page, see_patient.SeePatient, t("Patient")),
    Page(register.HERE, register.page, register.RegisterPatient, t("Register")),
    Page(answer_changes.HERE, answer_changes.page, answer_changes.AnswerChanges, t("Changes")),
    Page("/reception/requests", answer_requests.page, answer_requests.AnswerRequests, t("Requests")),
    Page(file_results.HERE, file_results.page, file_results.FileResults, t("Results from a laboratory")),
    Page(see_duplicates.HERE, see_duplicates.page, see_duplicates.SeeDuplicates, t("Duplicates")),
    Page(f"{see_duplicates.HERE}/[pair_id]", compare_pair.page, compare_pair.ComparePair, t("Two records compared")),
    Page("/reception/series", book_series.page, book_series.BookSeries, t("A series of appointments")),
    Page("/reception/series/[series_id]", see_series.page, see_series.SeeSeries, t("Series")),
    Page(inbox.HERE, inbox.page, inbox.Inbox, t("Conversations")),
    Page(f"{inbox.HERE}/[thread_id]", inbox.conversation, inbox.ClinicConversation, t("Conversation")),
    Page("/reception/write", inbox.write, inbox.ClinicWrites, t("Write to a patient")),
]
