"""How a conversation is drawn: bubbles with who, when and whether read; the field to write in, under the thumb."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, icon_button, submit
from hms.components.cards import fact, facts, section
from hms.components.feedback import notice
from hms.components.forms import described, error_of, error_text, form
from hms.components.layout import hidden, icon, row, stack, txt
from hms.components.theme import ICONS
from hms.pages.talking.composer import ReadSign, composer
from hms.texts import t


def no_emergencies(phone: rx.Var) -> rx.Component:
    """Say, always in sight where one writes, that this is no way to get help at once."""
    call = rx.el.a(phone, href="tel:" + phone.to(str).replace(" ", ""), class_name="h-link t-strong")
    ours = rx.el.span(t("If it cannot wait, call the clinic: "), call)
    said = rx.cond(phone, ours, rx.el.span(t("If it cannot wait, call the clinic.")))
    words = rx.el.span(txt(t("Not for emergencies."), "strong"), " ", said)
    return rx.el.p(icon("siren", "", ICONS.sm), words, class_name="h-talk-notice t-small")


def attached(one: rx.Var) -> rx.Component:
    """Draw a file of a message: a picture small, all others as a name; both open as a download."""
    image = rx.el.img(src=one.href, alt=one.name, loading="lazy", class_name="h-talk-picture")
    name = row(icon("paperclip", ""), rx.el.span(one.name), class_name="t-strong", gap="xs")
    inside = stack(rx.cond(one.picture, image, rx.fragment()), name, txt(one.facts, "small", "ink_2"), gap="hair")
    return rx.el.a(inside, href=one.href, download=True, class_name="h-talk-file")


def bubble(one: rx.Var) -> rx.Component:
    """Draw one message."""
    body = rx.cond(one.body, txt(one.body, "body", tag="p", class_name="h-talk-words"), rx.fragment())
    files = rx.cond(one.files.length() > 0, stack(rx.foreach(one.files, attached), gap="xs"), rx.fragment())
    seen = rx.cond(one.read, rx.el.span(" · ", one.read), rx.fragment())
    foot = txt(rx.fragment(one.when, seen), "small", "ink_2", "p")
    who = txt(one.by, "label", "ink_2", "p")
    drawn = rx.el.div(who, body, files, foot, class_name=["h-bubble", rx.cond(one.mine, "h-bubble-mine", "")])
    day = rx.cond(one.day, txt(one.day, "label", "ink_2", "p", class_name="h-talk-day"), rx.fragment())
    handed = rx.cond(one.handed, txt(one.handed, "label", "ink_2", "p", class_name="h-talk-day"), rx.fragment())
    return rx.el.li(day, drawn, handed, class_name="h-talk-line", key=one.id.to(str))


def conversation(screen: type) -> rx.Component:
    """Draw all messages, the newest last; a new one is spoken when it comes."""
    lines = rx.el.ol(rx.foreach(screen.bubbles, bubble), class_name="h-talk-lines")
    listed = rx.el.div(lines, role="log", aria_label=t("Messages"), tab_index=0)
    sign = ReadSign.create(
        place=screen.place, last=screen.thread.last.to(int), read=screen.thread.read.to(int), on_seen=screen.seen
    )
    return rx.fragment(listed, rx.el.div(id="latest"), sign)


def waiting_files(screen: type) -> rx.Component:
    """List the files that go with the message that is being written."""

    def one(file: rx.Var) -> rx.Component:
        away = icon_button(t("Take this file away"), "x", on_click=screen.remove_file(file.id))
        words = stack(txt(file.name, "strong"), txt(file.facts, "small", "ink_2"), gap="0", class_name="h-grow")
        return rx.el.li(icon("paperclip"), words, hidden(file.name), away, class_name="h-row", key=file.id.to(str))

    listed = rx.el.ul(rx.foreach(screen.files, one), class_name="h-talk-waiting", aria_label=t("Files to be sent"))
    return rx.cond(screen.files.length() > 0, listed, rx.fragment())


def words_field(screen: type, label: str, rows: int = 2) -> rx.Component:
    """Draw the field in which a message is written."""
    error = error_of(screen.field_errors, "body")
    looks = {"id": "body", "name": "body", "rows": str(rows), "class_name": "h-input h-area h-talk-input"}
    asked = rx.el.label(label, html_for="body", class_name="h-label t-strong")
    return rx.el.div(
        asked, rx.el.textarea(**looks, **described("body", "", error)), error_text("body", error), class_name="h-field"
    )


def answer_form(screen: type) -> rx.Component:
    """Draw where one writes: the notice, the words, the files, and the button; or why nothing can be written."""
    go = submit(t("Send"), "send", busy=screen.busy, big=True)
    upload = rx.Var.create("/attachments?thread=") + screen.place
    asked = form(
        no_emergencies(screen.thread.phone),
        words_field(screen, t("Your message")),
        waiting_files(screen),
        row(composer(screen, upload), go, wrap=True, class_name="h-between"),
        on_submit=screen.send,
        class_name="h-composer",
    )
    again = button(t("Open it again"), "rotate-ccw", busy=screen.busy, big=True, on_click=screen.reopen)
    closed = stack(
        notice("quiet", screen.thread.closed, t("Open it again to write more.")), row(again), class_name="h-composer"
    )
    gone = rx.el.div(notice("info", screen.thread.refused), class_name="h-composer")
    # A draft stays mounted while the connection comes back: only what the server has said takes it away.
    return rx.match(
        rx.cond(screen.thread.closed, "closed", rx.cond(screen.thread.refused, "refused", "open")),
        ("closed", closed),
        ("refused", gone),
        asked,
    )


def away(screen: type) -> rx.Component:
    """Say that the doctor is away and who answers."""
    return rx.cond(screen.thread.away, notice("info", screen.thread.away), rx.fragment())


def access(screen: type) -> rx.Component:
    """Show the access that a question is about."""
    one = screen.thread.entry
    drawn = section(
        t("The access in question"),
        facts(
            fact(t("Who"), rx.fragment(one.who, ", ", one.role)),
            fact(t("When"), one.when),
            fact(t("What"), rx.fragment(one.what, ", ", one.outcome)),
            fact(t("Why"), rx.cond(one.why, one.why, t("No reason was given"))),
        ),
    )
    return rx.cond(one, drawn, rx.fragment())


def closing(screen: type) -> rx.Component:
    """Draw the button that closes a conversation."""
    go = button(t("Close conversation"), "check-check", busy=screen.busy, on_click=screen.close)
    return rx.cond(screen.thread & ~screen.thread.closed.bool(), go, rx.fragment())


def marks(one: rx.Var) -> rx.Component:
    """Mark what is new, half written, waiting or closed in a list."""
    fresh = rx.cond(one.unread == 1, t("1 new"), t("{n} new", n=one.unread))
    new = rx.cond(one.unread > 0, tag(fresh, "accent", "mail"), rx.fragment())
    return row(
        new,
        rx.cond(one.draft, tag(t("Draft"), "warn", "pencil"), rx.fragment()),
        rx.cond(one.closed, tag(t("Closed"), "quiet", "check-check"), rx.fragment()),
        wrap=True,
    )
