"""What is missing in a patient's care, by the rules; of one patient, or of many in as many questions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, literal, true, union_all
from sqlalchemy import select as sa_select
from sqlmodel import col, select

from hms.access import Scope
from hms.knowledge.gaps.rules import Facts, Gap, Problem, codes, gaps, rules
from hms.knowledge.problem_states import STANDING
from hms.models import AllergyIntolerance, Condition, HealthStatement, Immunization, Observation, Patient
from hms.schemas.chart import ChartLine
from hms.schemas.intake import SMOKING
from hms.schemas.statements import NONE
from hms.schemas.words import plain_day
from hms.services.chart import immunizations
from hms.services.chart.entries import IN_ERROR
from hms.services.intake import standing
from hms.services.local_time import local_day, today
from hms.texts import t

SMOKES = "72166-2"  # LOINC, tobacco smoking status
SAYS_SMOKING = ("smok", "tobacco", "cigar", "vape")
IDS: Any = bindparam("ids", expanding=True)
# Built once: every opened chart asks them.
PROBLEMS: Any = select(Condition).where(
    col(Condition.patient_id).in_(IDS), col(Condition.status).in_(STANDING), col(Condition.certain).is_(True)
)
ASKED = union_all(*(select(literal(code).label("code")) for code in [*sorted(codes()), SMOKES])).subquery()
OF_CODE: Any = (
    col(Observation.patient_id) == Patient.id, col(Observation.code) == ASKED.c.code,
    col(Observation.status).not_in([IN_ERROR, "cancelled"]),
)  # fmt: skip
AT, NOTED = col(Observation.happened_at), col(Observation.recorded_at)
# Code by code, so that an index gives the last at once, however often something was measured.
DATED: Any = select(AT).where(*OF_CODE, AT.is_not(None)).order_by(AT.desc()).limit(1)
UNDATED: Any = select(NOTED).where(*OF_CODE, AT.is_(None)).order_by(NOTED.desc()).limit(1)
LAST: Any = (
    sa_select(Patient.id, ASKED.c.code, *(one.correlate(Patient, ASKED).scalar_subquery() for one in (DATED, UNDATED)))  # type: ignore[call-overload]
    .join(ASKED, true())
    .where(col(Patient.id).in_(IDS))
)
ALLERGIES: Any = select(AllergyIntolerance).where(col(AllergyIntolerance.patient_id).in_(IDS))
SAID: Any = select(HealthStatement).where(
    col(HealthStatement.patient_id).in_(IDS), col(HealthStatement.kind).in_((NONE["allergy"], "habit", NONE["habit"]))
)
GIVEN: Any = select(Immunization).where(col(Immunization.patient_id).in_(IDS))


class Entries(NamedTuple):
    """What the rules look at in the record of one patient; more does no harm."""

    problems: Sequence[Condition]
    allergies: Sequence[AllergyIntolerance]
    said: Sequence[HealthStatement]
    given: Sequence[Immunization]


def of_many(scope: Scope, patients: Sequence[Patient], only: Iterable[str] = ()) -> dict[UUID, list[Gap]]:
    """Find what is missing in the care of some patients, by the rules or some of them; by patient."""
    known = facts_of(scope, patients)
    day = today(scope)
    return {patient.id: gaps(known[patient.id], day, only) for patient in patients}


def facts_of(scope: Scope, patients: Sequence[Patient]) -> dict[UUID, Facts]:
    """Read what the rules ask of some patients; by patient."""
    ids = {"ids": [patient.id for patient in patients]}
    read = [_by_patient(scope, asked, ids) for asked in (PROBLEMS, ALLERGIES, SAID, GIVEN)]
    measured = _measured(scope, ids)
    return {
        one.id: _facts(scope, one, Entries(*(rows.get(one.id, []) for rows in read)), measured.get(one.id, {}))
        for one in patients
    }


def _facts(scope: Scope, patient: Patient, read: Entries, days: dict[str, date]) -> Facts:
    stated = [row for row in read.said if standing.holds(row)]
    standing_ones = [row for row in read.problems if row.status in STANDING and row.certain]
    return Facts(
        born_on=patient.born_on,
        deceased=patient.deceased,
        problems=[Problem(row.code_system, row.code, row.text) for row in standing_ones],
        measured=days,
        allergies_known=any(row.kind == NONE["allergy"] for row in stated)
        or any(standing.holds(row) for row in read.allergies),
        smoking_known=SMOKES in days or any(_tells_of_smoking(row) for row in stated),
        overdue=immunizations.overdue_of(scope, patient, list(read.given)),
    )


def lines(scope: Scope, patient: Patient, read: Entries) -> list[ChartLine]:
    """Word what is missing in the care of a patient whose entries were read, and what to do.

    Vaccines are listed one by one by their own list.
    """
    others = [key for key, rule in rules().items() if rule.kind != "vaccines"]
    days = _measured(scope, {"ids": [patient.id]}).get(patient.id, {})
    return [line(gap) for gap in gaps(_facts(scope, patient, read, days), today(scope), others)]


def line(gap: Gap) -> ChartLine:
    """Word a gap: what, since when, why it matters, what to do, who says so."""
    rule = gap.rule
    last = t("last on {day}", day=plain_day(gap.last)) if gap.last else t("not in this record")
    because = f"{t(rule.why).removesuffix('.')}: {gap.because}." if gap.because else t(rule.why)
    return ChartLine(
        id=rule.key,
        title=t(rule.title),
        mark=last if rule.kind == "measured" else t("missing"),
        tone="warn",
        note=f"{because} {t(rule.todo)}",
        day=t("Source: {source}, {dated}", source=rule.source, dated=rule.dated),
    )


def _tells_of_smoking(row: HealthStatement) -> bool:
    said = row.text.casefold()
    return row.kind == "habit" and (row.text in SMOKING.values() or any(word in said for word in SAYS_SMOKING))


def _by_patient(scope: Scope, asked: Any, ids: dict[str, list[UUID]]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in scope.db.scalars(asked, ids):
        found.setdefault(row.patient_id, []).append(row)
    return found


def _measured(scope: Scope, ids: dict[str, list[UUID]]) -> dict[UUID, dict[str, date]]:
    found: dict[UUID, dict[str, date]] = {}
    for patient_id, code, *days in scope.db.execute(LAST, ids):
        if known := list(filter(None, days)):
            found.setdefault(patient_id, {})[code] = local_day(scope, max(known))
    return found
