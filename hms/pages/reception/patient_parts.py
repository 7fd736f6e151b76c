"""A patient's record at the desk, drawn: each section says what is known, and opens to be edited where it stands."""

import reflex as rx

from hms.components.badges import status, tag
from hms.components.buttons import link_button, small_button
from hms.components.cards import fact, facts, item, items, section, surface
from hms.components.feedback import empty
from hms.components.keys import cap, on_key
from hms.components.layout import between, row, stack, txt
from hms.components.photo import photo, photo_taker
from hms.pages.compared import changed_meanwhile
from hms.pages.reception import patient_forms as forms
from hms.pages.reception.change_parts import change_line, history
from hms.pages.reception.patient_portal import access
from hms.texts import t

WIDE = "repeat(auto-fit, minmax(150px, 1fr))"


def whole(screen: type) -> rx.Component:
    """Draw all of it."""
    left = (_identity(screen), _contacts(screen), _address(screen), _numbers(screen), _relations(screen))
    right = (_visits(screen), _about(screen), _coverage(screen), access(screen), _past(screen), history(screen))
    columns = rx.el.div(rx.el.div(*left), rx.el.div(*right), class_name="h-columns")
    return stack(head(screen), asked(screen), columns, gap="lg")


def nobody() -> rx.Component:
    """Draw the way back where there is nothing to show."""
    back = link_button(t("To the search"), "/reception/patients", "search")
    return stack(txt(t("Patient"), "display", tag="h1"), row(back))


def head(screen: type) -> rx.Component:
    """Say who this is, with a photo, and offer what is done most, each by one key."""
    one = screen.record.personal
    marks = row(
        rx.cond(one.deceased, tag(t("Deceased"), "quiet", "circle-slash"), rx.fragment()),
        rx.cond(one.identity == "unknown", tag(t("Not known yet"), "warn", "circle-help"), rx.fragment()),
        rx.cond(one.identity == "checked", tag(t("Checked by papers"), "ok", "badge-check"), rx.fragment()),
        rx.cond(one.interpreter, tag(t("Interpreter: {language}", language=one.language_words), "info", "languages"), rx.fragment()),
        rx.cond(one.has_account, tag(t("Uses the portal"), "quiet", "smartphone"), rx.fragment()),
        wrap=True,
    )  # fmt: skip
    known = t("{facts}, born {born}, number {number}", facts=one.facts, born=one.born_words, number=one.record_number)
    names = stack(
        txt(one.name, "display", tag="h1", class_name="h-break"), txt(known, "body", "ink_2", "p"), marks, gap="xs"
    )
    take = row(
        photo_taker(one.id),
        rx.cond(one.photo, small_button(t("Remove photo"), "trash-2", on_click=screen.remove_photo), rx.fragment()),
        wrap=True,
    )
    who = row(
        photo(one.id, one.photo, one.initials, one.name), stack(names, take, gap="sm", class_name="h-grow"), gap="lg"
    )
    book = rx.Var.create("/reception?new=") + _new_key() + "&patient=" + one.id.to(str)
    acts = row(
        link_button(t("Book"), book, "calendar-plus", **on_key("b")), cap("b"),
        link_button(t("Label"), "/print/patients/" + one.id.to(str) + "/label", "printer", outside=True, target="_blank",
                    **on_key("p")), cap("p"),
        wrap=True,
    )  # fmt: skip
    return surface(between(who, acts, wrap=True, gap="lg"), class_name="h-pad")


def _new_key() -> rx.Var:
    return rx.Var(
        "(typeof crypto === 'undefined' || !crypto.randomUUID ? '00000000-0000-4000-8000-000000000000' : crypto.randomUUID())"
    ).to(str)


def asked(screen: type) -> rx.Component:
    """List what the patient asks to have changed, with both values."""
    one = screen.record.personal
    listed = items(rx.foreach(one.requests, lambda wish: change_line(screen, wish)))
    return rx.cond(
        one.requests.length() > 0,
        section(t("Asks for a change"), listed, number=one.requests.length(), flush=True, class_name="h-lead"),
        rx.fragment(),
    )


def _section(
    screen: type, name: str, title: str, shown: rx.Component, form: rx.Component, *, key: str = ""
) -> rx.Component:
    """Draw a section that opens in place."""
    editing = screen.editing == name
    keyed = on_key(key) if key else {}
    change = row(
        small_button(t("Edit"), "pencil", of=title, on_click=screen.edit(name), id=f"edit-{name}", **keyed),
        cap(key) if key else rx.fragment(),
    )
    opened = stack(
        changed_meanwhile(screen), form, gap="md", key=screen.edited.to_string(), on_mount=rx.call_function(forms.BEGIN)
    )
    return section(
        title, rx.cond(editing, opened, shown), action=rx.cond(editing, rx.fragment(), change), id=f"section-{name}"
    )


def _nothing() -> rx.Component:
    return txt(t("Nothing is known yet."), "body", "ink_2", "p")


def _identity(screen: type) -> rx.Component:
    one = screen.record.personal
    shown = facts(
        fact(t("Given names"), _or_dash(one.given_names)), fact(t("Family name"), _or_dash(one.family_name)),
        fact(t("Born"), one.born_words), fact(t("Sex"), one.sex_words), fact(t("Identity"), one.identity_words),
        columns=WIDE,
    )  # fmt: skip
    return _section(screen, "identity", t("Who this is"), shown, forms.identity(screen), key="e")


