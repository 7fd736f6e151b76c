"""The sections of the rules of scheduling."""

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import submit
from hms.components.cards import item, items, section
from hms.components.choices import tick
from hms.components.feedback import to_first_error
from hms.components.forms import actions, field, select
from hms.components.layout import at, grid, icon, row, stack, txt
from hms.pages.admin.measures import duration, number
from hms.pages.compared import changed_meanwhile
from hms.texts import t


def asked(screen: type) -> rx.Component:
    """Draw what the rules ask, one section for each matter."""
    parts = (booking, changes, holidays, overbooking, waiting_list, messages, waiting_room)
    return stack(*[part(screen) for part in parts], gap="lg")


def _section(title: str, *fields: rx.Component, **props: object) -> rx.Component:
    return section(title, rx.el.div(*fields, class_name="h-form h-form-tight"), **props)


def booking(screen: type) -> rx.Component:
    """Ask how far ahead and how shortly before one may book."""
    rules, told = screen.card, {"errors": screen.field_errors}
    return _section(
        t("Booking"),
        number(
            t("How long a chosen time is kept"), "hold_min", rules.hold_min.to_string(), t("minutes"), min="1", max="30",
            hint=t("While somebody fills in the form. Others read that it is being booked."), **told,
        ),
        duration(
            t("Shortest notice"), "notice_min", screen.shape.notice,
            hint=t("Patients book no time that begins sooner. Doctors may set their own."), **told,
        ),
        number(
            t("How far ahead patients may book"), "ahead_days", rules.ahead_days.to_string(), t("days"), min="1",
            max="730", hint=t("Doctors may set their own."), **told,
        ),
        tick(
            "plain_visits", t("Patients may book a plain visit"),
            t("A visit of no particular kind, as long as the doctor’s usual one."), rules.plain_visits,
        ),
    )  # fmt: skip


def changes(screen: type) -> rx.Component:
    """Ask until when patients may change a visit themselves, and whom they call after that."""
    told = {"errors": screen.field_errors}
    return _section(
        t("Moving and cancelling"),
        duration(
            t("Latest moment for moving and cancelling"), "cutoff_min", screen.shape.cutoff,
            hint=t("How long before a visit patients may still change it. With 0, until it begins."), **told,
        ),
        field(
            t("Telephone"), "phone", screen.card.phone, optional=True, max_length=40, auto_complete="off",
            hint=t("Whom patients call after that. They read it just as you write it."), **told,
        ),
    )  # fmt: skip


def holidays(screen: type) -> rx.Component:
    """Ask whether the clinic keeps public holidays, and show which are coming."""
    rules, known = screen.card, screen.holidays.length() > 0
    region = select(
        t("Region"), "holiday_region", screen.shape.regions, rules.holiday_region, on_change=screen.look_at_region,
        hint=t("Some holidays are a region’s own."), errors=screen.field_errors, optional=True,
    )  # fmt: skip
    has_regions = screen.shape.regions.length() > 1
    kept = tick(
        "observes_holidays", t("Closed on public holidays"),
        t("Nobody is offered a time on them, save in a doctor’s extra hours."), rules.observes_holidays,
    )  # fmt: skip
    none = txt(t("No list of public holidays is known for this country."), "body", "ink_2", "p")
    coming = stack(txt(t("Coming up"), "strong", tag="h3"), items(rx.foreach(screen.holidays, _holiday)), gap="0")
    return _section(
        t("Public holidays"),
        kept,
        rx.cond(has_regions, region, rx.fragment()),
        rx.el.div(rx.cond(known, coming, none), aria_live="polite"),
        note=rules.country,
    )


def _holiday(one: rx.Var) -> rx.Component:
    booked = rx.cond(one.booked, tag(one.booked, "warn", "calendar"), rx.fragment())
    end = row(booked, txt(one.words, "small", "ink_2"), wrap=True)
    return item(one.name, end=end, key=one.key, class_name="h-tight h-wrap")


def overbooking(screen: type) -> rx.Component:
    """Explain what double-booking is, and ask whether reception may do it."""
    facts = (
        (
            "shield-check",
            t("A doctor, a patient and a room are never booked twice by mistake: the database refuses it."),
        ),
        ("pencil", t("Whoever double-books on purpose has to write why.")),
        ("eye", t("It is marked on every calendar, and remembered with who did it and when.")),
    )
    told = stack(*[row(icon(mark), txt(words, tag="p"), class_name="h-line") for mark, words in facts], gap="sm")
    allowed = tick(
        "overbook", t("Reception may double-book"), t("Patients and doctors never do."),
        screen.shape.reception_overbooks,
    )  # fmt: skip
    return _section(t("Double-booking"), told, allowed)


def waiting_list(screen: type) -> rx.Component:
    """Ask how long an offer stands."""
    kept = t("Kept for the one who waits and fits best; then the next is asked.")
    told = {"hint": kept, "errors": screen.field_errors}
    return _section(
        t("Waiting list"), duration(t("A freed time is offered for"), "offer_min", screen.shape.offer, **told)
    )


def messages(screen: type) -> rx.Component:
    """Ask when reminders leave, and when nothing does."""
    rules, told = screen.card, {"errors": screen.field_errors}
    times = grid(
        field(t("Quiet from"), "quiet_from", rules.quiet_from, kind="time", **told),
        field(t("Quiet until"), "quiet_to", rules.quiet_to, kind="time", **told),
        columns=at("minmax(0, 1fr)", "repeat(2, minmax(0, 1fr))"),
    )
    quiet = t("In between no message leaves, in the clinic’s time. The same time twice means no quiet hours.")
    return _section(
        t("Messages"),
        number(
            t("A reminder leaves before a visit"), "reminder_hours", rules.reminder_hours.to_string(), t("hours"),
            min="0", max="168", hint=t("With 0, no reminders are sent."), **told,
        ),
        times,
        txt(quiet, "small", "ink_2", "p"),
    )  # fmt: skip


def waiting_room(screen: type) -> rx.Component:
    """Ask since when a wait is long, and when somebody has not come."""
    rules, told = screen.card, {"errors": screen.field_errors}
    return _section(
        t("Waiting room"),
        number(
            t("A wait is shown as long from"), "long_wait_min", rules.long_wait_min.to_string(), t("minutes"), min="5",
            max="240", **told,
        ),
        number(
            t("A no-show is proposed"), "no_show_min", rules.no_show_min.to_string(), t("minutes after the visit"),
            min="0", max="720", hint=t("Staff confirm each one."), **told,
        ),
    )  # fmt: skip


def saving(screen: type) -> rx.Component:
    """Draw the way to save, and what somebody else saved meanwhile."""
    words = t("Every screen that is open follows at once. Booked visits stay as they are.")
    go = submit(t("Save rules"), "check", busy=screen.busy)
    inside = stack(txt(words, "small", "ink_2", "p"), changed_meanwhile(screen), actions(go), gap="lg")
    return rx.fragment(section(t("When you save"), inside), to_first_error(screen.field_errors))
