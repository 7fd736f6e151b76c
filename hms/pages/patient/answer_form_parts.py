"""How a question before a visit is drawn, and all answers together."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.badges import tag
from hms.components.buttons import button, link_button, small_button, submit
from hms.components.cards import item, items, section
from hms.components.choices import choices
from hms.components.feedback import notice
from hms.components.forms import actions, error_of, error_text, field, form, long_text
from hms.components.layout import grid, row, stack, txt
from hms.schemas.forms import QuestionCard
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.answer_form import AnswerForm

Shown = type["AnswerForm"]


def options_of(one: QuestionCard) -> list[list[str]]:
    """Say between what one chooses: value, words, note."""
    match one.kind:
        case "yes_no":
            return [["yes", t("Yes"), ""], ["no", t("No"), ""]]
        case "scale":
            ends = {0: one.low, 10: one.high}
            return [[str(n), str(n), ends.get(n, "")] for n in range(11)]
        case _:
            return [[words, words, ""] for words in one.options]


def question(screen: Shown) -> rx.Component:
    """Ask one question, large, with the way on under the thumb."""
    one, step = screen.step.question, screen.step
    told = t("Question {n} of {total}", n=screen.place + 1, total=screen.steps.length())
    begin = rx.cond((screen.place == 0) & (step.intro != ""), txt(step.intro, "body", "ink_2", "p"), rx.fragment())
    last = screen.place + 1 == screen.steps.length()
    go = submit(rx.cond(last, t("Save and see all"), t("Save and go on")), "arrow-right", busy=screen.busy, big=True)
    back = button(t("Back"), "arrow-left", big=True, on_click=screen.go_to(screen.place - 1))
    skip = button(t("Leave open"), big=True, on_click=screen.go_to(screen.place + 1))
    acts = actions(
        go,
        rx.cond(one.required, rx.fragment(), skip),
        rx.cond(screen.place > 0, back, rx.fragment()),
    )
    asked = form(_control(screen), acts, on_submit=screen.answer, key=one.key, class_name="h-stack g-lg")
    closed = rx.cond(screen.sheet.refused, notice("info", screen.sheet.refused), rx.fragment())
    progress = rx.el.progress(
        value=(screen.place + 1).to_string(),
        max=screen.steps.length().to_string(),
        aria_label=told,
        class_name="h-progress",
    )
    return section(step.form, stack(closed, txt(told, "small", "ink_2", "p"), progress, begin, asked, gap="md"))


def _control(screen: Shown) -> rx.Component:
    one, told = screen.step.question, {"errors": screen.field_errors}
    words = rx.cond(one.required, one.text, one.text + " " + t("(optional)"))
    hint = rx.cond(one.limits, rx.cond(one.hint, one.hint + " " + one.limits + ".", one.limits + "."), one.hint)
    chosen = choices(words, "answer", screen.options, screen.given, **told)
    unit = rx.cond(one.unit, words + " (" + one.unit + ")", words)
    number = field(unit, "answer", screen.given, input_mode="decimal", auto_complete="off", **told)
    day = field(words, "answer", screen.given, kind="date", **told)
    short = field(words, "answer", screen.given, **told)
    long = long_text(words, "answer", screen.given, rows=6, **told)
    asked = rx.match(
        one.kind.to(str),
        ("several", _ticks(screen, words)),
        ("number", number),
        ("date", day),
        ("short", short),
        ("long", long),
        chosen,
    )
    return stack(rx.cond(hint, txt(hint, "body", "ink_2", "p"), rx.fragment()), asked)


def _ticks(screen: Shown, words: rx.Var) -> rx.Component:
    def one(way: rx.Var) -> rx.Component:
        mark = rx.el.input(
            type="checkbox", name=way[0], default_checked=way[2] == "1", class_name="h-check",
            custom_attrs={"id": way[0]},
        )  # fmt: skip
        return rx.el.label(mark, txt(way[1], "strong"), class_name="h-choice", html_for=way[0], key=way[0])

    return rx.el.fieldset(
        txt(words, "strong", tag="legend", class_name="h-legend"),
        grid(rx.foreach(screen.ticked, one), gap="sm"),
        error_text("answer", error_of(screen.field_errors, "answer")),
        class_name="h-fieldset",
        id="answer",
    )


def everything(screen: Shown) -> rx.Component:
    """Show all answers together, each with the way to change it, and hand them in."""
    sheet = screen.sheet

    def one(step: rx.Var, place: rx.Var) -> rx.Component:
        missing = rx.cond(step.question.required, tag(t("Needs an answer"), "warn", "circle-alert"), t("Left open"))
        said = rx.cond(step.done, txt(step.spoken, "body", "ink_2"), missing)
        change = small_button(t("Change"), "pencil", of=step.question.text, on_click=screen.go_to(place))
        end = rx.cond(sheet.refused, rx.fragment(), change)
        return item(step.question.text, stack(said), end=end, key=step.question.key)

    listed = items(rx.foreach(screen.steps, one))
    go = button(t("Hand in"), "check", primary=True, big=True, busy=screen.busy, on_click=screen.hand_in)
    done = notice("ok", t("Handed in"), t("You can change your answers until the visit begins."))
    state = rx.cond(
        sheet.refused,
        notice("info", sheet.refused, t("Your answers can be read here, and no longer changed.")),
        rx.cond(sheet.handed_in, done, row(go)),
    )
    return stack(section(t("Your answers"), listed, flush=True), state, gap="lg")


def due_card(due: rx.Var) -> rx.Component:
    """Say beside an appointment what is to be answered before it, with the way there."""
    words = stack(txt(due.title, "strong", tag="h3"), txt(due.words, "body", "ink_2", "p"), gap="xs")
    go = rx.match(
        due.state.to(str),
        ("done", link_button(t("See or change"), due.href, "list-checks", big=True)),
        ("begun", link_button(t("Go on"), due.href, "list-checks", primary=True, big=True)),
        link_button(t("Answer now"), due.href, "list-checks", primary=True, big=True),
    )
    return rx.cond(due, section(t("Questions before your visit"), stack(words, row(go), gap="md")), rx.fragment())
