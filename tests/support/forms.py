"""What the tests of every service ask the forms', and a form as the cast's administrator makes it."""

from typing import Any
from uuid import UUID, uuid4

from hms.schemas.forms import Answer, Question, TitleForm, ToAnswer
from hms.services.forms import answering, making
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "forms.answering.due_card", "forms.answering.visit_words", "forms.asking.current", "forms.asking.sheets",
    "forms.asking.sheets_of",
}  # fmt: skip
HEART = (
    Question(kind="yes_no", text="Do you have pain in the chest?", required=True),
    Question(kind="choice", text="When is it worst?", options=("In the morning", "At night")),
    Question(kind="several", text="What do you take?", options=("Aspirin", "A statin", "Insulin")),
    Question(kind="number", text="What do you weigh?", unit="kg", least="20", most="300", required=True),
    Question(kind="date", text="When did it begin?"),
    Question(kind="short", text="Who looks after you at home?"),
    Question(kind="long", text="What worries you?", hint="In your own words."),
    Question(kind="scale", text="How bad is it?", low="not at all", high="as bad as can be"),
)


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service of the forms is asked with."""
    question, title = HEART[0], TitleForm(title="Before you come")
    return {
        "forms.making.listed": (), "forms.making.see": (nobody,), "forms.making.begin": (title, str(uuid4())),
        "forms.making.rename": (nobody, title, "1.1"), "forms.making.put_question": (nobody, question, "1.1"),
        "forms.making.remove_question": (nobody, "x", "1.1"), "forms.making.move_question": (nobody, "x", 1, "1.1"),
        "forms.making.ask_before": (nobody, []), "forms.making.close": (nobody, True),
        "forms.answering.page": (nobody,), "forms.answering.hand_in": (nobody,), "forms.answering.due": (),
        "forms.answering.answer": (Answer(appointment_id=nobody, form_id=nobody, key="x"),),
        "forms.seeing.state": (nobody,), "forms.seeing.answers": (nobody,),
    }  # fmt: skip


def make(clinic: Cast, *questions: Question, title: str = "Your heart", types: tuple[str, ...] = ("plain",)) -> UUID:
    """Let the administrator make a form and have it asked before plain visits."""
    form_id: UUID = clinic.do(
        clinic.admin, making.begin, TitleForm(title=title, intro="It takes a minute."), uuid4().hex
    )
    for question in questions or HEART:
        state = clinic.do(clinic.admin, making.see, form_id).state
        clinic.do(clinic.admin, making.put_question, form_id, question, state)
    clinic.do(clinic.admin, making.ask_before, form_id, list(types))
    return form_id


def reply(clinic: Cast, who: Any, page: ToAnswer, place: int, *values: str) -> ToAnswer:
    """Let a patient answer the question at a place."""
    step = page.steps[place]
    form = Answer(appointment_id=page.appointment_id, form_id=step.form_id, key=step.question.key, values=list(values))
    after: ToAnswer = clinic.do(who, answering.answer, form)
    return after
