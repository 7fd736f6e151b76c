"""The pieces of the waiting list at the desk: who is asked, who waits, what became of the offers, and the order."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import icon_button, link_button, small_button
from hms.components.cards import items, section
from hms.components.feedback import empty, loaded, notices
from hms.components.forms import select
from hms.components.holding import hold_tag
from hms.components.layout import row, stack, txt
from hms.components.tables import Column, table
from hms.texts import t


def told(screen: type) -> rx.Component:
    """Draw the screen's own notice."""
    return notices(screen.notice_tone, screen.notice_title, screen.notice_body, on_close=screen.dismiss)


def refused() -> rx.Component:
    """Draw the way out where there is nothing to show."""
    return row(link_button(t("To today’s board"), "/reception", "layout-grid"))


def going_on(screen: type) -> rx.Component:
    """List the offers that wait for an answer, with the time that is left."""
    listed = items(rx.foreach(screen.offers.open, lambda one: _offer(screen, one)))
    number = screen.offers.open.length()
    shown = section(t("Being asked now"), listed, number=number, flush=True)
    return rx.cond(screen.offers & (number > 0), shown, rx.fragment())


def _offer(screen: type, one: rx.Var) -> rx.Component:
    when = t("{day}, {time} – {ends}, {doctor}", day=one.short_day, time=one.time, ends=one.ends, doctor=one.doctor)
    kind = rx.cond(one.visit_type, txt(one.visit_type, "small", "ink_2"), rx.fragment())
    instead = t("instead of {when}", when=one.replaces)
    words = stack(
        row(txt(one.patient, "strong"), txt(one.patient_facts, "small", "ink_2"), wrap=True),
        txt(when),
        kind,
        rx.cond(one.replaces, txt(instead, "small", "ink_2"), rx.fragment()),
        txt(one.why, "small", "ink_2"),
        hold_tag(one.id.to(str), one.seconds_left),
        gap="hair",
        class_name="h-ask-who",
    )
    acts = row(
        small_button(
            t("Takes it"), "check", of=one.patient, busy=screen.busy, on_click=screen.accept(one.id, one.version)
        ),
        small_button(t("Says no"), "x", of=one.patient, busy=screen.busy, on_click=screen.decline(one.id, one.version)),
        wrap=True,
    )
    return rx.el.li(rx.el.div(words, acts, class_name="h-ask-line"), class_name="h-item h-ask", key=one.id.to(str))


def waiting(screen: type) -> rx.Component:
    """Set the list in its order, with the way to one department and to the later ones."""
    page = screen.page
    every = rx.Var.create([["", t("All departments")]]).to(list[list[str]]) + screen.departments
    pick = select(t("Department"), "shown-department", every, on_change=screen.show_department)
    columns = [
        Column(t("Place"), lambda one: one.place.to_string(), right=True),
        Column(t("Patient"), _who, wrap=True, kind="body"),
        Column(t("Waits for"), _what, wrap=True),
        Column(t("When it suits"), _when, wrap=True),
        Column(t("Since"), lambda one: one.since),
        Column(t("Withdraw"), lambda one: _leave(screen, one), quiet=True),
    ]
    listed = table(
        t("Who waits, in the order of asking"), columns, page.waiting, key=lambda one: one.id.to(str), lead=1
    )
    body = t("When patients want an earlier time, they join the waiting list themselves, or you add them.")
    none = empty("bell", t("Nobody waits"), body)
    shown = rx.cond(page.waiting.length() > 0, stack(listed, _turning(screen), gap="0"), none)
    inside = stack(rx.el.div(pick, class_name="h-item"), shown, gap="0")
    return section(t("Who waits"), loaded(page, inside, lines=6), number=rx.cond(page, page.total, 0), flush=True)


def _who(one: rx.Var) -> rx.Component:
    return stack(txt(one.patient, "strong"), txt(one.patient_facts, "small", "ink_2"), gap="hair")


def _what(one: rx.Var) -> rx.Component:
    return stack(
        txt(one.whom),
        rx.cond(one.visit_type, txt(one.visit_type, "small", "ink_2"), rx.fragment()),
        rx.cond(one.replaces, txt(t("instead of {when}", when=one.replaces), "small", "ink_2"), rx.fragment()),
        gap="hair",
    )


def _when(one: rx.Var) -> rx.Component:
    asked = rx.cond(one.offer, tag(t("Being asked now"), "accent", "bell"), rx.fragment())
    over = rx.cond(one.over, tag(one.over, "warn", "circle-alert"), rx.fragment())
    until = rx.cond(one.until, txt(t("until {day}", day=one.until), "small", "ink_2"), rx.fragment())
    return stack(
        txt(one.days), txt(one.times, "small", "ink_2"), until, asked, over, gap="hair", align_items="flex-start"
    )


def _leave(screen: type, one: rx.Var) -> rx.Component:
    first = small_button(t("Withdraw"), "x", of=one.patient, on_click=screen.start_leaving(one.id))
    sure = {"of": one.patient, "danger": True, "busy": screen.busy, "on_click": screen.withdraw(one.id)}
    really = row(
        small_button(t("Really withdraw"), "x", **sure),
        small_button(t("Keep"), of=one.patient, on_click=screen.stop_leaving),
        wrap=True,
    )
    return rx.cond(screen.leaving == one.id.to(str), really, first)


def _turning(screen: type) -> rx.Component:
    page = screen.page
    last = page.first + page.waiting.length() - 1
    words = t("{first} to {last} of {total}", first=page.first, last=last, total=page.total)
    before = icon_button(t("Those who came before"), "chevron-left", on_click=screen.turn(-1), disabled=page.first == 1)
    after = icon_button(t("Those who came later"), "chevron-right", on_click=screen.turn(1), disabled=~screen.more)
    shown = row(before, txt(words, "small", "ink_2"), after, class_name="h-item")
    return rx.cond((page.first > 1) | screen.more, shown, rx.fragment())


def past(screen: type) -> rx.Component:
    """Set the latest offers that are over, with what became of each."""
    columns = [
        Column(t("Patient"), lambda one: one.patient, wrap=True),
        Column(
            t("Offered time"),
            lambda one: t("{day}, {time}, {doctor}", day=one.short_day, time=one.time, doctor=one.doctor),
            wrap=True,
        ),
        Column(t("Asked as"), lambda one: one.place.to_string(), right=True),
        Column(t("Outcome"), _outcome),
    ]
    listed = table(t("Offers that are over"), columns, screen.offers.past, key=lambda one: one.id.to(str))
    shown = section(t("What became of the latest offers"), listed, flush=True)
    return rx.cond(screen.offers & (screen.offers.past.length() > 0), shown, rx.fragment())


def _outcome(one: rx.Var) -> rx.Component:
    drawn = {
        "accepted": tag(one.outcome, "ok", "check"),
        "declined": tag(one.outcome, "quiet", "x"),
        "expired": tag(one.outcome, "warn", "clock-alert"),
    }
    return rx.match(one.state, *drawn.items(), tag(one.outcome, "quiet", "ban"))


def fair_order(screen: type) -> rx.Component:
    """Say by which order people are asked: the very words that the clinic goes by."""

    def rule(words: rx.Var, place: rx.Var) -> rx.Component:
        number = txt((place + 1).to_string() + ".", "small", "ink_3", aria_hidden="true")
        return rx.el.li(row(number, txt(words, "small", "ink_2"), align_items="flex-start"))

    listed = rx.el.ol(rx.foreach(screen.order, rule), class_name="h-stack")
    return section(t("How people are asked"), listed)
