"""How a day and a time are chosen: a strip of days with how full they are, then the free times of the day."""

import reflex as rx

from hms.components.booking import day_strip, times
from hms.components.buttons import icon_button
from hms.components.feedback import notice
from hms.components.forms import error_of, error_text
from hms.components.layout import row, stack, txt
from hms.pages.patient.parts import spoken
from hms.pages.patient.picking import TimePicking
from hms.texts import t


def other_days(screen: type[TimePicking]) -> rx.Component:
    """Draw the way to the days before and after those shown."""
    first, last = screen.days[0], screen.days[-1]
    span = txt(f"{first.day} {first.month} – {last.day} {last.month}", "label", "ink_2")
    before = icon_button(t("Earlier days"), "chevron-left", on_click=screen.earlier_days, disabled=screen.first_strip)
    after = icon_button(t("Later days"), "chevron-right", on_click=screen.later_days, disabled=screen.last_strip)
    return rx.cond(screen.days, row(before, span, after, gap="xs"), rx.fragment())


def time_picker(screen: type[TimePicking]) -> rx.Component:
    """Draw days and times; a chosen time that somebody else has taken meanwhile is told, not dropped."""
    strip = day_strip(t("Days"), screen.days, screen.day, lambda day: screen.choose_day(day.id))
    pick = lambda time: screen.choose_time(time.id)  # noqa: E731
    parts = [
        times(t("Morning"), "sunrise", screen.morning, screen.at, pick),
        times(t("Afternoon"), "sun", screen.afternoon, screen.at, pick),
        times(t("Evening"), "moon", screen.evening, screen.at, pick),
    ]
    lost = notice(
        "warn",
        t("Free no longer: {time}", time=screen.at_words),
        t("Somebody has just taken it. Please choose another time; everything else stays as it is."),
    )
    none = txt(t("No time is free on these days. Look at later days, or choose another doctor."), "body", "ink_2", "p")
    any_time = screen.morning.length() + screen.afternoon.length() + screen.evening.length() > 0
    gone_day = txt(t("No time is free on this day any more. Choose another day."), "body", "ink_2", "p")
    return stack(
        strip,
        spoken(rx.cond(screen.taken, lost, rx.fragment())),
        rx.cond(any_time, stack(*parts, gap="lg"), rx.cond(screen.day, gone_day, none)),
        error_text("at", error_of(screen.field_errors, "at")),
        gap="lg",
    )
