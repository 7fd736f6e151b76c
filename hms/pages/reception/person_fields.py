"""Fields of a person, laid out densely, for registering and for editing in place."""

from collections.abc import Sequence

import reflex as rx

from hms.components.forms import Errors, error_of, error_text, field, select
from hms.components.layout import txt
from hms.schemas.languages import languages
from hms.schemas.words import SEXES
from hms.services.personal.national import ANYWHERE, KINDS, kinds_of
from hms.services.personal.words import CONTACT_USES, COVERAGE_KINDS, RELATION_KINDS
from hms.texts import t
from hms.web.places import countries

CHOOSE = ("", t("Choose…"))
USES = [("", t("Not said")), *((use, t(CONTACT_USES[use])) for use in ("mobile", "home", "work", "other"))]
ADDRESS_USES = [(use, t(CONTACT_USES[use])) for use in ("home", "work", "temp", "billing", "old")]
PLAIN = {"auto_complete": "off", "spell_check": False}


def sexes() -> list[tuple[str, str]]:
    """List the answers to the question for the sex, none chosen."""
    return [CHOOSE, *((value, t(word)) for value, word in SEXES.items())]


def spoken_languages() -> list[tuple[str, str]]:
    """List the languages, none chosen."""
    return [("", t("Not said")), *languages()]


def relation_kinds() -> list[tuple[str, str]]:
    """List who somebody may be to a patient."""
    return [(kind, t(words)) for kind, words in RELATION_KINDS.items()]


def coverage_kinds() -> list[tuple[str, str]]:
    """List who may pay, none chosen."""
    return [("", t("Not said")), *((kind, t(words)) for kind, words in COVERAGE_KINDS.items())]


def number_kinds(home: str) -> list[list[str]]:
    """List the kinds of numbers, those of the clinic's country first; each value is country/kind."""
    names = dict(countries())
    own = [[f"{home}/{kind}", words] for kind, words in kinds_of(home) if kind != "other"]
    passports = [[f"{code}/passport", t("Passport, {country}", country=name)] for code, name in names.items() if code]
    others = [
        [f"{code}/{kind.module}", f"{kind.name}, {names.get(code, code)}"]
        for code in KINDS
        if code != home
        for kind in KINDS[code]
    ]
    return [
        *own,
        [f"/{ANYWHERE[1][0]}", t(ANYWHERE[1][1])],
        *others,
        *[one for one in passports if one[0] != f"{home}/passport"],
    ]


def dense(*fields: object, **props: object) -> rx.Component:
    """Lay fields out on twelve columns; cell() says how many each takes."""
    return rx.el.div(*fields, class_name="h-dense", **props)


def cell(span: int, part: rx.Component) -> rx.Component:
    """Give a field so many of twelve columns on wide screens."""
    return rx.el.div(part, class_name=f"h-span-{span}")


def bare(label: str, name: str, start: object, errors: Errors, **props: object) -> rx.Component:
    """Draw a field that nobody has to fill in, without saying so each time."""
    return field(label, name, start, errors=errors, **{**PLAIN, "required": False, **props})


def choose(
    label: str, name: str, options: Sequence[tuple[str, str]] | rx.Var, start: object, errors: Errors, **props: object
):
    """Draw a choice that nobody has to make, without saying so each time."""
    return select(label, name, options, start, errors=errors, **{"required": False, **props})


def group(title: str, *fields: object) -> rx.Component:
    """Draw some fields under a small heading."""
    head = txt(title, "heading", tag="legend", class_name="h-legend")
    return rx.el.fieldset(head, dense(*fields), class_name="h-fieldset")


def group_error(errors: rx.Var, name: str) -> rx.Component:
    """Say what is wrong with a list as a whole."""
    return error_text(name, error_of(errors, name))


def address_fields(shape: rx.Var, name: str, start: rx.Var, errors: rx.Var) -> rx.Component:
    """Draw the parts of an address in the order of its country; shape holds (part, words) pairs."""

    def one(part: rx.Var) -> rx.Component:
        place = rx.Var.create(f"{name}-") + part[0].to(str)
        error = errors.to(dict[str, str]).get(place, "")
        control = rx.el.input(
            id=place, name=place, class_name="h-input", default_value=start.to(dict[str, str]).get(part[0], ""),
            auto_complete="off", max_length=200, aria_invalid=rx.cond(error, "true", "false"),
            aria_describedby=rx.cond(error, place + "-error", rx.Var("undefined")),
        )  # fmt: skip
        wrong = rx.el.p(error, id=place + "-error", class_name="h-field-error t-strong")
        label = rx.el.label(part[1], html_for=place, class_name="h-label t-strong")
        return rx.el.div(
            label, rx.el.div(control, rx.cond(error, wrong, rx.fragment()), class_name="h-control"),
            class_name="h-field h-span-3", key=part[0],
        )  # fmt: skip

    return rx.fragment(rx.foreach(shape.to(list[list[str]]), one))
