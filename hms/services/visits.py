"""A visit: called in, noted, signed. What is signed no longer changes; the database refuses it too."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Appointment, Encounter, MedicationRequest, Patient, Practitioner
from hms.permissions import Permission
from hms.schemas.visits import NoteForm, PastVisit, PatientBanner, VisitBegun, VisitPage, VisitSummary
from hms.schemas.words import SEXES, age, plain_day
from hms.services import prescribing
from hms.services.cards import allergies_of, card
from hms.services.local_time import local_day, today
from hms.services.scheduling import announce
from hms.services.summaries import signed_words, summary_of
from hms.texts import t

PAST_SHOWN = 50


@requires(Permission.WRITE_VISIT)
def start(scope: Scope, appointment_id: UUID) -> VisitBegun:
    """Call the patient in and open the visit's note; a second time finds it. Raises NotPossible or NotFound."""
    appointment = scope.appointment(appointment_id, lock=True)
    if appointment.cancelled_at:
        raise NotPossible(t("This appointment is cancelled"))
    if appointment.called_at is None:
        if local_day(scope, appointment.starts_at) != today(scope):
            raise NotPossible(t("This appointment is not today"), t("Reception can move it to today."))
        appointment.called_at = scope.now
        appointment.version += 1
        announce(scope, appointment)
    encounter = _of_appointment(scope, appointment)
    if encounter is None:
        encounter = Encounter(
            patient_id=appointment.patient_id,
            practitioner_id=appointment.practitioner_id,
            appointment_id=appointment.id,
            started_at=scope.now,
        ).sealing(kind=appointment.reason)
        scope.db.add(encounter)
        scope.db.flush()
    return VisitBegun(encounter_id=encounter.id, version=encounter.version)


@requires(Permission.WRITE_VISIT)
def page(scope: Scope, appointment_id: UUID) -> VisitPage:
    """Show a visit that was started. Raises NotFound."""
    return _page(scope, scope.appointment(appointment_id))


def _of_appointment(scope: Scope, appointment: Appointment) -> Encounter | None:
    return scope.db.exec(select(Encounter).where(Encounter.appointment_id == appointment.id)).first()


def _page(scope: Scope, appointment: Appointment) -> VisitPage:
    encounter = _of_appointment(scope, appointment)
    if encounter is None:
        raise NotFound
    patient = scope.db.get_one(Patient, appointment.patient_id)
    return VisitPage(
        encounter_id=encounter.id,
        version=encounter.version,
        banner=banner(scope, patient),
        appointment=card(scope, appointment),
        note=encounter.note,
        summary=encounter.summary,
        signed=encounter.signed_at is not None,
        signed_words=signed_words(scope, encounter),
        prescriptions=prescribing.of_encounter(scope, encounter.id),
        past=_past(scope, patient, encounter.id),
        current_medicines=prescribing.of_patient(scope, patient.id),
    )


def banner(scope: Scope, patient: Patient) -> PatientBanner:
    """Say who this is."""
    born = patient.born_on
    return PatientBanner(
        id=patient.id,
        name=patient.name,
        age="" if patient.deceased else age(born, today(scope)),
        born=plain_day(born) if born else patient.born,
        sex=SEXES.get(patient.sex, patient.sex),
        record_number=patient.record_number,
        allergies=allergies_of(scope, {patient.id}).get(patient.id, []),
        deceased=patient.deceased,
    )


def _past(scope: Scope, patient: Patient, but: UUID) -> list[PastVisit]:
    doctor: Any = Practitioner
    asked: Any = (
        select(Encounter, Practitioner)
        .outerjoin(Practitioner)
        .options(lazyload(doctor.department))  # else its inner join would drop the visits that name no doctor
        .where(Encounter.patient_id == patient.id, Encounter.id != but)
        .order_by(col(Encounter.started_at).desc())
        .limit(PAST_SHOWN)
    )
    # A colleague's unsigned draft is not part of the record yet.
    mine = scope.actor.practitioner_id
    rows = [(e, d) for e, d in scope.db.exec(asked) if e.signed_at or e.source != "clinic" or e.practitioner_id == mine]
    return [
        PastVisit(
            id=visit.id,
            day=plain_day(local_day(scope, visit.started_at)),
            doctor=seen_by.name if seen_by else "",
            kind=visit.kind,
            note=visit.note,
            summary=visit.summary,
            signed=visit.signed_at is not None,
        )
        for visit, seen_by in rows
    ]


def _draft(scope: Scope, form: NoteForm) -> Encounter:
    encounter = scope.encounter(form.encounter_id, lock=True)
    if encounter.signed_at:
        raise NotPossible(t("This visit is signed"), t("What is signed no longer changes."))
    same = encounter.note == form.note and encounter.summary == form.summary
    if encounter.version != form.version and not same:
        raise Stale(encounter.note)
    if not same:
        encounter.note, encounter.summary = form.note, form.summary
        encounter.version += 1
    return encounter


@requires(Permission.WRITE_VISIT)
def save_note(scope: Scope, form: NoteForm) -> int:
    """Keep the draft, sealed; gives its new version. Raises Stale, NotPossible once signed, or NotFound."""
    return _draft(scope, form).version


@requires(Permission.WRITE_VISIT)
def sign(scope: Scope, form: NoteForm) -> VisitPage:
    """Sign the note and its prescriptions and finish the visit. Raises Invalid without a note, Stale, NotPossible."""
    if not form.note:
        raise Invalid(note=t("Write a note before you sign."))
    encounter = _draft(scope, form)
    if encounter.appointment_id is None:
        raise NotPossible(t("This visit cannot be signed"))
    appointment = scope.appointment(encounter.appointment_id, lock=True)
    _sign_prescriptions(scope, encounter)
    appointment.fulfilled_at = encounter.signed_at = encounter.ended_at = scope.now
    encounter.signed_by = scope.actor.practitioner_id
    appointment.version += 1
    encounter.version += 1
    scope.db.flush()
    announce(scope, appointment)
    return _page(scope, appointment)


def _sign_prescriptions(scope: Scope, encounter: Encounter) -> None:
    written = select(MedicationRequest).where(
        MedicationRequest.encounter_id == encounter.id, col(MedicationRequest.removed_at).is_(None)
    )
    for row in scope.db.exec(written):
        row.ends_on, row.signed_at = prescribing.ends_on(scope, row), scope.now


@requires(Permission.SEE_VISIT_SUMMARY)
def summary(scope: Scope, encounter_id: UUID) -> VisitSummary:
    """Show a signed visit's summary with its prescriptions. Raises NotFound, also for one not signed yet."""
    encounter = scope.encounter(encounter_id)
    if encounter.signed_at is None:
        raise NotFound
    return summary_of(scope, encounter)
