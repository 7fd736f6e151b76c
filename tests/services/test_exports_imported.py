"""What was imported leaves with the rest of the record: each thing once, and pointing to what goes along."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from sqlmodel import select

from hms.access import SYSTEM, Actor
from hms.db import transaction
from hms.models import Patient
from hms.services import importing
from tests.services.test_exports import fetched, made, on_paper, resources
from tests.support.cast import Cast
from tests.support.fhir_chart import appendix_out, asthma, flu_shot, glucose, mother, pressure, report
from tests.support.fhir_files import (
    ABSENT,
    allergy_entry,
    bundle,
    doctor_entry,
    medicine_entry,
    patient,
    pointer,
    shared_files,
    visit_entry,
    write,
)


def brought_in(clinic: Cast, file: Path) -> Actor:
    """Import somebody, and be them."""
    clinic.do(SYSTEM, importing.import_file, file)
    with transaction(reading=True) as db:
        return replace(clinic.asha, patient_id=db.exec(select(Patient.id).where(Patient.source == "import")).one())


def test_each_thing_leaves_once(clinic: Cast, tmp_path: Path) -> None:
    visit: dict[str, Any] = {"encounter": pointer("visit")}
    mei = brought_in(clinic, write(tmp_path, bundle(
        patient(), visit_entry(), doctor_entry(), glucose(**visit), pressure(**visit), asthma(**visit), flu_shot(**visit),
        appendix_out(**visit), mother(), allergy_entry(), medicine_entry(**visit), report(**visit),
        glucose("none", status="cancelled"),
    )))  # fmt: skip
    archive = fetched(clinic, mei, made(clinic, mei))
    Bundle.model_validate_json(archive.read("record.fhir.json"))
    kinds = Counter(one["resourceType"] for one in resources(archive))
    assert kinds == {
        "Patient": 1, "Encounter": 1, "Practitioner": 1, "Observation": 5, "Condition": 1, "Immunization": 1,
        "Procedure": 1, "FamilyMemberHistory": 2, "AllergyIntolerance": 1, "MedicationRequest": 1, "DiagnosticReport": 1,
    }  # fmt: skip
    paper = on_paper(archive).replace("\n", " ")
    for told in ("Glucose", "Asthma", "Influenza", "Appendectomy", "Stroke", "Blood count", "Systolic: 128 mm[Hg]"):
        assert paper.count(told) == (
            2 if told == "Glucose" else 1
        )  # one of the two was cancelled, and is kept as it came


def test_what_was_kept_as_it_came_points_to_what_goes_along(clinic: Cast, tmp_path: Path) -> None:
    file = write(
        tmp_path, bundle(patient(), visit_entry(), doctor_entry(), glucose(), report(encounter=pointer("visit")))
    )
    mei = brought_in(clinic, file)
    archive = fetched(clinic, mei, made(clinic, mei))
    there = {f"{one['resourceType']}/{one['id']}" for one in resources(archive)}
    (kept,) = [one for one in resources(archive) if one["resourceType"] == "DiagnosticReport"]
    pointed = {kept["subject"]["reference"], kept["encounter"]["reference"], kept["result"][0]["reference"]}
    assert pointed <= there
    assert len(pointed) == 3


@pytest.mark.skipif(not shared_files(), reason=ABSENT)
def test_a_whole_imported_record_leaves_as_sound_fhir(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    mei = brought_in(clinic, max(shared_files(), key=lambda path: path.stat().st_size))
    archive = fetched(clinic, mei, made(clinic, mei))
    Bundle.model_validate_json(archive.read("record.fhir.json"))
    there = [f"{one['resourceType']}/{one['id']}" for one in resources(archive)]
    assert len(there) == len(set(there))
