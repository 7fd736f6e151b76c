"""The chart at a glance: what a doctor looks for first, read in a few questions whatever the record holds."""

from collections.abc import Iterable

from sqlmodel import col, select

from hms.access import Scope
from hms.models import AllergyIntolerance, Condition, HealthStatement, Immunization, Patient
from hms.schemas.chart import ChartGlance, ChartLine
from hms.services.chart import gaps, immunizations, lines, observed, problems
from hms.services.chart.vitals.glancing import glance as latest_vitals
from hms.services.intake import standing
from hms.texts import t


def glance_of(scope: Scope, patient: Patient) -> ChartGlance:
    """Show problems, the latest vital signs and results, what is due or missing, and a pregnancy, of a patient fetched."""
    said = scope.db.exec(
        select(HealthStatement).where(HealthStatement.patient_id == patient.id).order_by(col(HealthStatement.id))
    ).all()
    read = gaps.Entries(
        lines.rows(scope, Condition, patient.id), _allergies(scope, patient), said,
        lines.rows(scope, Immunization, patient.id),
    )  # fmt: skip
    return ChartGlance(
        problems=[
            ChartLine(id=str(one.id), title=one.title, value=one.code, day=t("since {day}", day=one.since) if one.since else "", tone=one.tone)
            for one in problems.glance_of(scope, list(read.problems))
        ],
        due=[
            *gaps.lines(scope, patient, read),
            *(ChartLine(id=one.series, title=one.name, value=one.dose, mark=one.when, tone=one.tone, note=one.note)
            for one in immunizations.due_of(scope, patient, list(read.given))
            if one.state != "coming"),
        ],
        vitals=latest_vitals(scope, patient),
        results=observed.latest_results(scope, patient.id),
        pregnancy=_pregnancy(said),
    )  # fmt: skip


def _allergies(scope: Scope, patient: Patient) -> list[AllergyIntolerance]:
    return list(scope.db.exec(select(AllergyIntolerance).where(AllergyIntolerance.patient_id == patient.id)))


def _pregnancy(said: Iterable[HealthStatement]) -> str:
    rows = [row for row in said if row.kind == "pregnancy" and standing.holds(row)]
    if not rows:
        return ""
    last = rows[-1].text
    return last if rows[-1].confirmed_at else t("{said} (stated by the patient)", said=last)
