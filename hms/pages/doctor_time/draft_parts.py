"""The form in which a special time is written by keyboard: all that dragging does, and what dragging cannot say."""

import reflex as rx

from hms.components.buttons import button, small_button, submit
from hms.components.cards import section
from hms.components.choices import tick
from hms.components.feedback import notice, to_first_error
from hms.components.forms import actions, error_of, error_text, field, form, labelled, long_text
from hms.components.layout import grid, row, stack, txt
from hms.pages.doctor_time.drafts import BREAK, EXTRA, LEAVE, WORDS
from hms.pages.doctor_time.preview_parts import look_ahead
from hms.texts import t

TWO = "repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr))"
WHICH = (("", t("Which one?")), ("first", t("The first time")), ("second", t("The second time")))


def writing(screen: type, kinds: tuple[str, ...] = (EXTRA, BREAK, LEAVE)) -> rx.Component:
    """Draw the form while something is written, else the ways to begin."""
    draft = screen.draft
    title = rx.cond(draft.is_new, t("Not saved yet"), t("Change this"))
    shown = rx.cond(draft, section(title, _form(screen, kinds), class_name="h-lead"), _beginning(screen, kinds))
    return rx.el.div(shown, id="writing", class_name="h-time-writing")


def _beginning(screen: type, kinds: tuple[str, ...]) -> rx.Component:
    marks = {EXTRA: "clock-plus", BREAK: "coffee", LEAVE: "tree-palm"}
    words = {EXTRA: t("Extra hours"), BREAK: t("Break"), LEAVE: t("Leave")}
    if kinds == (LEAVE,):
        return row(button(t("Close the clinic"), "door-closed", primary=True, on_click=screen.begin(LEAVE)))
    ways = [
        button(words[kind], marks[kind], of=t("to add"), primary=kind == LEAVE, on_click=screen.begin(kind))
        for kind in reversed(kinds)
    ]
    hint = t("Or pick a stretch in the calendar, and drag what is there to change it.")
    back = rx.cond(screen.fresh > 0, _here("button"), rx.fragment())
    return section(t("Add"), stack(row(*ways, wrap=True), txt(hint, "small", "ink_2", "p"), back, gap="md"))


def _here(what: str) -> rx.Component:
    """Bring the reader here when this is drawn: whoever began in the calendar goes on in the form, and back."""
    find = f"""() => {{ const it = document.getElementById('writing');
      it?.scrollIntoView({{ block: 'nearest' }}); it?.querySelector('{what}')?.focus({{ preventScroll: true }}) }}"""
    return rx.el.span(on_mount=rx.call_function(rx.Var(find)), hidden=True)


def _form(screen: type, kinds: tuple[str, ...]) -> rx.Component:
    draft = screen.draft
    go = submit(rx.cond(draft.kind == LEAVE, t("Save leave"), t("Save")), "check", busy=screen.busy)
    return form(
        _here("input"),
        _meanwhile(screen),
        _kind(screen, kinds) if len(kinds) > 1 else rx.fragment(),
        _days(screen),
        rx.cond(draft.whole_days, rx.fragment(), _times(screen)),
        rx.cond(draft.kind == EXTRA, _where_and_what(screen), rx.fragment()),
        _note(screen),
        look_ahead(screen.preview, t("When days and times are given, you see here which appointments it affects.")),
        actions(go, button(t("Put away"), on_click=screen.put_away)),
        rx.cond(screen.sent, to_first_error(screen.field_errors), rx.fragment()),
        on_submit=screen.save,
        key=screen.fresh.to_string(),
        class_name="h-stack g-lg",
    )


def _meanwhile(screen: type) -> rx.Component:
    changed = notice(
        "warn",
        t("Somebody else has changed this meanwhile"),
        t("What you typed is still here."),
        button(t("Show theirs"), small=True, on_click=screen.take_theirs),
        button(t("Keep mine"), small=True, on_click=screen.keep_mine),
        class_name="h-wrap",
    )
    gone = notice("warn", t("Somebody else has withdrawn this meanwhile"), t("Put it away, or add it anew."))
    return rx.el.div(rx.cond(screen.gone, gone, rx.cond(screen.theirs, changed, rx.fragment())), role="status")


def _kind(screen: type, kinds: tuple[str, ...]) -> rx.Component:
    options = [
        rx.el.label(
            rx.el.input(
                type="radio",
                name="kind",
                value=kind,
                checked=screen.draft.kind == kind,
                on_change=screen.choose_kind(kind),
                class_name="h-check",
            ),
            txt(WORDS[kind], "strong"),
            class_name="h-choice",
        )
        for kind in kinds
    ]
    legend = txt(t("What is it?"), "strong", tag="legend", class_name="h-legend")
    return rx.el.fieldset(
        legend, stack(*options, gap="sm"), error_text("kind", error_of(screen.field_errors, "kind")),
        class_name="h-fieldset", id="kind",
    )  # fmt: skip


