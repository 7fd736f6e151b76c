"""Made-up FHIR files for the tests of the import, and where the shared ones lie."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "synthea"
ABSENT = f"the shared FHIR files are absent ({SHARED.parents[1].name}/data/synthea): the import of them is not tested"
_NAMES = UUID(int=7)


def shared_files() -> list[Path]:
    """List the shared bundles, in order."""
    return sorted(SHARED.glob("*.json"))


def urn(name: str) -> str:
    """Make the address of a record from a word."""
    return f"urn:uuid:{uuid5(_NAMES, name)}"


def pointer(name: str) -> dict[str, str]:
    return {"reference": urn(name)}


def entry(kind: str, who: str, /, **fields: Any) -> dict[str, Any]:
    """Write one entry of a transaction."""
    resource = {"resourceType": kind, "id": urn(who).removeprefix("urn:uuid:"), **fields}
    return {"fullUrl": urn(who), "resource": resource, "request": {"method": "POST", "url": kind}}


def patient(who: str = "mei", /, **fields: Any) -> dict[str, Any]:
    """Write Mei Lin, who has names in four scripts, or somebody like her."""
    person: dict[str, Any] = {
        "name": [
            {"use": "usual", "text": "林美"},
            {"use": "official", "family": "Lin-O’Neill", "given": ["Mei", "Søren"]},
            {"use": "nickname", "text": "मीरा‍जी"},
            {"use": "old", "family": "العلي", "given": ["مي"]},
        ],
        "gender": "female",
        "birthDate": "1980-05-17",
        "identifier": [
            {"system": "urn:oid:1.2.3", "value": f"H-{who}", "type": {"text": "Hospital number"}},
            {"value": "17", "type": {"coding": [{"code": "MR"}]}},
        ],
        "telecom": [
            {"system": "phone", "use": "home", "value": "+44 20 7946 0018"},
            {"system": "phone", "use": "mobile", "value": "+44 7700 900018"},
            {"system": "email", "value": f"{who}@example.org"},
        ],
        "address": [
            {"use": "home", "line": ["1 High Street", "Flat 2"], "city": "Leeds", "postalCode": "LS1 1AA", "country": "GB"},
            {"use": "temp", "text": "神奈川県横浜市 1-2-3", "country": "JP"},
        ],
        "communication": [{"language": {"coding": [{"code": "en"}]}}, {"language": {"coding": [{"code": "zh"}]}, "preferred": True}],
    }  # fmt: skip
    given = {key: value for key, value in {**person, **fields}.items() if value is not None}
    return entry("Patient", who, **given)


def visit_entry(who: str = "visit", **fields: Any) -> dict[str, Any]:
    """Write a finished visit of Mei’s with Dr. Sá."""
    said: dict[str, Any] = {
        "status": "finished",
        "class": {"code": "AMB"},
        "type": [{"text": "Check-up"}],
        "reasonCode": [{"coding": [{"display": "Cough"}]}],
        "participant": [{"individual": pointer("doctor")}],
        "subject": pointer("mei"),
        "period": {"start": "2020-01-01T10:00:00+01:00", "end": "2020-01-01T10:30:00+01:00"},
    }
    return entry("Encounter", who, **{**said, **fields})


def doctor_entry() -> dict[str, Any]:
    """Write Dr. Sá."""
    return entry("Practitioner", "doctor", name=[{"prefix": ["Dr."], "given": ["Ana"], "family": "Sá"}])


def medicine_entry(who: str = "medicine", **fields: Any) -> dict[str, Any]:
    """Write a prescription of amoxicillin for Mei."""
    said: dict[str, Any] = {
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "Amoxicillin 500 mg capsule"},
        "subject": pointer("mei"),
        "authoredOn": "2026-11-20T10:00:00Z",
        "dosageInstruction": [
            {
                "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d", "boundsDuration": {"value": 7, "code": "d"}}},
                "doseAndRate": [{"doseQuantity": {"value": 1.50, "unit": "capsule"}}],
            }
        ],
    }  # fmt: skip
    return entry("MedicationRequest", who, **{**said, **fields})


def allergy_entry(who: str = "allergy", **fields: Any) -> dict[str, Any]:
    """Write Mei’s allergy to nuts."""
    code = {"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Nuts"}]}
    return entry("AllergyIntolerance", who, patient=pointer("mei"), **{"code": code, **fields})


def bundle(*entries: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Write a bundle; of Mei alone where nothing else is said."""
    return {"resourceType": "Bundle", "type": "transaction", "entry": list(entries or [patient()]), **fields}


def write(folder: Path, content: Any, name: str = "file.json") -> Path:
    """Write a file: a tree as JSON, text or bytes as they are."""
    path = folder / name
    body = content if isinstance(content, str | bytes) else json.dumps(content, ensure_ascii=False)
    path.write_bytes(body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"))
    return path
