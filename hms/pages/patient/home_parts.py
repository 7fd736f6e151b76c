"""What stands at home beside the next visit: what is still to do, what is new, and the ways to every part."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.badges import count
from hms.components.buttons import link_button
from hms.components.cards import headline, item, items, section, tile
from hms.components.layout import icon, stack, txt
from hms.pages.patient.parts import WHOLE_ROW
from hms.services.intake.beginning import PATH
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.home import Home

Shown = type["Home"]
NEWS_MARKS = ("file-text", "pill", "calendar", "user-pen", "badge-check", "folder-plus")
PLACES = (
    ("calendar", t("Appointments"), t("Coming and past ones"), "/patient/appointments"),
    ("pill", t("Prescriptions"), t("How to take what was prescribed"), "/patient/record/prescriptions"),
    ("test-tube", t("Results"), t("From the laboratory and of measurements"), "/patient/record/results"),
    ("file-text", t("Visit summaries"), t("What doctors wrote for you"), "/patient/record/visits"),
    ("syringe", t("Vaccinations"), t("What you are protected against"), "/patient/record/vaccinations"),
    ("folder", t("Documents"), t("Letters and reports"), "/patient/record/documents"),
    ("user-round", t("Profile"), t("Your data, your people, who pays"), "/patient/profile"),
    ("eye", t("Who opened my record"), t("Every time, by name, and why"), "/patient/access"),
)


def to_do(screen: Shown) -> rx.Component:
    """Ask for what is to be answered: the forms of coming visits, and the open questions of the registration."""
    intake, coming = screen.intake, screen.home.next
    title = rx.cond(intake.begun, t("Go on telling us about you"), t("Tell us about you"))
    before = t("{n} questions are open. Please answer them before your visit.", n=intake.left)
    some_day = t("{n} questions are open. They help your care team to treat you safely.", n=intake.left)
    words = stack(
        txt(title, "heading", tag="h2"),
        txt(rx.cond(coming, before, some_day), "body", "ink_2", "p"),
        gap="hair",
    )
    go = link_button(rx.cond(intake.begun, t("Go on"), t("Begin")), PATH, "chevron-right", big=True)
    unfinished = rx.cond(intake.left > 0, headline(words, go), rx.fragment())
    return rx.fragment(_forms(screen), unfinished)


def _forms(screen: Shown) -> rx.Component:
    """List the forms to answer before coming visits."""

    def one(form: rx.Var) -> rx.Component:
        note = stack(txt(form.visit, "small", "ink_2"), txt(form.words, "small", "ink_2"), gap="0")
        looks = {"lead": tile("clipboard-list"), "end": icon("chevron-right"), "style": WHOLE_ROW}
        return item(form.title, note, href=form.href, key=form.href, **looks)

    listed = section(t("To answer before your visit"), items(rx.foreach(screen.forms, one)), flush=True)
    return rx.cond(screen.forms, listed, rx.fragment())


def whats_new(screen: Shown) -> rx.Component:
    """List what happened since the last look; each line leads to it."""

    def one(news: rx.Var) -> rx.Component:
        mark = rx.match(news.mark, *[(name, tile(name)) for name in NEWS_MARKS], tile("circle-dot"))
        note = rx.cond(news.note, t("{note} · {day}", note=news.note, day=news.day), news.day)
        return item(
            news.title, note, lead=mark, end=icon("chevron-right"), href=news.href, key=news.id, style=WHOLE_ROW
        )

    told = screen.news
    unread = item(
        t("You have a message"), t("From your care team"), lead=tile("message-circle"), end=icon("chevron-right"),
        href="/patient/messages", style=WHOLE_ROW,
    )  # fmt: skip
    lines = items(rx.cond(screen.unread > 0, unread, rx.fragment()), rx.foreach(told, one))
    listed = section(t("New since last time"), lines, number=told.length() + screen.unread, flush=True)
    return rx.cond((told.length() > 0) | (screen.unread > 0), listed, rx.fragment())


def places(screen: Shown) -> rx.Component:
    """Lead to every part of the portal."""
    waiting = rx.cond(screen.unread > 0, count(screen.unread.to_string(), "accent"), icon("chevron-right"))
    messages = item(
        t("Messages"), t("Write to your care team"), lead=tile("message-circle"), end=waiting,
        href="/patient/messages", style=WHOLE_ROW,
    )  # fmt: skip
    ways = [
        item(name, note, lead=tile(mark), end=icon("chevron-right"), href=href, style=WHOLE_ROW)
        for mark, name, note, href in PLACES
    ]
    return section(t("All yours"), items(*ways[:6], messages, *ways[6:]), flush=True)
