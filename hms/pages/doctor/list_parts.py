"""How every list of the record is drawn: whose it is, the lists side by side, its lines, what an entry said before."""

from collections.abc import Callable

import reflex as rx
from reflex.components.react_router import link as router_link

from hms.components.badges import tag
from hms.components.banner import patient_banner
from hms.components.buttons import button, link_button, submit
from hms.components.cards import fact, facts, item, items, section
from hms.components.feedback import loaded, notices, to_first_error
from hms.components.forms import actions, field, form
from hms.components.layout import between, row, stack, txt
from hms.components.shell import shell
from hms.components.theme import SPACE
from hms.pages.documents.looking import small
from hms.permissions import Role
from hms.schemas.record_words import LISTS
from hms.texts import t

PLACE = "/doctor/patients/[patient_id]"
Draw = Callable[[rx.Var], rx.Component]


def list_page(screen: type, name: str, *parts: rx.Component) -> rx.Component:
    """Draw a list's screen under the banner of its patient, with the ways to the other lists."""
    told = notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)
    back = stack(txt(LISTS[name], "title", tag="h1"), row(link_button(t("Back to my day"), "/doctor", "arrow-left")))
    body = stack(_tabs(screen, name), *parts, gap="lg")  # its heading is the name in the banner
    shown = rx.cond(screen.refused, back, loaded(screen.who, body, lines=8))
    banner = rx.cond(screen.who, _banner(screen), rx.fragment())
    errors = to_first_error(screen.field_errors)
    return shell(
        screen.me, Role.DOCTOR, "/doctor/patients", told, errors, shown, clinic=screen.me.clinic, banner=banner
    )


def _banner(screen: type) -> rx.Component:
    who = screen.who
    born = rx.cond(who.age, who.born + " (" + who.age + ")", who.born)
    return patient_banner(
        who.name, who.allergies,
        link_button(t("Record"), f"/doctor/patients/{who.id}", "arrow-left", of=who.name, small=True),
        born=born, sex=who.sex, record=who.record_number, none=who.no_allergies, deceased=rx.cond(who.deceased, " ", ""),
    )  # fmt: skip


def _tabs(screen: type, active: str) -> rx.Component:
    links = [
        router_link(
            words, href=f"/doctor/patients/{screen.who.id}/{name}", class_name="h-subnav-link t-strong",
            **({"aria_current": "page"} if name == active else {}),
        )
        for name, words in LISTS.items()
    ]  # fmt: skip
    return rx.el.nav(*links, class_name="h-subnav h-no-print", aria_label=t("Lists of the record"))


def entries(
    screen: type, title: str, none: str, *, acts: Draw | None = None, right: Draw | None = None
) -> rx.Component:
    """List the entries; `acts` are what else may be done with one, `right` the form that puts it right."""
    lines = items(rx.foreach(screen.listed, lambda one: _line(screen, one, acts, right)))
    nothing = txt(none, "body", "ink_2", "p", class_name="h-item")
    shown = rx.cond(screen.listed.length() > 0, lines, nothing)
    return stack(section(title, shown, number=screen.total, flush=True), _pages(screen), gap="lg")


def _line(screen: type, one: rx.Var, acts: Draw | None, right: Draw | None) -> rx.Component:
    name = rx.cond(one.error, rx.el.s(one.title), one.title)
    state = rx.cond(one.status_words, tag(one.status_words, one.tone), rx.fragment())
    mine = screen.entry_id == one.id.to(str)
    begun = rx.cond(mine & (screen.doing == "error"), _error_form(screen, one), rx.fragment())
    if right:
        begun = rx.fragment(begun, rx.cond(mine & (screen.doing == "right"), right(one), rx.fragment()))
    before = rx.cond(screen.earlier_of == one.id.to(str), earlier_list(screen.earlier), rx.fragment())
    words = stack(
        row(said(one.code), said(one.when), said(one.facts), wrap=True, gap="md"),
        said(one.note), row(said(one.source), txt(one.who, "small", "ink_2"), wrap=True, gap="md"),
        _acts(screen, one, acts, right), begun, before, gap="xs",
    )  # fmt: skip
    title = row(txt(name, "strong", class_name="h-break"), state, wrap=True)
    return item(title, words, lead=small(one.picture), key=one.id.to(str))