def _days(screen: type) -> rx.Component:
    draft, whole = screen.draft, t("Whole days")
    first = _day(screen, t("First day"), "from_on", draft.from_on)
    last = _day(
        screen, t("Last day"), "to_on", draft.to_on, key=draft.from_on
    )  # drawn anew where it followed the first
    days = grid(first, last, columns=TWO, gap="md")
    ticked = rx.el.label(
        rx.el.input(
            type="checkbox", id="whole_days", name="whole_days", checked=draft.whole_days, on_change=screen.choose_whole_days,
            class_name="h-check",
        ),
        txt(whole, "strong"),
        class_name="h-choice",
        html_for="whole_days",
    )  # fmt: skip
    return stack(days, rx.cond(draft.kind == LEAVE, ticked, rx.fragment()), gap="md")


def _day(screen: type, label: str, name: str, value: rx.Var, **props: rx.Var) -> rx.Component:
    return field(
        label, name, value=value, kind="date", errors=screen.field_errors,
        on_change=lambda given: screen.type_answer(name, given), **props,
    )  # fmt: skip


def _times(screen: type) -> rx.Component:
    draft = screen.draft
    return grid(
        _time(screen, t("From"), "from", draft.from_time, draft.from_which),
        _time(screen, t("Until"), "to", draft.to_time, draft.to_which),
        columns=TWO,
        gap="md",
    )


def _time(screen: type, label: str, side: str, value: rx.Var, which: rx.Var) -> rx.Component:
    name, asked = f"{side}_time", f"{side}_which"
    typed = field(
        label, name, value=value, kind="time", step="300", errors=screen.field_errors,
        on_change=lambda given: screen.type_answer(name, given),
    )  # fmt: skip
    error = error_of(screen.field_errors, asked)
    choose = labelled(
        t("This time comes twice"),
        asked,
        rx.el.select(
            *[rx.el.option(words, value=code) for code, words in WHICH],
            id=asked,
            name=asked,
            value=which,
            on_change=lambda given: screen.type_answer(asked, given),
            class_name="h-input h-select",
        ),
        error=error,
    )
    return stack(typed, rx.cond((error != "") | (which != ""), choose, rx.fragment()), gap="sm")


def _where_and_what(screen: type) -> rx.Component:
    draft = screen.draft
    error = error_of(screen.field_errors, "room_id")
    rooms = screen.rooms.to(list[list[str]])
    room = labelled(
        t("Room"),
        "room_id",
        rx.el.select(
            rx.foreach(rooms, lambda one: rx.el.option(one[1], value=one[0], key=one[0])),
            id="room_id",
            name="room_id",
            value=draft.room_id,
            on_change=lambda given: screen.type_answer("room_id", given),
            class_name="h-input h-select",
        ),
        error=error,
    )
    has_rooms = rooms.length() > 1
    return stack(rx.cond(has_rooms, room, rx.fragment()), _types(screen), gap="lg")


def _types(screen: type) -> rx.Component:
    draft = screen.draft

    def one(kind: rx.Var) -> rx.Component:
        return tick(
            "type-" + kind.id.to(str), kind.name, checked=draft.only_types.contains(kind.id),
            on_change=lambda seen: screen.tick_type(kind.id, seen),
        )  # fmt: skip

    chosen = draft.only_types.length()
    some = rx.cond(chosen == 1, t("Only 1 kind of visit"), t("Only {n} kinds of visits", n=chosen.to_string()))
    said = rx.cond(chosen > 0, some, t("All kinds of visits"))
    listed = stack(rx.foreach(screen.types, one), gap="sm")
    hint = txt(t("Tick none to see all kinds."), "small", "ink_2", "p")
    wrong = error_text("only_types", error_of(screen.field_errors, "only_types"))
    asked = rx.el.details(
        rx.el.summary(txt(said, "strong"), cursor="pointer"), stack(hint, listed, wrong, gap="sm"), id="only_types"
    )
    return rx.cond(screen.types.length() > 0, asked, rx.fragment())


def _note(screen: type) -> rx.Component:
    return long_text(
        t("Note"), "note", screen.draft.note, rows=2, optional=True, max_length=500, errors=screen.field_errors,
        hint=t("Only the doctor and the administrators read it."),
        on_blur=lambda given: screen.type_answer("note", given),
    )  # fmt: skip


def withdrawing(screen: type, line: rx.Var) -> rx.Component:
    """Draw what one may do with a special time to come; withdrawing asks once more, in place."""
    of = line.name + ", " + line.words
    sure = stack(
        txt(screen.leaving_words, "small", "ink_2", "p"),
        row(
            small_button(
                t("Yes, withdraw"), of=of, danger=True, busy=screen.busy, auto_focus=True,
                on_click=screen.withdraw(line.id, line.version),
            ),
            small_button(t("Keep it"), of=of, on_click=screen.keep_it),
            wrap=True,
        ),
        gap="xs",
    )  # fmt: skip
    usual = row(
        small_button(t("Change"), "pencil", of=of, on_click=screen.change(line.id)),
        small_button(t("Withdraw"), "undo-2", of=of, on_click=screen.ask_to_withdraw(line.id)),
        wrap=True,
    )
    return rx.cond(screen.leaving == line.id, sure, usual)
