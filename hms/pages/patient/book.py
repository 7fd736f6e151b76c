"""Booking: what about, what kind of visit, with whom, when, why; all on one page, and one button."""

from uuid import UUID, uuid4, uuid5

import reflex as rx

from hms.components.forms import form
from hms.components.holding import keeper
from hms.components.layout import split, stack
from hms.components.shell import page_head
from hms.errors import Invalid
from hms.pages.kept_address import keep_in_address, written
from hms.pages.patient import book_parts as parts
from hms.pages.patient.address import day_in, id_in, kind_in, moment_in
from hms.pages.patient.choosing import Choosing
from hms.pages.patient.frame import frame
from hms.permissions import Permission
from hms.schemas.scheduling import BookingRequest
from hms.services import directory, scheduling
from hms.texts import t
from hms.web.screen import handler

PATH = "/patient/book"


class BookAppointment(Choosing):
    """A patient books."""

    needs = Permission.BOOK_APPOINTMENT

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
        chosen = {"department": self.subject, "kind": self.kind, "doctor": self.doctor, "day": self.day, "at": self.at}
        return written(PATH, **chosen, hold=self.hold, key=self.key)

    @handler
    async def load(self):
        """Read what can be chosen, around what is chosen already."""
        if not self.key:
            await self._recall()
        await self._read_choices()

    async def _recall(self) -> None:
        """Take up what the address holds."""
        self.key = id_in(self.route_arg("key")) or str(uuid4())
        self.subject, self.doctor = id_in(self.route_arg("department")), id_in(self.route_arg("doctor"))
        self.kind, self.day = kind_in(self.route_arg("kind")), day_in(self.route_arg("day"))
        self.at = moment_in(self.route_arg("at")) if self.day else ""
        self.hold = id_in(self.route_arg("hold")) if self.at else ""
        if self.doctor and not self.subject:
            everyone = await self.ask(directory.doctors)
            self.subject = next((str(d.department_id) for d in everyone if str(d.id) == self.doctor), "")
        await self._take_up()

    @handler(busy=True)
    async def book(self, form: dict[str, str]):
        """Book what is chosen, and go to the appointment."""
        request = self._request(form.get("reason", ""))
        if request.key == self._sent:
            return None  # a second press: the first one's answer is on its way, and going twice would lose its notice
        booked, self._sent = await self.ask(scheduling.book, request), request.key
        path = f"/patient/appointments/{booked.id}"
        if booked.status == "pending":
            title, body = t("Your appointment is requested"), t("The clinic confirms it. Its time is yours until then.")
        else:
            title, body = t("Your appointment is booked"), booked.change_words
        self.go(path, "ok", title, body)
        return rx.redirect(path, replace=True)  # going back must not lead to a form that has been sent

    def _request(self, reason: str) -> BookingRequest:
        missing = {
            "subject": "" if self.subject else t("Choose what it is about."),
            "visit_type_id": "" if self.kind or not self.subject else t("Choose what kind of visit it is."),
            "doctor": "" if self.doctor and not self.gone else t("Choose a doctor."),
            "at": "" if self.at else t("Choose a time."),
            "reason": "" if reason.strip() else t("Say in a few words why you come."),
        }
        if any(missing.values()):
            raise Invalid(**{name: words for name, words in missing.items() if words})
        wanted = self._wanted()
        return BookingRequest(
            practitioner_id=wanted.practitioner_id,
            visit_type_id=wanted.visit_type_id,
            starts_at=self.at,
            reason=reason,
            hold_id=self.hold or None,
            key=str(uuid5(UUID(self.key), f"{self.doctor} {self.kind} {self.at}")),  # another choice, another booking
        )


def page() -> rx.Component:
    """Draw /patient/book."""
    B = BookAppointment
    head = page_head(t("Book an appointment"), t("You can change anything until you book."))
    asked = stack(parts.what(B), parts.which(B), parts.who(B), parts.when(B), parts.why(B), gap="lg")
    sheet = form(split(asked, parts.summary(B)), parts.under_thumb(B), class_name="h-booking", on_submit=B.book)
    kept = keeper(rx.cond(B.left > 0, B.hold, ""), B.left, B.at_words)
    return frame(B, PATH, head, keep_in_address(B.address), kept, sheet, waits=False)
