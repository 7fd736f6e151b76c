"""The pieces of the staff's list: the table, the invitation, its link."""

import reflex as rx

from hms.components.badges import person, status
from hms.components.buttons import link_button, small_button, submit
from hms.components.cards import section
from hms.components.feedback import notice
from hms.components.forms import actions, field, form, select
from hms.components.layout import row, stack, txt
from hms.components.tables import Column, table
from hms.components.theme import SPACE
from hms.texts import t

ROLES = (("doctor", t("Doctor")), ("receptionist", t("Receptionist")), ("administrator", t("Administrator")))


def who(a: rx.Var) -> rx.Component:
    """Say who it is, and how to reach them."""
    me = rx.cond(a.is_me, txt(t("(you)"), "small", "ink_3"), rx.fragment())
    names = stack(row(txt(a.name, "strong"), me, wrap=True), txt(a.email, "small", "ink_2"), gap="0")
    return row(person(a.initials), names, gap="md")


def role_words(a: rx.Var) -> rx.Component:
    """Say what they are, and where."""
    word = rx.match(a.role, *ROLES, a.role)
    under = txt(t("Supervised by {name}", name=a.supervisor), "small", "ink_2")
    return stack(
        txt(word),
        rx.cond(a.department, txt(a.department, "small", "ink_2"), rx.fragment()),
        rx.cond(a.supervisor, under, rx.fragment()),
        gap="0",
    )


def acts(screen: type, a: rx.Var) -> rx.Component:
    """Draw what one may do with an account; disabling and enabling ask once more, in place."""
    hours = link_button(t("Hours"), f"/admin/people/{a.practitioner_id}/hours", "clock", of=a.name, small=True)
    off = small_button(t("Disable"), "lock", of=a.name, on_click=screen.ask_about(a.id))
    on = small_button(t("Enable"), "lock-open", of=a.name, on_click=screen.ask_about(a.id))
    change = rx.match(a.state, ("active", off), ("disabled", on), rx.fragment())
    over = small_button(t("Supervisor"), "graduation-cap", of=a.name, on_click=screen.begin_supervision(a.id))
    of_doctor = rx.cond(a.practitioner_id, row(hours, over, wrap=True), rx.fragment())
    usual = row(of_doctor, rx.cond(a.is_me, rx.fragment(), change), wrap=True)
    asked = rx.cond(screen.asking == a.id.to(str), sure(screen, a), usual)
    return rx.cond(screen.supervising == a.id.to(str), _supervision(screen, a), asked)


def _supervision(screen: type, a: rx.Var) -> rx.Component:
    """Ask who supervises a doctor in training."""
    choice = select(
        t("Supervisor of {name}", name=a.name), "supervisor_id", screen.doctors, a.supervisor_id,
        hint=t("What a doctor in training signs waits for this doctor’s signature too."), errors=screen.field_errors,
        optional=True, id="change-supervisor",
    )  # fmt: skip
    acts = actions(
        submit(t("Save"), "check", busy=screen.busy), small_button(t("Leave it"), of=a.name, on_click=screen.leave_it)
    )
    return form(choice, acts, on_submit=screen.supervise, class_name="h-stack g-sm")


def sure(screen: type, a: rx.Var) -> rx.Component:
    """Ask once more."""
    back = small_button(t("Keep as it is"), of=a.name, on_click=screen.leave_it)
    off = small_button(
        t("Yes, disable"), of=a.name, danger=True, busy=screen.busy, on_click=screen.disable(a.id), auto_focus=True
    )
    on = small_button(t("Yes, enable"), of=a.name, busy=screen.busy, on_click=screen.enable(a.id), auto_focus=True)
    ending = txt(t("Their open screens end at once."), "small", "ink_2", "p")
    asked = stack(ending, row(off, back, wrap=True), gap="xs")
    return rx.cond(a.state == "disabled", row(on, back, wrap=True), asked)


def people_table(screen: type) -> rx.Component:
    """List everybody."""
    columns = (
        Column(t("Name"), who, wrap=True),
        Column(t("Role"), role_words, wrap=True),
        Column(t("State"), lambda a: status(a.state)),
        Column(t("What you can do"), lambda a: acts(screen, a), quiet=True),
    )
    return table(t("Staff and invitations"), columns, screen.people, key=lambda a: a.id.to(str))


def invitation_link(screen: type) -> rx.Component:
    """Show the newest invitation's link, this once."""
    address = rx.Var("location.origin").to(str) + screen.link
    shown = rx.el.p(address, id="invitation-link", class_name="t-strong h-break")
    body = stack(
        txt(
            t("Hand this link to {name} yourself. It works once, for 48 hours.", name=screen.invited), "small", tag="p"
        ),
        shown,
        row(
            small_button(t("Copy link"), "copy", on_click=rx.set_clipboard(address)),
            small_button(t("Put away"), on_click=screen.put_link_away),
            wrap=True,
        ),
    )
    told = notice("ok", t("The invitation is ready"), "", class_name="h-wrap")
    box = rx.el.div(section(t("Invitation link"), stack(told, body, gap="md")), padding_bottom=SPACE.lg)
    return rx.el.div(rx.cond(screen.link, box, rx.fragment()), role="status")


def invitation_form(screen: type) -> rx.Component:
    """Ask whom to invite."""
    told = {"errors": screen.field_errors}
    of_doctors = stack(
        select(t("Department"), "department_id", screen.departments, **told),
        select(
            t("Supervisor"), "supervisor_id", screen.doctors, hint=t("Of a doctor in training."), optional=True, **told
        ),
        field(t("Room"), "room", optional=True, max_length=40, **told),
        field(
            t("Length of a visit, in minutes"), "visit_min", "20", kind="number", min="5", max="240", step="5", **told
        ),
        gap="lg",
    )
    return section(
        t("Invite somebody"),
        form(
            select(t("Role"), "role", ROLES, "doctor", on_change=screen.choose_role, **told),
            field(t("Full name"), "name", hint=t("As patients and colleagues read it."), auto_complete="off", **told),
            field(t("E-mail"), "email", kind="email", auto_complete="off", **told),
            rx.cond(screen.role == "doctor", of_doctors, rx.fragment()),
            actions(submit(t("Invite"), "user-plus", busy=screen.busy)),
            on_submit=screen.invite,
            key=screen.sent.to_string(),
            class_name="h-stack g-lg",
        ),
    )
