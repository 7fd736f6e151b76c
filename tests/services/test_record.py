"""The parts of a record: what came from elsewhere, in words for the person it is about, a page at a time."""

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from hms.access import SYSTEM, perform
from hms.db import transaction
from hms.errors import NotFound
from hms.models import ImportedRecord, Patient
from hms.services import importing
from hms.services.importing.keeping import pack
from hms.services.record import parts
from tests.support.cast import NOW, Cast
from tests.support.fhir_chart import flu_shot, glucose, pressure, report
from tests.support.fhir_files import ABSENT, bundle, patient, shared_files, write

SUGAR = {
    "resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-03-01T23:30:00+00:00",
    "code": {"text": "Glucose"}, "valueQuantity": {"value": 131.456789, "unit": "mg/dL"},
    "interpretation": [{"coding": [{"code": "H"}]}], "category": [{"coding": [{"code": "laboratory"}]}],
    "referenceRange": [{"low": {"value": 70}, "high": {"value": 99}}],
}  # fmt: skip
PRESSURE = {
    "resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-05-04",
    "code": {"coding": [{"display": "Blood pressure"}]},
    "component": [
        {"code": {"text": "Systolic"}, "valueQuantity": {"value": 120, "unit": "mm[Hg]"}},
        {"code": {"text": "Diastolic"}, "valueQuantity": {"value": 80, "unit": "mm[Hg]"}},
    ],
}  # fmt: skip
SHOT = {
    "resourceType": "Immunization", "status": "completed", "occurrenceDateTime": "2025-10",
    "vaccineCode": {"text": "Influenza"}, "protocolApplied": [{"doseNumberPositiveInt": 2}],
}  # fmt: skip
LETTER = {
    "resourceType": "DocumentReference", "status": "current", "date": "2024-01-02T10:00:00Z",
    "type": {"text": "Discharge letter"},
    "content": [{"attachment": {"contentType": "text/plain", "data": b64encode(b"Dear\n<b>colleague</b>").decode()}}],
}  # fmt: skip


def bring(patient_id: UUID | None, *trees: dict[str, Any]) -> None:
    """Keep records as an import does."""
    with transaction() as db:
        for tree in trees:
            kept = ImportedRecord(
                patient_id=patient_id, resource_type=tree["resourceType"], source_index=str(uuid4()), imported_at=NOW
            )
            db.add(kept.sealing(body=pack(json.dumps(tree))))


def test_asha_reads_her_results_in_words_newest_first(clinic: Cast) -> None:
    bring(clinic.asha.patient_id, SUGAR, PRESSURE)
    pressure, sugar = clinic.do(clinic.asha, parts.results).listed
    assert (pressure.title, pressure.day, pressure.value) == ("Blood pressure", "4 May 2026", "")
    assert [(one.name, one.value) for one in pressure.details] == [
        ("Systolic", "120 mm[Hg]"),
        ("Diastolic", "80 mm[Hg]"),
    ]
    assert (sugar.title, sugar.day, sugar.value) == ("Glucose", "2 Mar 2026", "131.5 mg/dL")  # the clinic's day
    assert (sugar.tone, sugar.mark) == ("warn", "Above the usual range")
    assert sugar.note == "From the laboratory. Usual: 70 to 99"


def test_vaccinations_and_documents_have_their_own_parts(clinic: Cast) -> None:
    bring(clinic.asha.patient_id, SHOT, LETTER, SUGAR | {"status": "entered-in-error"})
    (shot,) = clinic.do(clinic.asha, parts.vaccinations).listed
    assert (shot.title, shot.day, shot.note) == ("Influenza", "2025-10", "Dose 2")
    (letter,) = clinic.do(clinic.asha, parts.documents).listed
    assert (letter.title, letter.text) == ("Discharge letter", "Dear\n<b>colleague</b>")
    assert clinic.do(clinic.asha, parts.results).total == 0


