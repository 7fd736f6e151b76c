"""The patient's screens."""

from hms.pages.page import Page
from hms.pages.patient import (
    about_me,
    access,
    answer_form,
    appointment,
    appointments,
    book,
    changes,
    documents,
    family,
    home,
    messages,
    my_code,
    my_consents,
    my_health,
    prescriptions,
    profile,
    record,
    record_part,
    settings,
    take_data,
    visit,
    waitlist,
)
from hms.texts import t

PAGES = [
    Page("/patient", home.page, home.Home, t("Home")),
    Page(book.PATH, book.page, book.BookAppointment, t("Book an appointment")),
    Page("/patient/appointments", appointments.page, appointments.Appointments, t("Your appointments")),
    Page(
        "/patient/appointments/[appointment_id]", appointment.page, appointment.AppointmentPage, t("Your appointment")
    ),
    Page("/patient/about-me", about_me.page, about_me.AboutMe, t("About you")),
    Page("/patient/profile", profile.page, profile.Profile, t("Profile")),
    Page(changes.PATH, changes.page, changes.Changes, t("Changes of my data")),
    Page("/patient/profile/health", my_health.page, my_health.MyHealth, t("My health")),
    Page("/patient/profile/consents", my_consents.page, my_consents.MyConsents, t("What I agreed to")),
    Page("/patient/record", record.page, record.Record, t("Your record")),
    Page(prescriptions.PATH, prescriptions.page, prescriptions.Prescriptions, t("Prescriptions")),
    Page(documents.PATH, documents.page, documents.Documents, t("Documents")),
    Page(documents.ADD, documents.add_page, documents.AddDocument, t("Add a document")),
    Page(documents.ONE, documents.one_page, documents.Document, t("Document")),
    Page("/patient/record/[part]", record_part.page, record_part.Part, t("Your record")),
    Page(access.PATH, access.page, access.Access, t("Who opened my record")),
    Page(waitlist.PATH, waitlist.page, waitlist.Waitlist, t("Waiting list")),
    Page("/patient/family", family.page, family.Family, t("Family")),
    Page("/patient/my-code", my_code.page, my_code.MyCode, t("A code from the desk")),
    Page(take_data.PATH, take_data.page, take_data.TakeData, t("Take my data with me")),
    Page("/patient/settings", settings.page, settings.Settings, t("Settings")),
    Page("/patient/visits/[encounter_id]", visit.page, visit.Visit, t("Your visit")),
    Page(messages.HERE, messages.page, messages.Messages, t("Messages")),
    Page(f"{messages.HERE}/[thread_id]", messages.conversation, messages.Conversation, t("Conversation")),
    Page("/patient/write", messages.write, messages.WriteMessage, t("New message")),
    Page(
        "/patient/appointments/[appointment_id]/form", answer_form.page, answer_form.AnswerForm, t("Before your visit")
    ),
]
