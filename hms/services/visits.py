"""A visit: called in and shown. What is signed no longer changes; the database refuses it too."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import NotFound, NotPossible
from hms.models import Appointment, Encounter, Patient, Practitioner
from hms.models.appointment_states import Act
from hms.permissions import Permission
from hms.schemas.visits import PastVisit, PatientBanner, VisitBegun, VisitPage, VisitSummary
from hms.schemas.words import SEXES, age, plain_day
from hms.services import encounters, prescribing, steps
from hms.services.cards import allergies_of, card
from hms.services.intake.statements import no_allergies
from hms.services.local_time import local_day, today
from hms.services.notes import addenda, sealing, words
from hms.services.queue import moving, tickets
from hms.services.summaries import signed_words, summary_of
from hms.texts import t

PAST_SHOWN = 50
NOBODY = UUID(int=0)
DOCTOR: Any = Practitioner
PAST: Any = (
    select(Encounter, Practitioner)
    .outerjoin(Practitioner)
    .options(lazyload(DOCTOR.department))  # else its inner join would drop the visits that name no doctor
    .where(Encounter.patient_id == bindparam("patient_id"), Encounter.id != bindparam("but"))
    .order_by(col(Encounter.started_at).desc())
    .limit(PAST_SHOWN)
)


@requires(Permission.WRITE_VISIT)
def start(scope: Scope, appointment_id: UUID) -> VisitBegun:
    """Call the patient in and open the visit's note; a second time finds it. Raises NotPossible or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    encounters.check_living(scope, appointment)
    if appointment.called_at is None:
        steps.check(scope, appointment, Act.CALL)
        if local_day(scope, appointment.starts_at) != today(scope):
            raise NotPossible(t("This appointment is not today"), t("Reception can move it to today."))
        moving.call(scope, tickets.admit(scope, appointment))
    encounter = encounters.begin(scope, appointment)
    return VisitBegun(encounter_id=encounter.id, version=encounter.version)


@requires(Permission.WRITE_VISIT)
def page(scope: Scope, appointment_id: UUID) -> VisitPage:
    """Show a visit that was started. Raises NotFound."""
    return page_of(scope, scope.appointment(appointment_id))


def page_of(scope: Scope, appointment: Appointment) -> VisitPage:
    """Word a visit. Raises NotFound before it is begun."""
    encounter = encounters.find(scope, appointment)
    if encounter is None:
        raise NotFound
    patient = scope.db.get_one(Patient, appointment.patient_id)
    return VisitPage(
        encounter_id=encounter.id,
        version=encounter.version,
        banner=banner(scope, patient),
        appointment=card(scope, appointment),
        words=words.words_of(encounter),
        parts=words.parts(encounter),
        note=words.whole(encounter),
        summary=encounter.summary,
        altered=sealing.altered(scope, encounter),
        addenda=addenda.of_visit(scope, encounter),
        signed=encounter.signed_at is not None,
        signed_words=signed_words(scope, encounter),
        prescriptions=prescribing.of_encounter(scope, encounter.id),
        past=past(scope, patient, encounter.id),
        current_medicines=prescribing.of_patient(scope, patient.id),
    )


def banner(scope: Scope, patient: Patient, allergies: list[str] | None = None) -> PatientBanner:
    """Say who this is and what they must not be given, for whoever treats them; allergies may have been read before."""
    if allergies is None:
        allergies = allergies_of(scope, {patient.id}).get(patient.id, [])
    known = {"allergies": allergies, "no_allergies": "" if allergies else no_allergies(scope, patient.id)}
    return face(scope, patient).model_copy(update=known)


def face(scope: Scope, patient: Patient) -> PatientBanner:
    """Say who this is, with nothing about their health."""
    born = patient.born_on
    return PatientBanner(
        id=patient.id,
        name=patient.name,
        age="" if patient.deceased else age(born, today(scope)),
        born=plain_day(born) if born else patient.born,
        sex=SEXES.get(patient.sex, patient.sex),
        record_number=patient.record_number,
        allergies=[],
        no_allergies="",
        deceased=patient.deceased,
    )


def past(scope: Scope, patient: Patient, but: UUID | None = None) -> list[PastVisit]:
    """Word the earlier visits of a patient, the latest first, as far as they are part of the record; one may be left out."""
    around = {"patient_id": patient.id, "but": but or NOBODY}
    # A colleague's unsigned draft is not part of the record yet.
    mine = scope.actor.practitioner_id
    rows = [
        (e, d)
        for e, d in scope.db.exec(PAST, params=around)
        if e.signed_at or e.source != "clinic" or e.practitioner_id == mine
    ]
    notes = addenda.complete(scope, (visit for visit, _ in rows))
    return [
        PastVisit(
            id=visit.id,
            day=plain_day(local_day(scope, visit.started_at)),
            doctor=seen_by.name if seen_by else "",
            kind=visit.kind,
            note=notes[visit.id],
            summary=visit.summary,
            signed=visit.signed_at is not None,
        )
        for visit, seen_by in rows
    ]


@requires(Permission.SEE_VISIT_SUMMARY)
def summary(scope: Scope, encounter_id: UUID) -> VisitSummary:
    """Show a signed visit's summary with its prescriptions. Raises NotFound, also for one not signed yet."""
    encounter = scope.encounter(encounter_id)
    if encounter.signed_at is None:
        raise NotFound
    return summary_of(scope, encounter)
