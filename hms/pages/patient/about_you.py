"""The questions about who somebody is: names, birth date, sex, language."""

from calendar import month_name
from collections.abc import Callable
from typing import TYPE_CHECKING

import reflex as rx

from hms.components.choices import choices, tick
from hms.components.feedback import notice
from hms.components.forms import error_of, error_text, field, select
from hms.components.layout import at, grid, stack, txt
from hms.schemas.languages import languages
from hms.schemas.words import SEXES
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.about_me import AboutMe

Shown = type["AboutMe"]
Draw = Callable[[Shown], list[rx.Component]]
MONTHS = [("", t("Month")), *((str(n), t(month_name[n])) for n in range(1, 13))]
NOT_SAID = ("unknown", t("I would rather not say"), "")


def hint(words: str) -> rx.Component:
    """Explain a question in a sentence or two."""
    return txt(words, "body", "ink_2", "p")


def asked(screen: Shown, name: str, label: str, **more: object) -> rx.Component:
    """Draw a field of the question, with what is known about it."""
    return field(label, name, screen.values.get(name, ""), errors=screen.field_errors, **more)


def as_it_is(screen: Shown, *fields: rx.Component) -> rx.Component:
    """Draw the fields where the patient may set them; what the record says where the clinic has looked at it."""
    there = notice(
        "info",
        t("Your record says: {words}", words=screen.values.get("words", "")),
        t("The clinic has looked at this. If it is wrong, ask for a change under Profile: reception answers."),
    )
    return rx.cond(screen.card.free, rx.fragment(*fields), there)


def _name(screen: Shown) -> list[rx.Component]:
    fields = stack(
        asked(screen, "given_names", t("Given names"), auto_complete="given-name", optional=True),
        asked(screen, "family_name", t("Family name"), auto_complete="family-name", optional=True),
        grid(
            asked(
                screen,
                "prefix",
                t("Title before it"),
                auto_complete="honorific-prefix",
                optional=True,
                hint=t("Such as Dr"),
            ),
            asked(
                screen,
                "suffix",
                t("Ending after it"),
                auto_complete="honorific-suffix",
                optional=True,
                hint=t("Such as Jr"),
            ),
            columns=at("1fr", "1fr 1fr"),
        ),
        gap="lg",
    )
    words = hint(t("As it stands in your papers. Whoever has one name only fills in one."))
    return [words, as_it_is(screen, fields)]


def _other_names(screen: Shown) -> list[rx.Component]:
    return [
        hint(t("So that we call you as you like, and find older papers.")),
        asked(screen, "preferred", t("How you like to be called"), optional=True, auto_complete="nickname"),
        asked(screen, "former", t("A former name"), optional=True, hint=t("Such as the name before a marriage")),
    ]


def _born(screen: Shown) -> list[rx.Component]:
    error = error_of(screen.field_errors, "born")
    digits = {"input_mode": "numeric", "max_length": 4}
    fields = rx.el.fieldset(
        txt(t("Birth date"), "strong", tag="legend", class_name="h-legend"),
        grid(
            field(t("Day"), "day", screen.values.get("day", ""), auto_complete="bday-day", **digits),
            select(t("Month"), "month", MONTHS, screen.values.get("month", ""), auto_complete="bday-month"),
            field(t("Year"), "year", screen.values.get("year", ""), auto_complete="bday-year", **digits),
            columns="minmax(0, 2fr) minmax(0, 4fr) minmax(0, 3fr)",
            gap="sm",
        ),
        error_text("born", error),
        class_name="h-fieldset",
        id="born",
        aria_describedby=rx.cond(error, "born-error", rx.Var("undefined")),
    )
    return [hint(t("Day, month and year, such as 3 April 1980.")), as_it_is(screen, fields)]


def _sex(screen: Shown) -> list[rx.Component]:
    offered = [*((code, words, "") for code, words in SEXES.items() if code != "unknown"), NOT_SAID]
    sex = choices(t("Sex"), "sex", offered, screen.values.get("sex", ""), errors=screen.field_errors)
    fixed = rx.fragment(
        as_it_is(screen),
        rx.el.input(type="hidden", name="sex", default_value=screen.values.get("sex", "unknown")),
    )
    gender = asked(screen, "gender", t("Gender, in your own words"), optional=True)
    return [
        hint(t("The sex that your body was born with: doctors need it to choose tests and doses.")),
        rx.cond(screen.card.free, sex, fixed),
        gender,
    ]


def _language(screen: Shown) -> list[rx.Component]:
    listed = [("", t("Choose…")), *languages()]
    chosen = screen.values.get("language", "")
    return [
        select(t("Language"), "language", listed, chosen, errors=screen.field_errors),
        tick(
            "interpreter",
            t("I need an interpreter"),
            t("Somebody who speaks your language comes to your visit."),
            screen.values.get("interpreter", "") == "yes",
        ),
    ]


QUESTIONS: dict[str, Draw] = {
    "name": _name, "other_names": _other_names, "born": _born, "sex": _sex, "language": _language,
}  # fmt: skip
