"""The state of adding to a note that is signed."""

from hms.pages.doctor.visiting import Visiting
from hms.schemas.notes import AddendumCard, AddendumForm
from hms.services.notes import addenda
from hms.texts import t
from hms.web.screen import handler


class Adds(Visiting, mixin=True):
    """A signed visit to whose note something is added, with the password."""

    addenda: list[AddendumCard] = []  # noqa: RUF012 - Reflex copies it for each state
    added_key: str = ""  # of the addition that went last
    add_tries: int = 0  # the field for the password is empty again after each

    @handler(busy=True)
    async def add(self, answers: dict[str, str]) -> None:
        """Add to the note. A wrong password leaves every word where it is."""
        if self.visit is None:
            return
        self.add_tries += 1
        given = {
            "encounter_id": self.visit.encounter_id,
            "text": answers.get("addendum", ""),
            "key": answers.get("key"),
        }
        form = AddendumForm.model_validate(given)
        self.addenda = await self.ask(addenda.add, form, answers.get("password", ""))
        self.added_key = form.key
        self.say("ok", t("Added to the note"), t("It stands beneath what was signed, with your name and the time."))
