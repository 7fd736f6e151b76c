"""What patients ask to have changed, in words."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from hms.access import Scope
from hms.models import ChangeRequest, Patient
from hms.schemas.births import birth_words
from hms.schemas.personal_cards import ChangeRequestCard, WishCard
from hms.schemas.words import clock, plain_day
from hms.services.local_time import local_day
from hms.services.personal import words
from hms.services.personal.national import kind_words
from hms.texts import t

Wishes = dict[str, list[str]]  # field: before, wished; of an identifier the country, kind and value with bars between
BAR = "|"


def wishes_of(request: ChangeRequest) -> Wishes:
    """Read what is asked for; nothing where it cannot be read."""
    try:
        found = json.loads(request.wishes)
    except ValueError:
        return {}
    return {str(field): [str(value) for value in pair] for field, pair in found.items()}


def open_of(scope: Scope, patient: Patient) -> list[ChangeRequestCard]:
    """List what a patient asks for and nobody has answered, the oldest first."""
    rows = scope.db.exec(OPEN_OF, params={"patient_id": patient.id})
    return [request_card(scope, row, patient) for row in rows]


def still_open() -> SelectOfScalar[ChangeRequest]:
    """Build the query for what nobody has answered."""
    return select(ChangeRequest).where(
        col(ChangeRequest.accepted_at).is_(None),
        col(ChangeRequest.declined_at).is_(None),
        col(ChangeRequest.withdrawn_at).is_(None),
    )


OPEN_OF = still_open().where(ChangeRequest.patient_id == bindparam("patient_id")).order_by(col(ChangeRequest.id))


def request_cards(scope: Scope, rows: Sequence[ChangeRequest]) -> list[ChangeRequestCard]:
    """Word requests of several patients; whose they are is noted."""
    ids: set[UUID] = {row.patient_id for row in rows}
    patients = {row.id: row for row in scope.db.exec(select(Patient).where(col(Patient.id).in_(ids)))}
    scope.touch(*ids)
    return [request_card(scope, row, patients[row.patient_id]) for row in rows]


def request_card(scope: Scope, row: ChangeRequest, patient: Patient) -> ChangeRequestCard:
    """Word one request."""
    return ChangeRequestCard(
        id=row.id,
        version=row.version,
        patient_id=patient.id,
        patient=patient.name,
        record_number=patient.record_number,
        made=f"{plain_day(local_day(scope, row.made_at))}, {clock(row.made_at, scope.zone)}",
        wishes=[_wish(field, before, wished) for field, (before, wished) in wishes_of(row).items()],
        reason=row.reason,
        state=state_of(row),
        answer=row.answer,
    )


def state_of(row: ChangeRequest) -> str:
    """Say how a request stands."""
    facts = (("accepted", row.accepted_at), ("declined", row.declined_at), ("withdrawn", row.withdrawn_at))
    return next((word for word, at in facts if at), "open")


def _wish(field: str, before: str, wished: str) -> WishCard:
    return WishCard(
        field=field, label=t(words.FIELDS.get(field, field)), before=said(field, before), wished=said(field, wished)
    )


def said(field: str, value: str) -> str:
    """Say a value that is asked for as people read it."""
    if field == "born":
        return birth_words(value, False)
    if field == "sex":
        return words.sex_words(value)
    if field == "identifier" and value.count(BAR) == 2:
        country, kind, number = value.split(BAR)
        return t("{kind}: {value}", kind=kind_words(country, kind), value=number)
    return value or t("nothing")
