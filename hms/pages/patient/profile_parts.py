"""The sections of the profile, each with the way to change it."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.buttons import link_button
from hms.components.cards import fact, facts, headline, item, items, section, tile
from hms.components.layout import at, icon, stack, txt
from hms.pages.patient.change_parts import request_line
from hms.pages.patient.parts import WHOLE_ROW
from hms.services.intake.beginning import PATH
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.profile import Profile

Shown = type["Profile"]
COLUMNS = at("minmax(0, 1fr)", "minmax(0, 1fr) minmax(0, 1fr)")


def change(step: str, of: str) -> rx.Component:
    """Draw the way to a question, and back from there, beside what it changes."""
    return link_button(t("Change"), f"{PATH}?step={step}&only=1", "pencil", of=of, small=True)


def named(step: str, what: str) -> rx.Component:
    """Draw the way to a question among others: its own words say what it changes."""
    return link_button(what, f"{PATH}?step={step}&only=1", "pencil", small=True)


def _told(words: rx.Var) -> rx.Component:
    return rx.cond(words, txt(words, "body", class_name="h-break"), txt(t("Not given"), "body", "ink_2"))


def unfinished(screen: Shown) -> rx.Component:
    """Ask to go on with the questions of the registration, while some are open."""
    left = screen.intake.left
    words = stack(
        txt(t("{n} questions are still open", n=left), "heading", tag="h2"),
        txt(t("They help your care team to treat you safely."), "body", "ink_2", "p"),
        gap="hair",
    )
    go = link_button(t("Go on"), PATH, "chevron-right", big=True)
    return rx.cond(left > 0, headline(words, go), rx.fragment())


def asked_for(screen: Shown) -> rx.Component:
    """List what one has asked to have changed and what is not answered yet."""
    lines = rx.foreach(screen.person.requests, lambda one: request_line(screen, one))
    waiting = section(t("You have asked for a change"), items(lines), flush=True)
    return rx.cond(screen.person.requests.length() > 0, waiting, rx.fragment())


def who(screen: Shown) -> rx.Component:
    """Show who one is; name, birth date, sex and numbers are changed by reception once it has looked at them."""
    p = screen.person
    others = rx.foreach(p.other_names, lambda one: fact(one.use_words, one.text))
    numbers = rx.foreach(p.identifiers, lambda one: fact(one.kind_words, one.value))
    interpreter = rx.cond(p.interpreter, t("Yes, I need one"), t("No"))
    fixed = facts(
        fact(t("Name"), p.name), fact(t("Birth date"), p.born_words), fact(t("Sex"), p.sex_words), numbers,
        columns=COLUMNS,
    )  # fmt: skip
    ask = link_button(t("Ask for a change"), "/patient/profile/changes", "user-pen", big=True)
    mine = facts(
        others, fact(t("Gender"), _told(p.gender)), fact(t("Language"), _told(p.language_words)),
        fact(t("Interpreter"), interpreter), columns=COLUMNS,
    )  # fmt: skip
    note = txt(t("Reception accepts a change of these, because your care hangs on them."), "small", "ink_2", "p")
    ways = rx.el.div(
        named("other_names", t("Change other names")), named("sex", t("Change gender")),
        named("language", t("Change language")),
        class_name="h-row h-wrap",
    )  # fmt: skip
    return section(t("Who I am"), stack(fixed, note, rx.el.div(ask), mine, ways, gap="lg"))


def reach(screen: Shown) -> rx.Component:
    """Show how one is reached; that is one's own to change, at once."""
    p = screen.person
    phones = rx.foreach(p.phones, lambda one: fact(_use(one, t("Phone")), one.shown))
    emails = rx.foreach(p.emails, lambda one: fact(_use(one, t("E-mail")), one.value))
    places = rx.foreach(p.addresses, lambda one: fact(_use(one, t("Address")), one.line))
    none = txt(t("We cannot reach you yet. Add a phone or an e-mail address."), "body", "ink_2", "p")
    some = (p.phones.length() + p.emails.length() + p.addresses.length()) > 0
    ways = rx.el.div(
        named("contacts", t("Change phones and e-mail")),
        named("address", t("Change address")),
        class_name="h-row h-wrap",
    )
    shown = rx.cond(some, facts(phones, emails, places, columns=COLUMNS), none)
    return section(t("How to reach me"), stack(shown, ways, gap="lg"))


def _use(one: rx.Var, words: str) -> rx.Var:
    return rx.cond(one.use_words, words + ", " + one.use_words, words)


def people(screen: Shown) -> rx.Component:
    """Show who belongs to one, and the family doctor."""

    def row(title: str, listed: rx.Var, step: str) -> rx.Component:
        def one(person: rx.Var) -> rx.Component:
            name = rx.cond(person.relation, person.name + ", " + person.relation, person.name)
            return stack(
                txt(name, "body", class_name="h-break"),
                rx.cond(person.phone_shown, txt(person.phone_shown, "body", "ink_2"), rx.fragment()),
                rx.cond(person.address, txt(person.address, "small", "ink_2"), rx.fragment()),
                gap="hair",
                key=person.id.to(str),
            )

        none = txt(t("Nobody named yet"), "body", "ink_2")
        words = rx.cond(listed.length() > 0, stack(rx.foreach(listed, one), gap="sm"), none)
        return item(title, words, end=change(step, title))

    return section(
        t("My people"),
        items(
            row(t("Emergency contact"), screen.emergency, "emergency"),
            row(t("Next of kin"), screen.kin, "next_of_kin"),
            row(t("Family doctor"), screen.doctors, "family_doctor"),
        ),
        flush=True,
    )


def payer(screen: Shown) -> rx.Component:
    """Show who pays."""

    def one(paid: rx.Var) -> rx.Component:
        return stack(
            txt(rx.cond(paid.payer, paid.payer, paid.kind_words), "body"),
            rx.cond(paid.member, txt(t("Number {n}", n=paid.member), "small", "ink_2"), rx.fragment()),
            rx.cond(paid.valid_words, txt(paid.valid_words, "small", "ink_2"), rx.fragment()),
            gap="hair",
            key=paid.id.to(str),
        )

    listed = screen.person.coverages
    none = txt(t("Not said yet"), "body", "ink_2", "p")
    shown = rx.cond(listed.length() > 0, stack(rx.foreach(listed, one)), none)
    return section(t("Who pays"), shown, action=change("coverage", t("Who pays")))


def more() -> rx.Component:
    """Lead to what else belongs to the profile."""

    def way(title: str, note: str, mark: str, href: str) -> rx.Component:
        return item(title, note, lead=tile(mark), end=icon("chevron-right"), href=href, style=WHOLE_ROW)

    return section(
        t("Also yours"),
        items(
            way(t("My health"), t("What you told, and what is confirmed"), "heart-pulse", "/patient/profile/health"),
            way(
                t("What I agreed to"),
                t("Each consent with its text and time"),
                "file-check",
                "/patient/profile/consents",
            ),
            way(
                t("Changes of my data"),
                t("What you asked for, and what was changed"),
                "history",
                "/patient/profile/changes",
            ),
            way(t("Who opened my record"), t("Every time, by name, and why"), "eye", "/patient/access"),
            way(t("Settings"), t("How messages reach you"), "settings", "/patient/settings"),
        ),
        flush=True,
    )
