"""The administrator makes forms: what they ask, in which order, and before which visits."""

import json
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from uuid_utils.compat import uuid7

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Questionnaire, QuestionnaireResponse, QuestionnaireUse, QuestionnaireVersion, VisitType
from hms.permissions import Permission
from hms.schemas.forms import MOST_QUESTIONS, FormLine, FormPage, Question, TitleForm
from hms.services.forms import asking
from hms.texts import t

PLAIN = "plain"  # visits without a type


@requires(Permission.RUN_CLINIC, reading=True)
def listed(scope: Scope) -> list[FormLine]:
    """List every form by title, the closed ones last."""
    forms = {one.id: one for one in scope.db.exec(select(Questionnaire))}
    versions, names = asking.current(scope, set(forms)), _type_names(scope)
    counted = select(QuestionnaireResponse.questionnaire_id, sa.func.count()).group_by(
        col(QuestionnaireResponse.questionnaire_id)
    )
    answered = dict(scope.db.exec(counted).all())
    used: dict[UUID, list[str]] = {}
    for use in scope.db.exec(select(QuestionnaireUse)):
        used.setdefault(use.questionnaire_id, []).append(names[use.visit_type_id])
    lines = [
        FormLine(
            id=form_id,
            title=version.title,
            questions=len(asking.questions_of(version)),
            types=", ".join(sorted(used.get(form_id, []))),
            answered=answered.get(form_id, 0),
            version=version.number,
            closed=forms[form_id].closed_at is not None,
        )
        for form_id, version in versions.items()
    ]
    return sorted(lines, key=lambda line: (line.closed, line.title.casefold()))


@requires(Permission.RUN_CLINIC, reading=True)
def see(scope: Scope, form_id: UUID) -> FormPage:
    """Show a form as it is made. Raises NotFound."""
    return _page(scope, *_form(scope, form_id))


@requires(Permission.RUN_CLINIC)
def begin(scope: Scope, form: TitleForm, key: str) -> UUID:
    """Make a new form, without a question yet; sent again, it gives the first one."""
    known = scope.db.exec(select(Questionnaire).where(Questionnaire.request_key == key)).first()
    if known:
        return known.id
    row = Questionnaire(made_at=scope.now, made_by=scope.actor.account_id, request_key=key)
    scope.db.add(row)
    scope.db.flush()
    scope.db.add(
        QuestionnaireVersion(
            questionnaire_id=row.id, number=1, title=form.title, intro=form.intro, questions="[]",
            made_at=scope.now, made_by=scope.actor.account_id,
        )
    )  # fmt: skip
    scope.db.flush()
    _changed(scope, row.id)
    return row.id


@requires(Permission.RUN_CLINIC)
def rename(scope: Scope, form_id: UUID, form: TitleForm, state: str) -> FormPage:
    """Change what a form is called and how it begins. Raises NotFound or Stale."""
    row, version = _to_change(scope, form_id, state)
    version.title, version.intro = form.title, form.intro
    return _kept(scope, row, version)


@requires(Permission.RUN_CLINIC)
def put_question(scope: Scope, form_id: UUID, question: Question, state: str) -> FormPage:
    """Add a question at the end, or change the one with its key. Raises Invalid, NotFound or Stale."""
    row, version = _to_change(scope, form_id, state)
    asked = asking.questions_of(version)
    places = [n for n, one in enumerate(asked) if question.key and one.key == question.key]
    if places:
        asked[places[0]] = question
    elif question.key:
        raise NotFound
    elif len(asked) >= MOST_QUESTIONS:
        raise Invalid(text=t("{n} questions are enough for one form.", n=MOST_QUESTIONS))
    else:
        asked.append(question.model_copy(update={"key": uuid7().hex}))
    _write(version, asked)
    return _kept(scope, row, version)


@requires(Permission.RUN_CLINIC)
def remove_question(scope: Scope, form_id: UUID, key: str, state: str) -> FormPage:
    """Take a question out; what was answered to it stays with its version. Raises NotFound or Stale."""
    row, version = _to_change(scope, form_id, state)
    _write(version, [one for one in asking.questions_of(version) if one.key != key])
    return _kept(scope, row, version)


@requires(Permission.RUN_CLINIC)
def move_question(scope: Scope, form_id: UUID, key: str, by: int, state: str) -> FormPage:
    """Move a question up (-1) or down (1). Raises NotFound or Stale."""
    row, version = _to_change(scope, form_id, state)
    asked = asking.questions_of(version)
    place = next((n for n, one in enumerate(asked) if one.key == key), None)
    if place is None:
        raise NotFound
    asked.insert(max(0, min(len(asked) - 1, place + (1 if by > 0 else -1))), asked.pop(place))
    _write(version, asked)
    return _kept(scope, row, version)


