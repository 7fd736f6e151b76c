"""What the form for registering is drawn with, who is likely known, and what can be done once somebody is registered."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, link_button, submit
from hms.components.cards import fact, facts, section
from hms.components.choices import tick
from hms.components.feedback import notice
from hms.components.forms import form, long_text
from hms.components.keys import cap, on_key
from hms.components.layout import row, stack, txt
from hms.pages.reception.person_fields import (
    USES,
    address_fields,
    bare,
    cell,
    choose,
    coverage_kinds,
    dense,
    group,
    sexes,
    spoken_languages,
)
from hms.texts import t
from hms.web.places import countries

WAIT_MS = 250
TYPED = rx.Var("Object.fromEntries(new FormData(document.getElementById('register')))").to(dict[str, str])
BEGIN = rx.Var("""() => {
  const [given, family] = ["given_names", "family_name"].map((id) => document.getElementById(id));
  const first = given?.value && !given.value.endsWith(" ") ? (family?.value ? document.getElementById("sex") : family) : given;
  first?.focus();
  if (first === given) given?.setSelectionRange(given.value.length, given.value.length);
}""")
ARRIVE = rx.Var("() => document.getElementById('registered')?.focus()")
PRINT = "_blank"


def asked(screen: type) -> rx.Component:
    """Ask for everything in one form; what is needed comes first, then who is known, Enter sends it from any field."""
    send = submit(t("Register"), "user-plus", busy=screen.busy)
    foot = rx.el.div(send, txt(t("Enter in any field does the same."), "small", "ink_2"), class_name="h-foot")
    # Drawn anew where a button fills fields in; who is known is not.
    anew = screen.filled.to_string()
    who = rx.el.div(_who(screen), key="who" + anew, on_mount=rx.call_function(BEGIN))
    more = stack(rx.el.div(_more(screen), key="more" + anew), foot, gap="md")
    return form(
        rx.el.div(who, _twins(screen), more, class_name="h-register"),
        on_submit=screen.register,
        id="register",
        class_name="",
    )


def _start(screen: type, name: str) -> rx.Var:
    return screen.start.to(dict[str, str]).get(name, "")


def _field(screen: type, label: str, name: str, **props: object) -> rx.Component:
    looking = {"on_change": screen.look(TYPED).debounce(WAIT_MS)} if props.pop("looks", False) else {}
    return bare(label, name, _start(screen, name), screen.field_errors, **looking, **props)


def _who(screen: type) -> rx.Component:
    unknown = screen.identity == "unknown"
    sex = choose(
        t("Sex"),
        "sex",
        sexes(),
        _start(screen, "sex"),
        screen.field_errors,
        on_change=screen.look(TYPED).debounce(WAIT_MS),
    )
    hint = rx.cond(
        screen.born_words, t("Understood as: {born}", born=screen.born_words), t("Such as 3.4.1980, or the year alone.")
    )
    born = bare(
        t("Birth date"),
        "born",
        _start(screen, "born"),
        screen.field_errors,
        on_change=screen.look(TYPED).debounce(WAIT_MS),
    )
    age = bare(
        t("Or about how old"),
        "age",
        _start(screen, "age"),
        screen.field_errors,
        on_change=screen.look(TYPED).debounce(WAIT_MS),
    )
    needed = dense(
        cell(4, _field(screen, t("Given names"), "given_names", looks=True)),
        cell(4, _field(screen, t("Family name"), "family_name", looks=True)),
        cell(4, sex),
        cell(4, born),
        cell(4, age),
    )
    understood = txt(hint, "small", "ink_2", "p", role="status")
    back = button(t("The name is known"), "user-check", small=True, on_click=screen.name_is_known(TYPED))
    ways = row(
        button(t("Nobody knows the name"), "user-x", small=True, on_click=screen.nobody_knows(TYPED)),
        button(t("Newborn without a name"), "baby", small=True, on_click=screen.newborn(TYPED)),
        wrap=True,
    )
    told = notice(
        "info", t("Registered under a name for the time being"), t("Make it known later in the record."), back
    )
    return section(t("Who"), stack(needed, understood, rx.cond(unknown, told, ways), gap="md"))


def _more(screen: type) -> rx.Component:
    errors = screen.field_errors
    names = group(
        t("More about the name and the person"),
        cell(2, _field(screen, t("Title"), "prefix")),
        cell(2, _field(screen, t("Suffix"), "suffix")),
        cell(4, _field(screen, t("Preferred name"), "preferred")),
        cell(4, _field(screen, t("Former name"), "former", looks=True)),
        cell(4, _field(screen, t("Gender, in their words"), "gender")),
        cell(4, choose(t("Language"), "language", spoken_languages(), _start(screen, "language"), errors)),
        cell(4, tick("interpreter", t("Needs an interpreter"))),
    )
    reach = group(
        t("How to reach them"),
        cell(3, _field(screen, t("Phone"), "phones-0", looks=True, kind="tel")),
        cell(3, choose(t("Used as"), "phones-0-use", USES, _start(screen, "phones-0-use"), errors)),
        cell(6, _field(screen, t("E-mail"), "emails-0", looks=True, kind="email")),
        cell(3, _field(screen, t("Another phone"), "phones-1", looks=True, kind="tel")),
        cell(3, choose(t("Used as"), "phones-1-use", USES, _start(screen, "phones-1-use"), errors)),
    )
    home = group(
        t("Address"),
        cell(
            3,
            choose(
                t("Country"),
                "addresses-0-country",
                countries(),
                screen.country,
                errors,
                on_change=screen.choose_country,
            ),
        ),
        address_fields(screen.shape, "addresses-0", screen.start, errors),
    )
    number = group(
        t("A number of theirs"),
        cell(
            6,
            choose(t("Which"), "identifiers-0-kind", screen.number_kinds, _start(screen, "identifiers-0-kind"), errors),
        ),
        cell(6, _field(screen, t("Number"), "identifiers-0", looks=True)),
    )
    emergency = group(
        t("Whom to call in an emergency"),
        rx.el.input(type="hidden", name="relations-0-kind", value="emergency", read_only=True),
        cell(4, _field(screen, t("Name"), "relations-0-name")),
        cell(4, _field(screen, t("Relation"), "relations-0-relation")),
        cell(4, _field(screen, t("Phone"), "relations-0-phone", kind="tel")),
    )
    payer = group(
        t("Who pays"),
        cell(4, choose(t("Kind"), "coverages-0-kind", coverage_kinds(), _start(screen, "coverages-0-kind"), errors)),
        cell(4, _field(screen, t("Payer"), "coverages-0-payer")),
        cell(4, _field(screen, t("Number there"), "coverages-0-member")),
    )
    return section(t("If there is time"), stack(reach, names, home, number, emergency, payer, gap="xl"))


def _twins(screen: type) -> rx.Component:
    none = txt(t("While you type, people who may be meant show here."), "body", "ink_2", "p")
    listed = rx.el.ul(rx.foreach(screen.twins, _twin), class_name="h-stack g-lg")
    why = long_text(
        t("Why this is another person"), "despite", rows=2, errors=screen.field_errors, max_length=500,
        hint=t("Needed to register anyway. It is kept."),
    )  # fmt: skip
    asked_why = rx.cond(screen.strong, why, rx.fragment())
    shown = rx.cond(screen.twins, stack(listed, asked_why, gap="lg"), none)
    return section(t("Known already?"), rx.el.div(shown, role="status"), number=screen.twins.length())


def _twin(one: rx.Var) -> rx.Component:
    who = one.hit
    tone = rx.cond(one.percent >= 60, "warn", "quiet")
    head = row(txt(who.name, "strong"), tag(t("{n} % alike", n=one.percent), tone), wrap=True)
    known = t("{facts}, born {born}, number {number}", facts=who.facts, born=who.born, number=who.record_number)
    why = rx.el.ul(
        rx.foreach(one.why, lambda words: rx.el.li(words, class_name="t-small c-ink-2", key=words)), class_name="h-why"
    )
    use = link_button(t("Use this one"), "/reception/patients/" + who.id.to(str), "user-check", of=who.name, small=True)
    return rx.el.li(stack(head, txt(known, "small", "ink_2", "p"), why, row(use), gap="xs"), key=who.id.to(str))


def registered(screen: type) -> rx.Component:
    """Say under which number somebody is registered, and offer what comes next, each by one key."""
    one = screen.done
    place = "/reception/patients/" + one.id.to(str)
    known = facts(
        fact(t("Record number"), txt(one.record_number, "title")),
        fact(t("Born"), one.born),
        fact(t("Age and sex"), one.facts),
        columns="repeat(auto-fit, minmax(140px, 1fr))",
    )
    book = "/reception?new=" + screen.key + "&patient=" + one.id.to(str)
    acts = row(
        link_button(t("Book an appointment"), book, "calendar-plus", **on_key("b")),
        cap("b"),
        link_button(
            t("Print the label"), "/print/patients/" + one.id.to(str) + "/label", "printer", outside=True, target=PRINT,
            **on_key("p"),
        ),
        cap("p"),
        link_button(t("Open the record"), place, "user", **on_key("o")),
        cap("o"),
        link_button(t("Give a portal code"), place, "key-round", **on_key("c")),
        cap("c"),
        button(t("Register the next one"), "user-plus", primary=True, on_click=screen.another, **on_key("n")),
        cap("n"),
        wrap=True,
    )  # fmt: skip
    title = t("{name} is registered", name=one.name)
    return section(
        title,
        stack(known, acts, gap="xl"),
        id="registered",
        tab_index=-1,
        on_mount=rx.call_function(ARRIVE),
        key=one.id.to(str),
    )
