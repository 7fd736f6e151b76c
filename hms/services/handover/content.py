"""What stands on the one page: the sections of the International Patient Summary (ISO 27269), from the chart."""

from uuid import UUID

from hms.access import Scope, requires
from hms.models import AllergyIntolerance, Immunization, Patient, Procedure
from hms.permissions import Permission
from hms.schemas.births import birth_words
from hms.schemas.chart import ChartGlance
from hms.schemas.handover import SummaryLine, SummaryPaper, SummarySection
from hms.schemas.record_words import REACTIONS
from hms.schemas.words import SEXES, age, clock, plain_day
from hms.services import prescribing
from hms.services.chart import glance, lines
from hms.services.intake import standing
from hms.services.intake.statements import no_allergies
from hms.services.local_time import local_day, today
from hms.services.notes import carrying
from hms.texts import t

LONGEST, LONGEST_PLAN = 160, 900  # signs of a line; what is cut ends in …
NOTHING = t("Nothing is recorded.")


@requires(Permission.SEE_CHART)
def take_summary(scope: Scope, patient_id: UUID) -> SummaryPaper:
    """Give the one-page summary of a patient in one's care, as the chart is now. Raises NotFound."""
    patient = scope.patient(patient_id)
    chart = glance.glance_of(scope, patient)
    stated = standing.rows_of(scope, patient.id)
    day = today(scope)
    years = f" ({age(patient.born_on, day)})" if patient.born_on and not patient.deceased else ""
    return SummaryPaper(
        name=f"summary-{day.isoformat()}.pdf",
        clinic=scope.clinic.name,
        patient=patient.name,
        born=birth_words(patient.born, patient.born_estimated) + years,
        sex=SEXES.get(patient.sex, patient.sex),
        record_number=patient.record_number,
        made=t(
            "{who}, {day} at {time}",
            who=scope.actor.name, day=plain_day(day), time=clock(scope.now, scope.zone),
        ),
        warning=t("This patient has died.") if patient.deceased else chart.pregnancy,
        sections=[
            _allergies(scope, patient, stated),
            _medicines(scope, patient, stated),
            _problems(chart),
            _plan(scope, patient),
            _due(chart),
            _vitals(chart),
            _results(chart),
            _procedures(scope, patient),
            _vaccines(scope, patient),
        ],
    )  # fmt: skip


def _section(title: str, found: list[SummaryLine], least: int, none: str = NOTHING) -> SummarySection:
    return SummarySection(title=title, none=none, lines=found, least=least)


def _cut(text: str, most: int = LONGEST) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def _line(text: str, *notes: str, loud: bool = False) -> SummaryLine:
    return SummaryLine(text=_cut(text), note=_cut(", ".join(filter(None, notes))), loud=loud)


def _stated(row: standing.Stated) -> str:
    return t("stated by the patient") if standing.state_of(row) == "stated" else ""


def _allergies(scope: Scope, patient: Patient, stated: list[standing.Stated]) -> SummarySection:
    """List every allergy, the dangerous first: none of these ever gives way to anything else."""
    held = [row for row in stated if isinstance(row, AllergyIntolerance) and standing.holds(row)]
    held.sort(key=lambda row: row.criticality != "high")
    found = [
        _line(
            row.text,
            t("dangerous") if row.criticality == "high" else "",
            ", ".join(REACTIONS.get(one, one) for one in row.reaction.split()),
            _stated(row),
            loud=True,
        )
        for row in held
    ]
    none = no_allergies(scope, patient.id) or t("Not recorded: ask before you give anything.")
    return _section(t("Allergies and intolerances"), found, len(found), none)


def _medicines(scope: Scope, patient: Patient, stated: list[standing.Stated]) -> SummarySection:
    found = [_line(one.drug, one.how, one.advice, one.left) for one in prescribing.of_patient(scope, patient.id)]
    told = [row for row in stated if standing.kind_of(row) == "medicine" and standing.holds(row)]
    found += [_line(row.text, _stated(row)) for row in told if not standing.is_none(row)]
    none = t("Takes no medicines (stated by the patient).") if any(map(standing.is_none, told)) else NOTHING
    return _section(t("Medicines"), found, 12, none)


def _problems(chart: ChartGlance) -> SummarySection:
    return _section(t("Problems"), [_line(one.title, one.value, one.day) for one in chart.problems], 8)


def _plan(scope: Scope, patient: Patient) -> SummarySection:
    """Tell what was planned last, and by whom."""
    last = carrying.last(scope, patient.id)
    if last is None or not last.plan.strip():
        return _section(t("Plan"), [], 0)
    words = SummaryLine(text=_cut(last.plan, LONGEST_PLAN), note=carrying.whose(scope, last))
    return _section(t("Plan"), [words], 1)


def _due(chart: ChartGlance) -> SummarySection:
    return _section(t("Due or missing"), [_line(one.title, one.mark) for one in chart.due], 2, t("Nothing is due."))


def _vitals(chart: ChartGlance) -> SummarySection:
    found = [_line(f"{one.name} {one.value} {one.unit}".strip(), one.mark, one.day) for one in chart.vitals]
    return _section(t("Vital signs"), found, 4)


def _results(chart: ChartGlance) -> SummarySection:
    found = [_line(f"{one.title} {one.value}".strip(), one.mark, one.note, one.day) for one in chart.results]
    return _section(t("Results"), found, 3)


def _procedures(scope: Scope, patient: Patient) -> SummarySection:
    done = [row for row in lines.rows(scope, Procedure, patient.id) if row.status in {"completed", "in-progress"}]
    done.sort(key=lambda row: row.happened_at or row.recorded_at, reverse=True)
    return _section(
        t("Procedures"), [_line(row.text or row.code, lines.day_words(scope, row.happened_at)) for row in done], 2
    )


def _vaccines(scope: Scope, patient: Patient) -> SummarySection:
    """List what was given, each vaccine once with its days, the latest first."""
    given = [row for row in lines.rows(scope, Immunization, patient.id) if row.status == "completed"]
    given.sort(key=lambda row: row.happened_at or row.recorded_at, reverse=True)
    days: dict[str, list[str]] = {}
    for row in given:
        day = plain_day(local_day(scope, row.happened_at)) if row.happened_at else t("no date")
        days.setdefault(row.text or row.code, []).append(day)
    return _section(t("Immunizations"), [_line(name, *when) for name, when in days.items()], 2)
