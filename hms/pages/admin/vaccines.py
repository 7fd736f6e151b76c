"""The vaccines that are given here: looked for, added, corrected, taken off the list."""

from typing import ClassVar

import reflex as rx

from hms.components.choices import tick
from hms.components.forms import error_of, error_text, field, form, select
from hms.components.layout import at, grid, stack, txt
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.components.tables import Column
from hms.pages.admin.catalogue_parts import acts, catalogue, entry_form, named, origin, send
from hms.pages.admin.catalogue_state import Answers, KeepsCatalogue
from hms.pages.admin.frame import frame
from hms.pages.compared import changed_meanwhile
from hms.permissions import Permission
from hms.schemas.catalogues import Kind
from hms.schemas.catalogues.vaccines import CvxCard, CvxForm
from hms.schemas.record_words import ROUTES
from hms.services.catalogues import series, vaccines
from hms.texts import t
from hms.web.screen import handler

PATH, SCHEDULE = "/admin/vaccines", "/admin/vaccines/schedule"
WAYS = ((t("Vaccines"), PATH), (t("Schedule"), SCHEDULE))
AGAINST = "against-"
ASKED = {
    "name": t("Short name"),
    "full": t("Full name"),
    "against_words": t("Counts for"),
    "route_words": t("How it is given"),
    "offered": t("Given here"),
}
OFF = t("Nobody can choose it any more. Where it was given, it stays, and it counts.")


class KeepVaccines(KeepsCatalogue):
    """Which vaccines can be written down, and what each counts for."""

    needs = Permission.RUN_CLINIC
    kind: ClassVar[Kind] = "vaccine"
    asked: ClassVar[dict[str, str]] = ASKED

    found: list[CvxCard] = []  # noqa: RUF012 - Reflex copies it for each state
    editing: CvxCard | None = None  # as it was when changing it began
    counts: list[list[str]] = []  # noqa: RUF012 - each series: key, name, and whether the one in the form counts for it
    _series: list[list[str]] = []  # noqa: RUF012

    @handler
    async def load(self) -> None:
        """Read the vaccines; say so when the one being changed has changed under the hand."""
        self._series = [[one.key, one.name] for one in await self.ask(series.listed)]
        self._keep(await self.ask(vaccines.listed))

    def _text(self, one: CvxCard) -> str:
        return f"{one.name} {one.full} {one.key} {one.against_words}"

    def _begin(self, card: CvxCard | None) -> None:
        self.counts = [[key, name, "1" if card and key in card.against else ""] for key, name in self._series]

    @handler(busy=True)
    async def save(self, answers: Answers) -> None:
        """Add the vaccine, or save what was corrected."""
        told = {name: answers.get(name) or "" for name in ("short", "full", "route")}
        code = self.editing.key if self.editing else answers.get("code") or ""
        against = [key for key, *_ in self.counts if answers.get(AGAINST + key) in {True, "on"}]
        form_told = CvxForm.model_validate({**told, "code": code, "against": against})
        if self.editing:
            card = await self.ask(vaccines.change, self.editing.key, form_told, self.version)
            self.say(
                "ok",
                t("{vaccine} is saved", vaccine=card.name),
                t("What was given keeps the name it was written down with."),
            )
        else:
            card = await self.ask(vaccines.add, form_told)
            self.say("ok", t("{vaccine} can be written down", vaccine=card.name))
        self._show(None)


K = KeepVaccines


def page() -> rx.Component:
    """Draw /admin/vaccines."""
    columns = (
        Column(t("Vaccine"), lambda one: named(one, one.full), wrap=True),
        Column(t("CVX code"), lambda one: one.key),
        Column(t("Counts for"), lambda one: one.against_words, wrap=True),
        Column(t("From where"), origin, wrap=True),
        Column(t("What you can do"), lambda one: acts(K, one, OFF), quiet=True),
    )
    listed = catalogue(
        K, t("Vaccines"), columns, find=t("Find a vaccine"), hint=t("By its name, its CVX code, or what it is against."),
        none=t("No vaccine has these words"), new=t("New vaccine"), mark="search",
    )  # fmt: skip
    asked = entry_form(K, t("New vaccine"), t("Change this vaccine"), _form)
    head = rx.fragment(
        page_head(t("Vaccines"), t("What can be written down as given, and what it counts for.")),
        subnav(t("Vaccines"), WAYS, PATH),
    )
    return frame(K, PATH, head, stack(asked, listed, gap="lg"))


def _form(one: rx.Var | None) -> rx.Component:
    told = {"errors": K.field_errors}

    def text(name: str) -> rx.Var | str:
        return "" if one is None else getattr(one, name)

    code = field(
        t("CVX code"), "code", input_mode="numeric", max_length=20, auto_complete="off", auto_focus=True,
        hint=t("The number in the CDC’s list, such as 08 or 141."), **told,
    ) if one is None else txt(t("CVX code {code}: it stays.", code=one.key), "body", "ink_2", "p")  # fmt: skip
    short = field(
        t("Short name"), "short", text("name"), max_length=80, auto_complete="off", auto_focus=one is not None,
        hint=t("As it is chosen and as the record shows it."), **told,
    )  # fmt: skip
    full = field(t("Full name"), "full", text("full"), max_length=200, auto_complete="off", optional=True, **told)
    routes = [("", t("It differs")), *ROUTES.items()]
    route = select(t("How it is given"), "route", routes, text("route"), **told)
    ticks = rx.foreach(K.counts, lambda way: tick(rx.Var.create(AGAINST) + way[0], way[1], chosen=way[2] == "1"))
    against = rx.el.fieldset(
        txt(t("Counts for"), "strong", tag="legend"),
        txt(t("A dose of it counts in the schedule as one of these."), "small", "ink_2", "p"),
        grid(
            ticks,
            columns=at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))", None, "repeat(3, minmax(0, 1fr))"),
            gap="xs",
        ),
        error_text("against", error_of(K.field_errors, "against")),
        class_name="h-fieldset",
    )
    two = at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))")
    return form(
        changed_meanwhile(K) if one is not None else rx.fragment(),
        grid(code, short, columns=two, gap="md") if one is None else stack(code, short, gap="md"),
        grid(full, route, columns=two, gap="md"),
        against,
        send(K, t("Add vaccine") if one is None else t("Save changes")),
        on_submit=K.save, key=K.fresh.to_string(), class_name="h-stack g-lg",
    )  # fmt: skip
