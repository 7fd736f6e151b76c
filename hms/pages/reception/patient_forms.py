"""The forms in which the sections of a record are edited where they stand."""

import reflex as rx

from hms.components.buttons import button, submit
from hms.components.choices import tick
from hms.components.forms import actions, form
from hms.components.keys import on_key
from hms.components.layout import txt
from hms.pages.reception.person_fields import (
    ADDRESS_USES,
    USES,
    address_fields,
    bare,
    cell,
    choose,
    coverage_kinds,
    dense,
    group_error,
    relation_kinds,
    sexes,
    spoken_languages,
)
from hms.services.personal.words import IDENTITIES, NAME_WORDS
from hms.texts import t
from hms.web.places import countries

BEGIN = rx.Var("() => document.querySelector('.h-editing input:not([type=hidden]), .h-editing select')?.focus()")


def _form(screen: type, *fields: object, more: bool = False) -> rx.Component:
    add = button(t("One more"), "plus", on_click=screen.add_row) if more else rx.fragment()
    save = submit(t("Save"), "check", busy=screen.busy)
    stop = button(t("Cancel"), "x", on_click=screen.stop_editing, **on_key("escape"))
    return form(*fields, actions(save, stop, add), on_submit=screen.save, class_name="h-stack g-md h-editing")


def identity(screen: type) -> rx.Component:
    """Ask who this is."""
    one, errors = screen.record.personal, screen.field_errors
    born = rx.cond(one.born_estimated, "", one.born)
    kinds = [(kind, t(words)) for kind, words in IDENTITIES.items()]
    fields = dense(
        cell(4, bare(t("Given names"), "given_names", one.given_names, errors)),
        cell(4, bare(t("Family name"), "family_name", one.family_name, errors)),
        cell(2, bare(t("Title"), "prefix", one.prefix, errors)),
        cell(2, bare(t("Suffix"), "suffix", one.suffix, errors)),
        cell(3, bare(t("Birth date"), "born", born, errors)),
        cell(3, bare(t("Or about how old"), "age", "", errors)),
        cell(3, choose(t("Sex"), "sex", sexes()[1:], one.sex, errors)),
        cell(3, choose(t("Identity"), "identity", kinds, one.identity, errors)),
    )
    keep = tick(
        "keep_former",
        t("Keep the old name as a former name"),
        t("Leave it out where the old one was only mistyped."),
        True,
    )
    return _form(screen, fields, keep)


def about(screen: type) -> rx.Component:
    """Ask for other names, gender and language."""
    one, errors = screen.record.personal, screen.field_errors
    uses = [(use, t(words)) for use, words in NAME_WORDS.items() if use != "placeholder"]

    def line(name: rx.Var, n: rx.Var) -> rx.Component:
        return _row(
            n,
            _choice(t("Kind"), _name("names", "-use", n), uses, name["use"], 4),
            _text(screen, t("Name"), _name("names", "-text", n), name["text"], 6),
        )

    person = dense(
        cell(4, bare(t("Gender, in their words"), "gender", one.gender, errors)),
        cell(4, choose(t("Language"), "language", spoken_languages(), one.language, errors)),
        cell(4, tick("interpreter", t("Needs an interpreter"), "", one.interpreter)),
    )
    return _form(screen, rx.foreach(screen.rows, line), group_error(errors, "other_names"), person, more=True)


def contacts(screen: type) -> rx.Component:
    """Ask for phones and e-mail addresses; an emptied line goes."""

    def phone(one: rx.Var, n: rx.Var) -> rx.Component:
        return _row(
            n,
            _text(screen, t("Phone"), _name("phones", "", n), one["value"], 6, type="tel"),
            _choice(t("Used as"), _name("phones", "-use", n), USES, one["use"], 4),
        )

    def email(one: rx.Var, n: rx.Var) -> rx.Component:
        return _row(
            n,
            _text(screen, t("E-mail"), _name("emails", "", n), one["value"], 6, type="email"),
            _choice(t("Used as"), _name("emails", "-use", n), USES, one["use"], 4),
        )

    hint = txt(t("The first of each is the one that is used. Empty a line to remove it."), "small", "ink_2", "p")
    lists = (rx.foreach(screen.rows, phone), rx.foreach(screen.emails, email))
    return _form(screen, hint, *lists, more=True)


