"""The state of saying what one waits for: one question after the other, each answer kept in the address."""

from typing import Any
from uuid import UUID, uuid4

from hms.pages.asked import asked_day, asked_id
from hms.pages.patient import wish_options as options
from hms.pages.patient.address import day_in, id_in, kind_in
from hms.pages.patient.options import PLAIN, DoctorOption, KindOption, doctor_option, kind_options
from hms.pages.patient.wish_options import ANY, LAST_DAY, OPEN_END, WHOLE_WEEK, Choice
from hms.schemas.directory import DepartmentCard
from hms.schemas.waitlist import WaitCard
from hms.services import availability, directory, scheduling, terms, visit_types
from hms.texts import t
from hms.web.screen import Screen

ORDER = ABOUT, KIND, WHO, DAYS, TIMES, END, WHY = "about", "kind", "who", "days", "times", "end", "why"


class Wishing(Screen, mixin=True):
    """A screen on which a wish for a time is put together; `asking` is the question that is open, empty for none."""

    asking: str = ""
    questions: list[str] = []  # noqa: RUF012 - Reflex copies it for each state
    number: int = 0  # of the open question among them
    last_one: bool = False
    answered: bool = False  # so that one may go on
    subjects: list[DepartmentCard] = []  # noqa: RUF012
    subject: str = ""
    kinds: list[KindOption] = []  # noqa: RUF012
    kind: str = ""
    doctors: list[DoctorOption] = []  # noqa: RUF012
    doctor: str = ""
    appointment: str = ""  # the one that an earlier time would replace
    replaces: str = ""
    day_choices: list[Choice] = options.day_choices(WHOLE_WEEK)
    parts: list[Choice] = options.part_choices()
    part: str = ANY
    begins: str = ""
    ends: str = ""
    ends_offered: list[Choice] = options.end_choices()
    end: str = OPEN_END
    until: str = ""
    entry: str = ""  # the wish that is changed
    note: str = ""
    said: list[str] = []  # noqa: RUF012 - what has been answered, in words
    key: str = ""
    _days: str = WHOLE_WEEK
    _version: int = 0
    _passed: str = ""  # the question that has just been answered

    def _recall(self) -> None:
        """Take up what the address holds."""
        self.key = id_in(self.route_arg("key")) or str(uuid4())
        self.subject, self.kind = id_in(self.route_arg("department")), kind_in(self.route_arg("type"))
        self.doctor = ANY if self.route_arg("doctor") == ANY else id_in(self.route_arg("doctor"))
        self.appointment, self.entry = id_in(self.route_arg("appointment")), id_in(self.route_arg("wish"))
        self._days = options.days_in(self.route_arg("days"))
        self.begins, self.ends = (options.time_in(self.route_arg(name)) for name in ("from", "to"))
        self.part = options.part_of(self.begins, self.ends)
        self.until = day_in(self.route_arg("until"))
        self.end = LAST_DAY if self.until else OPEN_END
        asked = self.route_arg("ask")
        opened = self.subject or self.kind or self.doctor or self.appointment
        self.asking = asked if asked in ORDER else DAYS if opened else ""

    async def _read_questions(self) -> None:
        """Read what can be answered, and stand at the first question that has to be."""
        await self._read_whom()
        on = await self.ask(terms.of_booking)
        self.subjects = await self.ask(directory.departments)
        offered = await self.ask(visit_types.offered, UUID(self.subject)) if self.subject else []
        self.kinds = kind_options(offered, on.plain) if self.subject else []
        if self.subject and not self.kind and [kind.id for kind in self.kinds] == [PLAIN]:
            self.kind = PLAIN
        await self._read_doctors()
        asks_kind = not self.subject or [kind.id for kind in self.kinds] != [PLAIN]
        first = [] if self.appointment else [ABOUT, *([KIND] if asks_kind else [])]
        self.questions = [*first, WHO, DAYS, TIMES, END, *([] if self.appointment else [WHY])]
        if self._passed:
            behind = ORDER.index(self._passed)
            self.asking = next((one for one in self.questions if ORDER.index(one) > behind), self.questions[-1])
            self._passed = ""
        answered = {ABOUT: self.subject, KIND: self.kind, WHO: self.doctor}
        missing = next((one for one in self.questions if one in answered and not answered[one]), "")
        if self.asking not in self.questions or (missing and self._at(missing) < self._at(self.asking)):
            self.asking = missing or DAYS
        self._word()

    async def _read_whom(self) -> None:
        """Read the appointment that would be replaced, and the department of a doctor who was named."""
        if self.appointment and not self.replaces:
            card = await self.ask(scheduling.card, UUID(self.appointment))
            self.replaces = t("{day}, {time}, {doctor}", day=card.long_day, time=card.time, doctor=card.doctor)
            self.kind = str(card.visit_type_id or PLAIN)
            self.doctor = self.doctor or str(card.doctor_id)
            self.subject = self.subject or await self._department_of(str(card.doctor_id))
        if self.doctor not in {"", ANY} and not self.subject:
            self.subject = await self._department_of(self.doctor)

    async def _department_of(self, doctor_id: str) -> str:
        everyone = await self.ask(directory.doctors)
        return next((str(one.department_id) for one in everyone if str(one.id) == doctor_id), "")

    async def _read_doctors(self) -> None:
        known = (UUID(self.subject), options.type_of(self.kind)) if self.subject and self.kind else ()
        found = [doctor_option(one) for one in await self.ask(availability.doctors_with_next, *known)] if known else []
        place = next((one.name for one in self.subjects if str(one.id) == self.subject), "")
        self.doctors = [options.any_doctor(place), *found] if found else []
        if found and self.doctor not in {one.id for one in self.doctors}:
            self.doctor = ""

    def _at(self, question: str) -> int:
        return self.questions.index(question) if question in self.questions else 0

    def _word(self) -> None:
        """Say where one stands, and what has been answered until here."""
        here = self._at(self.asking)
        self.number, self.last_one = here + 1, self.asking == self.questions[-1]
        self.answered = bool({ABOUT: self.subject, KIND: self.kind, WHO: self.doctor}.get(self.asking, "yes"))
        self.day_choices = options.day_choices(self._days)
        named = [(ABOUT, self.subjects, self.subject), (KIND, self.kinds, self.kind), (WHO, self.doctors, self.doctor)]
        words = {
            question: next((one.name for one in offered if str(one.id) == chosen), "")
            for question, offered, chosen in named
        }
        words[DAYS] = options.days_in_words(self._days)
        words[TIMES] = options.times_in_words(self.part, self.begins, self.ends)
        words[END] = options.end_in_words(self.until if self.end == LAST_DAY else "")
        self.said = [words[question] for question in self.questions[:here] if words.get(question)]

    def _forget(self) -> None:
        """Put the questions away; the next wish begins afresh."""
        self.asking = self.subject = self.kind = self.doctor = self.appointment = self.replaces = self.entry = ""
        self._days, self.part, self.begins, self.ends = WHOLE_WEEK, ANY, "", ""
        self.end, self.until, self.note, self.key = OPEN_END, "", "", str(uuid4())

    def _take_over(self, wish: WaitCard) -> None:
        """Put a wish that is on the list into the answers."""
        self.entry, self._version, self.note = str(wish.id), wish.version, wish.note
        self.appointment, self.replaces = str(wish.appointment_id or ""), ""
        self.subject, self.kind = str(wish.department_id or ""), str(wish.visit_type_id or PLAIN)
        self.doctor = str(wish.practitioner_id) if wish.practitioner_id else ANY
        self._days = "".join(map(str, wish.weekdays))
        self.begins, self.ends, self.until = wish.from_time, wish.to_time, wish.until_on
        self.part = options.part_of(self.begins, self.ends)
        self.end, self.asking = LAST_DAY if self.until else OPEN_END, WHO

    def _answers(self, note: str) -> dict[str, Any]:
        """Give the wish in the words of the form."""
        doctor = asked_id(self.doctor)
        return {
            "practitioner_id": doctor,
            "department_id": None if doctor else asked_id(self.subject),
            "visit_type_id": options.type_of(self.kind),
            "appointment_id": asked_id(self.appointment),
            "weekdays": [int(day) for day in self._days],
            "from_time": self.begins or None,
            "to_time": self.ends or None,
            "until_on": asked_day(self.until) if self.end == LAST_DAY else None,
            "note": note,
        }
