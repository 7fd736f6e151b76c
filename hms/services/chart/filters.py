"""What a list of patients may be made by: each filter finds, among some patients, whom it fits and why."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, select

from hms.access import Scope
from hms.errors import Invalid
from hms.knowledge.gaps.rules import rules
from hms.knowledge.problem_states import STANDING
from hms.models import Condition, MedicationRequest, Observation, Patient
from hms.schemas.own_patients import OwnPatientsForm
from hms.schemas.words import plain_day
from hms.services.chart import gaps
from hms.services.chart.entries import IN_ERROR
from hms.services.chart.observed import name_of, value_of
from hms.services.local_time import local_day, today
from hms.services.prescriptions import ended
from hms.texts import t

Why = dict[UUID, list[str]]
Filter = Callable[[Scope, Sequence[Patient]], Why]
CODE = re.compile(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{0,4})")
IDS: Any = bindparam("ids", expanding=True)
MOST_RESULTS = 200


def asked(form: OwnPatientsForm) -> list[Filter]:
    """Say which filters are asked for, those first that the database can help with. Raises Invalid."""
    found: list[Filter] = []
    if form.condition:
        found.append(partial(_condition, form.condition))
    if form.result:
        code, _, unit = form.result.partition("|")
        found.append(partial(_result, Bound(code, unit, form.than == "over", _number(form.number))))
    if form.drug:
        found.append(partial(_drug, form.drug))
    if form.gap:
        if form.gap not in rules():
            raise Invalid(gap=t("Please choose one"))
        found.append(partial(_gap, form.gap))
    return found


def _number(said: str) -> Decimal:
    try:
        number = Decimal(said.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Invalid(number=t("Give a number to compare with."))
    return number


def _ids(patients: Sequence[Patient]) -> dict[str, Any]:
    return {"ids": [one.id for one in patients]}


def _condition(said: str, scope: Scope, patients: Sequence[Patient]) -> Why:
    """Find problems that stand: by the beginning of a code, or by words of their text in any order."""
    query = select(Condition).where(col(Condition.patient_id).in_(IDS), col(Condition.status).in_(STANDING))
    if by_code := CODE.fullmatch(said.upper()):
        plain = said.upper().replace(".", "")
        query = query.where(func.replace(Condition.code, ".", "").startswith(plain, autoescape=True))
    found: Why = {}
    for row in scope.db.scalars(query, _ids(patients)):
        if by_code or _has(row.text, said):
            words = " ".join(filter(None, (row.text, row.code and f"({row.code})")))
            _add(found, row.patient_id, words)
    return found


def _drug(said: str, scope: Scope, patients: Sequence[Patient]) -> Why:
    """Find signed prescriptions that go on, by words of their drug."""
    query = select(MedicationRequest).where(
        col(MedicationRequest.patient_id).in_(IDS),
        col(MedicationRequest.signed_at).is_not(None),
        col(MedicationRequest.removed_at).is_(None),
        or_(col(MedicationRequest.ends_on).is_(None), col(MedicationRequest.ends_on) >= today(scope)),
        ended.goes_on(),
    )
    found: Why = {}
    for row in scope.db.scalars(query, _ids(patients)):
        if _has(row.drug, said):
            _add(found, row.patient_id, row.drug)
    return found


class Bound(NamedTuple):
    """A kind of result in its unit, and the number that it is to lie over or under."""

    code: str
    unit: str
    over: bool
    number: Decimal


def _result(bound: Bound, scope: Scope, patients: Sequence[Patient]) -> Why:
    """Find whose latest result of a kind lies over or under a number."""
    found: Why = {}
    same = (col(Observation.code) == bound.code, col(Observation.unit) == bound.unit)
    for row in scope.db.scalars(_newest([Observation.patient_id], *same), _ids(patients)):
        try:
            value = Decimal(row.number)
        except InvalidOperation:
            continue
        if value > bound.number if bound.over else value < bound.number:
            day = plain_day(local_day(scope, row.happened_at or row.recorded_at))
            _add(found, row.patient_id, t("{name} {value}, {day}", name=name_of(row), value=value_of(row), day=day))
    return found


def _gap(key: str, scope: Scope, patients: Sequence[Patient]) -> Why:
    """Find in whose care something is missing."""
    told = ((patient_id, listed) for patient_id, listed in gaps.of_many(scope, patients, [key]).items() if listed)
    return {patient_id: [_gap_words(gaps.line(one)) for one in listed] for patient_id, listed in told}


def _gap_words(line: Any) -> str:
    return t("{title}: {mark}", title=line.title, mark=line.mark)


def results_of(scope: Scope, patients: Sequence[Patient]) -> list[list[str]]:
    """Name what was measured of these patients with a number, each with its unit: (code|unit, words), by name."""
    newest = scope.db.scalars(_newest([Observation.code, Observation.unit]).limit(MOST_RESULTS), _ids(patients))
    units = [(f"{row.code}|{row.unit}", name_of(row), value_of(row).partition(" ")[2]) for row in newest if row.code]
    named = [[key, f"{name} ({unit})" if unit else name] for key, name, unit in units]
    return sorted(named, key=lambda one: one[1].casefold())


def _newest(columns: Sequence[Any], *where: Any) -> Any:
    """Build the question for the newest number of each of what these columns tell apart."""
    seen: Any = Observation
    place = func.row_number().over(partition_by=list(columns), order_by=[seen.happened_at.desc(), seen.id.desc()])
    numbered = select(seen.id, place.label("place")).where(
        seen.patient_id.in_(IDS), seen.number != "", seen.status != IN_ERROR, *where
    )
    ranked = numbered.subquery()
    return select(Observation).join(ranked, ranked.c.id == seen.id).where(ranked.c.place == 1)


def _has(text: str, said: str) -> bool:
    there = text.casefold()
    return all(word in there for word in said.casefold().split())


def _add(found: Why, patient_id: UUID, words: str) -> None:
    if words not in found.setdefault(patient_id, []):
        found[patient_id].append(words)
