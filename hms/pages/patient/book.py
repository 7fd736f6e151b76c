"""Booking: what about, with whom, when, why; all on one page, and one button."""

from uuid import UUID, uuid4, uuid5

import reflex as rx

from hms.components.badges import tag
from hms.components.booking import chips, doctor_cards, thumb_bar
from hms.components.buttons import submit
from hms.components.cards import line, section
from hms.components.feedback import loaded, notice
from hms.components.forms import error_of, error_text, form, long_text
from hms.components.layout import at, split, stack, txt
from hms.components.shell import page_head
from hms.errors import Invalid
from hms.pages.patient.address import day_in, id_in, keep_in_address, moment_in, written
from hms.pages.patient.frame import frame
from hms.pages.patient.options import DoctorOption, doctor_option
from hms.pages.patient.parts import spoken
from hms.pages.patient.picker import other_days, time_picker
from hms.pages.patient.picking import TimePicking
from hms.permissions import Permission
from hms.schemas.directory import DepartmentCard
from hms.schemas.scheduling import BookingRequest
from hms.services import availability, directory, scheduling
from hms.texts import t
from hms.web.screen import handler

PATH = "/patient/book"


class BookAppointment(TimePicking):
    """A patient books."""

    needs = Permission.BOOK_APPOINTMENT

    subjects: list[DepartmentCard] = []  # noqa: RUF012 - Reflex copies it for each state
    subject: str = ""
    doctors: list[DoctorOption] = []  # noqa: RUF012
    doctor: str = ""
    seen: DoctorOption | None = None  # the chosen doctor as last read
    gone: bool = False  # the chosen doctor can be booked no longer
    key: str = ""  # one for each open screen, so that sending twice books once
    _sent: str = ""  # the key of what this open screen has booked already

    def watches(self) -> list[str]:
        """Follow the house, the clock, and the calendar of the chosen doctor."""
        return ["directory", "minute", *([f"practitioner:{self.doctor}"] if self.doctor else [])]

    @rx.var
    def address(self) -> str:
        """Return this page's address with what is chosen; empty until the address that was opened has been read."""
        if not self.key:
            return ""
        chosen = {"department": self.subject, "doctor": self.doctor, "day": self.day, "at": self.at}
        return written(PATH, **chosen, key=self.key)

    @handler
    async def load(self):
        """Read what can be chosen, around what is chosen already."""
        if not self.key:
            await self._recall()
        self.subjects = await self.ask(directory.departments)
        found = await self.ask(availability.doctors_with_next, UUID(self.subject)) if self.subject else []
        self.doctors = [doctor_option(doctor) for doctor in found]
        seen = next((option for option in self.doctors if option.id == self.doctor), None)
        self.seen, self.gone = seen or self.seen, bool(self.doctor) and seen is None
        if seen:
            await self._read_times(UUID(seen.id))

    async def _recall(self) -> None:
        """Take up what the address holds."""
        self.key = id_in(self.route_arg("key")) or str(uuid4())
        self.subject, self.doctor = id_in(self.route_arg("department")), id_in(self.route_arg("doctor"))
        self.day = day_in(self.route_arg("day"))
        self.at = moment_in(self.route_arg("at")) if self.day else ""
        if self.doctor and not self.subject:
            everyone = await self.ask(directory.doctors)
            self.subject = next((str(d.department_id) for d in everyone if str(d.id) == self.doctor), "")

    @handler
    async def choose_subject(self, department_id: UUID):
        """Show the doctors of a department."""
        if self.subject != str(department_id):
            self.subject, self.doctor, self.seen, self.gone = str(department_id), "", None, False
            self._forget_times()
        return type(self).refresh

    @handler
    async def choose_doctor(self, doctor_id: UUID):
        """Show the days and times of a doctor."""
        if self.doctor != str(doctor_id):
            self.doctor = str(doctor_id)
            self._forget_times()
        return type(self).refresh

    @handler(busy=True)
    async def book(self, form: dict[str, str]):
        """Book what is chosen, and go to the appointment."""
        request = self._request(form.get("reason", ""))
        if request.key == self._sent:
            return None  # a second press: the first one's answer is on its way, and going twice would lose its notice
        booked, self._sent = await self.ask(scheduling.book, request), request.key
        path = f"/patient/appointments/{booked.id}"
        self.go(path, "ok", t("Your appointment is booked"), t("You can move or cancel it here until it begins."))
        return rx.redirect(path, replace=True)  # going back must not lead to a form that has been sent

    def _request(self, reason: str) -> BookingRequest:
        missing = {
            "subject": "" if self.subject else t("Choose what it is about."),
            "doctor": "" if self.doctor else t("Choose a doctor."),
            "at": "" if self.at else t("Choose a time."),
            "reason": "" if reason.strip() else t("Say in a few words why you come."),
        }
        if any(missing.values()):
            raise Invalid(**{name: words for name, words in missing.items() if words})
        key = uuid5(UUID(self.key), f"{self.doctor} {self.at}")  # another choice is another booking
        return BookingRequest(practitioner_id=self.doctor, starts_at=self.at, reason=reason, key=str(key))


