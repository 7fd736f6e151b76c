"""What stands in braces in a template, filled from the chart of the patient whose visit it is."""

from collections.abc import Callable

from hms.access import Scope
from hms.models import Appointment, Encounter, NoteTemplate, Patient
from hms.schemas.notes import LABELS
from hms.schemas.templates import BRACES
from hms.schemas.words import SEXES, age, plain_day
from hms.services import prescribing
from hms.services.cards import allergies_of
from hms.services.chart import problems
from hms.services.chart.vitals.glancing import glance as latest_vitals
from hms.services.intake.statements import no_allergies
from hms.services.local_time import local_day, today
from hms.services.notes import carrying
from hms.texts import t

NOT_RECORDED = t("not recorded")
Fill = Callable[[Scope, Encounter, Patient], str]


def filled(scope: Scope, encounter: Encounter, row: NoteTemplate) -> dict[str, str]:
    """Give the words of a template for one visit, each placeholder filled; of which nothing is known, that is said."""
    patient = scope.db.get_one(Patient, encounter.patient_id)
    known: dict[str, str] = {}

    def fill(name: str) -> str:
        if name not in known:  # once for all fields: vital signs are several questions
            known[name] = FILLS[name](scope, encounter, patient) or NOT_RECORDED
        return known[name]

    # In one pass: what a patient gave as the reason may have braces in it, and they mean nothing.
    return {
        name: BRACES.sub(lambda found: fill(found[1]) if found[1] in FILLS else found[0], getattr(row, name))
        for name in LABELS
    }


def _age(scope: Scope, _: Encounter, patient: Patient) -> str:
    return age(patient.born_on, today(scope)) if patient.born_on else ""


def _sex(_: Scope, __: Encounter, patient: Patient) -> str:
    return SEXES.get(patient.sex, patient.sex) if patient.sex != "unknown" else ""


def _reason(scope: Scope, encounter: Encounter, _: Patient) -> str:
    booked = scope.db.get(Appointment, encounter.appointment_id) if encounter.appointment_id else None
    return booked.reason if booked else encounter.kind


def _vitals(scope: Scope, _: Encounter, patient: Patient) -> str:
    days: dict[str, list[str]] = {}
    for one in latest_vitals(scope, patient):
        days.setdefault(one.day, []).append(f"{one.name} {one.value} {one.unit}".strip())
    return "; ".join(t("{listed} ({day})", listed=", ".join(listed), day=day) for day, listed in days.items())


def _medicines(scope: Scope, _: Encounter, patient: Patient) -> str:
    listed = prescribing.of_patient(scope, patient.id)
    return "; ".join(", ".join(filter(None, (one.drug, one.how))) for one in listed)


def _allergies(scope: Scope, _: Encounter, patient: Patient) -> str:
    listed = allergies_of(scope, {patient.id}).get(patient.id, [])
    return ", ".join(listed) or no_allergies(scope, patient.id)


def _problems(scope: Scope, _: Encounter, patient: Patient) -> str:
    return ", ".join(one.title for one in problems.glance(scope, patient))


def _last_visit(scope: Scope, encounter: Encounter, _: Patient) -> str:
    earlier = carrying.last(scope, encounter.patient_id, encounter.id)
    if earlier is None:
        return ""
    told = t("{day}, {who}", day=plain_day(local_day(scope, earlier.started_at)), who=carrying.who(scope, earlier))
    return f"{told}: {earlier.kind}" if earlier.kind else told


def _today(scope: Scope, _: Encounter, __: Patient) -> str:
    return plain_day(today(scope))


FILLS: dict[str, Fill] = {
    "age": _age, "sex": _sex, "reason": _reason, "vitals": _vitals, "medicines": _medicines, "allergies": _allergies,
    "problems": _problems, "last_visit": _last_visit, "today": _today,
}  # fmt: skip