def said(words: rx.Var) -> rx.Component:
    """Set small words where there are any."""
    return rx.cond(words, txt(words, "small", "ink_2", class_name="h-break"), rx.fragment())


def _acts(screen: type, one: rx.Var, acts: Draw | None, right: Draw | None) -> rx.Component:
    entry = one.id.to(str)
    put = button(t("Put right"), "pencil", of=one.title, small=True, on_click=screen.begin("right", entry, one.version))
    wrong = button(t("An error"), "x", of=one.title, small=True, on_click=screen.begin("error", entry, one.version))
    looks = screen.look_back(entry, one.kind)
    before = button(t("What it said before"), "history", of=one.title, small=True, on_click=looks)
    may = [acts(one)] if acts else []
    changes = rx.cond(one.error, rx.fragment(), row(*may, *([put] if right else []), wrong, wrap=True))
    return row(changes, rx.cond(one.changed, before, rx.fragment()), wrap=True)


def _error_form(screen: type, one: rx.Var) -> rx.Component:
    why = field(t("Why was it an error?"), "reason", errors=screen.field_errors, max_length=500, auto_complete="off")
    yes = submit(t("Call it an error"), "x", of=one.title, primary=False, danger=True, busy=screen.busy)
    acts = actions(yes, button(t("Leave it"), on_click=screen.leave))
    return form(why, acts, on_submit=screen.call_error, class_name="h-stack g-md", padding_top=SPACE.sm)


def right_form(screen: type, one: rx.Var, *fields: rx.Component) -> rx.Component:
    """Draw the form that puts an entry right, with the reason at its end."""
    why = field(t("Why is it changed?"), "reason", errors=screen.field_errors, max_length=500, auto_complete="off")
    yes = submit(t("Save the change"), "check", of=one.title, primary=False, busy=screen.busy)
    acts = actions(yes, button(t("Leave it"), on_click=screen.leave))
    return form(*fields, why, acts, on_submit=screen.put_right, class_name="h-stack g-md", padding_top=SPACE.sm)


def errors_in(screen: type, form_name: str) -> rx.Var:
    """Give what was refused to the form that was sent, add or right: the two have fields of the same names."""
    none = rx.Var.create({}).to(dict[str, str])
    told: rx.Var = rx.cond(screen.sent == form_name, screen.field_errors, none).to(dict[str, str])
    return told


def earlier_list(listed: rx.Var) -> rx.Component:
    """Show what an entry said before, with who changed it, when and why; the newest first."""

    def version(one: rx.Var) -> rx.Component:
        told = facts(rx.foreach(one.said, lambda part: fact(part.name, part.words)))
        why = txt(t("{when}, {who}: {reason}", when=one.when, who=one.who, reason=one.reason), "small", "ink_2", "p")
        return rx.el.li(stack(txt(t("Version {n}", n=one.number), "strong"), told, why, gap="xs"), class_name="h-item")

    title = t("What it said before, and why that changed")
    return rx.el.div(items(rx.foreach(listed, version)), role="group", aria_label=title)


def _pages(screen: type) -> rx.Component:
    newer = button(t("Newer"), "chevron-left", on_click=screen.turn(-1), disabled=screen.page_number <= 1)
    older = button(t("Older"), "chevron-right", on_click=screen.turn(1), disabled=screen.page_number >= screen.pages)
    place = txt(t("Page {n} of {total}", n=screen.page_number, total=screen.pages), "body", "ink_2")
    return rx.cond(screen.pages > 1, between(newer, place, older, wrap=True), rx.fragment())
