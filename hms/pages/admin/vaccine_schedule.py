"""The schedule of vaccinations: ages, intervals and ends of each series, series of the clinic's own, one switched off."""

from typing import ClassVar

import reflex as rx

from hms.components.buttons import small_button
from hms.components.forms import field, form, select
from hms.components.layout import Text, at, grid, row, stack, txt
from hms.components.shell import page_head
from hms.components.subnav import subnav
from hms.components.tables import Column
from hms.pages.admin.catalogue_parts import acts, catalogue, entry_form, marked_field, named, origin, send
from hms.pages.admin.catalogue_state import Answers, KeepsCatalogue
from hms.pages.admin.frame import frame
from hms.pages.admin.vaccines import PATH, SCHEDULE, WAYS
from hms.pages.compared import changed_meanwhile
from hms.permissions import Permission
from hms.schemas.catalogues import Kind
from hms.schemas.catalogues.vaccines import DoseCard, SeriesCard, SeriesForm
from hms.services.catalogues import series
from hms.texts import t
from hms.web.screen import handler

OF_DOSE = ("age", "least_age", "least_gap", "gap", "late_weeks")
ASKED = {"name": t("Name"), "whom": t("For whom"), "told": t("Doses"), "offered": t("Switched on")}
SEXES = [("", t("Every child")), ("female", t("Girls")), ("male", t("Boys"))]
OFF = t("No child is due for it any more. What was given stays.")


class KeepSchedule(KeepsCatalogue):
    """When children are due for which dose."""

    needs = Permission.RUN_CLINIC
    kind: ClassVar[Kind] = "series"
    asked: ClassVar[dict[str, str]] = ASKED

    found: list[SeriesCard] = []  # noqa: RUF012 - Reflex copies it for each state
    editing: SeriesCard | None = None  # as it was when changing it began
    doses: list[DoseCard] = []  # noqa: RUF012 - the lines of the form; what was typed into them is in the browser
    more: DoseCard = DoseCard(mark="more")

    @handler
    async def load(self) -> None:
        """Read the schedule; say so when the series being changed has changed under the hand."""
        self._keep(await self.ask(series.listed))

    def _begin(self, card: SeriesCard | None) -> None:
        self.doses = card.doses if card else [DoseCard(mark=self._mark(), late_weeks="4")]
        self.more = card.more if card else DoseCard(mark="more")

    @handler(quiet=True)
    async def add_dose(self) -> None:
        """Ask for another dose."""
        self.doses = [*self.doses, DoseCard(mark=self._mark(), late_weeks="4")]

    @handler(quiet=True)
    async def drop_dose(self, mark: str) -> None:
        """Take a dose away."""
        self.doses = [one for one in self.doses if one.mark != mark]

    @handler(busy=True)
    async def save(self, answers: Answers) -> None:
        """Add the series, or save what was changed."""

        def line(mark: str) -> dict[str, str]:
            return {"mark": mark, **{part: str(answers.get(f"{part}_{mark}") or "") for part in OF_DOSE}}

        names = ("name", "only", "until", "single_from", "more_codes")
        told = {name: answers.get(name) or "" for name in names}
        lines = {"doses": [line(one.mark) for one in self.doses], "more": line("more")}
        form_told = SeriesForm.model_validate({**told, **lines})
        if self.editing:
            card = await self.ask(series.change, self.editing.key, form_told, self.version)
            self.say("ok", t("{series} is saved", series=card.name), t("What children are due for follows at once."))
        else:
            card = await self.ask(series.add, form_told)
            self.say(
                "ok", t("{series} is in the schedule", series=card.name), t("Say at each vaccine that counts for it.")
            )
        self._show(None)


K = KeepSchedule


