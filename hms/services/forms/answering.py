"""A patient answers a form at home: saved at each answer, gone on with at will, changed until the visit begins."""

import json
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Appointment, Practitioner, QuestionnaireResponse, QuestionnaireVersion
from hms.models.appointment_states import State
from hms.permissions import Permission
from hms.schemas.forms import Answer, Due, Step, ToAnswer
from hms.schemas.words import clock, short_day
from hms.services.forms import asking, judging
from hms.services.local_time import local_day
from hms.texts import t

OPEN = {State.PENDING, State.BOOKED, State.ARRIVED}
LATE = timedelta(hours=12)  # a visit that began so long ago and was never called in is asked about no more


@requires(Permission.ANSWER_FORM)
def page(scope: Scope, appointment_id: UUID) -> ToAnswer:
    """Show all that is asked before a visit, with what was answered. Raises NotFound where nothing is asked."""
    return _page(scope, scope.appointment(appointment_id))


@requires(Permission.ANSWER_FORM)
def answer(scope: Scope, form: Answer) -> ToAnswer:
    """Keep the answer to one question. Raises Invalid, NotPossible once the visit has begun, or NotFound."""
    appointment = scope.appointment(form.appointment_id, lock=True)
    sheet = _sheet(scope, appointment, form.form_id)
    if refused := closed_words(appointment):
        raise NotPossible(refused, t("Tell the doctor what has changed."))
    question = next((one for one in asking.questions_of(sheet.version) if one.key == form.key), None)
    if question is None:
        raise NotPossible(t("This question is asked no longer"), t("Go on with the next one."))
    kept = judging.judged(question, form.values)
    response = sheet.response or _begin(scope, appointment, sheet.version)
    answers = asking.answers_of(response)
    if kept:
        answers[question.key] = kept
    else:
        answers.pop(question.key, None)
    response.answers = json.dumps(answers)
    response.changed_at, response.changed_by = scope.now, scope.actor.account_id
    if question.required and not kept:
        response.handed_in_at = None
    _tell(scope, appointment)
    scope.db.flush()
    return _page(scope, appointment)


