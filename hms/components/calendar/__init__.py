"""A calendar in which a clinic's day is seen and moved: Event Calendar with clinic time, patches, keyboard and words."""

from typing import Literal
from uuid import UUID

import reflex as rx
from reflex.event import no_args_event_spec, passthrough_event_spec

from hms.components.badges import status_icon
from hms.components.calendar.code import FOLDER
from hms.components.calendar.words import words
from hms.components.layout import Text, icon
from hms.components.statuses import STATUS
from hms.components.theme import ICONS
from hms.schemas.calendar import CalendarColumn, CalendarEvent, CalendarPatch
from hms.texts import t

View = Literal["resourceTimeGridDay", "timeGridWeek", "timeGridDay", "dayGridMonth", "listDay", "listWeek"]
MARKS = {"held": "hourglass", "overbooked": "layers-2"}


class Calendar(rx.NoSSRComponent):
    """The component as the browser knows it; `calendar()` says what the props mean."""

    library = f"$/{FOLDER}/calendar.js"
    tag = "HmsCalendar"

    events: rx.Var[list[CalendarEvent]]
    base: rx.Var[int]
    patches: rx.Var[list[CalendarPatch]]
    rev: rx.Var[int]
    resources: rx.Var[list[CalendarColumn]]
    view: rx.Var[str]
    date: rx.Var[str]
    zone: rx.Var[str]
    label: rx.Var[str]
    locale: rx.Var[str]
    picked: rx.Var[str]
    opens: rx.Var[str]
    closes: rx.Var[str]
    scroll_to: rx.Var[str]
    slot_min: rx.Var[int]
    snap_min: rx.Var[int]
    slot_height: rx.Var[int]
    column_width: rx.Var[str]
    height: rx.Var[str]
    first_day: rx.Var[int]
    words: rx.Var[dict[str, str]]
    statuses: rx.Var[dict[str, str]]
    on_move: rx.EventHandler[passthrough_event_spec(UUID, str, str, str, int)]
    on_select_range: rx.EventHandler[passthrough_event_spec(str, str, str)]
    on_open: rx.EventHandler[passthrough_event_spec(UUID)]
    on_resync: rx.EventHandler[no_args_event_spec]


def calendar(
    events: rx.Var,
    *,
    resources: rx.Var,
    view: View | rx.Var,
    date: Text,
    zone: Text,
    base: rx.Var | int = 0,
    patches: rx.Var | None = None,
    rev: rx.Var | int = 0,
    label: Text = "",
    picked: Text = "",
    opens: Text = "07:00",
    closes: Text = "20:00",
    scroll_to: Text = "",
    slot_min: rx.Var | int = 10,
    snap_min: rx.Var | int = 0,
    slot_height: int = 22,
    column_width: str = "minmax(156px, 1fr)",
    height: str = "100%",
    first_day: rx.Var | int = 1,
    locale: str = "en-GB",
    **handlers: object,
) -> rx.Component:
    """Draw a day, a week, a month or a list, in which entries can be moved by mouse, finger and keyboard.

    Times are the clinic's wall clock as text, YYYY-MM-DDTHH:MM:SS, in and out; `zone` is its IANA zone, for now and
    today alone. `events` (CalendarEvent) is the full list, sent on load only: `base` numbers the last patch that is in
    it, later changes come as `patches` (hms.pages.calendar_patches makes all three). Count `rev` up by one in the
    handler of on_move, first thing: what was refused then goes back; what was done stays, if its patch comes with the
    answer or within half a second. `slot_min` should be the length of the shortest visit, or its name is cut. With
    exactly one resource it is also the resource of week and month. `first_day` is 0 for Sunday. Visits outside
    of `opens` to `closes` are shown all the same; `scroll_to` is for days other than today.

    on_move(appointment_id: UUID, start: str, end: str, resource: str, version: int) for drag, resize and keyboard;
    on_select_range(start: str, end: str, resource: str) for an empty time; whole days in a month;
    on_open(appointment_id: UUID); on_resync() when patches were missed: load again with a full list.
    Leave a handler out and its gesture is not there. All of it comes from a browser: the services check it.
    """
    marks = [rx.el.span(status_icon(name), custom_attrs={"data-mark": name}) for name in STATUS]
    marks += [rx.el.span(icon(mark, "", ICONS.xs), custom_attrs={"data-mark": name}) for name, mark in MARKS.items()]
    return Calendar.create(
        *marks,
        events=events,
        base=base,
        patches=[] if patches is None else patches,
        rev=rev,
        resources=resources,
        view=view,
        date=date,
        zone=zone,
        label=label or t("Calendar"),
        locale=locale,
        picked=picked,
        opens=opens,
        closes=closes,
        scroll_to=scroll_to,
        slot_min=slot_min,
        snap_min=snap_min,
        slot_height=slot_height,
        column_width=column_width,
        height=height,
        first_day=first_day,
        words=words(),
        statuses={name: state.word for name, state in STATUS.items()},
        **handlers,
    )
