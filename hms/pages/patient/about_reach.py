"""The questions about how somebody is reached, who belongs to them, and who pays."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.choices import choices, tick
from hms.components.feedback import notice
from hms.components.forms import error_of, error_text, field, select
from hms.components.layout import stack
from hms.pages.patient.about_you import Draw, asked, hint
from hms.services.personal.words import COVERAGE_KINDS
from hms.texts import t
from hms.web.places import countries

if TYPE_CHECKING:
    from hms.pages.patient.about_me import AboutMe

Shown = type["AboutMe"]
PHONE = {"kind": "tel", "input_mode": "tel"}
NOTES = {
    "self": t("I pay myself"), "public": t("A public or statutory insurance"), "private": t("A private insurance"),
    "other": t("Somebody else, such as an employer"),
}  # fmt: skip


def _contacts(screen: Shown) -> list[rx.Component]:
    return [
        hint(t("One of them is enough. We use it for your appointments, never for advertising.")),
        asked(screen, "phone", t("Mobile phone"), optional=True, auto_complete="tel", **PHONE),
        asked(screen, "other_phone", t("Another phone"), optional=True, **PHONE),
        asked(screen, "email", t("E-mail address"), optional=True, kind="email", auto_complete="email",
              hint=t("For messages. You still sign in with the address that you registered.")),
    ]  # fmt: skip


def _address(screen: Shown) -> list[rx.Component]:
    known = {
        "street": "street-address", "city": "address-level2", "region": "address-level1", "code": "postal-code",
        "district": "address-level3",
    }  # fmt: skip
    country = select(
        t("Country"), "country", countries(), screen.country, errors=screen.field_errors,
        on_change=screen.choose_country, auto_complete="country",
    )  # fmt: skip

    def part(one: rx.Var) -> rx.Component:
        fills = rx.match(one[0], *known.items(), "off")
        return rx.el.div(
            field(
                one[1],
                one[0],
                screen.values.get(one[0], ""),
                errors=screen.field_errors,
                optional=True,
                auto_complete=fills,
            ),
            key=one[0],
        )

    line = screen.values.get("line", "")
    bare = rx.cond(screen.values.get("street", ""), "", line)
    there = notice(
        "info", t("Your record says: {words}", words=line), t("Write it here in its parts, and it replaces that.")
    )
    return [rx.cond(bare, there, rx.fragment()), country, stack(rx.foreach(screen.fields, part), gap="lg")]


def _emergency(screen: Shown) -> list[rx.Component]:
    return [
        hint(t("Somebody whom we may call at any hour. Tell them that you gave their number.")),
        asked(screen, "name", t("Name")),
        asked(screen, "relation", t("Who is that to you?"), optional=True, hint=t("Such as mother, neighbour")),
        asked(screen, "phone", t("Phone"), **PHONE),
    ]


def _next_of_kin(screen: Shown) -> list[rx.Component]:
    error = error_of(screen.field_errors, "same")
    same = tick("same", t("The same person as my emergency contact"), "", False)
    return [
        hint(t("The person closest to you by family or by your own choice.")),
        stack(same, error_text("same", error), gap="xs"),
        asked(screen, "name", t("Name"), optional=True),
        asked(screen, "relation", t("Who is that to you?"), optional=True),
        asked(screen, "phone", t("Phone"), optional=True, **PHONE),
        asked(screen, "address", t("Address"), optional=True),
    ]


def _coverage(screen: Shown) -> list[rx.Component]:
    offered = [(kind, NOTES[kind], "") for kind in COVERAGE_KINDS]
    return [
        choices(t("Who pays?"), "kind", offered, screen.values.get("kind", ""), errors=screen.field_errors),
        asked(screen, "payer", t("Name of the insurance or payer"), optional=True),
        asked(screen, "member", t("Your number there"), optional=True),
        asked(screen, "valid_to_on", t("Valid until"), optional=True, kind="date"),
    ]


def _family_doctor(screen: Shown) -> list[rx.Component]:
    return [
        hint(t("The doctor you usually see first, outside of this clinic.")),
        asked(screen, "name", t("Name of the doctor or practice")),
        asked(screen, "phone", t("Phone"), optional=True, **PHONE),
        asked(screen, "address", t("Address"), optional=True),
    ]


QUESTIONS: dict[str, Draw] = {
    "contacts": _contacts, "address": _address, "emergency": _emergency, "next_of_kin": _next_of_kin,
    "coverage": _coverage, "family_doctor": _family_doctor,
}  # fmt: skip
