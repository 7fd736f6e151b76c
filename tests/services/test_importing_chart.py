"""What was measured, given and done elsewhere stands in the record: once, under its visit, and nothing is dropped silently."""

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hms.db import transaction
from hms.models import (
    Condition,
    Encounter,
    FamilyHistory,
    Immunization,
    ImportedRecord,
    MedicationRequest,
    Observation,
    Procedure,
)
from hms.services import importing
from hms.services.importing.keeping import unpack
from hms.services.importing.readers import READERS
from tests.support.fhir_chart import appendix_out, asthma, flu_shot, glucose, mother, pressure, quantity, report
from tests.support.fhir_files import ABSENT, bundle, doctor_entry, entry, patient, pointer, shared_files, visit_entry
from tests.support.fhir_import import NOW, digests, imported, rows

TABLES: dict[str, Any] = {
    "Condition": Condition, "Observation": Observation, "Immunization": Immunization, "Procedure": Procedure,
    "Encounter": Encounter, "MedicationRequest": MedicationRequest, "FamilyMemberHistory": FamilyHistory,
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., importing.FileReport]:
    """Give the way to import a tree, or a file."""
    return partial(imported, tmp_path)


def chart() -> dict[str, Any]:
    """Write a file with one of each kind."""
    visit: dict[str, Any] = {"encounter": pointer("visit")}
    return bundle(
        patient(), glucose(**visit), pressure(**visit), asthma(**visit), flu_shot(**visit), appendix_out(**visit),
        mother(), report(**visit), visit_entry(), doctor_entry(),
    )  # fmt: skip


def test_one_of_each_kind_stands_under_its_visit(take: Callable[..., Any]) -> None:
    told = take(chart())
    (visit,) = rows(Encounter)
    for kind in ("Condition", "Observation", "Immunization", "Procedure"):
        found = rows(TABLES[kind])
        assert found and {row.encounter_id for row in found} == {visit.id}
        assert {(row.source, row.recorded_by, row.version) for row in found} == {("import", None, 1)}
    assert (len(rows(Observation)), len(rows(FamilyHistory))) == (4, 2)
    assert rows(Procedure)[0].recorded_at == NOW, "nobody said when; it is known here since now"
    assert told.kept_for_later == {"DiagnosticReport": 1, "Practitioner": 1}, (
        "what has no place here is counted by kind"
    )
    assert told.set_aside == []


def test_every_record_names_the_row_that_it_became(take: Callable[..., Any]) -> None:
    take(chart())
    named = {record.resource_type: record.row_id for record in rows(ImportedRecord)}
    for kind, table in TABLES.items():
        if kind in named:
            assert named[kind] in {row.id for row in rows(table)}
    assert named["DiagnosticReport"] is None
    group = {row.group_id for row in rows(Observation) if row.code in {"85354-9", "8480-6", "8462-4"}}
    assert len(group) == 1 and group <= {record.row_id for record in rows(ImportedRecord)}


def test_twice_is_once(take: Callable[..., Any]) -> None:
    take(chart())
    audit = {"audit_entry", "audit_subject"}
    before = digests(but=audit)
    told = take(chart())
    assert (told.taken_in, told.kept_for_later, told.set_aside) == ({}, {}, [])
    assert sum(told.unchanged.values()) == len(chart()["entry"])
    assert digests(but=audit) == before


def test_what_an_older_program_only_kept_becomes_rows_when_it_comes_again(take: Callable[..., Any]) -> None:
    """Kept by a program that had no tables for them; the visit that they belong to had one even then."""
    take(chart())
    whole = {kind: len(rows(table)) for kind, table in TABLES.items()}
    older = bundle(patient("asha"), glucose("older", subject=pointer("asha")), asthma("old", subject=pointer("asha")))
    told = _as_before(take, older)
    assert told.taken_in == {"Observation": 1, "Condition": 1}
    assert told.unchanged == {"Patient": 1}
    assert take(older).taken_in == {}
    now = {kind: len(rows(table)) for kind, table in TABLES.items()}
    assert now == {**whole, "Observation": whole["Observation"] + 1, "Condition": whole["Condition"] + 1}