@requires(Permission.ANSWER_FORM)
def hand_in(scope: Scope, appointment_id: UUID) -> ToAnswer:
    """Say that all is answered. Raises Invalid while a required answer is missing, NotPossible, or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    if refused := closed_words(appointment):
        raise NotPossible(refused, t("Tell the doctor what has changed."))
    found = asking.sheets(scope, appointment)
    missing = sum(len(missing_of(sheet)) for sheet in found)
    if missing:
        words = t("1 question still needs an answer") if missing == 1 else t("{n} questions still need an answer")
        raise Invalid(words.format(n=missing))
    for sheet in found:
        response = sheet.response or _begin(scope, appointment, _locked(scope, sheet.version))
        response.handed_in_at = response.handed_in_at or scope.now
    _tell(scope, appointment)
    scope.db.flush()
    return _page(scope, appointment)


@requires(Permission.ANSWER_FORM)
def due(scope: Scope) -> list[Due]:
    """List what the patient still has to answer before coming visits, the soonest first."""
    asked = select(Appointment).where(
        col(Appointment.patient_id) == scope.actor.patient_id,
        col(Appointment.cancelled_at).is_(None),
        Appointment.starts_at > scope.now - LATE,
    )
    mine = scope.within(asked, Appointment).order_by(col(Appointment.starts_at))
    coming = [one for one in scope.db.scalars(mine) if one.status in OPEN]
    found = asking.sheets_of(scope, coming)
    cards = [card for one in coming if (card := due_card(scope, one, found[one.id])) and card.state != "done"]
    scope.touch(*{one.patient_id for one in coming if found[one.id]})
    return cards


def due_card(scope: Scope, appointment: Appointment, sheets: list[asking.Sheet]) -> Due | None:
    """Say what is to be answered before a visit and how far that is; None where nothing is asked."""
    if not sheets:
        return None
    total = sum(len(asking.questions_of(sheet.version)) for sheet in sheets)
    answered = sum(len(sheet.answers) for sheet in sheets)
    done = all(sheet.response and sheet.response.handed_in_at for sheet in sheets)
    state = "done" if done else "begun" if answered else "new"
    words = {
        "done": t("Answered. You can change it until the visit begins."),
        "begun": t("{n} of {total} questions answered", n=answered, total=total),
        "new": t("1 question") if total == 1 else t("{total} questions", total=total),
    }[state]
    return Due(
        appointment_id=appointment.id,
        title=", ".join(sheet.version.title for sheet in sheets),
        visit=visit_words(scope, appointment),
        state=state,
        words=words,
        href=f"/patient/appointments/{appointment.id}/form",
    )


def visit_words(scope: Scope, appointment: Appointment) -> str:
    """Say of which visit a form is."""
    day, time = short_day(local_day(scope, appointment.starts_at)), clock(appointment.starts_at, scope.zone)
    doctor = scope.db.get_one(Practitioner, appointment.practitioner_id).name
    return t("{day}, {time}, {doctor}", day=day, time=time, doctor=doctor)


def closed_words(appointment: Appointment) -> str:
    """Say why nothing can be answered any more; "" where it can."""
    if appointment.status in OPEN:
        return ""
    over = {State.CANCELLED: t("This appointment is cancelled"), State.NOSHOW: t("This appointment is over")}
    return over.get(appointment.status, t("The visit has begun"))


def missing_of(sheet: asking.Sheet) -> list[str]:
    """Name the questions that need an answer and have none."""
    answers = sheet.answers
    return [one.key for one in asking.questions_of(sheet.version) if one.required and one.key not in answers]


def _sheet(scope: Scope, appointment: Appointment, form_id: UUID) -> asking.Sheet:
    sheet = next((s for s in asking.sheets(scope, appointment) if s.version.questionnaire_id == form_id), None)
    if sheet is None:
        raise NotFound
    return sheet if sheet.response else asking.Sheet(_locked(scope, sheet.version), None)


def _locked(scope: Scope, version: QuestionnaireVersion) -> QuestionnaireVersion:
    """Read a version again and keep it still: an administrator who changes it at this moment waits, or was first."""
    return scope.db.get_one(QuestionnaireVersion, version.id, with_for_update=True, populate_existing=True)


def _begin(scope: Scope, appointment: Appointment, version: QuestionnaireVersion) -> QuestionnaireResponse:
    version.answered_at = version.answered_at or scope.now
    response = QuestionnaireResponse(
        patient_id=appointment.patient_id, appointment_id=appointment.id, questionnaire_id=version.questionnaire_id,
        version_id=version.id, started_at=scope.now, changed_at=scope.now, changed_by=scope.actor.account_id,
    )  # fmt: skip
    scope.db.add(response)
    scope.db.flush()
    return response


def _tell(scope: Scope, appointment: Appointment) -> None:
    scope.tell(f"patient:{appointment.patient_id}")
    scope.tell(f"form:{appointment.id}")


def _page(scope: Scope, appointment: Appointment) -> ToAnswer:
    found = asking.sheets(scope, appointment)
    if not found:
        raise NotFound
    steps = [
        Step(
            form_id=sheet.version.questionnaire_id,
            form=sheet.version.title,
            intro=sheet.version.intro,
            question=asking.question_card(question),
            values=tuple(answers.get(question.key, ())),
            spoken=judging.spoken(question, answers.get(question.key, [])),
            done=question.key in answers,
        )
        for sheet in found
        for answers in [sheet.answers]
        for question in asking.questions_of(sheet.version)
    ]
    return ToAnswer(
        appointment_id=appointment.id,
        visit=visit_words(scope, appointment),
        steps=tuple(steps),
        answered=sum(step.done for step in steps),
        missing=sum(step.question.required and not step.done for step in steps),
        handed_in=all(sheet.response and sheet.response.handed_in_at for sheet in found),
        refused=closed_words(appointment),
    )
