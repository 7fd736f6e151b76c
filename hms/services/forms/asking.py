"""Which forms are asked before a visit, in which version, and what they ask."""

import json
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import col, or_, select

from hms.access import Scope
from hms.models import Appointment, Questionnaire, QuestionnaireResponse, QuestionnaireUse, QuestionnaireVersion
from hms.schemas.forms import KINDS, Question, QuestionCard
from hms.texts import t


class Sheet(NamedTuple):
    """A form before a visit: its version, and what was answered so far."""

    version: QuestionnaireVersion
    response: QuestionnaireResponse | None

    @property
    def answers(self) -> dict[str, list[str]]:
        """Read the answers by question."""
        return answers_of(self.response) if self.response else {}


def questions_of(version: QuestionnaireVersion) -> list[Question]:
    """Read what a version asks, in order."""
    return [Question.model_validate(one) for one in json.loads(version.questions)]


def answers_of(response: QuestionnaireResponse) -> dict[str, list[str]]:
    """Read what was answered; nothing where it was damaged."""
    try:
        told = json.loads(response.answers or "{}")
    except ValueError:
        return {}
    return {str(key): [str(value) for value in values] for key, values in told.items()}


def sheets(scope: Scope, appointment: Appointment) -> list[Sheet]:
    """List the forms of a visit: those asked for its type, and those that were answered, as they were then."""
    return sheets_of(scope, [appointment])[appointment.id]


def sheets_of(scope: Scope, appointments: Sequence[Appointment]) -> dict[UUID, list[Sheet]]:
    """List the forms of several visits, in four questions."""
    ids = [one.id for one in appointments]
    given = select(QuestionnaireResponse).where(col(QuestionnaireResponse.appointment_id).in_(ids))
    responses = scope.db.exec(given.order_by(col(QuestionnaireResponse.started_at))).all()
    uses = _uses(scope, {one.visit_type_id for one in appointments})
    latest = current(scope, {form_id for found in uses.values() for form_id in found})
    old = select(QuestionnaireVersion).where(col(QuestionnaireVersion.id).in_([one.version_id for one in responses]))
    versions = {one.id: one for one in scope.db.exec(old)}
    found: dict[UUID, list[Sheet]] = {}
    for one in appointments:
        mine = [Sheet(versions[r.version_id], r) for r in responses if r.appointment_id == one.id]
        begun = {sheet.version.questionnaire_id for sheet in mine}
        wanted = [latest[form_id] for form_id in uses.get(one.visit_type_id, []) if form_id not in begun]
        found[one.id] = [*mine, *(Sheet(version, None) for version in wanted if version.questions != "[]")]
    return found


def _uses(scope: Scope, type_ids: set[UUID | None]) -> dict[UUID | None, list[UUID]]:
    named = col(QuestionnaireUse.visit_type_id).in_([one for one in type_ids if one])
    asked = (
        select(QuestionnaireUse)
        .join(Questionnaire)
        .where(
            col(Questionnaire.closed_at).is_(None),
            or_(named, col(QuestionnaireUse.visit_type_id).is_(None)) if None in type_ids else named,
        )
    )
    found: dict[UUID | None, list[UUID]] = {}
    for use in scope.db.exec(asked.order_by(col(Questionnaire.id))):
        found.setdefault(use.visit_type_id, []).append(use.questionnaire_id)
    return found


def current(scope: Scope, form_ids: set[UUID]) -> dict[UUID, QuestionnaireVersion]:
    """Fetch the newest version of each form."""
    asked = select(QuestionnaireVersion).where(col(QuestionnaireVersion.questionnaire_id).in_(form_ids))
    return {one.questionnaire_id: one for one in scope.db.exec(asked.order_by(col(QuestionnaireVersion.number)))}


def question_card(question: Question) -> QuestionCard:
    """Word a question."""
    least, most = (f"{n.normalize():f}" if n is not None else "" for n in (question.least, question.most))
    unit = f" {question.unit}" if question.unit else ""
    if least and most:
        limits = t("From {least} to {most}{unit}", least=least, most=most, unit=unit)
    elif least:
        limits = t("{least}{unit} or more", least=least, unit=unit)
    else:
        limits = t("{most}{unit} or less", most=most, unit=unit) if most else ""
    return QuestionCard(
        **{**question.model_dump(exclude={"least", "most"}), "kind_words": KINDS[question.kind]},
        least=least,
        most=most,
        limits=limits,
    )
