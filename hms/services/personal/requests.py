"""A patient asks for another name, birth date, sex or number; reception says yes or no, and both values are kept."""

import json
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible, Stale
from hms.models import ChangeRequest, Patient
from hms.permissions import Permission
from hms.schemas.births import NoDate, read_birth
from hms.schemas.personal import ChangeAnswer, ChangeAsked, IdentifierEntry
from hms.schemas.personal_cards import ChangeRequestCard
from hms.services.local_time import today
from hms.services.personal import rows, words
from hms.services.personal.asked import (
    BAR,
    Wishes,
    open_of,
    request_card,
    request_cards,
    said,
    still_open,
    wishes_of,
)
from hms.services.personal.identity import keep_name
from hms.services.personal.keeping import Difference, done, settle, to_change, whose
from hms.services.personal.numbers import held_by_another, identifier_row, put
from hms.texts import t

TOPIC = "change_requests"
NAMES = ("prefix", "given_names", "family_name", "suffix")
MOST_OPEN = 5


@requires(Permission.ASK_FOR_CHANGE)
def ask_change(scope: Scope, form: ChangeAsked) -> ChangeRequestCard:
    """Ask for another name, birth date, sex or number; what one asked for before and is still open stays beside it.

    The same asked twice is asked once. Raises Invalid, Stale, or NotPossible when too much is open.
    """
    patient = to_change(scope, form.patient_id)
    if scope.actor.account_id is None:
        raise NotPossible(t("Sign in to ask for this"))
    wishes = _wishes(scope, patient, form)
    if not wishes:
        raise Invalid(t("This is what your record says already"))
    before = open_of(scope, patient)
    waiting = scope.db.exec(still_open().where(ChangeRequest.patient_id == patient.id)).all()
    if again := next((row for row in waiting if wishes_of(row) == wishes), None):
        return request_card(scope, again, patient)
    if patient.version != form.version:
        raise Stale(words.lines(said(field, pair[0]) for field, pair in wishes.items()))
    if len(before) >= MOST_OPEN:
        raise NotPossible(t("You have asked for several changes"), t("Wait for an answer, or take one back first."))
    row = ChangeRequest(patient_id=patient.id, account_id=scope.actor.account_id, made_at=scope.now)
    scope.db.add(row.sealing(wishes=json.dumps(wishes, ensure_ascii=False), reason=form.reason or None))
    scope.db.flush()
    _tell(scope, row)
    return request_card(scope, row, patient)


def _wishes(scope: Scope, patient: Patient, form: ChangeAsked) -> Wishes:
    now = {part: getattr(patient, part) for part in NAMES} | {"born": patient.born, "sex": patient.sex}
    wished: dict[str, str | None] = {part: getattr(form, part) for part in NAMES} | {"sex": form.sex}
    if form.born is not None:
        try:
            wished["born"] = read_birth(form.born, today(scope), scope.clinic.country)
        except NoDate as problem:
            raise Invalid(born=str(problem)) from problem
    found = {field: [now[field], value] for field, value in wished.items() if value not in {None, now[field]}}
    if not any(wished[part] or (wished[part] is None and now[part]) for part in ("given_names", "family_name")):
        raise Invalid(given_names=t("Write at least one part of the name."))
    if form.identifier is not None and form.identifier.value:
        row = identifier_row(patient.id, form.identifier, "identifier")
        if row.value_index not in {one.value_index for one in rows.identifiers(scope, patient.id)}:
            found["identifier"] = ["", BAR.join((row.country, row.kind, row.value))]
    return {field: [before, after or ""] for field, (before, after) in found.items()}


@requires(Permission.ASK_FOR_CHANGE)
def withdraw(scope: Scope, request_id: UUID, version: int) -> ChangeRequestCard:
    """Take back what one has asked for. Raises NotFound, or NotPossible when it was answered meanwhile."""
    row, patient = _answerable(scope, request_id, version)
    row.withdrawn_at = scope.now
    return _answered(scope, row, patient)


