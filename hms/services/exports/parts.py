"""All parts of a record, in the order of the paper; and which tables are in none of them, and why."""

from collections.abc import Callable

from hms.access import Scope
from hms.models import Patient
from hms.services.exports import care, documents, earlier, elsewhere, entries, health, ordered, person, prescribed, talk
from hms.services.exports.pieces import Piece

PARTS: tuple[Callable[[Scope, Patient], Piece], ...] = (
    person.about, person.family, person.payers, person.consents, health.allergies, health.statements, entries.recorded, earlier.versions, ordered.orders, documents.filed,
    care.appointments, care.visits, prescribed.prescriptions, prescribed.refills, care.forms, care.wishes, talk.conversations, talk.pictures,
    talk.notices, person.changes, elsewhere.imported,
)  # fmt: skip
IN_PARTS = frozenset(
    {
        "patient", "patient_name", "patient_contact", "patient_identifier", "patient_relation", "coverage", "consent",
        "personal_change", "change_request", "notice_choice", "allergy_intolerance", "health_statement", "appointment",
        "encounter", "medication_request", "questionnaire_response", "waitlist_entry", "thread", "thread_message",
        "message_attachment", "stored_file", "outbox_message", "imported_record", "condition", "observation",
        "immunization", "procedure", "family_history", "note_addendum", "service_request", "diagnostic_report", "prescription_stop", "refill_request", "document_reference",
        "entry_version",
    }
)  # fmt: skip
LEFT_OUT = {
    "account": "a way in, not a part of the record",
    "acting_for": "who may act is shown and ended on its own page",
    "alert_override": "why a doctor prescribed in spite of a warning of the checks; the prescription itself is there",
    "appointment_series": "its appointments are there",
    "audit_subject": "who opened the record is a page of its own",
    "handover": "which doctor a conversation went to stands in its messages",
    "hold": "a time that is being booked, for minutes",
    "intake_step": "which questions were asked; the answers are there",
    "laboratory_record": "what a laboratory sent, word for word; the results that it became are there",
    "note_cosignature": "who signed under a note is told with the note",
    "note_draft": "what is still being written",
    "patient_merge": "how two records became one; all of both is there",
    "portal_look": "when the pages were last looked at",
    "prescription_paper": "the signed copy, for print, of prescriptions that are there",
    "queue_ticket": "a number in the waiting room of a day",
    "read_mark": "how far somebody has read",
    "record_code": "a way in, not a part of the record",
    "record_export": "the downloads themselves",
    "result_review": "which doctors looked at a result; the result itself is there",
    "signed_letter": "the signed words of letters whose papers are there",
    "suspected_pair": "a guess of the clinic's, not a fact about anybody",
    "thread_draft": "what is still being written",
    "waitlist_offer": "what came of a wish stands with the wish and the appointment",
}
