"""One's record: its parts, each of which opens by itself."""

import reflex as rx

from hms.components.cards import item, items, section, tile
from hms.components.layout import icon, stack, txt
from hms.components.shell import page_head
from hms.components.theme import SIZE
from hms.pages.patient.frame import frame
from hms.pages.patient.parts import WHOLE_ROW
from hms.pages.patient.record_words import PARTS
from hms.permissions import Permission
from hms.services.record import parts
from hms.texts import t
from hms.web import identity
from hms.web.screen import Screen, handler


class Record(Screen):
    """The parts of one's record, with how much there is of each."""

    needs = Permission.SEE_RECORD

    totals: dict[str, int] = {}  # noqa: RUF012 - Reflex copies it for each state

    def watches(self) -> list[str]:
        """Follow one's own record."""
        return [f"patient:{identity.card().patient_id}"]

    @handler
    async def load(self) -> None:
        """Read how much there is of each part."""
        self.totals = {one.part: one.total for one in await self.ask(parts.overview)}


def _part(name: str) -> rx.Component:
    words, total = PARTS[name], Record.totals[name].to(int)
    counted = rx.cond(total > 0, t("{n} in your record", n=total), t("Nothing yet"))
    end = icon("chevron-right")
    own = {"prescriptions", "documents"}  # with what one may do
    path = f"/patient/{name}" if name in own else f"/patient/record/{name}"
    return item(words.name, counted, lead=tile(words.mark), end=end, href=path, style=WHOLE_ROW)


def page() -> rx.Component:
    """Draw /patient/record."""
    head = page_head(
        t("Your record"), t("What the clinic knows about your health. Only you and your care team open it.")
    )
    health = item(
        t("What you told about your health"), t("Allergies, illnesses, medicines and more"), lead=tile("heart-pulse"),
        end=icon("chevron-right"), href="/patient/profile/health", style=WHOLE_ROW,
    )  # fmt: skip
    opened = item(
        t("Who opened my record"), t("Every time, by name, and why"), lead=tile("eye"), end=icon("chevron-right"),
        href="/patient/access", style=WHOLE_ROW,
    )  # fmt: skip
    listed = section(t("From the clinic"), items(*[_part(name) for name in PARTS]), flush=True)
    yours = section(t("From you, and about it"), items(health, opened), flush=True)
    late = txt(t("Results come here once they were sent to your record."), "small", "ink_2", "p")
    return frame(Record, "/patient/record", head, stack(listed, yours, late, gap="lg", max_width=SIZE.form))