@requires(Permission.ASK_FOR_CHANGE)
def my_requests(scope: Scope, patient_id: UUID | None = None) -> list[ChangeRequestCard]:
    """List all that one has asked for, the latest first, with how it stands."""
    patient = whose(scope, patient_id)
    mine = select(ChangeRequest).where(ChangeRequest.patient_id == patient.id)
    return [request_card(scope, row, patient) for row in scope.db.exec(mine.order_by(col(ChangeRequest.id).desc()))]


@requires(Permission.CHANGE_IDENTITY)
def open_requests(scope: Scope) -> list[ChangeRequestCard]:
    """List what patients ask for and nobody has answered, the oldest first."""
    asked = scope.within(still_open(), ChangeRequest)
    return request_cards(scope, scope.db.scalars(asked.order_by(col(ChangeRequest.id))).all())


@requires(Permission.CHANGE_IDENTITY)
def accept(scope: Scope, form: ChangeAnswer) -> ChangeRequestCard:
    """Do what a patient asks for; both values are kept in the history.

    Raises NotFound, NotPossible when it was answered meanwhile or another record holds the number, Stale when what it
    was to replace has changed since.
    """
    row, patient = _answerable(scope, form.request_id, form.version)
    wishes = wishes_of(row)
    moved = [
        said(f, now)
        for f, (before, _) in wishes.items()
        if f != "identifier" and (now := getattr(patient, f)) != before
    ]
    if moved:
        raise Stale(words.lines(moved))
    scope.touch(patient.id)
    differences: list[Difference] = [(f, said(f, b) if b else "", said(f, w)) for f, (b, w) in wishes.items()]
    changing = settle(scope, patient, patient.version, differences, row.id)
    names = {part: wishes[part][1] if part in wishes else getattr(patient, part) for part in NAMES}
    keep_name(scope, patient, names["given_names"], names["family_name"], former=True)
    for field, (_, wished) in wishes.items():
        if field == "identifier":
            _take_number(scope, patient, wished)
        else:
            setattr(patient, field, wished)
    if "born" in wishes:
        patient.born_estimated = False
    row.accepted_at = scope.now
    done(
        scope,
        patient,
        ["name" if field in NAMES else "identifiers" if field == "identifier" else field for field in changing],
    )
    return _answered(scope, row, patient)


def _take_number(scope: Scope, patient: Patient, wished: str) -> None:
    country, kind, value = wished.split(BAR)
    number = identifier_row(patient.id, IdentifierEntry(country=country, kind=kind, value=value), "identifier")
    if held_by_another(scope, number):
        raise NotPossible(
            t("Another record of this clinic already holds this number"),
            t("Find out who that is before you answer; it may be the same person."),
        )
    put(scope, [], [number])


@requires(Permission.CHANGE_IDENTITY)
def decline(scope: Scope, form: ChangeAnswer) -> ChangeRequestCard:
    """Say no to what a patient asks for, and why. Raises Invalid without a reason, NotFound, NotPossible."""
    if not form.answer:
        raise Invalid(answer=t("Say why, so that the patient knows what to bring or to do."))
    row, patient = _answerable(scope, form.request_id, form.version)
    row.declined_at = scope.now
    return _answered(scope, row, patient, form.answer)


def _answerable(scope: Scope, request_id: UUID, version: int) -> tuple[ChangeRequest, Patient]:
    row = scope.one(ChangeRequest, request_id, lock=True)
    scope.db.refresh(row)
    if row.version != version or row.accepted_at or row.declined_at or row.withdrawn_at:
        raise NotPossible(t("This was answered meanwhile"), t("Look at the record to see what became of it."))
    return row, to_change(scope, row.patient_id)


def _answered(scope: Scope, row: ChangeRequest, patient: Patient, answer: str = "") -> ChangeRequestCard:
    row.version += 1
    if not row.withdrawn_at:
        row.decided_by = scope.actor.account_id
    if answer:
        row.answer = answer
    scope.db.flush()
    _tell(scope, row)
    return request_card(scope, row, patient)


def _tell(scope: Scope, row: ChangeRequest) -> None:
    scope.tell(TOPIC, row.id)
    scope.tell(f"patient:{row.patient_id}", "requests")
