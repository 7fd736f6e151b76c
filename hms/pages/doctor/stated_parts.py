"""What a patient states about their health, for the doctor to confirm or to find not so."""

import reflex as rx

from hms.components.badges import status, tag
from hms.components.buttons import button, submit
from hms.components.cards import section
from hms.components.feedback import loading
from hms.components.forms import actions, field, form, long_text
from hms.components.layout import between, row, stack, txt
from hms.pages.doctor.list_parts import earlier_list, said
from hms.pages.doctor.record_parts import here
from hms.texts import t


def stated_section(screen: type) -> rx.Component:
    """List what the patient states by kind, what waits for a clinician first; each with confirm and not so."""
    page = screen.stated
    waiting = rx.cond(page.waiting > 0, status("stated", t("{n} to confirm", n=page.waiting)), rx.fragment())
    none = txt(t("The patient has stated nothing about their health."), "body", "ink_2", "p", class_name="h-item")
    listed = rx.cond(page.groups.length() > 0, rx.foreach(page.groups, lambda group: _group(screen, group)), none)
    shown = rx.cond(here(screen) & page, stack(listed, _over(screen), gap="0"), loading(2))
    return section(t("Stated by the patient"), shown, action=waiting, flush=True, id="stated")


def _over(screen: type) -> rx.Component:
    """Keep what was withdrawn or found not so at hand, folded up."""
    head = rx.el.summary(t("What no longer stands"), class_name="h-item t-strong", cursor="pointer")
    groups = rx.foreach(screen.stated.over, lambda group: _group(screen, group))
    return rx.cond(screen.stated.over.length() > 0, rx.el.details(head, groups), rx.fragment())


def _group(screen: type, group: rx.Var) -> rx.Component:
    lines = rx.foreach(group.listed, lambda one: _line(screen, group, one))
    return stack(
        txt(group.name, "label", "ink_2", tag="h3", class_name="h-item"),
        rx.el.ul(lines, class_name="h-items"),
        gap="0",
        key=group.kind,
    )


def _line(screen: type, group: rx.Var, one: rx.Var) -> rx.Component:
    severe = rx.cond(one.severe, tag(t("Dangerous"), "danger", "triangle-alert"), rx.fragment())
    open_ = one.state == "stated"
    yes = button(t("Confirm"), "check", of=one.text, small=True, on_click=screen.confirm(one.id, one.version))
    no = button(t("Not so"), "x", of=one.text, small=True, on_click=screen.start_refuting(one.id))
    right = button(
        t("Put right"), "pencil", of=one.text, small=True, on_click=screen.start_righting(one.id, one.version)
    )
    before = button(
        t("What it said before"), "history", of=one.text, small=True, on_click=screen.stated_earlier(one.id, one.record)
    )
    acts = row(
        rx.cond(open_, rx.fragment(yes, no), status(one.state, plain=True)),
        rx.cond(one.can_correct, right, rx.fragment()), rx.cond(one.changed, before, rx.fragment()), wrap=True,
    )  # fmt: skip
    head = between(row(txt(one.text, "strong", class_name="h-break"), severe, wrap=True), acts, wrap=True)
    words = stack(
        head,
        txt(one.words, "small", "ink_2", "p"),
        said(one.reason),
        rx.cond(screen.stated_before_of == one.id.to(str), earlier_list(screen.stated_before), rx.fragment()),
        rx.cond(screen.righting == one.id.to(str), _right(screen, one), rx.fragment()),
        rx.cond(screen.refuting == one.id.to(str), _why(screen, one), rx.fragment()),
        gap="xs",
        class_name="h-grow",
    )
    return rx.el.li(words, class_name="h-item", key=one.id.to(str))


def _why(screen: type, one: rx.Var) -> rx.Component:
    hint = t("The patient reads this.")
    why = long_text(t("Why is it not so?"), "reason", hint=hint, errors=screen.field_errors, rows=2, max_length=500)
    acts = actions(
        submit(t("Not so"), "x", of=one.text, primary=False, danger=True, busy=screen.busy),
        button(t("Leave it"), on_click=screen.stop_refuting),
    )
    return form(why, acts, on_submit=screen.refute, class_name="h-stack g-md")


def _right(screen: type, one: rx.Var) -> rx.Component:
    errors = screen.field_errors
    what = field(t("What it should say"), "stated_text", one.text, errors=errors, auto_complete="off", max_length=400)
    hint = t("The patient may read this.")
    why = field(t("Why is it changed?"), "reason", hint=hint, errors=errors, auto_complete="off", max_length=500)
    acts = actions(
        submit(t("Save the change"), "check", of=one.text, primary=False, busy=screen.busy),
        button(t("Leave it"), on_click=screen.stop_refuting),
    )
    return form(what, why, acts, on_submit=screen.right_stated, class_name="h-stack g-md")
