"""Two records side by side: which one stays, what it takes from the other, or that they are of two people; and undoing."""

from typing import get_args

import reflex as rx

from hms.components.buttons import link_button
from hms.components.layout import stack
from hms.components.shell import page_head, shell
from hms.errors import NotFound
from hms.pages.asked import asked_id
from hms.pages.reception import compare_parts as parts
from hms.pages.reception import unmerge_parts
from hms.permissions import Permission, Role
from hms.schemas.merging import Comparison, Group, MergeForm, Side, UndoForm, VerdictForm
from hms.services.duplicates import work_list
from hms.services.merging import merging, side_by_side, undoing
from hms.texts import t
from hms.web.screen import Screen, handler

LIST = "/reception/duplicates"


class ComparePair(Screen):
    """/reception/duplicates/[pair_id]."""

    needs = Permission.MERGE_RECORDS

    pair: Comparison | None = None
    title: str = ""
    ways: list[list[str]] = []  # noqa: RUF012 - Reflex copies it for each state
    stays: str = "one"  # which of the two it is suggested to keep
    choosable: dict[str, list[list[str]]] = {}  # noqa: RUF012 - values to choose from, by field
    back: list[str] = []  # noqa: RUF012 - what of all made since goes back

    def watches(self) -> list[str]:
        """Follow both records and what is decided about them."""
        if self.pair is None:
            return ["twins"]
        return ["twins", f"patient:{self.pair.one.hit.id}", f"patient:{self.pair.other.hit.id}"]

    @handler
    async def load(self) -> None:
        """Read both records."""
        pair_id = asked_id(self.route_arg("pair_id"))
        if pair_id is None:
            raise NotFound
        before = self.pair.undo if self.pair else None
        self.pair = await self.ask(side_by_side.compare, pair_id)
        self.title = t("{one} and {other}", one=self.pair.one.hit.name, other=self.pair.other.hit.name)
        self.ways = [_way("one", self.pair.one), _way("other", self.pair.other)]
        self.stays = "other" if self.pair.other.accounts > self.pair.one.accounts else "one"
        self.choosable = {
            field.name: [
                ["", t("As in the record that stays")],
                ["one", _value(field.one)],
                ["other", _value(field.other)],
            ]
            for field in self.pair.fields
            if field.choosable
        }
        if self.pair.undo and (before is None or before.later != self.pair.undo.later):
            self.back = [row.key for row in self.pair.undo.later if row.goes]

    @handler(busy=True)
    async def merge(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Make the two records one."""
        if self.pair is None:
            raise NotFound
        keep = form.get("keep", "")
        kept, gone = (self.pair.other, self.pair.one) if keep == "other" else (self.pair.one, self.pair.other)
        lost = "one" if keep == "other" else "other"
        asked = MergeForm(
            kept_id=kept.hit.id, gone_id=gone.hit.id, kept_version=kept.version, gone_version=gone.version,
            from_gone=tuple(group for group in get_args(Group) if form.get(f"take_{group}") == lost),
            reason=form.get("reason", ""),
        )  # fmt: skip
        await self.ask(merging.merge, asked)
        body = t(
            "Everything is at {number}. {gone} finds it too.",
            number=kept.hit.record_number,
            gone=gone.hit.record_number,
        )
        self.say("ok", t("The two records are one"), body)
        return type(self).refresh

    @handler(busy=True)
    async def call_different(self, form: dict[str, str]) -> None:
        """Note that they are two people."""
        if self.pair is None:
            raise NotFound
        asked = VerdictForm(pair_id=self.pair.pair_id, version=self.pair.version, why=form.get("why", ""))
        await self.ask(work_list.call_different, asked)
        self.go(
            LIST, "ok", t("Noted: two people"), t("They are not suggested again unless more speaks for one person.")
        )

    @handler(quiet=True)
    async def turn(self, key: str) -> None:
        """Let something made since go back with the other record, or stay."""
        self.back = [one for one in self.back if one != key] if key in self.back else [*self.back, key]

    @handler(busy=True)
    async def undo(self, form: dict[str, str]) -> rx.event.EventSpec:
        """Make the record two again."""
        if self.pair is None or self.pair.undo is None:
            raise NotFound
        undo = self.pair.undo
        asked = UndoForm(
            merge_id=undo.joined.id,
            kept_version=undo.kept_version,
            back=tuple(self.back),
            reason=form.get("reason", ""),
        )
        await self.ask(undoing.undo, asked)
        self.say("ok", t("The two records stand by themselves again"), t("They are noted as two people."))
        return type(self).refresh


def _way(name: str, side: Side) -> list[str]:
    facts = (side.hit.name, side.hit.born, side.hit.facts)
    note = t("registered {day}", day=side.registered)
    return [name, side.hit.record_number, ", ".join(filter(None, (*facts, note)))]


def _value(words: str) -> str:
    return words or t("nothing")


def page() -> rx.Component:
    """Draw /reception/duplicates/[pair_id]."""
    screen = ComparePair
    back = link_button(t("Back to the list"), LIST, "arrow-left")
    head = page_head(rx.cond(screen.title, screen.title, t("Two records")), t("Is this one person?"), back)
    one = stack(unmerge_parts.merged(screen), unmerge_parts.undoing(screen), gap="lg")
    two = stack(parts.standing(screen), parts.fields(screen), parts.holds(screen), parts.deciding(screen), gap="lg")
    shown = rx.cond(screen.pair, rx.cond(screen.pair.joined, one, two), parts.waiting())
    return shell(
        screen.me, Role.RECEPTIONIST, LIST, head, parts.told(screen), rx.cond(screen.refused, rx.fragment(), shown),
        clinic=screen.me.clinic,
    )  # fmt: skip
