"""People come in from elsewhere: all of a file or nothing, once, and nothing of it is lost or readable."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from hms.access import VISITOR, Actor, perform
from hms.changes import BUS
from hms.db import transaction
from hms.errors import Forbidden
from hms.models import (
    AllergyIntolerance,
    AuditEntry,
    AuditSubject,
    Encounter,
    ImportedRecord,
    MedicationRequest,
    Patient,
    PatientContact,
    PatientIdentifier,
    PatientName,
)
from hms.permissions import Role
from hms.services import importing
from hms.services.importing.keeping import unpack
from tests.support.database import Database
from tests.support.fhir_files import (
    ABSENT,
    bundle,
    doctor_entry,
    patient,
    pointer,
    shared_files,
    visit_entry,
    write,
)
from tests.support.fhir_import import digests, imported, refused, rows

UNDERSTOOD = {
    "Patient", "Encounter", "AllergyIntolerance", "MedicationRequest", "Condition", "Observation", "Immunization", "Procedure",
}  # fmt: skip
AUDIT = {"audit_entry", "audit_subject"}
shared = pytest.mark.skipif(not shared_files(), reason=ABSENT)
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., importing.FileReport]:
    """Give the way to import a tree, or a file."""
    return partial(imported, tmp_path)


def _resources(path: Path) -> list[dict[str, Any]]:
    return [item["resource"] for item in json.loads(path.read_text("utf-8"))["entry"]]


def _distinct(files: list[Path]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(r["resourceType"], r["id"]): r for path in files for r in _resources(path)}


@shared
def test_everybody_of_the_shared_files_comes_in_and_is_counted(take: Callable[..., Any]) -> None:
    files = shared_files()
    wanted = _distinct(files)
    taken, kept, unchanged = Counter[str](), Counter[str](), Counter[str]()
    for path in files:
        report = take(path)
        taken.update(report.taken_in)
        kept.update(report.kept_for_later)
        unchanged.update(report.unchanged)
        assert (report.patients_new, report.patients_known, report.changed_at_source) == (1, 0, {})
        total = sum(sum(counts.values()) for counts in (report.taken_in, report.kept_for_later, report.unchanged))
        assert total == len(_resources(path))
    kinds = Counter(kind for kind, _ in wanted)
    assert taken == {kind: n for kind, n in kinds.items() if kind in UNDERSTOOD}
    assert kept == {kind: n for kind, n in kinds.items() if kind not in UNDERSTOOD}
    assert set(unchanged) <= {"Organization", "Practitioner"}, "only what is nobody's is shared between files"
    people = [r for (kind, _), r in wanted.items() if kind == "Patient"]
    assert len(rows(Patient)) == len(people) == len(files)
    assert len(rows(Encounter)) == kinds["Encounter"]
    assert len(rows(MedicationRequest)) == kinds["MedicationRequest"]
    assert len(rows(AllergyIntolerance)) == kinds["AllergyIntolerance"]
    assert len(rows(PatientName)) == sum(len(p["name"]) - 1 for p in people)
    assert len(rows(PatientContact)) == sum(len(p["telecom"]) + len(p["address"]) for p in people)
    numbers = {(i["system"], i["value"]) for p in people for i in p["identifier"]}
    assert {(i.system, i.value) for i in rows(PatientIdentifier)} == numbers
    names = {(p["name"][0]["family"], " ".join(p["name"][0]["given"]), p["birthDate"], p["gender"]) for p in people}
    assert {(p.family_name, p.given_names, p.born, p.sex) for p in rows(Patient)} == names
    dead = sum("deceasedDateTime" in p for p in people)
    assert sum(p.deceased and p.deceased_at is not None for p in rows(Patient)) == dead > 0


@shared
def test_the_whole_text_of_every_record_is_kept(take: Callable[..., Any]) -> None:
    files = shared_files()[:4]
    for path in files:
        take(path)
    kept = {json.dumps(json.loads(unpack(r.body)), sort_keys=True) for r in rows(ImportedRecord)}
    assert kept == {json.dumps(r, sort_keys=True) for r in _distinct(files).values()}


@shared
def test_a_second_run_changes_nothing_but_the_audit(take: Callable[..., Any]) -> None:
    files = shared_files()[:6]
    for path in files:
        take(path)
    before, entries = digests(but=AUDIT), len(rows(AuditEntry))
    for path in files:
        report = take(path, now=datetime(2026, 11, 25, 9, tzinfo=UTC))
        assert (report.patients_new, report.patients_known) == (0, 1)
        assert sum(report.unchanged.values()) == len(_resources(path))
        assert not (report.taken_in or report.kept_for_later or report.changed_at_source or report.not_understood)
    assert digests(but=AUDIT) == before
    assert len(rows(AuditEntry)) == entries + len(files)


@shared
def test_nothing_that_names_them_can_be_read_in_the_database(take: Callable[..., Any], database: Database) -> None:
    files = shared_files()[:6]
    secrets: set[str] = set()
    for path in files:
        take(path)
        for resource in _resources(path):
            if resource["resourceType"] == "Patient":
                name, home = resource["name"][0], resource["address"][0]
                secrets |= {name["family"], *name["given"], *home["line"], home["city"]}
                secrets |= {i["value"] for i in resource["identifier"]} | {c["value"] for c in resource["telecom"]}
            secrets |= {c["display"] for c in resource.get("code", {}).get("coding", [])}
    visited = {e.started_at.date().isoformat() for e in rows(Encounter)}  # instants are in clear: some on a birthday
    secrets |= {r["birthDate"] for path in files for r in _resources(path) if "birthDate" in r} - visited
    parts = [path.read_bytes() for path in database.data_dir.rglob("*") if path.is_file()]
    with transaction(reading=True) as db:
        for table in SQLModel.metadata.sorted_tables:
            for row in db.connection().execute(table.select()):
                parts += [part if isinstance(part, bytes) else str(part).encode() for part in row]
    stored = b"\n".join(parts)
    long = [secret for secret in secrets if len(secret) > 5]  # shorter ones occur in what is sealed by chance
    assert len(long) > 50
    assert not [secret for secret in long if secret.encode() in stored]


def test_a_broken_file_is_refused_whole_and_the_others_go_on(take: Callable[..., Any]) -> None:
    take(bundle(patient("asha")))
    wrong = visit_entry(period={"start": "2020-01-02T10:00:00Z", "end": "2020-01-01T10:00:00Z"})
    refusal = refused(take, bundle(patient(), doctor_entry(), wrong))
    assert refusal.place == "/entry/2/resource/period/end (Encounter)"
    assert "not JSON" in refused(take, "{'a': 1}").reason
    assert take(bundle(patient())).patients_new == 1


def test_every_import_is_remembered_and_told(take: Callable[..., Any], database: Database) -> None:
    topics: list[str] = []
    stop = BUS.subscribe(lambda change: topics.append(change.topic if change else ""))
    try:
        for _ in range(2):
            take(bundle(patient()))
    finally:
        stop()
    (mei,) = rows(Patient)
    acts = [e for e in rows(AuditEntry) if e.what == "import_file"]
    assert [(e.role, e.outcome) for e in acts] == [("system", "done")] * 2
    assert {s.patient_id for s in rows(AuditSubject) if s.entry_id in {e.id for e in acts}} == {mei.id}
    if database.kind == "sqlite":
        assert topics == [f"patient:{mei.id}"], "told once: the second run changed nothing"


def test_what_a_file_says_twice_comes_in_once(take: Callable[..., Any]) -> None:
    remark = {"resource": {"resourceType": "Basic", "code": {"text": "x"}, "subject": pointer("mei")}}
    again = visit_entry()
    again["fullUrl"] = again["fullUrl"].upper().replace("URN:UUID", "urn:uuid")
    report = take(bundle(patient(), patient(), remark, remark, visit_entry(), again, doctor_entry()))
    assert report.unchanged == {"Patient": 1, "Basic": 1, "Encounter": 1}
    assert (len(rows(Patient)), len(rows(Encounter)), len(rows(ImportedRecord))) == (1, 1, 4)
    again["resource"]["status"] = "planned"
    assert "same identity" in refused(take, bundle(patient(), doctor_entry(), visit_entry(), again)).reason


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_nobody_imports_through_a_browser(role: Role, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        perform(importing.import_file, VISITOR if role is Role.VISITOR else Actor(role), write(tmp_path, bundle()))
    assert not rows(Patient)
