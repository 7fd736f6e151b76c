"""How letters are drawn: the choice, the form of each kind, the paper before it is signed."""

import reflex as rx

from hms.components.buttons import button, link_button, submit
from hms.components.cards import section
from hms.components.feedback import notice
from hms.components.forms import actions, field, form, long_text, select
from hms.components.layout import at, grid, row, stack, txt
from hms.pages.doctor.list_parts import PLACE as RECORD
from hms.pages.doctor.list_parts import list_page
from hms.pages.doctor.write_letters import WriteLetters
from hms.schemas.letters import KINDS, URGENCIES, VERDICTS
from hms.schemas.record_words import LISTS
from hms.texts import t

PLACE, TITLE = f"{RECORD}/letters", LISTS["letters"]
MARKS = {"referral": "send", "sick-note": "bed", "fitness": "badge-check"}
S = WriteLetters


def page() -> rx.Component:
    """Draw the choice of a letter, or the one that is being written."""
    writing = rx.match(
        S.kind, ("referral", _writing("referral", _referral())), ("sick-note", _writing("sick-note", _sick_note())),
        ("fitness", _writing("fitness", _fitness())), _choice(),
    )  # fmt: skip
    return list_page(S, "letters", writing)


def _choice() -> rx.Component:
    ways = [button(words, MARKS[kind], on_click=S.begin(kind)) for kind, words in KINDS.items()]
    documents = f"/doctor/patients/{S.who.id}/documents"
    said = t("The patient sees it the moment it is signed. Whoever gets the paper can check it by the code on it.")
    done = row(link_button(t("Look at it"), f"{documents}/{S.signed}", "eye", of=t("the letter that was signed")))
    return section(
        t("Write a letter"),
        stack(
            rx.cond(S.signed, done, rx.fragment()), txt(said, "body", "ink_2", "p"), row(*ways, wrap=True),
            row(link_button(t("Signed letters, among the documents"), documents, "folder"), wrap=True), gap="md",
        ),
    )  # fmt: skip


def _writing(kind: str, fields: rx.Component) -> rx.Component:
    see = submit(t("See it on paper"), "eye", primary=False, busy=S.busy)
    asked = form(
        fields, actions(see, button(t("Leave it"), on_click=S.leave)), on_submit=S.preview, class_name="h-stack g-lg"
    )  # fmt: skip
    # The words stay in their fields while the paper is looked at: what is signed is what is seen, not what was typed after.
    words = rx.el.div(section(KINDS[kind], asked), hidden=S.signing)
    return stack(words, rx.cond(S.signing, _paper(), rx.fragment()), gap="lg")


def _referral() -> rx.Component:
    start, errors = S.start, S.field_errors
    to = field(t("To whom"), "to", errors=errors, max_length=150, auto_complete="off", auto_focus=True)
    urgency = select(t("How urgent"), "urgency", list(URGENCIES.items()), "routine", errors=errors)
    why = long_text(t("Why I refer"), "why", rows=4, errors=errors, max_length=4000)
    ask = long_text(t("What I ask"), "ask", rows=3, errors=errors, max_length=4000)
    chart = [
        long_text(t("Problems"), "problems", start.problems, rows=4, errors=errors, optional=True, max_length=4000),
        long_text(t("Medicines"), "medicines", start.medicines, rows=4, errors=errors, optional=True, max_length=4000),
        long_text(t("Allergies"), "allergies", start.allergies, rows=4, errors=errors, optional=True, max_length=4000),
    ]
    hint = txt(t("From the chart. Take out what does not belong into this letter."), "small", "ink_2", "p")
    return stack(
        grid(to, urgency, columns=at("minmax(0, 1fr)", "2fr 1fr"), gap="md"), why, ask, hint,
        grid(*chart, columns=at("minmax(0, 1fr)", "minmax(0, 1fr)", "repeat(3, minmax(0, 1fr))"), gap="md"), gap="lg",
    )  # fmt: skip


def _sick_note() -> rx.Component:
    start, errors = S.start, S.field_errors
    first = field(t("First day"), "from_on", start.today, kind="date", errors=errors)
    last = field(t("Last day"), "until_on", kind="date", errors=errors, auto_focus=True)
    limits = long_text(t("What is possible meanwhile"), "limits", rows=2, errors=errors, optional=True, max_length=4000)
    hint = t("Left out unless you write it here. Whoever gets the note reads it.")
    illness = long_text(t("Diagnosis"), "diagnosis", rows=2, hint=hint, errors=errors, optional=True, max_length=4000)
    return stack(grid(first, last, columns=at("minmax(0, 1fr)", "1fr 1fr"), gap="md"), limits, illness, gap="lg")


def _fitness() -> rx.Component:
    errors = S.field_errors
    what = field(
        t("For what"), "fit_for", errors=errors, max_length=150, auto_complete="off", auto_focus=True,
        hint=t("Such as sports at school, or work at heights."),
    )  # fmt: skip
    verdict = select(t("My finding"), "verdict", [("", t("Choose one")), *VERDICTS.items()], errors=errors)
    until = field(t("Valid until"), "until_on", kind="date", errors=errors, optional=True)
    limits = long_text(t("Limits"), "limits", rows=2, errors=errors, optional=True, max_length=4000)
    return stack(what, grid(verdict, until, columns=at("minmax(0, 1fr)", "1fr 1fr"), gap="md"), limits, gap="lg")


def _paper() -> rx.Component:
    sheets = rx.foreach(
        S.sheets,
        lambda one, place: rx.el.img(src=one, alt=t("Page {n} of the letter", n=place + 1), class_name="h-document"),
    )
    secret = field(
        t("Your password"), "password", kind="password", hint=t("As when you sign in: your signature."),
        errors=S.field_errors, auto_complete="current-password", key=S.tries.to_string(),
    )  # fmt: skip
    title = t("Sign this letter?")
    warn = notice("warn", title, t("After that it can no longer be changed. {name} sees it at once.", name=S.who.name))
    acts = actions(submit(t("Yes, sign"), "pen-line", busy=S.busy), button(t("Change the words"), on_click=S.edit))
    asked = form(warn, secret, acts, on_submit=S.sign, class_name="h-stack g-md")
    return section(t("On paper"), stack(stack(sheets, gap="md"), asked, gap="lg"))
