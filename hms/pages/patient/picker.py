"""How a day and a time are chosen: a strip of days with how full they are, then the free times of the day."""

import reflex as rx

from hms.components.booking import day_strip, part_of_day
from hms.components.buttons import button, icon_button
from hms.components.feedback import notice
from hms.components.forms import error_of, error_text
from hms.components.holding import faces
from hms.components.layout import row, stack, txt
from hms.components.zones import zone_note
from hms.pages.patient.parts import spoken
from hms.pages.patient.picking import HELD, KEPT, OPEN, OVER, TAKEN, TimePicking
from hms.texts import t


def other_days(screen: type[TimePicking]) -> rx.Component:
    """Draw the way to the days before and after those shown."""
    first, last = screen.days[0], screen.days[-1]
    span = txt(f"{first.day} {first.month} – {last.day} {last.month}", "label", "ink_2")
    before = icon_button(t("Earlier days"), "chevron-left", on_click=screen.earlier_days, disabled=screen.first_strip)
    after = icon_button(t("Later days"), "chevron-right", on_click=screen.later_days, disabled=screen.last_strip)
    return rx.cond(screen.days, row(before, span, after, gap="xs"), rx.fragment())


def time_picker(screen: type[TimePicking]) -> rx.Component:
    """Draw days and times; what happens to the chosen time meanwhile is told, and nothing is dropped."""
    strip = day_strip(t("Days"), screen.days, screen.day, lambda day: screen.choose_day(day.id))
    pick = lambda time: screen.choose_time(time.id)  # noqa: E731
    how = {"chosen": screen.at, "zone": screen.zone}
    parts = [
        part_of_day(t("Morning"), "sunrise", screen.morning, pick, **how),
        part_of_day(t("Afternoon"), "sun", screen.afternoon, pick, **how),
        part_of_day(t("Evening"), "moon", screen.evening, pick, **how),
    ]
    none = txt(t("No time is free on these days. Look at later days, or choose another doctor."), "body", "ink_2", "p")
    gone_day = txt(t("No time is free on this day any more. Choose another day."), "body", "ink_2", "p")
    return stack(
        strip,
        how_it_stands(screen),
        error_text("at", error_of(screen.field_errors, "at")),
        rx.cond(screen.any_time, stack(*parts, gap="lg"), rx.cond(screen.day, gone_day, none)),
        rx.cond(screen.any_time, zone_note(screen.first_time, screen.zone), rx.fragment()),
        gap="lg",
    )


def how_it_stands(screen: type[TimePicking]) -> rx.Component:
    """Say what has become of the chosen time; nothing while it is kept."""
    wraps = {"class_name": "h-wrap"}
    stays = t("Everything else stays as it is.")
    again = button(t("Keep it again"), "timer-reset", big=True, on_click=screen.choose_time(screen.at))
    over = notice(
        "warn", t("No longer kept for you: {time}", time=screen.at_words), t("It is still free."), again, **wraps
    )
    not_yet = notice("info", t("Not kept for you yet: {time}", time=screen.at_words), stays, again, **wraps)
    held = notice(
        "warn", t("Somebody else is booking {time}", time=screen.at_words), t("Wait a moment, or choose another time.")
    )
    lost = notice(
        "warn",
        t("Free no longer: {time}", time=screen.at_words),
        t("Somebody has just taken it. Please choose another time; everything else stays as it is."),
    )
    cases = [(KEPT, faces(screen.hold, screen.left, rx.fragment(), over)), (OVER, over), (OPEN, not_yet)]
    return spoken(rx.match(screen.stands, *cases, (HELD, held), (TAKEN, lost), rx.fragment()))
