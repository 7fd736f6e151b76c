"""Records that may be of one person: what is to be looked at, and what was merged lately."""

import reflex as rx

from hms.components.layout import stack
from hms.components.shell import page_head, shell
from hms.pages.reception import duplicates_parts as parts
from hms.permissions import Permission, Role
from hms.schemas.merging import NumbersForm, WorkList
from hms.services.duplicates import work_list
from hms.texts import t
from hms.web.screen import Screen, handler

HERE = "/reception/duplicates"


class SeeDuplicates(Screen):
    """/reception/duplicates, the likeliest first."""

    needs = Permission.MERGE_RECORDS

    found: WorkList | None = None
    total: str = ""
    looking: str = ""  # how many people are still to be compared, in words

    def watches(self) -> list[str]:
        """Follow what is found and decided."""
        return ["twins"]

    @handler
    async def load(self) -> None:
        """Read the list."""
        self.found = await self.ask(work_list.listed)
        self.total = str(self.found.total)
        left = self.found.to_look_at
        self.looking = t("{n} people are still being compared with all others.", n=left) if left else ""

    @handler(busy=True)
    async def compare(self, form: dict[str, str]) -> None:
        """Open the comparison of two records by their numbers."""
        numbers = NumbersForm(one=form.get("one", ""), other=form.get("other", ""))
        pair = await self.ask(work_list.by_numbers, numbers)
        self.go(f"{HERE}/{pair}")


def page() -> rx.Component:
    """Draw /reception/duplicates."""
    screen = SeeDuplicates
    head = page_head(t("Duplicates"), t("Records that may be of one person. Look at both, then decide."))
    shown = stack(parts.looking(screen), parts.pairs(screen), parts.by_numbers(screen), parts.merged(screen), gap="lg")
    return shell(
        screen.me, Role.RECEPTIONIST, HERE, head, parts.told(screen), rx.cond(screen.refused, rx.fragment(), shown),
        clinic=screen.me.clinic,
    )  # fmt: skip
