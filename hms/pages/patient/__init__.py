"""The patient's screens."""

from hms.pages.page import Page
from hms.pages.patient import appointment, appointments, book, home, visit
from hms.texts import t

PAGES = [
    Page("/patient", home.page, home.Home, t("Home")),
    Page(book.PATH, book.page, book.BookAppointment, t("Book an appointment")),
    Page("/patient/appointments", appointments.page, appointments.Appointments, t("Your appointments")),
    Page(
        "/patient/appointments/[appointment_id]", appointment.page, appointment.AppointmentPage, t("Your appointment")
    ),
    Page("/patient/visits/[encounter_id]", visit.page, visit.Visit, t("Your visit")),
]
