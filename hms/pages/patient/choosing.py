"""The state of choosing what a booking is about: the department, the kind of visit, the doctor; then the time."""

from uuid import UUID

from hms.pages.patient.address import kind_in
from hms.pages.patient.options import PLAIN, DoctorOption, KindOption, Wanted, doctor_option, kind_options
from hms.pages.patient.picking import TimePicking
from hms.schemas.directory import DepartmentCard
from hms.services import availability, directory, terms, visit_types
from hms.web.screen import handler


class Choosing(TimePicking, mixin=True):
    """A screen on which everything about a visit is chosen; the times follow what was chosen before them."""

    subjects: list[DepartmentCard] = []  # noqa: RUF012 - Reflex copies it for each state
    subject: str = ""
    kinds: list[KindOption] = []  # noqa: RUF012
    asks_kind: bool = False  # there is more than the plain visit
    kind: str = ""
    seen_kind: KindOption | None = None  # the chosen kind as last read
    kind_gone: bool = False  # the chosen kind is offered no longer
    doctors: list[DoctorOption] = []  # noqa: RUF012
    doctor: str = ""
    seen: DoctorOption | None = None  # the chosen doctor as last read
    gone: bool = False  # the chosen doctor can be booked no longer
    lasts: str = ""
    change_words: str = ""  # until when it can be changed

    def _wanted(self) -> Wanted:
        return Wanted(UUID(self.doctor), self._type_id())

    def _type_id(self) -> UUID | None:
        return None if self.kind in {"", PLAIN} else UUID(self.kind)

    @handler
    async def choose_subject(self, department_id: UUID):
        """Show what a department offers."""
        if self.subject != str(department_id):
            await self._forget_doctor()
            self.subject, self.kind, self.seen_kind, self.kind_gone = str(department_id), "", None, False
        return type(self).refresh

    @handler
    async def choose_kind(self, kind: str):
        """Show who offers a kind of visit, and when; the doctor stays chosen."""
        if self.kind != kind:
            self.kind, self.kind_gone = kind_in(kind), False
            await self._forget_times()
        return type(self).refresh

    @handler
    async def choose_doctor(self, doctor_id: UUID):
        """Show the days and times of a doctor."""
        if self.doctor != str(doctor_id):
            self.doctor = str(doctor_id)
            await self._forget_times()
        return type(self).refresh

    async def _forget_doctor(self) -> None:
        self.doctor, self.seen, self.gone = "", None, False
        await self._forget_times()

    async def _read_choices(self) -> None:
        self.subjects = await self.ask(directory.departments)
        await self._read_kinds()
        known = bool(self.subject and self.kind) and not self.kind_gone
        asked = (UUID(self.subject), self._type_id()) if known else ()
        found = await self.ask(availability.doctors_with_next, *asked) if asked else []
        self.doctors = [doctor_option(doctor) for doctor in found]
        seen = next((option for option in self.doctors if option.id == self.doctor), None)
        self.seen, self.gone = seen or self.seen, bool(self.doctor) and (known or not self.subject) and seen is None
        self.lasts = (self.seen_kind.lasts if self.seen_kind else "") or (self.seen.lasts if self.seen else "")
        if seen:
            await self._read_times()

    async def _read_kinds(self) -> None:
        """Read the kinds on offer; the plain one, or the only one, is chosen until another is."""
        on = await self.ask(terms.of_booking)
        self.zone, self.change_words = on.clinic_zone, on.change_words
        offered = await self.ask(visit_types.offered, UUID(self.subject)) if self.subject else []
        self.kinds = kind_options(offered, on.plain) if self.subject else []
        self.asks_kind = [kind.id for kind in self.kinds] != [PLAIN]
        if not self.kind and (on.plain or len(self.kinds) == 1):
            self.kind = self.kinds[0].id if self.kinds else ""
        seen = next((kind for kind in self.kinds if kind.id == self.kind), None)
        self.seen_kind, self.kind_gone = seen or self.seen_kind, bool(self.kind) and bool(self.subject) and seen is None
