"""The pieces of the list of tests: its columns, and the form with a block for each unit and a line for each range."""

import reflex as rx

from hms.components.buttons import small_button
from hms.components.forms import field, form, select
from hms.components.layout import at, grid, row, stack, txt
from hms.components.tables import Column
from hms.pages.admin.catalogue_parts import acts, marked_field, marked_select, named, origin, send
from hms.pages.compared import changed_meanwhile
from hms.schemas.catalogues.tests import ANSWERS, SEXES
from hms.texts import t

ASKED = {
    "name": t("Name"),
    "about": t("For patients"),
    "code": t("LOINC code"),
    "panel_name": t("Ordered also with"),
    "told": t("Units and ranges"),
    "offered": t("Can be ordered"),
}
OFF = t("Nobody can order it any more. What is ordered and written down stays.")


def columns(screen: type) -> tuple[Column, ...]:
    """Say what the list tells of a test."""
    return (
        Column(t("Test"), lambda one: named(one, one.given), wrap=True),
        Column(t("LOINC code"), lambda one: one.codes, wrap=True),
        Column(t("Units and ranges"), _told, wrap=True),
        Column(t("From where"), origin, wrap=True),
        Column(t("What you can do"), lambda one: acts(screen, one, OFF), quiet=True),
    )


def _told(one: rx.Var) -> rx.Component:
    lines = rx.el.ul(rx.foreach(one.told, lambda words: rx.el.li(txt(words, "small"))), class_name="h-stack g-hair")
    head = rx.el.summary(txt(t("Show"), "small"), txt(" " + one.name, class_name="h-hidden"), cursor="pointer")
    return rx.el.details(head, lines)


def test_form(screen: type, one: rx.Var | None) -> rx.Component:
    """Draw the form: for a new test, or for the one that is being changed."""
    errors = screen.field_errors

    def text(name: str) -> rx.Var | str:
        return "" if one is None else getattr(one, name)

    name = field(
        t("Name"), "name", text("name"), errors=errors, max_length=80, auto_complete="off", auto_focus=True,
        hint=t("As doctors order it."),
    )  # fmt: skip
    about = field(
        t("For patients"), "about", text("about"), errors=errors, max_length=200, auto_complete="off", optional=True,
        hint=t("What it tells, in a plain sentence."),
    )  # fmt: skip
    kind = select(
        t("Its result is"), "answers", list(ANSWERS.items()), "", errors=errors, on_change=screen.choose_answers
    )
    panel = select(
        t("Ordered also with"), "panel", screen.panels, text("panel"), errors=errors,
        hint=t("It can always be ordered alone."),
    )  # fmt: skip
    own = panel if one is None else rx.cond(one.own, panel, rx.fragment())
    code = field(
        t("LOINC code"), "code", text("code"), errors=errors, max_length=20, auto_complete="off", optional=True,
        hint=t("Such as 5802-4. Its last digit is checked."),
    )  # fmt: skip
    two = at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))")
    return form(
        changed_meanwhile(screen) if one is not None else rx.fragment(),
        grid(name, about, columns=two, gap="md"),
        grid(*([kind] if one is None else []), own, columns=two, gap="md"),
        rx.cond(screen.answers, code, _units(screen)),
        send(screen, t("Add test") if one is None else t("Save changes")),
        on_submit=screen.save, key=screen.fresh.to_string(), class_name="h-stack g-lg",
    )  # fmt: skip


def _units(screen: type) -> rx.Component:
    more = small_button(t("Another unit"), "plus", on_click=screen.add_unit)
    return stack(rx.foreach(screen.units, lambda unit, place: _unit(screen, unit, place)), row(more), gap="lg")


def _unit(screen: type, unit: rx.Var, place: rx.Var) -> rx.Component:
    """Draw a unit: its code, beyond which numbers a result is a slip, and its ranges."""
    ucum = marked_field(
        screen,
        t("Unit (UCUM), such as mg/dL"),
        "ucum",
        unit.mark,
        unit.ucum,
        max_length=40,
        auto_focus=screen.newest == unit.mark,
    )
    code = marked_field(screen, t("LOINC code (optional)"), "code", unit.mark, unit.code)
    least = marked_field(screen, t("A slip under"), "least", unit.mark, unit.least, input_mode="decimal")
    most = marked_field(screen, t("A slip over"), "most", unit.mark, unit.most, input_mode="decimal")
    drop = small_button(t("Take this unit away"), "x", of=unit.ucum, on_click=screen.drop_unit(unit.mark))
    more = small_button(t("Another range"), "plus", of=unit.ucum, on_click=screen.add_range(unit.mark))
    said = txt(
        t("The first line that fits somebody’s sex and age counts. Ages: 10d, 6w, 18m or 15y; from is included, under is not."),
        "small", "ink_2", "p",
    )  # fmt: skip
    ranges = rx.foreach(unit.ranges, lambda band, nth: _range(screen, band, nth))
    top = grid(ucum, code, least, most, columns=at("minmax(0, 1fr)", "2fr 2fr 1fr 1fr"), gap="sm")
    alone = rx.cond(screen.units.length() > 1, drop, rx.fragment())
    named = t("Unit {n}", n=place + 1)
    # No fieldset: what is marked in one of its lines has the focus, not its first field.
    inside = (txt(named, "strong"), top, said, ranges, row(more, alone, wrap=True))
    return stack(*inside, gap="md", role="group", aria_label=named, key=unit.mark)


def _range(screen: type, band: rx.Var, place: rx.Var) -> rx.Component:
    def number(label: str, part: str) -> rx.Component:
        return marked_field(screen, label, part, band.mark, getattr(band, part), input_mode="decimal")

    named = t("Range {n}", n=place + 1)
    whom = marked_select(
        screen,
        t("For"),
        "sex",
        band.mark,
        options=list(SEXES.items()),
        value=band.sex,
        auto_focus=screen.newest == band.mark,
    )
    since = marked_field(screen, t("from age"), "since", band.mark, band.since)
    until = marked_field(screen, t("under age"), "until", band.mark, band.until)
    drop = small_button(t("Take away"), "x", of=named, on_click=screen.drop_range(band.mark))
    fields = (
        whom, since, until, number(t("Critical ≤"), "very_low"), number(t("Usual from"), "low"),
        number(t("Usual to"), "high"), number(t("Critical ≥"), "very_high"),
    )  # fmt: skip
    columns = at("repeat(2, minmax(0, 1fr))", "repeat(4, minmax(0, 1fr))", None, "1.4fr repeat(6, minmax(0, 1fr)) auto")
    return grid(
        *fields, row(drop, align_self="end"), columns=columns, gap="sm", class_name="h-under", role="group",
        aria_label=named, key=band.mark,
    )  # fmt: skip
