"""What goes on between people in the demo: conversations, a wish for a refill, and a form before a check-up."""

from datetime import datetime, timedelta
from uuid import UUID

from hms.access import Actor
from hms.demo.acting import Acting
from hms.schemas.forms import Answer, Question, TitleForm
from hms.schemas.prescriptions import RefillForm
from hms.schemas.threads import CLINIC, NewMessage, NewThread
from hms.services.forms import answering, making
from hms.services.prescriptions import reading, refills
from hms.services.threads import seeing, writing

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUESTIONS = (
    Question(kind="yes_no", text="Have you been in hospital since your last check-up?", required=True),
    Question(
        kind="several", text="What do you take every day?", hint="Tick all that apply.",
        options=("Tablets for blood pressure", "Tablets for cholesterol", "Blood thinners", "Vitamins", "Nothing"),
    ),
    Question(kind="number", text="What do you weigh?", unit="kg", least="20", most="350"),
    Question(kind="scale", text="How well have you slept lately?", low="very badly", high="very well"),
    Question(kind="date", text="When was your last blood test?"),
    Question(kind="long", text="What would you like to talk about?", hint="In your own words."),
)  # fmt: skip
ANSWERS = (["no"], ["Tablets for blood pressure", "Vitamins"], ["81.5"], ["6"])


def talk(acting: Acting, now: datetime) -> None:
    """Let the patient and the care team write to each other, ask for a refill, and answer half of a form."""
    _with_the_doctor(acting, now)
    _with_the_clinic(acting, now)
    _refill(acting, now)
    _form(acting, now)


def _refill(acting: Acting, now: datetime) -> None:
    """Let the patient ask for more of the first two medicines that can be asked for."""
    shown = acting.do(acting.patient, now - 2 * HOUR, reading.mine)
    for one in [line for line in (*shown.current, *shown.earlier) if line.can_ask][:2]:
        form = RefillForm(prescription_id=one.id, note="I have enough for three more days.", key=acting.new_key())
        acting.do(acting.patient, now - 2 * HOUR, refills.ask, form)


def _with_the_doctor(acting: Acting, now: datetime) -> None:
    choices = acting.do(acting.patient, now - 2 * DAY, seeing.beginning).whom
    doctor = next((one for one in acting.doctors if str(one.practitioner_id) == choices[0].id), None)
    if doctor is None:
        return
    thread = _begin(
        acting, now - 2 * DAY, choices[0].id, "The new tablets",
        "Since I take the new tablets I am a little dizzy in the morning. Shall I take them in the evening instead?",
    )  # fmt: skip
    _say(acting, doctor, now - DAY, thread, "Thank you for writing. Please take them in the evening from today on.")
    _say(acting, acting.patient, now - DAY + HOUR, thread, "I will. Thank you!")
    _say(acting, doctor, now - HOUR, thread, "How do you feel in the mornings now? Is the dizziness gone?")


def _with_the_clinic(acting: Acting, now: datetime) -> None:
    _begin(
        acting, now - 3 * HOUR, CLINIC, "A letter for my employer",
        "Could you write a letter that says that I was at the clinic last week? I would pick it up at the desk.",
    )  # fmt: skip


def _begin(acting: Acting, at: datetime, whom: str, subject: str, body: str) -> UUID:
    form = NewThread(whom=whom, subject=subject, body=body, key=acting.new_key())
    thread_id: UUID = acting.do(acting.patient, at, writing.open_thread, form)
    return thread_id


def _say(acting: Acting, who: Actor, at: datetime, thread_id: UUID, body: str) -> None:
    acting.do(who, at, writing.write, NewMessage(thread_id=thread_id, body=body, key=acting.new_key()))


def _form(acting: Acting, now: datetime) -> None:
    """Make a form for check-ups, which the patient has begun to answer."""
    admin, made = acting.administrator, now - 5 * DAY
    intro = "It takes three minutes. Your doctor reads it before you come in."
    form_id = acting.do(
        admin, made, making.begin, TitleForm(title="Before your check-up", intro=intro), acting.new_key()
    )
    for question in QUESTIONS:
        state = acting.do(admin, made, making.see, form_id).state
        acting.do(admin, made, making.put_question, form_id, question, state)
    acting.do(admin, made, making.ask_before, form_id, [str(acting.types["Check-up"])])
    for due in acting.do(acting.patient, now - HOUR, answering.due):
        page = acting.do(acting.patient, now - HOUR, answering.page, due.appointment_id)
        for step, values in zip(page.steps, ANSWERS, strict=False):
            answer = Answer(
                appointment_id=due.appointment_id, form_id=step.form_id, key=step.question.key, values=list(values)
            )
            acting.do(acting.patient, now - HOUR, answering.answer, answer)
