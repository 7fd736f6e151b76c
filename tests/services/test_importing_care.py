"""What was done elsewhere: visits, prescriptions and allergies, shown only when they hold."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hms.models import AllergyIntolerance, Encounter, ImportedRecord, MedicationRequest
from hms.services import importing
from tests.support.fhir_files import allergy_entry, bundle, doctor_entry, medicine_entry, patient, pointer, visit_entry
from tests.support.fhir_import import NOW, imported, rows

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., importing.FileReport]:
    """Give the way to import a tree, or a file."""
    return partial(imported, tmp_path)


def test_a_visit_a_prescription_and_an_allergy_stand_in_the_record(take: Callable[..., Any]) -> None:
    report = take(bundle(patient(), medicine_entry(encounter=pointer("visit"), requester=pointer("doctor")), allergy_entry(),
                         visit_entry(), doctor_entry()))  # fmt: skip
    assert report.taken_in == {"Patient": 1, "Encounter": 1, "MedicationRequest": 1, "AllergyIntolerance": 1}
    assert report.kept_for_later == {"Practitioner": 1}
    assert report.not_understood == {"Encounter.class": 1}
    (visit,), (drug,), (allergy,) = rows(Encounter), rows(MedicationRequest), rows(AllergyIntolerance)
    assert visit.kind == "Check-up · Cough · Dr. Ana Sá"
    assert (visit.started_at.hour, visit.ended_at.minute, visit.source, visit.signed_at) == (9, 30, "import", None)
    assert (drug.drug, drug.dose, drug.unit, drug.frequency, drug.days) == (
        "Amoxicillin 500 mg capsule", "1.5", "capsule", "TID", 7,
    )  # fmt: skip
    assert drug.advice == "dose 1.5 capsule, 3 times every day · Dr. Ana Sá"
    assert (drug.encounter_id, drug.signed_at, drug.ends_on) == (visit.id, drug.written_at, None)
    assert (allergy.text, allergy.code, allergy.active, allergy.recorded_at) == ("Nuts", "1", True, NOW)


def _repeat(**fields: Any) -> list[dict[str, Any]]:
    return [{"timing": {"repeat": fields}, "doseAndRate": [{"doseQuantity": {"value": 2}}]}]


@pytest.mark.parametrize(
    ("dosage", "dose", "advice"),
    [
        (_repeat(frequency=1, period=4, periodUnit="h"), "2", "dose 2, every 4 hours"),
        ([{"asNeededBoolean": True}], "", "as needed"),
        ([{"text": "Half a tablet at night", "patientInstruction": "With water"}], "", "Half a tablet at night. With water"),
        ([{"text": "One, then", "sequence": 1}, {"text": "two", "sequence": 2}], "", "One, then · two"),
        ([{"doseAndRate": [{"doseRange": {"low": {"value": 1}}}]}], "", ""),
        ([], "", ""),
    ],
)  # fmt: skip
def test_a_dose_that_is_not_the_clinics_own_form_stays_in_words(
    take: Callable[..., Any], dosage: list[dict[str, Any]], dose: str, advice: str
) -> None:
    take(bundle(patient(), medicine_entry(dosageInstruction=dosage)))
    (drug,) = rows(MedicationRequest)
    assert (drug.dose, drug.frequency, drug.days, drug.advice) == (dose, "", 0, advice)


def test_what_did_not_happen_or_was_wrong_is_kept_but_not_shown(take: Callable[..., Any]) -> None:
    wrong = {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    entries = [
        visit_entry("planned", status="planned"), visit_entry("vague", period={"start": "2020"}),
        visit_entry("coming", period={"start": "2027-01-01T10:00:00Z"}), visit_entry("whose", subject=None),
        visit_entry("other", modifierExtension=[{"url": "urn:x", "valueBoolean": True}]),
        medicine_entry("draft", status="draft"), medicine_entry("never", doNotPerform=True), allergy_entry("wrong", **wrong), doctor_entry(),
    ]  # fmt: skip
    del entries[3]["resource"]["subject"]
    report = take(bundle(patient(), *entries))
    assert report.taken_in == {"Patient": 1}
    assert report.kept_for_later == {"Encounter": 5, "MedicationRequest": 2, "AllergyIntolerance": 1, "Practitioner": 1}
    assert (
        report.not_understood["Encounter: planned"] == report.not_understood["MedicationRequest: not to be taken"] == 1
    )
    assert len(rows(ImportedRecord)) == 1 + len(entries)
    assert not (rows(Encounter) or rows(MedicationRequest) or rows(AllergyIntolerance))


def test_a_stopped_medicine_is_over_and_a_nameless_allergy_is_still_shown(take: Callable[..., Any]) -> None:
    take(bundle(patient(), medicine_entry(status="stopped"), allergy_entry(code=None)))
    (drug,), (allergy,) = rows(MedicationRequest), rows(AllergyIntolerance)
    assert (drug.ends_on, drug.advice.split(" · ")[-1]) == (date(2026, 11, 20), "Stopped")
    assert (allergy.text, allergy.active) == ("Allergy to something not named", True)


def test_a_year_that_cannot_be_right_costs_at_most_its_own_record(take: Callable[..., Any]) -> None:
    told = take(
        bundle(
            patient(), visit_entry(period={"start": "0200-01-01"}), doctor_entry(), allergy_entry(recordedDate="9998"),
            medicine_entry(dispenseRequest={"validityPeriod": {"end": "9999-12-31"}}),
        )
    )  # fmt: skip
    assert told.set_aside == ["/entry/1/resource (Encounter): a year that cannot be right"]
    assert [row.text for row in rows(AllergyIntolerance)] == ["Nuts"]
    assert [row.ends_on for row in rows(MedicationRequest)] == [None]
