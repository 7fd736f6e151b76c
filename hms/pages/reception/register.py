"""Registering whoever stands at the desk: one form, the keyboard alone, and beside it who is known already."""

from uuid import uuid4

import reflex as rx

from hms.components.feedback import loading, notices, to_first_error
from hms.components.keys import keys
from hms.components.shell import page_head, shell
from hms.pages.reception import person_answers, register_parts
from hms.pages.reception.person_fields import number_kinds
from hms.permissions import Permission, Role
from hms.schemas.addresses import fields_of
from hms.schemas.duplicates import LikelyTwin, PersonTyped
from hms.schemas.registering import LookedAt, PatientForm, Registered
from hms.services.personal import registering
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/reception/register"


class RegisterPatient(Screen):
    """/reception/register."""

    needs = Permission.REGISTER_PATIENT

    key: str = ""  # of this form: sent twice, it opens one record
    start: dict[str, str] = {}  # noqa: RUF012 - what the fields start with, where a button fills them in
    filled: int = 0  # the fields are drawn anew each time that a button fills them in
    identity: str = "stated"
    country: str = ""  # of the address
    shape: list[list[str]] = []  # noqa: RUF012
    number_kinds: list[list[str]] = []  # noqa: RUF012
    twins: list[LikelyTwin] = []  # noqa: RUF012
    strong: bool = False
    born_words: str = ""
    done: Registered | None = None

    @handler
    async def load(self) -> None:
        """Begin an empty form."""
        if not self.key:
            await self._begin()

    async def _begin(self) -> None:
        self.key, self.identity, self.done, self.start = str(uuid4()), "stated", None, {}
        self.filled += 1
        seen = await self.ask(registering.look, PersonTyped())
        self._see(seen)
        self.number_kinds = number_kinds(seen.country)
        self._at_home(seen.country)

    def _see(self, seen: LookedAt) -> None:
        self.twins, self.strong, self.born_words = seen.twins, seen.strong, seen.born

    def _at_home(self, country: str) -> None:
        self.country, self.shape = country, [list(pair) for pair in fields_of(country)]

    @handler(quiet=True)
    async def look(self, answers: dict[str, str]) -> None:
        """Look who is known already by what is typed so far, and how the birth date is understood."""
        if self.done is None:
            person = person_answers.so_far(answers)
            born, age = answers.get("born", "")[:80], answers.get("age", "")[:80]
            self._see(await self.ask(registering.look, person, born.strip(), age.strip()))

    @handler(quiet=True)
    async def choose_country(self, country: str) -> None:
        """Ask for the parts of an address that a country has."""
        self._at_home(country[:2])

    @handler
    async def nobody_knows(self, answers: dict[str, str]) -> None:
        """Fill in a name for somebody unconscious or unknown."""
        given, family = await self.ask(registering.unknown_name)
        self._fill(answers, given_names=given, family_name=family)

    @handler
    async def newborn(self, answers: dict[str, str]) -> None:
        """Begin the name of a baby that has none yet: by its mother's."""
        self._fill(
            answers,
            given_names=t("Baby of {mother}", mother=answers.get("given_names", "")).strip() + " ",
            age="0 days",
        )

    def _fill(self, answers: dict[str, str], **filled: str) -> None:
        self.start = {name: value[:300] for name, value in {**answers, **filled}.items()}
        self.identity, self.filled = "unknown", self.filled + 1

    @handler
    async def name_is_known(self, answers: dict[str, str]) -> None:
        """Ask for the real name after all."""
        self._fill(answers, given_names="", family_name="")
        self.identity = "stated"

    @handler(busy=True)
    async def register(self, answers: dict[str, str]) -> None:
        """Open the record."""
        asked = {"key": self.key, "identity": self.identity, **person_answers.registration(answers)}
        self.done = await self.ask(registering.register, PatientForm.model_validate(asked))
        self.twins, self.strong, self.born_words = [], False, ""

    @handler
    async def another(self) -> None:
        """Begin with the next one."""
        await self._begin()


R = RegisterPatient


def page() -> rx.Component:
    """Draw /reception/register."""
    told = notices(R.notice_tone, R.notice_title, R.notice_body, on_close=R.dismiss)
    head = page_head(t("Register a patient"), t("A name, a sex, and a birth date or an age are enough."))
    asked = rx.fragment(to_first_error(R.field_errors), register_parts.asked(R))
    drawn = rx.cond(R.done, register_parts.registered(R), asked)
    shown = rx.cond(R.refused, rx.fragment(), rx.cond(R.key, drawn, loading(10)))
    return shell(R.me, Role.RECEPTIONIST, HERE, keys(), head, told, shown, clinic=R.me.clinic)