def _as_before(take: Callable[..., Any], content: dict[str, Any]) -> importing.FileReport:
    """Import a file as the program did that had no readers for the record, then as it does now."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("Condition", "Observation", "Immunization", "Procedure", "FamilyMemberHistory"):
            patch.delitem(READERS, kind)
        assert take(content).taken_in == {"Patient": 1}
    again: importing.FileReport = take(content)
    return again


def test_what_cannot_be_shown_is_kept_whole_and_the_report_says_why(take: Callable[..., Any]) -> None:
    made = bundle(
        patient(), glucose("cancelled", status="cancelled"), flu_shot("none", status="not-done"),
        glucose("much", effectiveDateTime="2090-01-01"), asthma(),
    )  # fmt: skip
    told = take(made)
    assert told.set_aside == [
        "/entry/1/resource (Observation): cancelled",
        "/entry/2/resource (Immunization): not-done",
        "/entry/3/resource (Observation): in the future",
    ]
    assert (told.taken_in, told.kept_for_later) == (
        {"Patient": 1, "Condition": 1},
        {"Observation": 2, "Immunization": 1},
    )
    kept = [json.loads(unpack(record.body)) for record in rows(ImportedRecord)]
    assert len(kept) == 5 and all(one["resource"] in kept for one in made["entry"])


def test_an_error_is_there_and_says_so(take: Callable[..., Any]) -> None:
    wrong: dict[str, Any] = {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    take(bundle(patient(), glucose(status="entered-in-error"), asthma(**wrong)))
    assert [row.status for row in (*rows(Observation), *rows(Condition))] == ["entered-in-error"] * 2


def test_a_visit_that_is_no_visit_is_nobodys_visit(take: Callable[..., Any]) -> None:
    take(
        bundle(
            patient(), asthma(), glucose(encounter=pointer("asthma")), flu_shot(encounter={"reference": "Encounter/9"})
        )
    )
    assert {row.encounter_id for row in (*rows(Observation), *rows(Immunization))} == {None}


def test_what_is_written_in_words_is_sealed(take: Callable[..., Any]) -> None:
    word = "Zebedee"
    odd = {"text": word, "coding": [{"system": f"urn:{word}", "code": f"{word} Smith", "display": word}]}
    take(bundle(
        patient(), asthma(code=odd, note=[{"text": word}]), flu_shot(vaccineCode=odd, lotNumber=word, site=odd, route=odd),
        glucose(code=odd, valueQuantity={"value": 1, "unit": f"of {word}"}, interpretation=[odd], category=[odd]),
        mother(relationship=odd, condition=[{"code": odd}]), appendix_out(code=odd),
    ))  # fmt: skip
    with transaction(reading=True) as db:
        for kind in ("Condition", "Observation", "Immunization", "Procedure", "FamilyMemberHistory"):
            (row,) = db.connection().execute(TABLES[kind].__table__.select())
            assert word not in repr([part for part in row if not isinstance(part, bytes)])
    assert rows(Observation)[0].text == f"1 of {word}"


@pytest.mark.skipif(not shared_files(), reason=ABSENT)
def test_everything_of_the_shared_files_that_has_a_table_stands_in_it(take: Callable[..., Any]) -> None:
    files = shared_files()
    told = [take(path) for path in files]
    assert [line for one in told for line in one.set_aside] == []
    resources = {
        (one["resource"]["resourceType"], one["resource"]["id"]): one["resource"]
        for path in files
        for one in json.loads(path.read_text("utf-8"))["entry"]
    }
    counted = Counter(kind for kind, _ in resources)
    parts = sum(len(one.get("component", [])) for (kind, _), one in resources.items() if kind == "Observation")
    for kind, table in TABLES.items():
        assert len(rows(table)) == counted[kind] + (parts if kind == "Observation" else 0)
    values = Counter(
        str(part["valueQuantity"]["value"])
        for one in resources.values()
        for part in (one, *one.get("component", []))
        if "valueQuantity" in part
    )
    assert Counter(str(float(row.number)) for row in rows(Observation) if row.number) == Counter(
        str(float(value)) for value in values.elements()
    )
    assert all(row.code and row.code_system == "http://snomed.info/sct" for row in rows(Condition))
    assert all(row.encounter_id for kind in ("Observation", "Immunization", "Procedure") for row in rows(TABLES[kind]))


def _newer() -> list[dict[str, Any]]:
    """Write what newer files of Synthea hold besides: kinds without a table here, and observations of every sort."""
    mei = {"subject": pointer("mei")}
    doctor = {"reference": "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999950899"}
    money = {"value": 704.20, "currency": "USD"}
    plan = {"status": "active", "intent": "order", **mei}
    curve = {"origin": {"value": 0}, "period": 10, "dimensions": 1, "data": "1 2 E"}
    survey: list[dict[str, Any]] = [
        {"code": {"text": "Are you a refugee?"}, "valueCodeableConcept": {"text": "No"}},
        {"code": {"text": "People at home"}, "valueQuantity": quantity(3, "{#}")},
        {"code": {"text": "Income"}, "dataAbsentReason": {"coding": [{"code": "asked-declined"}]}},
    ]
    return [
        entry("CareTeam", "team", status="active", participant=[{"member": doctor}], **mei),
        entry("CarePlan", "plan", activity=[{"detail": {"status": "in-progress"}}], careTeam=[pointer("team")], **plan),
        entry("Goal", "goal", lifecycleStatus="accepted", description={"text": "Walk more"}, **mei),
        entry("Device", "device", patient=pointer("mei"), deviceName=[{"name": "Pacemaker", "type": "user-friendly-name"}]),
        entry("DocumentReference", "letter", status="current", content=[{"attachment": {"data": "SGk="}}], **mei),
        entry("ImagingStudy", "ct", status="available", series=[{"uid": "1.2.3", "modality": {"code": "CT"}}], **mei),
        entry("SupplyDelivery", "supply", patient=pointer("mei"), suppliedItem={"quantity": {"value": 1}}),
        entry("MedicationAdministration", "given", status="completed", medicationCodeableConcept={"text": "Saline"},
              effectiveDateTime="2020-01-01", **mei),
        entry("ExplanationOfBenefit", "bill", status="active", type={"text": "x"}, use="claim", patient=pointer("mei"),
              created="2020-01-01", insurer={"display": "None"}, provider=doctor, outcome="complete",
              contained=[{"resourceType": "Coverage", "id": "c", "status": "active", "beneficiary": pointer("mei"),
                          "payor": [{"display": "x"}]}],
              insurance=[{"focal": True, "coverage": {"reference": "#c"}}], total=[{"category": {"text": "x"}, "amount": money}]),
        entry("Provenance", "source", target=[pointer("mei")], recorded="2020-01-01T00:00:00Z", agent=[{"who": doctor}]),
        glucose("ecg", valueQuantity=None, valueSampledData=curve, referenceRange=None),
        glucose("life", valueQuantity=quantity(31.5, "a"), effectiveDateTime="2020", referenceRange=None),
        glucose("survey", valueQuantity=None, component=survey, category=None, interpretation=None, referenceRange=None),
        glucose("tooth", bodySite={"text": "Tooth"}, performer=[doctor], device={"reference": "#d"},
                contained=[{"resourceType": "Device", "id": "d"}]),
    ]  # fmt: skip


def test_what_newer_files_hold_comes_in_whole_and_is_told_by_kind(take: Callable[..., Any]) -> None:
    entries = _newer()
    for one in entries:
        one["resource"] = {name: part for name, part in one["resource"].items() if part is not None}
    told = take(bundle(patient(), *entries))
    kinds = Counter(one["resource"]["resourceType"] for one in entries)
    curves = {"Observation": 1}
    assert told.taken_in == {"Patient": 1, "Observation": kinds.pop("Observation") - 1}
    assert told.kept_for_later == {**kinds, **curves}
    assert told.set_aside == ["/entry/11/resource (Observation): a recorded curve"]
    assert told.not_understood["Observation.bodySite"] == 1
    found = {(row.name, row.number or row.text, row.note) for row in rows(Observation)}
    assert found >= {
        ("Are you a refugee?", "No", ""), ("People at home", "3", ""), ("Income", "No value: asked-declined", ""),
        ("Glucose", "31.5", "2020"), ("Glucose", "131.5", ""), ("Glucose", "", ""),
    }  # fmt: skip
    assert len(rows(ImportedRecord)) == len(entries) + 1
