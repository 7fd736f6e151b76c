"""The pieces of the messages' screen: filters, the table, and how a patient wants to hear."""

import reflex as rx

from hms.components.badges import status
from hms.components.buttons import button, link, link_button, small_button, submit
from hms.components.cards import section
from hms.components.choices import choices
from hms.components.feedback import empty, loaded, notice, notices
from hms.components.forms import actions, form, select
from hms.components.layout import row, stack, txt
from hms.components.tables import Column, table
from hms.texts import t
from hms.web.places import message_languages

# Whoever opened this from a row far down is taken to it.
COME = """() => {
  const place = document.getElementById("choosing");
  place?.scrollIntoView({ block: "nearest" });
  place?.focus({ preventScroll: true });
}"""
SHOWN = (
    ("all", t("All")),
    ("waiting", t("Waiting")),
    ("trouble", t("Reached nobody")),
    ("sent", t("Sent")),
    ("dropped", t("Not needed")),
)


def told(screen: type) -> rx.Component:
    """Draw the screen's own notice."""
    return notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)


def refused() -> rx.Component:
    """Draw the way back for whoever may not see this."""
    return row(link_button(t("To today’s board"), "/reception", "layout-grid"))


def warning(screen: type) -> rx.Component:
    """Say that nothing is mailed at all where no mail server is set up."""
    page = screen.page
    return rx.cond(
        page.unmailed, notice(rx.cond(page.advice, "warn", "info"), page.unmailed, page.advice), rx.fragment()
    )


def filters(screen: type) -> rx.Component:
    """Draw which messages are shown, and the way to others."""
    ways = []
    for which, words in SHOWN:
        on = screen.which == which
        looks = {"aria_pressed": rx.cond(on, "true", "false"), "class_name": [rx.cond(on, "h-btn-on", "")]}
        ways.append(button(words, on_click=screen.show(which), **looks))
    return row(*ways, wrap=True, role="group", aria_label=t("Which messages"))


def listed(screen: type) -> rx.Component:
    """List the messages of this page."""
    columns = (
        Column(t("Patient"), who),
        Column(t("Message"), lambda m: stack(txt(m.kind), txt(m.about, "small", "ink_2"), gap="0")),
        Column(t("State"), where_it_stands, wrap=True),
        Column(t("What you can do"), lambda m: acts(screen, m), quiet=True),
    )
    drawn = table(
        t("Messages"),
        columns,
        screen.page.messages,
        key=lambda m: m.id.to(str),
        changed=lambda m: screen.changed.contains(m.id.to(str)),
    )
    none = empty(
        "mail", t("No message here"), t("Booking, moving and cancelling write one, and the day before a visit.")
    )
    shown = rx.cond(screen.page.messages, drawn, none)
    return section(t("Messages to patients"), loaded(screen.page, shown, lines=8), pages(screen), flush=True)


def who(m: rx.Var) -> rx.Component:
    """Name the patient, with the way to the visit, and when the message was written."""
    name = rx.cond(m.board, link(m.patient, m.board), txt(m.patient))
    return stack(name, txt(t("written {when}", when=m.made), "small", "ink_2"), gap="0")


def where_it_stands(m: rx.Var) -> rx.Component:
    """Show the state in a word, and in a few when or why."""
    return stack(row(status(m.state)), txt(m.note, "small", "ink_2"), gap="hair")


def acts(screen: type, m: rx.Var) -> rx.Component:
    """Draw what one may do about a message."""
    again = small_button(
        t("Try again now"), "rotate-cw", of=m.patient, busy=screen.busy, on_click=screen.try_again(m.id)
    )
    how = small_button(t("How to reach"), "settings-2", of=m.patient, on_click=screen.start_choosing(m.patient_id))
    return row(rx.cond(m.can_retry, again, rx.fragment()), how, wrap=True)


def pages(screen: type) -> rx.Component:
    """Draw the way to newer and older messages."""
    newer = button(t("Newer"), "chevron-left", small=True, on_click=screen.turn(-1))
    older = button(t("Older"), "chevron-right", small=True, on_click=screen.turn(1))
    has_newer, has_older = screen.number > 0, screen.page.more
    drawn = row(
        rx.cond(has_newer, newer, rx.fragment()),
        rx.cond(has_older, older, rx.fragment()),
        class_name="h-item",
        role="group",
        aria_label=t("Pages"),
    )
    return rx.cond(screen.page & (has_newer | has_older), drawn, rx.fragment())


def choosing(screen: type) -> rx.Component:
    """Ask how a patient wants to hear from the clinic."""
    card = screen.notice
    way = choices(t("How to reach them"), "channel", screen.ways, card.channel, errors=screen.field_errors)
    language = select(
        t("Language of the messages"), "language", message_languages(), card.language, errors=screen.field_errors
    )
    go = submit(t("Save"), "check", busy=screen.busy)
    asked = form(
        way, language, actions(go, button(t("Close"), on_click=screen.stop_choosing)), on_submit=screen.choose,
        class_name="h-stack g-lg",
    )  # fmt: skip
    return section(
        card.patient,
        asked,
        key=card.patient_id.to(str),
        class_name="h-stick",
        id="choosing",
        tab_index=-1,
        on_mount=rx.call_function(rx.Var(COME)),
    )
