"""Files as a laboratory sends them, made up for the cast, and what the tests of every service ask of their filing."""

import json
from base64 import b64encode
from typing import Any
from uuid import UUID

from hms.access import SYSTEM, Actor
from hms.db import transaction
from hms.models import Patient, ServiceRequest
from hms.schemas.laboratory import FiledReport, FileOfResults
from hms.schemas.orders import OrderCard
from hms.services.laboratory import bring, sent
from hms.services.laboratory.papers import Papers
from tests.support.cast import NOW, Cast
from tests.support.orders import ordered

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "laboratory.act.read", "laboratory.agreeing.order_of", "laboratory.agreeing.patient_of", "laboratory.lookers.of",
    "laboratory.measured.results", "laboratory.moments.checked", "laboratory.moments.issued", "laboratory.papers.file",
    "laboratory.papers.fitting", "laboratory.records.heard", "laboratory.records.keep", "laboratory.records.latest",
    "laboratory.records.versions", "laboratory.shells.have_it_looked_at", "laboratory.shells.unasked",
    "orders.correcting.settle", "orders.correcting.wait_again", "orders.numbers.find", "orders.numbers.give",
    "orders.worded.placed",
}  # fmt: skip
LOINC, UCUM, LAB = "http://loinc.org", "http://unitsofmeasure.org", "urn:oid:2.999.7"
POTASSIUM, CRP, GLUCOSE = "2823-3", "1988-5", "2345-7"


def arguments(nobody: UUID) -> dict[str, tuple[Any, ...]]:
    """Say what each service for the files of laboratories is asked with."""
    tree = {
        **report("nobody", [], str(nobody)),
        "subject": {"identifier": {"value": "100001-7"}},
    }
    (one,) = sent.read(json.dumps(tree).encode()).reports
    return {"laboratory.filing.file": (one, Papers()), "orders.numbers.number_waiting": ()}


def measured(code: str, value: Any, unit: str = "mmol/L", **fields: Any) -> dict[str, Any]:
    """Write a result: a number with its unit."""
    quantity = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return {
        "resourceType": "Observation", "status": "final", "code": {"coding": [{"system": LOINC, "code": code}], "text": code},
        "identifier": [{"system": LAB, "value": f"result-{code}"}], "valueQuantity": quantity, **fields,
    }  # fmt: skip


def flagged(code: str) -> list[dict[str, Any]]:
    """Write an interpretation."""
    system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
    return [{"coding": [{"system": system, "code": code}]}]


def between(low: float | None, high: float | None, unit: str = "mmol/L") -> list[dict[str, Any]]:
    """Write a reference range."""
    ends = {"low": low, "high": high}
    return [
        {
            name: {"value": end, "unit": unit, "system": UCUM, "code": unit}
            for name, end in ends.items()
            if end is not None
        }
    ]


def report(name: str, results: list[dict[str, Any]], order: str | None = None, **fields: Any) -> dict[str, Any]:
    """Write a report with its results inside, of a sample that was taken now; for an order where one is named."""
    inside = [{**one, "id": f"r{place}"} for place, one in enumerate(results)]
    said: dict[str, Any] = {
        "resourceType": "DiagnosticReport", "status": "final", "identifier": [{"system": LAB, "value": name}],
        "code": {"text": "Electrolytes"}, "effectiveDateTime": NOW.isoformat(), "contained": inside,
        "result": [{"reference": f"#{one['id']}"} for one in inside],
        "basedOn": [{"identifier": {"value": order}}] if order else [], "performer": [{"display": "Banyan Laboratory"}],
        **fields,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in ([], None)}


def person(cast: Cast, who: str = "asha", **fields: Any) -> dict[str, Any]:
    """Write a patient of the cast as the laboratory knows them."""
    with transaction(reading=True) as db:
        patient = db.get_one(Patient, cast.people[who].patient_id)
        said = {
            "resourceType": "Patient", "identifier": [{"value": patient.record_number}], "birthDate": patient.born,
            "name": [{"family": patient.family_name, "given": patient.given_names.split()}],
        }  # fmt: skip
    return {name: value for name, value in {**said, **fields}.items() if value is not None}


def about(tree: dict[str, Any], whose: dict[str, Any]) -> dict[str, Any]:
    """Put a patient inside of a report."""
    inside = [*tree.get("contained", []), {**whose, "id": "p"}]
    return {**tree, "contained": inside, "subject": {"reference": "#p"}}


def bundle(*resources: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Write a bundle of resources that are called by their type and id."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources], **fields}


def brought(cast: Cast, tree: Any, who: Actor = SYSTEM, **at: Any) -> FileOfResults:
    """Bring a file."""
    body = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return bring(who, "file.json", body, **{"now": cast.now, **at})


def filed(cast: Cast, tree: dict[str, Any], **how: Any) -> FiledReport:
    """Bring a file with one report."""
    done = brought(cast, tree, **how)
    assert not done.refused, done.refused
    (one,) = done.reports
    return one


def sent_for(
    cast: Cast, order: str | None, *results: dict[str, Any], who: str = "asha", name: str = "A-1", **fields: Any
) -> dict[str, Any]:
    """Write a report for an order of somebody of the cast, who is rightly named in it."""
    return about(report(name, list(results), order, **fields), person(cast, who))


def paper(body: bytes, title: str = "Report", kind: str = "application/pdf") -> dict[str, Any]:
    """Write a paper that comes with a report."""
    return {"contentType": kind, "title": title, "data": b64encode(body).decode()}


def number(cast: Cast, order: OrderCard) -> str:
    """Give the number of an order as it is printed."""
    with transaction(reading=True) as db:
        return db.get_one(ServiceRequest, order.id).number


def placed(cast: Cast, panel: str = "electrolytes", patient: str = "asha") -> str:
    """Order a panel; gives the order's number."""
    return number(cast, ordered(cast, panel, patient=patient)[0])
