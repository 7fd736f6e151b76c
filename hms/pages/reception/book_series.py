"""Booking a series at the desk: whom, with whom, how often; then each date is looked at before anything is booked."""

from uuid import uuid4

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.feedback import empty, notices
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import at, grid, stack
from hms.components.shell import page_head, shell
from hms.errors import Invalid
from hms.pages.asked import asked_id
from hms.pages.reception.finding import FindingPatient, patient_finder
from hms.pages.reception.settling import SettlingDates, dates_list
from hms.permissions import Permission, Role
from hms.schemas.series import MOST, SeriesBooking, SeriesWish
from hms.services import directory, finding, visit_types
from hms.services.series import booking
from hms.texts import t
from hms.web.screen import handler

PATH = "/reception/series"


class BookSeries(FindingPatient, SettlingDates):
    """/reception/series books one; ?patient=… begins with somebody chosen."""

    needs = Permission.SEE_DAY_BOARD

    doctors: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    types: list[list[str]] = []  # noqa: RUF012
    key: str = ""
    _wish: SeriesWish | None = None

    def watches(self) -> list[str]:
        """Follow the doctor whose times are looked at, and who works here at what."""
        return ["directory", *([f"practitioner:{self._wish.practitioner_id}"] if self._wish else [])]

    @handler
    async def load(self) -> None:
        """Read whom one may choose, and look at the dates again."""
        known = await self.ask(directory.doctors)
        self.doctors = [["", t("Choose…")], *([str(one.id), f"{one.name}, {one.department}"] for one in known)]
        offered = await self.ask(visit_types.offered)
        plain = ["", t("Visit of the usual length")]
        self.types = [plain, *([str(one.id), f"{one.name}, {one.length_min} min"] for one in offered)]
        asked = asked_id(self.route_arg("patient"))
        if not self.key and asked:
            self.patient = await self.ask(finding.hit, asked)
        self.key = self.key or str(uuid4())
        if self._wish:
            self._show_dates(await self.ask(booking.preview, self._wish))

    @handler(busy=True)
    async def look(self, answers: dict[str, str]):
        """Look at the dates of what was typed; nothing is booked yet."""
        missing = {
            "patient_id": "" if self.patient else t("Choose the patient."),
            "practitioner_id": "" if answers.get("practitioner_id") else t("Choose a doctor."),
            "day": "" if answers.get("day") else t("Please give a date"),
            "at": "" if answers.get("at") else t("Please give a time"),
        }
        if found := {name: words for name, words in missing.items() if words}:
            raise Invalid(**found)
        given = {name: answers.get(name) or None for name in ("practitioner_id", "visit_type_id")}
        often = {name: answers.get(name, "") for name in ("every", "unit", "count")}
        first = f"{answers['day']}T{answers['at']}"
        self._wish = SeriesWish.model_validate({**given, **often, "first": first, "patient_id": self.patient.id})
        self._decided, self.key = {}, str(uuid4())
        self._show_dates(await self.ask(booking.preview, self._wish))
        return type(self).refresh  # from here on the doctor's calendar is watched

    @handler(busy=True)
    async def book(self, answers: dict[str, str]) -> None:
        """Book all dates that were settled on."""
        if not answers.get("reason", "").strip():
            raise Invalid(reason=t("Say in a few words what it is about."))
        starts = [moment for _, moment in self._settled()]
        asked = {**self._wish.model_dump(), "starts": starts, "reason": answers["reason"], "key": self.key}
        card = await self.ask(booking.book, SeriesBooking.model_validate(asked))
        done = t("{n} appointments for {name}.", n=len(card.visits), name=card.patient)
        self.go(f"{PATH}/{card.id}", "ok", t("The series is booked"), done)


S = BookSeries


def _asked() -> rx.Component:
    """Ask whom, with whom, and how often."""
    errors, looks = S.field_errors, {"columns": "minmax(0, 1fr) minmax(0, 1fr)", "gap": "md"}
    units = [("week", t("weeks")), ("month", t("months"))]
    number = {"kind": "number", "min": "1", "input_mode": "numeric", "errors": errors}
    first = grid(
        field(t("First day"), "day", kind="date", errors=errors), field(t("Time"), "at", kind="time", step="300", errors=errors),
        **looks,
    )  # fmt: skip
    often = grid(
        field(t("Every"), "every", "1", **number), select(t("Weeks or months"), "unit", units, "week"), **looks
    )
    count = field(t("How many appointments"), "count", "6", hint=t("At most {n}.", n=MOST), **number)
    filled = rx.cond(S.lines.length() > 0, "", "h-btn-primary")
    asked = form(
        select(t("Doctor"), "practitioner_id", S.doctors, errors=errors),
        select(t("Kind of visit"), "visit_type_id", S.types, errors=errors, optional=True),
        first, often, count,
        actions(button(t("Look at the dates"), "search", type="submit", busy=S.busy, class_name=[filled])),
        on_submit=S.look, class_name="h-stack g-md",
    )  # fmt: skip
    return section(t("Whom, and how often"), stack(patient_finder(S), asked, gap="md"))


def _dates() -> rx.Component:
    none = empty(
        "calendar-range",
        t("No dates yet"),
        t("Fill in the form. Each date is shown with what is in its way, and nothing is booked before you say so."),
        level="h3",
    )
    why = long_text(t("Reason for the visits"), "reason", rows=2, errors=S.field_errors, hint=t("The doctor reads it."))
    go = submit(t("Book {n} appointments", n=S.to_do), "check", busy=S.busy)
    some = stack(dates_list(S), form(why, actions(go), on_submit=S.book, class_name="h-stack g-md"), gap="lg")
    return section(t("Dates"), rx.cond(S.lines.length() > 0, some, none))


def page() -> rx.Component:
    """Draw /reception/series."""
    head = page_head(t("A series of appointments"), t("Booked as single appointments that belong together."))
    both = grid(_asked(), _dates(), columns=at("minmax(0, 1fr)", desktop="minmax(0, 2fr) minmax(0, 3fr)"))
    told = notices(S.notice_tone, S.notice_title, S.notice_body, on_close=S.dismiss)
    return shell(S.me, Role.RECEPTIONIST, "/reception", told, head, both, clinic=S.me.clinic)
