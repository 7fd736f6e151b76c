"""Signing a visit's note: with the password, once, for good."""

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible
from hms.models import Appointment, Encounter, MedicationRequest
from hms.models.appointment_states import Act
from hms.permissions import Permission
from hms.schemas.notes import LABELS, NoteForm
from hms.schemas.visits import VisitPage
from hms.services import prescribing, steps, visits
from hms.services.alerts import checking, overriding
from hms.services.notes import copies, drafts, proving, sealing, supervision
from hms.services.prescriptions import papers
from hms.services.queue import moving, tickets
from hms.texts import t


@requires(Permission.WRITE_VISIT)
def sign(scope: Scope, form: NoteForm, password: str) -> VisitPage:
    """Sign the note and its prescriptions and finish the visit.

    Raises WrongOwnPassword, TooManyTries, Invalid without a note, TwoWriters, NotPossible, NotFound, and AlertsStand where
    a severe alert has come up meanwhile.
    """
    proving.prove(scope, password)
    return sign_proven(scope, form)


def sign_proven(scope: Scope, form: NoteForm) -> VisitPage:
    """Sign as somebody who has just shown who they are. Raises as sign() does."""
    if not any(getattr(form, name) for name in LABELS):
        raise Invalid(subjective=t("Write a note before you sign."))
    checking.hold_list(scope, scope.encounter(form.encounter_id).patient_id)
    encounter = drafts.written(scope, form)
    if encounter.appointment_id is None:
        raise NotPossible(t("This visit cannot be signed"))
    if drafts.asides(scope, encounter.id):
        raise NotPossible(
            t("Another screen holds words that are not in this note"),
            t("They stand above your note. Take them in or leave them out, then sign."),
        )
    appointment = scope.appointment(encounter.appointment_id, lock=True)
    overriding.before_signing(scope, encounter)
    _sign_prescriptions(scope, encounter)
    _leave(scope, appointment)
    encounter.supervised = supervision.ask(scope, encounter)
    encounter.signed_at, encounter.ended_at = scope.now, encounter.ended_at or scope.now
    encounter.signed_by = scope.actor.practitioner_id
    encounter.version += 1
    copies.keep_true(encounter)
    scope.db.flush()
    scope.digest = sealing.fingerprint_of(encounter)
    steps.announce(scope, appointment)
    scope.tell(f"visit:{encounter.id}")
    page = visits.page_of(scope, appointment)
    scope.asked = encounter.id  # the signature is looked up by it
    return page


def _leave(scope: Scope, appointment: Appointment) -> None:
    """Finish the visit and its number, unless the patient has left already."""
    if appointment.fulfilled_at:
        return
    ticket = tickets.of_appointment(scope, appointment)
    if ticket and ticket.called_at and not ticket.over_at:
        moving.finish(scope, ticket)
        return
    before, appointment.fulfilled_at = appointment.status, scope.now
    steps.done(scope, appointment, Act.FINISH, before)


def _sign_prescriptions(scope: Scope, encounter: Encounter) -> None:
    written = select(MedicationRequest).where(
        MedicationRequest.encounter_id == encounter.id, col(MedicationRequest.removed_at).is_(None)
    )
    for row in scope.db.exec(written):
        row.ends_on, row.signed_at = prescribing.ends_on(scope, row), scope.now
    scope.db.flush()
    papers.issue_visit(scope, encounter)
