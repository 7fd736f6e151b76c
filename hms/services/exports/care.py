"""What happened at the clinic: appointments, visits, forms, wishes for a time."""

from base64 import b64encode

from sqlmodel import col

from hms.access import Scope
from hms.models import (
    Appointment,
    Encounter,
    Patient,
    QuestionnaireResponse,
    QuestionnaireVersion,
    WaitlistEntry,
)
from hms.models.appointment_states import State
from hms.services.exports.person import rows
from hms.services.exports.pieces import (
    Entry,
    Piece,
    Tree,
    coded,
    day_of,
    doctor,
    instant,
    refer,
    resource,
    time_of,
    told,
    whom,
    words,
)  # fmt: skip
from hms.services.forms.asking import answers_of, questions_of
from hms.services.forms.judging import spoken
from hms.services.notes import addenda
from hms.texts import t

FHIR_STATES = {
    State.PENDING: "pending", State.BOOKED: "booked", State.ARRIVED: "arrived", State.IN_ROOM: "checked-in",
    State.FULFILLED: "fulfilled", State.NOSHOW: "noshow", State.CANCELLED: "cancelled",
}  # fmt: skip

STATES = {
    State.PENDING: t("asked for"), State.BOOKED: t("booked"), State.ARRIVED: t("arrived"), State.IN_ROOM: t("in the room"),
    State.FULFILLED: t("done"), State.NOSHOW: t("missed"), State.CANCELLED: t("cancelled"),
}  # fmt: skip


def appointments(scope: Scope, patient: Patient) -> Piece:
    """Tell which appointments there were and are."""
    piece = Piece(t("Appointments"))
    for one in rows(scope, Appointment, patient, Appointment.starts_at):
        who = doctor(scope, one.practitioner_id)
        why = one.cancel_reason if one.cancelled_at else ""
        status = FHIR_STATES[one.status]
        piece.add(
            Entry(time_of(scope, one.starts_at), who, told(("", one.reason), (t("State"), STATES[one.status]), (t("Reason"), why))),
            resource(
                "Appointment", one.id, status=status, start=instant(one.starts_at), end=instant(one.ends_at),
                reasonCode=[words(one.reason)] if one.reason else [], cancelationReason=words(why) if why else None,
                created=instant(one.booked_at),
                participant=[
                    {"actor": whom(patient), "status": "accepted"}, {"actor": {"display": who}, "status": "accepted"},
                ],
            ),
        )  # fmt: skip
    return piece


def visits(scope: Scope, patient: Patient) -> Piece:
    """Tell of the visits that are signed: notes, and what was written for the patient."""
    piece = Piece(t("Visits"))
    found = rows(scope, Encounter, patient, Encounter.started_at)
    notes = addenda.complete(scope, found)
    for one in found:
        if one.signed_at is None and one.source == "clinic":
            continue  # a note that is still being written is nobody's word yet
        who, summary, note = doctor(scope, one.practitioner_id), one.summary, notes[one.id]
        lines = told(
            ("", who), (t("For you"), summary), (t("Note"), note), (t("Signed"), time_of(scope, one.signed_at))
        )
        visit = resource(
            "Encounter", one.id, status="finished", type=[words(one.kind)] if one.kind else [], subject=whom(patient),
            **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}},
            period={"start": instant(one.started_at), "end": instant(one.ended_at)},
            participant=[{"individual": {"display": who}}] if who else [],
            appointment=[refer("Appointment", one.appointment_id)] if one.appointment_id else [],
        )  # fmt: skip
        papers = [_paper(patient, one, name, text) for name, text in (("summary", summary), ("note", note)) if text]
        piece.add(Entry(time_of(scope, one.started_at), one.kind or t("Visit"), lines), visit, *papers)
    return piece


def _paper(patient: Patient, visit: Encounter, name: str, text: str) -> Tree:
    body = b64encode(text.encode()).decode()
    made = {"status": "current", "subject": whom(patient), "date": instant(visit.signed_at or visit.started_at)}
    title = t("Summary for the patient") if name == "summary" else t("Note of the visit")
    content = [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": body, "title": title}}]
    context = {"encounter": [refer("Encounter", visit.id)]}
    return {**resource("DocumentReference", visit.id, **made, type=words(title), content=content, context=context),
            "id": f"{visit.id}-{name}"}  # fmt: skip


def forms(scope: Scope, patient: Patient) -> Piece:
    """Tell what the patient answered before visits."""
    piece = Piece(t("Forms before visits"))
    for one in rows(scope, QuestionnaireResponse, patient, QuestionnaireResponse.started_at):
        version = scope.db.get_one(QuestionnaireVersion, one.version_id)
        answers = answers_of(one)
        pairs = [(q.text, q.key, spoken(q, answers[q.key])) for q in questions_of(version) if answers.get(q.key)]
        items = [{"linkId": key, "text": text, "answer": [{"valueString": said}]} for text, key, said in pairs if said]
        piece.add(
            Entry(day_of(scope, one.changed_at), version.title, [f"{text} {said}" for text, _, said in pairs]),
            resource(
                "QuestionnaireResponse", one.id, status="completed" if one.handed_in_at else "in-progress",
                questionnaire=f"urn:uuid:{one.questionnaire_id}", subject=whom(patient),
                authored=instant(one.changed_at), item=items,
            ),
        )  # fmt: skip
    return piece


def wishes(scope: Scope, patient: Patient) -> Piece:
    """Tell for which times the patient waited."""
    piece = Piece(t("Waiting list"))
    for one in rows(scope, WaitlistEntry, patient, col(WaitlistEntry.made_at)):
        over = t("taken") if one.taken_at else t("withdrawn") if one.withdrawn_at else t("waiting")
        who = doctor(scope, one.practitioner_id)
        piece.add(
            Entry(day_of(scope, one.made_at), who or t("A time with any doctor"), told(("", one.note), (t("State"), over))),
            resource(
                "ServiceRequest", one.id, status="completed" if one.taken_at or one.withdrawn_at else "active",
                intent="proposal", subject=whom(patient), authoredOn=instant(one.made_at),
                code=words(t("An appointment")), note=[{"text": one.note}] if one.note else [],
                performer=[{"display": who}] if who else [], category=[coded("service-category", "17")],
            ),
        )  # fmt: skip
    return piece
