"""The pieces of sites and rooms: a site with its rooms, and the form beside them."""

import reflex as rx

from hms.components.buttons import button, small_button, submit
from hms.components.cards import item, items, line, section
from hms.components.forms import actions, field, form
from hms.components.layout import row, stack, txt
from hms.pages.admin import place_shapes as shapes
from hms.pages.compared import changed_meanwhile
from hms.texts import t


def _closing(screen: type, place: rx.Var, close: rx.event.EventSpec, usual: rx.Component) -> rx.Component:
    """Ask once more before closing, in place."""
    yes = small_button(t("Yes, close"), of=place.name, danger=True, busy=screen.busy, on_click=close, auto_focus=True)
    sure = row(yes, small_button(t("Keep open"), of=place.name, on_click=screen.keep_open), wrap=True)
    return rx.cond(screen.closing == place.id.to(str), sure, usual)


def _room(screen: type, room: rx.Var) -> rx.Component:
    usual = row(
        small_button(t("Rename"), "pencil", of=room.name, on_click=screen.start_changing(room.id)),
        small_button(t("Close"), "archive", of=room.name, on_click=screen.ask_to_close(room.id)),
        wrap=True,
    )
    acts = _closing(screen, room, screen.close_room(room.id, room.version), usual)
    marked = rx.cond(screen.asked.id == room.id.to(str), "h-marked", "")
    return item(room.name, end=acts, key=room.id.to(str), class_name=["h-wrap", marked])


def site_section(screen: type, site: rx.Var) -> rx.Component:
    """Draw a site: where it is, its rooms, and what one may do."""
    usual = row(
        small_button(t("Add room"), "plus", of=site.name, on_click=screen.ask_for_room(site.id)),
        small_button(t("Change"), "pencil", of=site.name, on_click=screen.start_changing(site.id)),
        small_button(t("Close"), "archive", of=site.name, on_click=screen.ask_to_close(site.id)),
        wrap=True,
    )
    acts = _closing(screen, site, screen.close_site(site.id, site.version), usual)
    no_address = t("No address yet: patients read the name only.")
    address = rx.el.div(line("map-pin", rx.cond(site.address, site.address, no_address)), class_name="h-item")
    none = txt(t("No room yet."), "body", "ink_2", "p", class_name="h-item")
    rooms = rx.cond(site.rooms, items(rx.foreach(site.rooms, lambda room: _room(screen, room))), none)
    marked = rx.cond(screen.asked.id == site.id.to(str), "h-lead", "")
    return section(
        site.name,
        stack(address, rooms, gap="0"),
        number=site.rooms.length(),
        action=acts,
        flush=True,
        key=site.id.to(str),
        class_name=[marked],
    )


def place_form(screen: type) -> rx.Component:
    """Draw the form for what is asked: a new site or room, or another name."""
    one = screen.asked
    in_site = t("In {site}", site=one.site)
    return rx.match(
        one.kind,
        (shapes.SITE, section(t("Change this site"), _form(screen, True, False))),
        (shapes.ROOM, section(t("Another name"), _form(screen, False, False), note=in_site)),
        (shapes.NEW_ROOM, section(t("New room"), _form(screen, False, True), note=in_site)),
        section(t("New site"), _form(screen, True, True)),
    )


def _form(screen: type, of_site: bool, new: bool) -> rx.Component:
    one, told = screen.asked, {"errors": screen.field_errors}
    words = {
        (True, True): t("Add site"),
        (False, True): t("Add room"),
        (True, False): t("Save site"),
        (False, False): t("Save name"),
    }
    send = {(True, True): screen.add_site, (False, True): screen.add_room}.get((of_site, new), screen.change)
    hint = t("As patients read it, such as Hill House.") if of_site else t("As its door says.")
    name = field(
        t("Name"), "name", one.name, hint=hint, max_length=80 if of_site else 40, auto_complete="off",
        auto_focus=not (of_site and new), **told,
    )  # fmt: skip
    address = field(
        t("Address"), "address", one.address, optional=True, max_length=200, auto_complete="off",
        hint=t("Patients read it with their appointments."), **told,
    )  # fmt: skip
    go = submit(words[of_site, new], "plus" if new else "check", busy=screen.busy)
    back = button(t("Back to a new site") if new else t("Leave as it is"), on_click=screen.ask_for_site)
    return form(
        rx.fragment() if new else changed_meanwhile(screen),
        name,
        address if of_site else rx.fragment(),
        actions(go) if of_site and new else actions(go, back),
        on_submit=send,
        key=screen.fresh.to_string(),
        class_name="h-stack g-lg",
    )
