"""Letters and certificates of a patient: written in a form, seen as they will stand on paper, signed with the password."""

from base64 import b64encode
from uuid import uuid4

from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.permissions import Permission
from hms.schemas.letters import FORMS, KINDS, AnyLetter, LetterStart
from hms.schemas.visits import PatientBanner
from hms.services.letters import beginning, printing, signing
from hms.texts import t
from hms.web.screen import Screen, handler
from hms.web.threads import in_thread


class WriteLetters(Screen):
    """/doctor/patients/[patient_id]/letters."""

    needs = Permission.WRITE_LETTER

    who: PatientBanner | None = None
    start: LetterStart | None = None
    kind: str = ""  # of what is being written; "" until one is chosen
    sheets: list[str] = []  # noqa: RUF012 - the pages as they would be signed, as data addresses
    signing: bool = False
    signed: str = ""  # the number of the document that was signed last
    tries: int = 0  # the field for the password is empty again after each
    _key: str = ""  # of this letter: pressing twice signs once
    _seen: str = ""  # as JSON, what stands on the paper that is shown: this, and nothing else, is signed

    def watches(self) -> list[str]:
        """Follow this record."""
        return [f"patient:{self.who.id}"] if self.who else []

    @handler
    async def load(self) -> None:
        """Read whose letters these are, and what of the chart a letter begins with."""
        if (wanted := asked_id(self.route_arg("patient_id"))) is None:
            raise NotFound
        fresh = await self.ask(beginning.begin, wanted)
        self.who, self.start = fresh.banner, self.start if self.kind else fresh  # what is being edited stays

    @handler
    async def begin(self, kind: str) -> None:
        """Begin a letter of a kind, with the chart as it is now."""
        if self.who and kind in KINDS:
            self.start = await self.ask(beginning.begin, self.who.id)
            self.kind, self.signed, self._key = kind, "", str(uuid4())
            self._lay_down()

    @handler
    async def leave(self) -> None:
        """Write nothing."""
        self.kind = ""
        self._lay_down()

    @handler
    async def edit(self) -> None:
        """Go back to the words, which are all there."""
        self._lay_down()

    def _lay_down(self) -> None:
        self.sheets, self.signing, self._seen = [], False, ""

    @handler(busy=True)
    async def preview(self, answers: dict[str, str]) -> None:
        """Show the letter as it would stand on paper, and ask for the signature."""
        form = self._form(answers)
        paper = await self.ask(signing.preview, form)
        drawn = await in_thread(printing.pages, paper)
        self.sheets = ["data:image/png;base64," + b64encode(one).decode() for one in drawn]
        self.signing, self._seen = True, form.model_dump_json()

    @handler(busy=True)
    async def sign(self, answers: dict[str, str]) -> None:
        """Sign the paper that is shown. A wrong password leaves everything where it is."""
        self.tries += 1
        if not self._seen:
            return
        form = FORMS[self.kind].model_validate_json(self._seen)
        document_id = await self.ask(signing.sign, form, answers.get("password", ""))
        self.signed, self.kind = str(document_id), ""
        self._lay_down()
        self.say("ok", t("Signed"), t("The patient sees it now, among the documents of the record."))

    def _form(self, answers: dict[str, str]) -> AnyLetter:
        form = FORMS.get(self.kind)
        if form is None or self.who is None:
            raise NotFound
        said = {name: words for name, words in answers.items() if name in form.model_fields}
        return form.model_validate({**said, "patient_id": self.who.id, "key": self._key})