def page() -> rx.Component:
    """Draw /admin/vaccines/schedule."""
    columns = (
        Column(t("Against"), lambda one: named(one, one.whom), wrap=True),
        Column(t("Doses"), _told, wrap=True),
        Column(t("From where"), origin, wrap=True),
        Column(t("What you can do"), lambda one: acts(K, one, OFF), quiet=True),
    )
    listed = catalogue(
        K, t("Schedule"), columns, find=t("Find in the schedule"), hint=t("By what it is against."),
        none=t("Nothing in the schedule has these words"), new=t("New series"), mark="search",
    )  # fmt: skip
    asked = entry_form(K, t("New series"), t("Change this series"), _form)
    head = rx.fragment(
        page_head(t("Vaccines"), t("When a child is due for which dose.")), subnav(t("Vaccines"), WAYS, SCHEDULE)
    )
    return frame(K, PATH, head, stack(asked, listed, gap="lg"))


def _told(one: rx.Var) -> rx.Component:
    return rx.el.ul(rx.foreach(one.told, lambda words: rx.el.li(txt(words, "small"))), class_name="h-stack g-hair")


def _form(one: rx.Var | None) -> rx.Component:
    told = {"errors": K.field_errors, "auto_complete": "off"}

    def text(name: str) -> rx.Var | str:
        return "" if one is None else getattr(one, name)

    name = field(t("Against"), "name", text("name"), max_length=80, auto_focus=True, **told)
    only = select(t("For whom"), "only", SEXES, text("only"), errors=K.field_errors)
    until = field(t("Given under"), "until", text("until"), max_length=20, optional=True, **told)
    single = field(
        t("One dose is enough from"),
        "single_from",
        text("single_from"),
        max_length=20,
        optional=True,
        **told,
    )
    four = at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))", None, "2fr 1fr 1fr 1fr")
    spans = txt(
        t("Ages and times as 10d, 6w, 9m or 4y; 0d is at birth. A gap is the time after the dose before. What is given before its least age or gap does not count."),
        "small", "ink_2", "p",
    )  # fmt: skip
    # No fieldset: what is marked in one of its lines has the focus, not its first field.
    doses = stack(
        txt(t("Doses"), "strong"), spans, rx.foreach(K.doses, _numbered),
        row(small_button(t("Another dose"), "plus", on_click=K.add_dose)), gap="md", role="group", aria_label=t("Doses"),
    )  # fmt: skip
    codes = field(
        t("CVX codes after which one dose more is needed"), "more_codes", text("more_codes"), max_length=80, optional=True,
        hint=t("Such as 116 122, for a vaccine that is given once more than others."), **told,
    )  # fmt: skip
    more = rx.el.details(
        rx.el.summary(txt(t("One dose more after some vaccines"), "strong"), cursor="pointer"),
        stack(codes, _dose(K.more, t("One dose more"), rx.fragment()), gap="md"),
        open=K.more.age != "",
    )
    return form(
        changed_meanwhile(K) if one is not None else rx.fragment(),
        grid(name, only, until, single, columns=four, gap="md"),
        doses,
        more,
        send(K, t("Add series") if one is None else t("Save changes")),
        on_submit=K.save, key=K.fresh.to_string(), class_name="h-stack g-lg",
    )  # fmt: skip


def _numbered(dose: rx.Var, place: rx.Var) -> rx.Component:
    named = t("Dose {n}", n=place + 1)
    return _dose(dose, named, small_button(t("Take away"), "x", of=named, on_click=K.drop_dose(dose.mark)))


def _dose(dose: rx.Var, named: Text, drop: rx.Component) -> rx.Component:
    def part(label: str, name: str, **props: object) -> rx.Component:
        return marked_field(K, label, name, dose.mark, getattr(dose, name), **props)

    fields = (
        part(t("At age"), "age", auto_focus=K.newest == dose.mark), part(t("Least age"), "least_age"), part(t("Least gap"), "least_gap"),
        part(t("Better gap"), "gap"), part(t("Late after (weeks)"), "late_weeks", input_mode="numeric"),
    )  # fmt: skip
    columns = at("repeat(2, minmax(0, 1fr))", "repeat(3, minmax(0, 1fr))", None, "repeat(5, minmax(0, 1fr)) auto")
    line = grid(*fields, row(drop, align_self="end"), columns=columns, gap="sm")
    said = {"role": "group", "aria_label": named, "class_name": "h-under", "key": dose.mark}
    return stack(txt(named, "strong"), line, gap="xs", **said)
