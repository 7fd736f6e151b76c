"""The state of signing a visit."""

from hms.pages.doctor.noting import Notes
from hms.schemas.notes import ALL, NoteForm
from hms.services.notes import signing
from hms.texts import t
from hms.web.screen import handler


class Signs(Notes, mixin=True):
    """A visit that is signed with the password."""

    signing: bool = False
    tries: int = 0  # the field for the password is empty again after each

    async def _before_signing(self) -> None:
        """Read what may keep the visit from being signed, so that it shows beside the refusal."""

    @handler
    async def ask_to_sign(self) -> None:
        """Ask once more before signing."""
        self.signing = True

    @handler(quiet=True)
    async def not_yet(self) -> None:
        """Go on writing."""
        self.signing = False

    @handler(busy=True)
    async def sign(self, answers: dict[str, str]) -> None:
        """Sign the note and finish the visit. A wrong password leaves every word where it is."""
        self.answers, self.tries = self.answers + 1, self.tries + 1
        form = NoteForm.model_validate({name: text for name, text in answers.items() if name != "password"})
        self._refused({name: getattr(form, name) for name in ALL}, form.version, form.writer)
        self.unsaved = True
        await self._before_signing()
        page = await self.ask(signing.sign, form, answers.get("password", ""))
        self.unsaved = self.signing = False
        self._show(page)
        self.say("ok", t("Signed"), t("The patient can read the summary and the prescriptions now."))
