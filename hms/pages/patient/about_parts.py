"""What stands around each question: how far one is, the question in large letters, and the ways on and back."""

from typing import TYPE_CHECKING

import reflex as rx

from hms.components.booking import meter
from hms.components.buttons import button, link_button, submit
from hms.components.cards import item, items, section, surface
from hms.components.feedback import notice
from hms.components.forms import actions, form
from hms.components.layout import between, icon, row, stack, txt
from hms.components.theme import SIZE
from hms.pages.patient import about_health, about_reach, about_you
from hms.pages.patient.parts import WHOLE_ROW
from hms.services.intake.beginning import PATH
from hms.services.intake.steps import STEPS
from hms.texts import t

if TYPE_CHECKING:
    from hms.pages.patient.about_me import AboutMe

Shown = type["AboutMe"]
# Whoever has answered one question is taken to the next.
COME = """() => {
  window.scrollTo(0, 0);
  if (document.activeElement === document.body || !document.activeElement) document.getElementById("question")?.focus();
}"""
DRAWN = {**about_you.QUESTIONS, **about_reach.QUESTIONS, **about_health.QUESTIONS}
GATHERS = [step.name for step in STEPS if step.kind]
FACTS = ("name", "born", "sex")


def question(screen: Shown) -> rx.Component:
    """Ask one question."""
    asked = rx.match(
        screen.step,
        *[(name, rx.fragment(_heading(screen, name), *draw(screen))) for name, draw in DRAWN.items()],
        rx.fragment(),
    )
    inside = stack(asked, _changed(screen), _ways(screen), gap="xl")
    key = screen.step + screen.added.to_string()
    sheet = surface(form(inside, on_submit=screen.answer, key=key), class_name="h-pad")
    return stack(_head(screen), sheet, _leave(screen), gap="lg", max_width=SIZE.form)


def _heading(screen: Shown, name: str) -> rx.Component:
    come = rx.call_function(rx.Var(COME))
    return txt(
        screen.card.title, "display", tag="h1", id="question", tab_index=-1, on_mount=come, key=name, outline="none"
    )


def _head(screen: Shown) -> rx.Component:
    card = screen.card
    total = card.questions.length()
    place = txt(t("Question {n} of {total}", n=card.number, total=total), "small", "ink_2")
    told = between(txt(card.group, "strong", "accent_ink"), place, wrap=True)
    about = txt(t("About {name}", name=card.name), "small", "ink_2", "p")
    bar = meter(card.number.to(float) / total.to(float))
    return rx.cond(screen.only, about, stack(told, bar, about, gap="xs"))


def _changed(screen: Shown) -> rx.Component:
    """Say that somebody else has changed what is being typed."""
    said = notice(
        "warn",
        t("This was changed meanwhile"),
        t("What you typed is still here. Look at what is saved now, or go on with yours."),
        row(
            button(t("Show what is saved"), "undo-2", on_click=screen.take_theirs),
            button(t("Go on with mine"), "check", on_click=screen.keep_mine),
            wrap=True,
        ),
        class_name="h-wrap",
    )
    return rx.el.div(rx.cond(screen.theirs, said, rx.fragment()), role="status")


def _ways(screen: Shown) -> rx.Component:
    """Lead on, and back, and past the question where it may be passed over."""
    busy = {"busy": screen.busy, "big": True}
    gathers = rx.Var.create(GATHERS).to(list[str]).contains(screen.step)
    fixed = rx.Var.create(list(FACTS)).to(list[str]).contains(screen.step) & ~screen.card.free
    some = screen.card.listed.length() > 0
    usual = rx.cond(screen.only, t("Save"), t("Next"))
    words = rx.cond(gathers & (screen.only | ~some), t("Add to the list"), usual)
    on = rx.cond(
        fixed & (screen.step != "sex"),
        button(t("This is right"), "check", primary=True, on_click=screen.agree, **busy),
        submit(words, "chevron-right", **busy),
    )
    none = button(screen.card.none_words, "circle-slash", on_click=screen.answer_none, big=True)
    nothing = rx.cond(gathers & ~some, none, rx.fragment())
    unsure = rx.cond(screen.step == "allergies", t("I am not sure"), t("Skip this question"))
    may = ~screen.only & (~screen.card.needed | ((screen.step == "allergies") & ~some))
    skip = rx.cond(may, button(unsure, "skip-forward", on_click=screen.pass_over, big=True), rx.fragment())
    earlier = link_button(t("Back"), f"{PATH}?step={screen.before}", "chevron-left", big=True)
    to_profile = link_button(t("Back"), screen.back_to, "chevron-left", big=True)
    back = rx.cond(screen.only, to_profile, rx.cond(screen.before, earlier, rx.fragment()))
    return actions(on, nothing, skip, back)


def _leave(screen: Shown) -> rx.Component:
    words = t("Each answer is saved at once. You can stop and go on later, also on another device.")
    stop = link_button(t("Stop for now"), "/patient", "house", big=True)
    return rx.cond(screen.only, rx.fragment(), stack(txt(words, "small", "ink_2", "p"), row(stop), gap="sm"))


def finished(screen: Shown) -> rx.Component:
    """Thank for the answers, and list the questions to come back to."""
    card = screen.card
    whole = notice(
        "ok", t("That is all, thank you"), t("Your care team sees it at your next visit, and confirms it there.")
    )
    some = notice(
        "info",
        t("{n} questions are still open", n=card.left),
        t("You can answer them whenever it suits you."),
    )
    heading = txt(t("About {name}", name=card.name), "display", tag="h1", id="question")
    acts = row(
        link_button(t("Go to your home page"), "/patient", "house", primary=True, big=True),
        link_button(t("Book an appointment"), "/patient/book", "calendar-plus", big=True),
        wrap=True,
    )

    def one(asked: rx.Var) -> rx.Component:
        state = rx.cond(asked.done, icon("check", "ok_ink"), icon("circle-dashed"))
        words = rx.cond(asked.done, t("{group}, answered", group=asked.group), t("{group}, open", group=asked.group))
        return item(asked.title, words, lead=state, href=f"{PATH}?step={asked.step}", key=asked.step, style=WHOLE_ROW)

    listed = section(t("Your questions"), items(rx.foreach(card.questions, one)), flush=True)
    return stack(heading, rx.cond(card.left > 0, some, whole), acts, listed, gap="lg", max_width=SIZE.form)
