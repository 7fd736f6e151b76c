"""A FHIR MedicationRequest as a prescription that somebody else wrote."""

from datetime import date, datetime

from hms.models import MedicationRequest
from hms.services.importing import dosages
from hms.services.importing.dates import instant
from hms.services.importing.identities import source_index
from hms.services.importing.reading import Later, Reading, Taken, code_word
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import concept, joined, plain
from hms.texts import t

UNDERSTOOD = fields(
    "resourceType id status intent medicationCodeableConcept medicationReference subject encounter authoredOn requester"
    " reasonCode reasonReference dosageInstruction.text dosageInstruction.sequence dosageInstruction.timing dosageInstruction.doseAndRate"
    " dosageInstruction.asNeededBoolean dosageInstruction.asNeededCodeableConcept dosageInstruction.route"
    " dosageInstruction.site dosageInstruction.additionalInstruction dosageInstruction.patientInstruction"
    " dispenseRequest.validityPeriod"
)
ORDERS = {"order", "original-order", "reflex-order", "filler-order", "instance-order"}
RUNNING = {"active", "on-hold"}
OVER = {"completed", "stopped"}


def take(reading: Reading, entry: Entry) -> Taken:
    """Take in an order that runs or has run; plans, drafts and what must not be taken are kept for later. Raises Later."""
    said = entry.model
    if said.doNotPerform:
        raise Later(t("not to be taken"))
    if said.intent not in ORDERS or said.status not in RUNNING | OVER:
        raise Later(f"{code_word(said.intent)}, {code_word(said.status)}")
    written_at = reading.moment(said.authoredOn)
    drug = _drug(reading, entry)
    if written_at is None or not drug:
        raise Later(t("without a day") if drug else t("without a drug's name"))
    dosage = said.dosageInstruction[0] if len(said.dosageInstruction or []) == 1 else None
    number, unit = dosages.dose(dosage) if dosage else ("", "")
    days = dosages.days(said, dosage) if dosage else 0
    how_often = dosages.frequency(dosage) if number and days else ""  # the clinic's form needs all three
    return MedicationRequest(
        patient_id=reading.patient_id,
        encounter_id=reading.visit_of(said.encounter),
        dose=number,
        unit=unit,
        frequency=how_often,
        days=days,
        request_key=f"import {source_index(reading.bundle, entry)}",
        written_at=written_at,
        signed_at=written_at,
        ends_on=_end(reading, entry, written_at),
        source="import",
    ).sealing(drug=drug, advice=_advice(reading, entry) or None)


def _drug(reading: Reading, entry: Entry) -> str:
    said = entry.model
    pointer = said.medicationReference
    name = getattr(pointer, "reference", None) or ""
    inside = [part for part in said.contained or [] if name == f"#{part.id}"]
    found = [reading.find(pointer)] if name else []
    models = [*inside, *(part.model for part in found if part)]
    coded = [concept(getattr(model, "code", None)) for model in models]
    return next(
        filter(None, [concept(said.medicationCodeableConcept), *coded]), plain(getattr(pointer, "display", None))
    )


def _end(reading: Reading, entry: Entry, written_at: datetime) -> date | None:
    """Tell the last day; for one that is over, where no end is told, the only day that is known."""
    said = entry.model
    validity = said.dispenseRequest.validityPeriod if said.dispenseRequest else None
    end = instant(validity.end, reading.zone) if validity else None  # a year beyond all sense is no end
    if end is None and said.status in OVER:
        end = written_at
    return end.astimezone(reading.zone).date() if end else None


def _advice(reading: Reading, entry: Entry) -> str:
    """Say how it is taken, what for, who asked for it, and how it stands."""
    said = entry.model
    ordered = sorted(said.dosageInstruction or [], key=lambda dosage: dosage.sequence or 0)
    doctor = reading.who(said.requester)
    states = {"stopped": t("Stopped"), "completed": t("Completed"), "on-hold": t("On hold")}
    return joined([*map(dosages.words, ordered), *reading.reasons(said), doctor, states.get(said.status)], " · ")