B = BookAppointment
WIDE_ONLY = at("none", "none", "inline-flex")  # elsewhere the button is in the bar under the thumb


def what() -> rx.Component:
    """Ask what it is about."""
    offer = chips(t("Departments"), B.subjects, B.subject, lambda one: B.choose_subject(one.id))
    none = txt(t("No department takes bookings yet. Please call the clinic."), "body", "ink_2", "p")
    asked = loaded(~B.loading, rx.cond(B.subjects, offer, none), lines=1)
    return section(t("1. What is it about?"), stack(asked, wrong("subject")), id="subject")


def who() -> rx.Component:
    """Ask whom to see."""
    offer = doctor_cards(t("Doctors"), B.doctors, B.doctor, lambda one: B.choose_doctor(one.id))
    none = txt(t("No doctor of this department takes bookings. Please choose another one."), "body", "ink_2", "p")
    first = txt(t("Choose above what it is about; then you see the doctors."), "body", "ink_2", "p")
    lost = notice("warn", t("This doctor takes no bookings any more"), t("Please choose another one."))
    told = spoken(rx.cond(B.gone, lost, rx.fragment()))
    asked = rx.cond(B.subject, rx.cond(B.doctors, offer, none), first)
    return section(t("2. Who would you like to see?"), stack(told, asked, wrong("doctor"), gap="md"), id="doctor")


def when() -> rx.Component:
    """Ask when."""
    first = txt(t("Choose a doctor; then you see the free times."), "body", "ink_2", "p")
    asked = rx.cond(B.doctor, rx.cond(B.gone, rx.fragment(), time_picker(B)), first)
    return section(t("3. When?"), asked, action=other_days(B), id="at")


def why() -> rx.Component:
    """Ask why; what is typed lives in the browser until it is sent."""
    hint = t("Only your care team reads this. Do not use it for emergencies.")
    return section(
        t("4. Anything the doctor should know?"),
        long_text(t("Reason for your visit"), "reason", hint=hint, errors=B.field_errors, max_length=2_000),
    )


def wrong(name: str) -> rx.Component:
    """Say beside a choice that it is missing."""
    return error_text(name, error_of(B.field_errors, name))


def summary() -> rx.Component:
    """Show what will be booked, and the button."""
    doctor = t("{doctor}, {department}", doctor=B.seen.name, department=B.seen.note)
    time = t("{day}, {time}", day=B.day_words, time=B.at_words)
    lines = stack(
        rx.cond(B.doctor & B.seen, line("stethoscope", doctor), txt(t("No doctor chosen yet."), "body", "ink_2")),
        rx.cond(B.at, line("calendar", time), txt(t("No time chosen yet."), "body", "ink_2")),
        rx.cond(B.at & B.taken, tag(t("Free no longer"), "warn", "clock-alert"), rx.fragment()),
        rx.cond(B.doctor & B.seen, stack(line("clock", B.seen.lasts), line("map-pin", B.seen.room)), rx.fragment()),
    )
    send = submit(t("Book this appointment"), big=True, busy=B.busy, class_name="h-wide", display=WIDE_ONLY)
    after = txt(t("You can move or cancel it until it begins."), "small", "ink_2", "p")
    return section(t("Your appointment"), stack(lines, send, after, gap="lg"), class_name="h-stick")


def under_thumb() -> rx.Component:
    """Keep the choice and the button under the thumb on phones and tablets."""
    time = rx.cond(B.at, t("{day}, {time}", day=B.day_words, time=B.at_words), t("No time chosen yet"))
    below = rx.cond(B.taken, tag(t("Free no longer"), "warn", "clock-alert"), txt(B.seen.name, "small", "ink_2"))
    said = stack(txt(time, "strong"), rx.cond(B.doctor, below, rx.fragment()), gap="hair", class_name="h-grow")
    return thumb_bar(t("Your choice"), said, submit(t("Book"), of=t("this appointment"), big=True, busy=B.busy))


def page() -> rx.Component:
    """Draw /patient/book."""
    head = page_head(t("Book an appointment"), t("You can change anything until you book."))
    asked = stack(what(), who(), when(), why(), gap="lg")
    sheet = form(split(asked, summary()), under_thumb(), class_name="h-booking", on_submit=B.book)
    return frame(B, PATH, head, keep_in_address(B.address), sheet, waits=False)
