"""Answering the questions of a wish: an answer that stands alone leads on, the others wait for "Next"."""

from datetime import time
from uuid import UUID

from hms.errors import Invalid
from hms.pages.asked import asked_day
from hms.pages.patient import wish_options as options
from hms.pages.patient.address import kind_in
from hms.pages.patient.wish_options import ANY, LAST_DAY, OWN, PARTS
from hms.pages.patient.wishing import ABOUT, DAYS, END, KIND, TIMES, WHO, Wishing
from hms.texts import t
from hms.web.screen import handler


class WishAnswers(Wishing, mixin=True):
    """What one may press and type while a wish is put together."""

    @handler
    async def choose_subject(self, department_id: UUID):
        """Go on to what a department offers."""
        if self.subject != str(department_id):
            self.subject, self.kind, self.doctor = str(department_id), "", ""
        return self._on(ABOUT)

    @handler
    async def choose_kind(self, kind: str):
        """Go on to who offers a kind of visit."""
        self.kind = kind_in(kind)
        return self._on(KIND)

    @handler
    async def choose_doctor(self, doctor: str):
        """Go on to when it would suit."""
        self.doctor = doctor
        return self._on(WHO)

    @handler
    async def toggle_day(self, day: str):
        """Take a day of the week in, or leave it out."""
        left = set(self._days) ^ {day}
        self._days = "".join(number for number, _ in options.DAYS if number in left)
        self.day_choices = options.day_choices(self._days)

    @handler
    async def choose_part(self, part: str):
        """Choose a part of the day."""
        if part in PARTS:
            self.part, (_, self.begins, self.ends) = part, PARTS[part]

    @handler(quiet=True)
    async def begin_at(self, at: str):
        """Say from when on a time would suit."""
        self.begins = options.time_in(at)

    @handler(quiet=True)
    async def end_at(self, at: str):
        """Say by when it has to be over."""
        self.ends = options.time_in(at)

    @handler
    async def choose_end(self, end: str):
        """Say whether there is a last day."""
        if end in options.ENDS:
            self.end = end

    @handler(quiet=True)
    async def choose_until(self, day: str):
        """Name the last day."""
        self.until = day if asked_day(day) else ""

    @handler
    async def forward(self):
        """Go on to the next question, once this one is answered."""
        self._check()
        return self._on(self.asking)

    @handler
    async def back(self):
        """Go back to the question before; what was answered stays."""
        self.asking = self.questions[max(0, self._at(self.asking) - 1)]
        return type(self).refresh

    def _on(self, question: str):
        """Open the question after this one. What is asked next may depend on the answer, so it is read first."""
        self._passed = question
        return type(self).refresh

    def _check(self) -> None:
        wrong = {}
        if self.asking == DAYS and not self._days:
            wrong["weekdays"] = t("Choose at least one day.")
        if self.asking == TIMES and self.part == OWN:
            if not (self.begins or self.ends):
                wrong["to_time"] = t("Say from when, or until when.")
            elif self.begins and self.ends and time.fromisoformat(self.begins) >= time.fromisoformat(self.ends):
                wrong["to_time"] = t("The end must be later than the beginning.")
        if self.asking == END and self.end == LAST_DAY and not self.until:
            wrong["until_on"] = t("Choose the last day.")
        if self.asking == WHO and self.doctor not in {ANY, *(one.id for one in self.doctors)}:
            wrong["whom"] = t("Choose a doctor.")
        if wrong:
            raise Invalid(**wrong)
