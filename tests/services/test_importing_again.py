"""What an older program kept as it came is brought into the record without its files: once, and under its visit."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from hms.access import SYSTEM, perform
from hms.cli import app
from hms.db import transaction
from hms.models import Condition, Encounter, Immunization, ImportedRecord, Observation, Patient, Procedure
from hms.services import importing
from hms.services.importing.readers import READERS
from hms.services.record import parts
from tests.services.test_merging import merge, undo
from tests.support.cast import Cast
from tests.support.database import Database
from tests.support.fhir_chart import appendix_out, asthma, flu_shot, glucose, mother, pressure, report
from tests.support.fhir_files import ABSENT, bundle, doctor_entry, patient, pointer, shared_files, visit_entry, write
from tests.support.fhir_import import digests, imported, rows

NEW = ("Condition", "Observation", "Immunization", "Procedure", "FamilyMemberHistory")
AUDIT = {"audit_entry", "audit_subject"}


@pytest.fixture
def take(tmp_path: Path, database: Database) -> Callable[..., importing.FileReport]:
    """Give the way to import a tree, or a file."""
    return partial(imported, tmp_path)


@contextmanager
def older_program() -> Iterator[None]:
    """Import as the program did that had no tables for the medical record."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in NEW:
            patch.delitem(READERS, kind)
        yield


def taken_up() -> list[importing.FileReport]:
    return [perform(importing.take_up, SYSTEM, one) for one in perform(importing.waiting, SYSTEM)]


def chart(**fields: Any) -> dict[str, Any]:
    visit: dict[str, Any] = {"encounter": pointer("visit"), **fields}
    return bundle(
        patient(), visit_entry(), doctor_entry(), glucose(**visit), pressure(**visit), asthma(**visit), flu_shot(**visit),
        appendix_out(**visit), mother(), report(**visit), glucose("none", status="cancelled"),
    )  # fmt: skip


def test_it_stands_in_the_record_as_if_it_came_now(take: Callable[..., Any]) -> None:
    with older_program():
        assert take(chart()).taken_in == {"Patient": 1, "Encounter": 1}
    (told,) = taken_up()
    assert told.taken_in == {
        "Observation": 2,
        "Condition": 1,
        "Immunization": 1,
        "Procedure": 1,
        "FamilyMemberHistory": 1,
    }
    (visit,) = rows(Encounter)
    for model in (Condition, Immunization, Procedure):
        assert [row.encounter_id for row in rows(model)] == [visit.id]
    assert {row.encounter_id for row in rows(Observation)} == {visit.id}
    assert sorted(row.number for row in rows(Observation)) == ["", "128", "131.5", "79"]
    left = {record.resource_type for record in rows(ImportedRecord) if record.row_id is None}
    assert left == {"Practitioner", "DiagnosticReport", "Observation"}
    assert [line.split(": ")[1] for line in told.set_aside] == ["cancelled"]


def test_looking_again_changes_nothing(take: Callable[..., Any]) -> None:
    with older_program():
        take(chart())
    taken_up()
    before = digests(but=AUDIT)
    assert [one.taken_in for one in taken_up()] == [{}]
    assert take(chart()).taken_in == {}
    assert digests(but=AUDIT) == before


def test_one_that_was_damaged_stops_nobody(take: Callable[..., Any]) -> None:
    with older_program():
        take(chart())
    with transaction() as db:
        for record in db.exec(select(ImportedRecord).where(ImportedRecord.resource_type == "Condition")):
            body = record.body_sealed or b""
            record.body_sealed = body[:-1] + bytes([body[-1] ^ 1])
    (told,) = taken_up()
    assert "Condition" not in told.taken_in
    assert told.taken_in["Immunization"] == 1
    assert any(line.startswith("Condition: ") for line in told.set_aside)


def test_the_command_says_what_became_of_it(take: Callable[..., Any], database: Database) -> None:
    with older_program():
        take(chart())
    told = CliRunner().invoke(app, ["import", "again"], env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    assert "Patients whose kept records were looked through: 1" in told.output
    assert "Immunization" in told.output
    assert len(rows(Immunization)) == 1


def test_two_records_that_became_one_are_taken_up_together_and_go_apart_again(clinic: Cast, tmp_path: Path) -> None:
    with older_program():
        clinic.do(SYSTEM, importing.import_file, write(tmp_path, chart()))
    with transaction(reading=True) as db:
        mei = db.exec(select(Patient.id).where(Patient.source == "import")).one()
    clinic.people["again"] = replace(clinic.asha, patient_id=mei)
    merge_id = merge(clinic)
    assert clinic.do(SYSTEM, importing.waiting) == [clinic.asha.patient_id]
    told = clinic.do(SYSTEM, importing.take_up, clinic.asha.patient_id)
    assert told.taken_in["Observation"] == 2
    assert {row.patient_id for row in (*rows(Observation), *rows(Condition))} == {clinic.asha.patient_id}
    again = clinic.do(SYSTEM, importing.import_file, write(tmp_path, chart()))
    assert (again.taken_in, again.patients_known) == ({}, 1)
    assert clinic.do(clinic.asha, parts.results).total == 3
    undo(clinic, merge_id)
    assert {record.patient_id for record in rows(ImportedRecord)} == {mei}
    assert {row.patient_id for row in (*rows(Observation), *rows(Condition))} == {mei}


@pytest.mark.skipif(not shared_files(), reason=ABSENT)
def test_a_shared_patient_is_the_same_either_way(take: Callable[..., Any]) -> None:
    path = min(shared_files(), key=lambda one: one.stat().st_size)
    with older_program():
        take(path)
    taken_up()

    resources = [one["resource"] for one in json.loads(path.read_text("utf-8"))["entry"]]
    values = [
        float(part["valueQuantity"]["value"])
        for one in resources
        for part in (one, *one.get("component", []))
        if "valueQuantity" in part
    ]
    assert sorted(float(row.number) for row in rows(Observation) if row.number) == sorted(values) != []
    assert all(row.encounter_id for row in rows(Observation))
