"""The questions of a wish, one at a time and large; and the wishes that are on the list."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.booking import chips, doctor_cards, kind_cards, toggles
from hms.components.buttons import button
from hms.components.cards import items, line, section, tile
from hms.components.feedback import empty, notice
from hms.components.forms import actions, error_of, error_text, field, form, long_text
from hms.components.layout import at, grid, row, stack, txt
from hms.pages.patient.wish_options import LAST_DAY, OWN
from hms.pages.patient.wishing import ABOUT, DAYS, END, KIND, TIMES, WHO, WHY
from hms.texts import t

# Whoever has answered one question is taken to the next.
COME = """() => {
  const question = document.getElementById("question");
  if (question?.closest("form")?.contains(document.activeElement) || document.activeElement === document.body)
    question?.focus();
}"""

if TYPE_CHECKING:
    from hms.pages.patient.waitlist import Waitlist

    Shown = type[Waitlist]


def how(screen: "Shown") -> rx.Var | str:
    """Say how it works, in two sentences."""
    return t(
        "When a time gets free that suits you, it is kept for you for {n} minutes and we tell you. "
        "Whoever has waited longest is asked first, and saying no costs you nothing.",
        n=screen.kept_min,
    )


def wishes(screen: "Shown") -> rx.Component:
    """List what the patient waits for."""
    none = empty(
        "bell",
        t("You wait for nothing yet"),
        t("Say whom you would like to see and when it suits you. You are told when a time gets free."),
    )
    listed = items(rx.foreach(screen.wishes, lambda one: _wish(screen, one)))
    shown = section(t("What you wait for"), rx.cond(screen.wishes, listed, none), flush=True)
    most = txt(t("You have as many wishes as one may have. Withdraw one to add another."), "small", "ink_2", "p")
    return rx.cond(screen.loading, rx.fragment(), stack(shown, rx.cond(screen.full, most, rx.fragment())))


def _wish(screen: "Shown", one: rx.Var) -> rx.Component:
    kind = rx.cond(one.visit_type, line("clipboard-list", one.visit_type), rx.fragment())
    when = t("{days}, {times}", days=one.days, times=one.times)
    told = stack(
        kind,
        line("calendar", when),
        rx.cond(one.until, line("calendar-x", t("Until {day}", day=one.until)), rx.fragment()),
        rx.cond(one.replaces, line("calendar-clock", t("Instead of {when}", when=one.replaces)), rx.fragment()),
        line("hourglass", t("You wait since {day}", day=one.since)),
        gap="xs",
    )
    over = rx.cond(one.over, notice("warn", t("Nothing can be offered for this any more"), one.over), rx.fragment())
    words = stack(txt(one.whom, "strong", tag="h3"), told, over, _acts(screen, one), gap="md", class_name="h-grow")
    return rx.el.li(tile("bell"), words, class_name="h-item", key=one.id.to(str), align_items="flex-start")


def _acts(screen: "Shown", one: rx.Var) -> rx.Component:
    change = button(t("Change"), "pencil", of=one.whom, on_click=screen.start_change(one.id))
    leave = button(t("Withdraw"), "x", of=one.whom, danger=True, on_click=screen.start_leaving(one.id))
    really = notice(
        "warn",
        t("Withdraw this wish?"),
        t("You lose your place in the order."),
        button(t("Withdraw it"), "x", of=one.whom, danger=True, busy=screen.busy, on_click=screen.withdraw(one.id)),
        button(t("Keep it"), of=one.whom, on_click=screen.stop_leaving),
        class_name="h-wrap",
    )
    usual = row(rx.cond(one.over, rx.fragment(), change), leave, wrap=True)
    return rx.cond(screen.leaving == one.id.to(str), rx.el.div(really, role="status"), usual)


def questions(screen: "Shown") -> rx.Component:
    """Ask one question; what was answered stands above it, and the words that are typed stay where they are."""
    place = txt(t("Question {n} of {total}", n=screen.number, total=screen.questions.length()), "small", "ink_2", "p")
    earlier = notice("info", t("You wait for an earlier time than"), screen.replaces)
    tied = rx.cond(screen.replaces, earlier, rx.fragment())
    said = rx.cond(screen.said, txt(screen.said.join(" · "), "body", "ink_2", "p"), rx.fragment())
    asked = rx.match(
        screen.asking,
        (ABOUT, _about(screen)),
        (KIND, _kind(screen)),
        (WHO, _who(screen)),
        (DAYS, _days(screen)),
        (TIMES, _times(screen)),
        (END, _end(screen)),
        _question(WHY, t("Anything the doctor should know?")),
    )
    why = rx.el.div(_why(screen), display=rx.cond(screen.asking == WHY, "block", "none"))
    inside = stack(place, tied, said, stack(asked, why, gap="md"), _anything_wrong(screen), _ways(screen), gap="lg")
    title = rx.cond(screen.entry, t("Change your wish"), t("Wait for a time"))
    return section(title, form(inside, on_submit=screen.send, key=screen.key))


def _question(name: str, words: str, *answers: rx.Component) -> rx.Component:
    """Set a question large; the keyboard and the screen reader are taken to it."""
    heading = txt(words, "title", tag="h3", id="question", tab_index=-1, on_mount=rx.call_function(rx.Var(COME)))
    return stack(heading, *answers, gap="md", key=name)


def _wrong(screen: "Shown", name: str) -> rx.Component:
    return error_text(name, error_of(screen.field_errors, name))


def _about(screen: "Shown") -> rx.Component:
    offer = chips(t("Departments"), screen.subjects, screen.subject, lambda one: screen.choose_subject(one.id))
    return _question(ABOUT, t("What is it about?"), offer)


def _kind(screen: "Shown") -> rx.Component:
    offer = kind_cards(t("Kinds of visits"), screen.kinds, screen.kind, lambda one: screen.choose_kind(one.id))
    return _question(KIND, t("What kind of visit?"), offer, _wrong(screen, "visit_type_id"))


def _who(screen: "Shown") -> rx.Component:
    offer = doctor_cards(t("Doctors"), screen.doctors, screen.doctor, lambda one: screen.choose_doctor(one.id))
    none = txt(t("Nobody here offers this just now. Go back and choose something else."), "body", "ink_2", "p")
    shown = rx.cond(screen.doctors, offer, none)
    return _question(WHO, t("Who would you like to see?"), shown, _wrong(screen, "whom"))


def _days(screen: "Shown") -> rx.Component:
    offer = toggles(t("Days"), screen.day_choices, lambda one: screen.toggle_day(one.id))
    return _question(DAYS, t("Which days suit you?"), offer, _wrong(screen, "weekdays"))


def _times(screen: "Shown") -> rx.Component:
    offer = chips(t("Times of day"), screen.parts, screen.part, lambda one: screen.choose_part(one.id))
    own = grid(
        field(t("Not before"), "from_time", screen.begins, kind="time", optional=True, on_change=screen.begin_at),
        field(t("Over by"), "to_time", screen.ends, kind="time", optional=True, on_change=screen.end_at),
        columns=at("1fr", "1fr 1fr"),
    )
    typed = rx.cond(screen.part == OWN, own, rx.fragment())
    return _question(TIMES, t("At what time of day?"), offer, typed, _wrong(screen, "to_time"))


def _end(screen: "Shown") -> rx.Component:
    offer = chips(t("How long"), screen.ends_offered, screen.end, lambda one: screen.choose_end(one.id))
    day = field(t("The last day"), "until_on", screen.until, kind="date", on_change=screen.choose_until)
    typed = rx.cond(screen.end == LAST_DAY, day, rx.fragment())
    return _question(END, t("How long do you want to wait?"), offer, typed, _wrong(screen, "until_on"))


def _why(screen: "Shown") -> rx.Component:
    hint = t("Only your care team reads this. Do not use it for emergencies.")
    errors = rx.Var.create({"reason": error_of(screen.field_errors, "note")})
    label = t("Reason for your visit")
    return long_text(label, "reason", screen.note, hint=hint, errors=errors, max_length=2_000)


def _anything_wrong(screen: "Shown") -> rx.Component:
    """Say what the clinic found wrong with an answer that is not in sight any more."""
    earlier = [_wrong(screen, name) for name in ("whom", "visit_type_id", "weekdays", "to_time")]
    end = rx.cond(screen.asking == WHY, _wrong(screen, "until_on"), rx.fragment())
    return rx.cond(screen.last_one, stack(*earlier, end), rx.fragment())


def _ways(screen: "Shown") -> rx.Component:
    """Lead on and back. While a time waits for an answer, that answer is the one filled button."""
    back = rx.cond(screen.number > 1, button(t("Back"), "chevron-left", big=True, on_click=screen.back), rx.fragment())
    stop = button(t("Stop"), big=True, on_click=screen.stop)
    on = {"big": True, "on_click": screen.forward}
    send = {"big": True, "busy": screen.busy, "type": "submit"}
    words = rx.cond(screen.entry, t("Save the change"), t("Join the waiting list"))
    filled, plain = (
        rx.cond(
            screen.last_one,
            button(words, "check", primary=primary, **send),
            rx.cond(screen.answered, button(t("Next"), "chevron-right", primary=primary, **on), rx.fragment()),
        )
        for primary in (True, False)
    )
    return actions(rx.cond(screen.offers, plain, filled), back, stop)