def address(screen: type) -> rx.Component:
    """Ask for the address in the parts of its country."""
    errors, home = screen.field_errors, screen.home.to(dict[str, str])
    imported = screen.record.personal.addresses.length() > 0
    fields = dense(
        cell(
            3,
            choose(
                t("Country"),
                "addresses-0-country",
                countries(),
                home["country"],
                errors,
                on_change=screen.choose_country,
            ),
        ),
        cell(3, choose(t("Kind"), "addresses-0-use", ADDRESS_USES, home["use"], errors)),
        address_fields(screen.shape, "addresses-0", home, errors),
    )
    drop = tick("drop_imported", t("Takes the place of what came by import"), "", False)
    return _form(screen, fields, rx.cond(imported & (home["street"] == "") & (home["city"] == ""), drop, rx.fragment()))


def relations(screen: type) -> rx.Component:
    """Ask who belongs to the patient."""

    def line(one: rx.Var, n: rx.Var) -> rx.Component:
        return _row(
            n,
            _choice(t("Who"), _name("relations", "-kind", n), relation_kinds(), one["kind"], 3),
            _text(screen, t("Name"), _name("relations", "-name", n), one["name"], 4),
            _text(screen, t("Relation"), _name("relations", "-relation", n), one["relation"], 2),
            _text(screen, t("Phone"), _name("relations", "-phone", n), one["phone"], 3, type="tel"),
            _text(screen, t("Address"), _name("relations", "-address", n), one["address"], 6),
        )

    return _form(screen, rx.foreach(screen.rows, line), group_error(screen.field_errors, "relations"), more=True)


def coverage(screen: type) -> rx.Component:
    """Ask who pays."""

    def line(one: rx.Var, n: rx.Var) -> rx.Component:
        return _row(
            n,
            _choice(t("Kind"), _name("coverages", "-kind", n), coverage_kinds()[1:], one["kind"], 3),
            _text(screen, t("Payer"), _name("coverages", "-payer", n), one["payer"], 4),
            _text(screen, t("Number there"), _name("coverages", "-member", n), one["member"], 3),
            _text(screen, t("Valid until"), _name("coverages", "-valid_to", n), one["valid_to"], 2, type="date"),
        )

    return _form(screen, rx.foreach(screen.rows, line), group_error(screen.field_errors, "coverages"), more=True)


def numbers(screen: type) -> rx.Component:
    """Ask for the numbers that others gave the patient."""

    def line(one: rx.Var, n: rx.Var) -> rx.Component:
        return _row(
            n,
            _choice(t("Which"), _name("identifiers", "-kind", n), screen.number_kinds, one["kind"], 6),
            _text(screen, t("Number"), _name("identifiers", "", n), one["value"], 6),
        )

    return _form(screen, rx.foreach(screen.rows, line), group_error(screen.field_errors, "identifiers"), more=True)


def _row(n: rx.Var, *cells: rx.Component) -> rx.Component:
    return dense(*cells, key=n.to_string())


def _name(kind: str, part: str, n: rx.Var) -> rx.Var:
    return rx.Var.create(f"{kind}-") + n.to_string() + part


def _text(screen: type, label: str, name: rx.Var, start: rx.Var, span: int, **props: object) -> rx.Component:
    error = screen.field_errors.to(dict[str, str]).get(name, "")
    control = rx.el.input(
        id=name, name=name, default_value=start, class_name="h-input", auto_complete="off", max_length=254,
        aria_invalid=rx.cond(error, "true", "false"), aria_describedby=rx.cond(error, name + "-error", rx.Var("undefined")),
        **props,
    )  # fmt: skip
    return _labelled(label, name, control, error, span)


def _choice(label: str, name: rx.Var, options: object, start: rx.Var, span: int) -> rx.Component:
    listed = options if isinstance(options, rx.Var) else rx.Var.create([list(pair) for pair in options])
    drawn = rx.foreach(listed.to(list[list[str]]), lambda o: rx.el.option(o[1], value=o[0], key=o[0]))
    control = rx.el.select(drawn, id=name, name=name, default_value=start, class_name="h-input h-select")
    return _labelled(label, name, control, rx.Var.create(""), span)


def _labelled(label: str, name: rx.Var, control: rx.Component, error: rx.Var, span: int) -> rx.Component:
    wrong = rx.el.p(error, id=name + "-error", class_name="h-field-error t-strong")
    top = rx.el.label(label, html_for=name, class_name="h-label t-strong")
    inside = rx.el.div(control, rx.cond(error, wrong, rx.fragment()), class_name="h-control")
    return rx.el.div(top, inside, class_name=f"h-field h-span-{span}")