@requires(Permission.RUN_CLINIC)
def ask_before(scope: Scope, form_id: UUID, types: list[str]) -> FormPage:
    """Choose the kinds of visits before which a form is asked. Raises Invalid or NotFound."""
    row, version = _form(scope, form_id, lock=True)
    known = {str(type_id) if type_id else PLAIN: type_id for type_id in _type_names(scope)}
    if set(types) - set(known):
        raise Invalid(types=t("Choose some of these."))
    scope.db.connection().execute(sa.delete(QuestionnaireUse).where(col(QuestionnaireUse.questionnaire_id) == form_id))
    scope.db.add_all(
        QuestionnaireUse(questionnaire_id=form_id, visit_type_id=known[one]) for one in dict.fromkeys(types)
    )
    return _kept(scope, row, version)


@requires(Permission.RUN_CLINIC)
def close(scope: Scope, form_id: UUID, closed: bool) -> FormPage:
    """Ask a form no more, or again; what was answered stays. Raises NotFound."""
    row, version = _form(scope, form_id, lock=True)
    row.closed_at = (row.closed_at or scope.now) if closed else None
    row.closed_by = scope.actor.account_id if closed else None
    return _kept(scope, row, version)


def _form(scope: Scope, form_id: UUID, lock: bool = False) -> tuple[Questionnaire, QuestionnaireVersion]:
    row = scope.db.get(Questionnaire, form_id, with_for_update=True if lock else None)
    if row is None:
        raise NotFound
    return row, asking.current(scope, {form_id})[form_id]


def _to_change(scope: Scope, form_id: UUID, state: str) -> tuple[Questionnaire, QuestionnaireVersion]:
    """Fetch the version to write on: the newest, or a new one where that was answered already."""
    row, version = _form(scope, form_id, lock=True)
    version = scope.db.get_one(QuestionnaireVersion, version.id, with_for_update=True, populate_existing=True)
    if _state(version) != state:
        raise Stale
    if row.closed_at:
        raise NotPossible(t("This form is asked no more"), t("Ask it again first, then change it."))
    if version.answered_at is None:
        version.edits += 1
        return row, version
    after = QuestionnaireVersion(
        questionnaire_id=form_id, number=version.number + 1, title=version.title, intro=version.intro,
        questions=version.questions, made_at=scope.now, made_by=scope.actor.account_id,
    )  # fmt: skip
    scope.db.add(after)
    return row, after


def _state(version: QuestionnaireVersion) -> str:
    return f"{version.number}.{version.edits}"


def _write(version: QuestionnaireVersion, asked: list[Question]) -> None:
    version.questions = json.dumps([one.model_dump(mode="json", exclude_defaults=True) for one in asked])


def _kept(scope: Scope, row: Questionnaire, version: QuestionnaireVersion) -> FormPage:
    scope.db.flush()
    _changed(scope, row.id)
    return _page(scope, row, version)


def _changed(scope: Scope, form_id: UUID) -> None:
    scope.tell("forms", form_id)
    scope.note(form_id)


def _type_names(scope: Scope) -> dict[UUID | None, str]:
    kinds = scope.db.exec(select(VisitType).where(col(VisitType.closed_at).is_(None)).order_by(VisitType.name))
    names: dict[UUID | None, str] = {None: t("Plain visits"), **{kind.id: kind.name for kind in kinds}}
    used = set(scope.db.exec(select(QuestionnaireUse.visit_type_id))) - set(names)
    closed = scope.db.exec(select(VisitType).where(col(VisitType.id).in_(used))) if used else ()
    return names | {one.id: one.name for one in closed}


def _page(scope: Scope, row: Questionnaire, version: QuestionnaireVersion) -> FormPage:
    used = set(scope.db.exec(select(QuestionnaireUse.visit_type_id).where(QuestionnaireUse.questionnaire_id == row.id)))
    names = _type_names(scope)
    return FormPage(
        id=row.id,
        state=_state(version),
        title=version.title,
        intro=version.intro,
        questions=tuple(asking.question_card(one) for one in asking.questions_of(version)),
        types=tuple((str(one) if one else PLAIN, name, one in used) for one, name in names.items()),
        version=version.number,
        answered=version.answered_at is not None,
        closed=row.closed_at is not None,
    )
