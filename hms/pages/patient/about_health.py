"""The questions about somebody's health, and what they agree to."""

from typing import TYPE_CHECKING, NamedTuple

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button
from hms.components.choices import choices, tick
from hms.components.forms import error_of, error_text, field
from hms.components.layout import row, stack, txt
from hms.pages.patient.about_you import Draw, asked, hint
from hms.schemas.intake import ALCOHOL, SMOKING
from hms.schemas.statements import BLOOD_GROUPS
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.about_me import AboutMe

Shown = type["AboutMe"]


class Gathers(NamedTuple):
    """How a question that gathers several entries is worded."""

    hint: str
    what: str
    more: str
    like: str


WORDS = {
    "allergies": Gathers(
        t("To medicines, food, latex, insects, pollen or anything else. Add them one after the other."),
        t("What are you allergic to?"), t("What happens then?"), t("Such as rash, swelling, trouble breathing"),
    ),
    "conditions": Gathers(
        t("Illnesses that last or come back, such as asthma, diabetes or high blood pressure."),
        t("Illness"), t("Since when, or more about it"), t("Such as since 2015"),
    ),
    "medicines": Gathers(
        t("With or without prescription, also drops, sprays and the pill. It stands on the package."),
        t("Medicine and strength"), t("How much and how often"), t("Such as 1 tablet every morning"),
    ),
    "operations": Gathers(
        t("Also long ago, and those without a stay in hospital."),
        t("Operation"), t("When, or more about it"), t("Such as 2009"),
    ),
    "family_history": Gathers(
        t("Illnesses of parents, sisters, brothers or children, such as cancer, heart disease or diabetes."),
        t("Illness"), t("Who has or had it?"), t("Such as mother, at 50"),
    ),
}  # fmt: skip


def _gathers(name: str) -> Draw:
    words = WORDS[name]

    def draw(screen: Shown) -> list[rx.Component]:
        another = rx.cond(screen.card.listed.length() > 0, t("Another one?"), "")
        severe = tick("severe", t("It was dangerous"), t("You needed help at once, or a hospital."))
        return [
            hint(words.hint),
            _entries(screen),
            rx.cond(another, txt(another, "heading", tag="h2"), rx.fragment()),
            field(words.what, "text", "", errors=screen.field_errors, auto_complete="off"),
            field(
                words.more, "more", "", errors=screen.field_errors, optional=True, hint=words.like, auto_complete="off"
            ),
            *([severe] if name == "allergies" else []),
        ]

    return draw


def _entries(screen: Shown) -> rx.Component:
    def one(entry: rx.Var) -> rx.Component:
        off = button(t("Take off"), "x", of=entry.text, on_click=screen.take_off(entry.id))
        severe = rx.cond(entry.severe, tag(t("Dangerous"), "danger", "triangle-alert"), rx.fragment())
        words = stack(
            row(txt(entry.text, "strong", class_name="h-break"), severe, wrap=True),
            txt(entry.words, "small", "ink_2"),
            gap="hair",
            class_name="h-grow",
        )
        acts = rx.cond(entry.can_withdraw, off, rx.fragment())
        return rx.el.li(words, acts, class_name="h-item h-tight", key=entry.id.to(str))

    listed = rx.el.ul(rx.foreach(screen.card.listed, one), class_name="h-items", aria_label=t("On your list"))
    return rx.cond(screen.card.listed.length() > 0, listed, rx.fragment())


def _habits(screen: Shown) -> list[rx.Component]:
    smoking = [(code, words, "") for code, words in SMOKING.items()]
    alcohol = [(code, words, "") for code, words in ALCOHOL.items()]
    return [
        hint(t("Only your care team reads this. It helps to choose the right treatment.")),
        choices(t("Smoking"), "smoking", smoking, screen.values.get("smoking", ""), errors=screen.field_errors),
        choices(t("Alcohol"), "alcohol", alcohol, screen.values.get("alcohol", ""), errors=screen.field_errors),
        asked(screen, "more", t("Anything else"), optional=True, hint=t("Such as sport, sleep, other drugs")),
    ]


def _pregnancy(screen: Shown) -> list[rx.Component]:
    offered = [("no", t("No"), ""), ("yes", t("Yes"), ""), ("maybe", t("It may be"), "")]
    return [
        hint(t("Some medicines and pictures must not be given then.")),
        choices(t("Pregnant"), "pregnant", offered, screen.values.get("pregnant", ""), errors=screen.field_errors),
        asked(screen, "due_on", t("When is the child due?"), optional=True, kind="date"),
    ]


def _blood_group(screen: Shown) -> list[rx.Component]:
    offered = [(group, group.replace("-", "−"), "") for group in BLOOD_GROUPS]
    chosen = screen.values.get("group", "")
    asks = choices(t("Blood group"), "group", offered, chosen, errors=screen.field_errors, columns="1fr 1fr")
    return [hint(t("Only if you have it on paper. If not, skip this: the clinic tests it when it matters.")), asks]


def _consents(screen: Shown) -> list[rx.Component]:
    def one(text: rx.Var) -> rx.Component:
        label = rx.cond(text.needed, t("I have read this"), t("I agree"))
        box = rx.el.label(
            rx.el.input(
                type="checkbox", name=text.kind, default_checked=text.given, class_name="h-check",
                custom_attrs={"id": text.kind},
            ),
            txt(label, "strong"),
            rx.el.span(text.title, class_name="h-hidden"),
            class_name="h-choice",
            html_for=text.kind,
        )  # fmt: skip
        older = rx.cond(
            text.outdated, tag(t("The text has changed since you agreed"), "warn", "history"), rx.fragment()
        )
        return stack(
            txt(text.title, "heading", tag="h2"),
            txt(text.text, "body", "ink_2", "p"),
            older,
            box,
            error_text(text.kind, error_of(screen.field_errors, text.kind)),
            txt(t("Version {version}", version=text.version), "small", "ink_3"),
            key=text.kind,
        )

    words = hint(t("You can take back what you agree to at any time, under Profile."))
    return [words, stack(rx.foreach(screen.card.consents, one), gap="xl")]


QUESTIONS: dict[str, Draw] = {
    **{name: _gathers(name) for name in WORDS},
    "habits": _habits, "pregnancy": _pregnancy, "blood_group": _blood_group, "consents": _consents,
}  # fmt: skip