def test_pages_have_an_end_and_a_beginning(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    bring(clinic.asha.patient_id, *(SUGAR | {"effectiveDateTime": f"2026-01-{day:02}"} for day in range(1, 32)))
    first, last = clinic.do(clinic.asha, parts.results), clinic.do(clinic.asha, parts.results, 99)
    assert (len(first.listed), first.pages, first.total) == (20, 2, 31)
    assert (last.page, len(last.listed), last.listed[-1].day) == (2, 11, "1 Jan 2026")
    assert clinic.do(clinic.asha, parts.results, -4).page == 1


def test_visits_and_prescriptions_are_parts_too(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    (visit,) = clinic.do(clinic.asha, parts.summaries).listed
    assert visit.title == "Your visit with Dr Meera Rao" and visit.href == f"/patient/visits/{page.encounter_id}"
    assert clinic.do(clinic.asha, parts.prescriptions).total == 0
    totals = {one.part: one.total for one in clinic.do(clinic.asha, parts.overview)}
    assert totals == {"results": 0, "vaccinations": 0, "documents": 0, "visits": 1, "prescriptions": 0}


def test_everybody_reads_only_their_own(clinic: Cast) -> None:
    bring(clinic.asha.patient_id, SUGAR)
    assert clinic.do(clinic.bilal, parts.results).total == 0
    with pytest.raises(NotFound):
        clinic.do(replace(clinic.asha, patient_id=None), parts.results)


@pytest.mark.parametrize(
    "odd",
    [
        {"resourceType": "Observation"},
        {"resourceType": "Observation", "code": [], "valueQuantity": {"value": "much"}, "component": {"a": 1}},
        {"resourceType": "Observation", "effectiveDateTime": "soon", "valueBoolean": True, "category": "x"},
        {"resourceType": "DiagnosticReport", "result": [None, {"display": 5}], "presentedForm": [{"data": "%%%"}]},
    ],
)
def test_what_is_odd_is_shown_as_far_as_it_says_something(clinic_on_sqlite: Cast, odd: dict[str, Any]) -> None:
    bring(clinic_on_sqlite.asha.patient_id, odd)
    (entry,) = clinic_on_sqlite.do(clinic_on_sqlite.asha, parts.results).listed
    assert entry.title


def taken_in(clinic: Cast, folder: Path, *entries: dict[str, Any]) -> Any:
    """Import Mei with some of her record, and be her."""
    perform(importing.import_file, SYSTEM, write(folder, bundle(patient(), *entries)), now=NOW)
    with transaction(reading=True) as db:
        return replace(clinic.asha, patient_id=db.exec(select(Patient.id).where(Patient.source == "import")).one())


def test_what_was_imported_into_the_record_is_read_once(clinic: Cast, tmp_path: Path) -> None:
    mei = taken_in(clinic, tmp_path, glucose(), pressure(), flu_shot(), report())
    shown = clinic.do(mei, parts.results).listed
    assert [one.title for one in shown if one.title != "Blood count"] == ["Blood pressure", "Glucose"]
    measured, sugar = [one for one in shown if one.title != "Blood count"]
    assert [(one.name, one.value) for one in measured.details] == [("Systolic", "128 mmHg"), ("Diastolic", "79 mmHg")]
    assert (sugar.value, sugar.mark, sugar.day) == ("131.5 mg/dL", "Above the usual range", "1 Jan 2020")
    assert sugar.note == "From the laboratory. Usual: 70 to 99"
    (shot,) = clinic.do(mei, parts.vaccinations).listed
    assert (shot.title, shot.day, shot.note) == ("Influenza", "3 Oct 2020", "Dose 2, Lot B-77")
    totals = {one.part: one.total for one in clinic.do(mei, parts.overview)}
    assert (totals["results"], totals["vaccinations"]) == (3, 1)


def test_a_month_stays_a_month_and_an_error_is_not_shown(clinic: Cast, tmp_path: Path) -> None:
    mei = taken_in(
        clinic, tmp_path, flu_shot(occurrenceDateTime="2019-10"), flu_shot("wrong", status="entered-in-error"),
        glucose(status="entered-in-error"), glucose("curve", status="cancelled"),
    )  # fmt: skip
    assert [one.day for one in clinic.do(mei, parts.vaccinations).listed] == ["2019-10"]
    assert clinic.do(mei, parts.results).total == 0


@pytest.mark.skipif(not shared_files(), reason=ABSENT)
def test_a_whole_imported_record_is_readable(clinic_on_sqlite: Cast) -> None:
    clinic, file = clinic_on_sqlite, min(shared_files(), key=lambda path: path.stat().st_size)
    perform(importing.import_file, SYSTEM, Path(file), now=NOW)
    with transaction(reading=True) as db:
        patient = db.exec(select(Patient.id).where(Patient.source == "import")).one()
    somebody = replace(clinic.asha, patient_id=patient)
    for part in (parts.results, parts.vaccinations):
        shown = clinic.do(somebody, part)
        assert shown.total and all(entry.title and entry.day[-4:].isdigit() for entry in shown.listed)
    assert any(entry.value for entry in clinic.do(somebody, parts.results).listed)