def _or_dash(words: rx.Var) -> rx.Var:
    return rx.cond(words, words, "–")


def _about(screen: type) -> rx.Component:
    one = screen.record.personal
    names = rx.foreach(one.other_names, lambda name: fact(name.use_words, name.text))
    shown = facts(
        names, fact(t("Gender"), _or_dash(one.gender)), fact(t("Language"), _or_dash(one.language_words)),
        fact(t("Interpreter"), rx.cond(one.interpreter, t("needed"), t("not needed"))), columns=WIDE,
    )  # fmt: skip
    return _section(screen, "about", t("Other names and language"), shown, forms.about(screen))


def _contacts(screen: type) -> rx.Component:
    one = screen.record.personal

    def line(contact: rx.Var, call: str) -> rx.Component:
        words = rx.el.a(contact.shown, href=rx.Var.create(call) + contact.value, class_name="h-link t-number")
        return row(words, txt(contact.use_words, "small", "ink_2"), wrap=True, key=contact.value)

    listed = stack(
        rx.foreach(one.phones, lambda p: line(p, "tel:")),
        rx.foreach(one.emails, lambda e: line(e, "mailto:")),
        gap="xs",
    )
    shown = rx.cond((one.phones.length() + one.emails.length()) > 0, listed, _nothing())
    return _section(screen, "contacts", t("Phones and e-mail"), shown, forms.contacts(screen), key="t")


def _address(screen: type) -> rx.Component:
    one = screen.record.personal
    listed = stack(
        rx.foreach(
            one.addresses,
            lambda a: row(txt(a.line, class_name="h-break"), txt(a.use_words, "small", "ink_2"), wrap=True, key=a.line),
        )
    )
    shown = rx.cond(one.addresses.length() > 0, listed, _nothing())
    return _section(screen, "address", t("Address"), shown, forms.address(screen), key="a")


def _relations(screen: type) -> rx.Component:
    one = screen.record.personal

    def line(who: rx.Var) -> rx.Component:
        name = row(txt(who.name, "strong"), txt(who.kind_words, "small", "ink_2"), wrap=True)
        known = row(
            rx.cond(who.relation, txt(who.relation, "small", "ink_2"), rx.fragment()),
            rx.cond(who.phone_shown, txt(who.phone_shown, "number"), rx.fragment()),
            rx.cond(who.address, txt(who.address, "small", "ink_2"), rx.fragment()),
            wrap=True,
        )
        return stack(name, known, gap="hair", key=who.id.to(str))

    shown = rx.cond(one.relations.length() > 0, stack(rx.foreach(one.relations, line), gap="md"), _nothing())
    return _section(screen, "relations", t("Belongs to them"), shown, forms.relations(screen), key="r")


def _coverage(screen: type) -> rx.Component:
    one = screen.record.personal

    def line(payer: rx.Var) -> rx.Component:
        known = row(
            txt(payer.payer, "strong"), txt(payer.member, "number"), txt(payer.valid_words, "small", "ink_2"), wrap=True
        )
        return stack(txt(payer.kind_words, "small", "ink_2", "p"), known, gap="hair", key=payer.id.to(str))

    shown = rx.cond(one.coverages.length() > 0, stack(rx.foreach(one.coverages, line)), _nothing())
    return _section(screen, "coverage", t("Who pays"), shown, forms.coverage(screen))


def _numbers(screen: type) -> rx.Component:
    one = screen.record.personal

    def line(number: rx.Var) -> rx.Component:
        words = row(txt(number.value, "number"), rx.cond(number.fixed, tag(t("by import")), rx.fragment()), wrap=True)
        return fact(number.kind_words, words)

    shown = rx.cond(one.identifiers.length() > 0, facts(rx.foreach(one.identifiers, line), columns=WIDE), _nothing())
    return _section(screen, "numbers", t("Numbers"), shown, forms.numbers(screen), key="i")


def _visit(one: rx.Var) -> rx.Component:
    when = row(txt(one.short_day, "strong"), txt(one.time, "number"), status(one.status, plain=True), wrap=True)
    place = "/reception?day=" + one.day.to(str) + "&visit=" + one.id.to(str)
    note = one.doctor + ", " + one.department
    return item(
        when,
        note,
        end=link_button(t("On the board"), place, "layout-grid", of=one.short_day, small=True),
        key=one.id.to(str),
    )


def _visits(screen: type) -> rx.Component:
    coming = screen.record.upcoming
    none = empty(
        "calendar", t("No appointment to come"), t("Book one with the button above, or by the key B."), level="h3"
    )
    shown = rx.cond(coming.length() > 0, items(rx.foreach(coming, _visit)), none)
    return section(t("Appointments to come"), shown, number=coming.length(), flush=True)


def _past(screen: type) -> rx.Component:
    gone = screen.record.past
    none = txt(t("Not here before."), "body", "ink_2", "p", class_name="h-item")
    return section(
        t("Past appointments"), rx.cond(gone.length() > 0, items(rx.foreach(gone, _visit)), none), flush=True
    )
