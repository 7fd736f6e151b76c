"""Made-up FHIR resources for the medical record: what was measured, given, done, and what somebody has."""

from typing import Any

from tests.support.fhir_files import entry, pointer

SCT, LOINC = "http://snomed.info/sct", "http://loinc.org"


def coded(system: str, code: str, text: str) -> dict[str, Any]:
    """Write a concept with one code."""
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def quantity(value: Any, unit: str, **more: Any) -> dict[str, Any]:
    """Write a Quantity in UCUM."""
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit, **more}


def glucose(who: str = "glucose", **fields: Any) -> dict[str, Any]:
    """Write a laboratory result of Mei’s."""
    said: dict[str, Any] = {
        "status": "final", "subject": pointer("mei"), "code": coded(LOINC, "2339-0", "Glucose"),
        "category": [{"coding": [{"code": "laboratory"}]}], "effectiveDateTime": "2020-01-01T10:00:00+01:00",
        "issued": "2020-01-02T08:00:00Z", "valueQuantity": quantity(131.50, "mg/dL"),
        "interpretation": [{"coding": [{"code": "H"}]}],
        "referenceRange": [{"low": quantity(70, "mg/dL"), "high": quantity(99, "mg/dL")}],
    }  # fmt: skip
    return entry("Observation", who, **{**said, **fields})


def pressure(who: str = "pressure", **fields: Any) -> dict[str, Any]:
    """Write a blood pressure of Mei’s."""
    said: dict[str, Any] = {
        "status": "final", "subject": pointer("mei"), "code": coded(LOINC, "85354-9", "Blood pressure"),
        "category": [{"coding": [{"code": "vital-signs"}]}], "effectiveDateTime": "2020-01-01T09:30:00Z",
        "component": [
            {"code": coded(LOINC, "8480-6", "Systolic"), "valueQuantity": quantity(128, "mm[Hg]")},
            {"code": coded(LOINC, "8462-4", "Diastolic"), "valueQuantity": quantity(79, "mm[Hg]")},
        ],
    }  # fmt: skip
    return entry("Observation", who, **{**said, **fields})


def asthma(who: str = "asthma", **fields: Any) -> dict[str, Any]:
    """Write a problem of Mei’s."""
    said: dict[str, Any] = {
        "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": coded(SCT, "195967001", "Asthma"), "subject": pointer("mei"), "onsetDateTime": "2001-05-17",
        "recordedDate": "2001-06-01T10:00:00Z", "severity": coded(SCT, "6736007", "Moderate"),
    }  # fmt: skip
    return entry("Condition", who, **{**said, **fields})


def flu_shot(who: str = "flu shot", **fields: Any) -> dict[str, Any]:
    """Write a vaccination of Mei’s."""
    said: dict[str, Any] = {
        "status": "completed", "vaccineCode": coded("http://hl7.org/fhir/sid/cvx", "140", "Influenza"),
        "patient": pointer("mei"), "occurrenceDateTime": "2020-10-03T08:00:00Z", "lotNumber": "B-77",
        "expirationDate": "2021-06-30", "site": {"coding": [{"code": "LA"}]}, "route": {"coding": [{"code": "IM"}]},
        "protocolApplied": [{"doseNumberPositiveInt": 2}],
    }  # fmt: skip
    return entry("Immunization", who, **{**said, **fields})


def appendix_out(who: str = "operation", **fields: Any) -> dict[str, Any]:
    """Write an operation of Mei’s."""
    said: dict[str, Any] = {
        "status": "completed", "code": coded(SCT, "80146002", "Appendectomy"), "subject": pointer("mei"),
        "performedPeriod": {"start": "2010-03-01T08:00:00Z", "end": "2010-03-01T09:00:00Z"},
    }  # fmt: skip
    return entry("Procedure", who, **{**said, **fields})


def mother(who: str = "mother", **fields: Any) -> dict[str, Any]:
    """Write two illnesses of Mei’s mother."""
    said: dict[str, Any] = {
        "status": "completed", "patient": pointer("mei"), "relationship": {"coding": [{"code": "MTH"}]},
        "condition": [{"code": {"text": "Stroke"}, "onsetAge": quantity(61, "a")}, {"code": {"text": "Glaucoma"}}],
    }  # fmt: skip
    return entry("FamilyMemberHistory", who, **{**said, **fields})


def report(who: str = "report", **fields: Any) -> dict[str, Any]:
    """Write a report of a laboratory, for which there is no table."""
    said: dict[str, Any] = {
        "status": "final",
        "code": {"text": "Blood count"},
        "subject": pointer("mei"),
        "conclusion": "Unremarkable",
    }
    return entry("DiagnosticReport", who, **{**said, "result": [pointer("glucose")], **fields})
