"""Whatever a laboratory's file holds, it is filed or refused in words; real panels keep every number; the command tells all."""

import copy
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select
from typer.testing import CliRunner

from hms.cli import app
from hms.db import transaction
from hms.knowledge.concentrations import factor
from hms.models import DiagnosticReport, Observation, ResultReview, ServiceRequest
from hms.services.importing.refusals import Broken
from hms.services.laboratory import sent
from tests.services.test_importing_random import ODD, places
from tests.support.cast import Cast
from tests.support.fhir_files import ABSENT, shared_files, write
from tests.support.laboratory import (
    CRP,
    POTASSIUM,
    about,
    between,
    brought,
    bundle,
    flagged,
    measured,
    paper,
    person,
    placed,
    sent_for,
)
from tests.support.orders import box, ordered


@pytest.fixture
def cared_for(clinic: Cast) -> Cast:
    """Give the clinic in which asha is in dr_rao's care."""
    clinic.book(clinic.asha)
    return clinic


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["Bundle", "DiagnosticReport", "Observation", "Patient", "#r0", "final", "2026-11-23"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["resourceType", "type", "entry", "resource", "status", "code", "result", "contained", "subject", "reference", "id", "basedOn"]), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(JSON | st.binary(max_size=60))
def test_any_file_is_read_or_refused_in_words(content: Any) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode("utf-8", "surrogatepass")
    try:
        delivery = sent.read(body)
    except Broken as broken:
        assert broken.reason
    else:
        assert delivery.reports


def full(cast: Cast, order: str) -> dict[str, Any]:
    """Write a report that says a little of everything."""
    low = measured(
        POTASSIUM,
        3.4,
        referenceRange=between(3.6, 5.4),
        interpretation=flagged("L"),
        effectiveDateTime="2026-11-23T04:30:00Z",
    )
    parts = {
        "resourceType": "Observation", "status": "final", "code": {"text": "Ions"}, "note": [{"text": "Slightly haemolysed"}],
        "component": [{"code": {"text": "Sodium"}, "valueQuantity": {"value": 139, "unit": "mmol/L"}}],
    }  # fmt: skip
    return sent_for(
        cast, order, low, parts, {**measured(CRP, 3, "mg/L"), "valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/L"}},
        conclusion="All fine.", presentedForm=[paper(b"Plain words", kind="text/plain")], issued="2026-11-23T04:30:00Z",
        category=[{"coding": [{"code": "LAB"}]}],
    )  # fmt: skip


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(chance=st.randoms(use_true_random=False), cut=st.booleans())
def test_a_mutilated_report_is_filed_for_its_patient_and_somebodys_to_look_at_or_refused_in_words(
    clinic_on_sqlite: Cast, chance: Any, cut: bool
) -> None:
    cast = clinic_on_sqlite
    if "order" not in cast.__dict__:
        cast.book(cast.asha)
        cast.__dict__["order"] = placed(cast)
    tree = full(cast, cast.__dict__["order"])
    *above, last = chance.choice(places(tree))
    inside: Any = tree
    for name in above:
        inside = inside[name]
    if cut:
        del inside[last]
    else:
        inside[last] = copy.deepcopy(chance.choice(ODD))
    done = brought(cast, tree)
    assert done.refused or all(one.state != "refused" or one.why for one in done.reports)
    with transaction(reading=True) as db:
        reports = db.exec(select(DiagnosticReport)).all()
        assert {one.patient_id for one in reports} <= {cast.asha.patient_id}
        assert {one.report_id for one in db.exec(select(ResultReview))} == {one.id for one in reports}, (
            "nothing is unseen"
        )


def panels(path: Path) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Give the reports of a real bundle, each with its results."""
    held = {one["fullUrl"]: one["resource"] for one in json.loads(path.read_text("utf-8"))["entry"]}
    reports = [one for one in held.values() if one["resourceType"] == "DiagnosticReport" and one.get("result")]
    return [(one, [held[said["reference"]] for said in one["result"]]) for one in reports]


@pytest.mark.skipif(not shared_files(), reason=ABSENT)
def test_real_panels_keep_every_number_exactly_in_the_unit_that_it_says(cared_for: Cast) -> None:
    real = [panel for path in shared_files() for panel in panels(path)][:12]
    assert len(real) == 12
    when = cared_for.now.isoformat()
    for told, results in real:
        whose = {**person(cared_for), "id": "p"}
        inside = [
            {**one, "subject": {"reference": "Patient/p"}, "effectiveDateTime": when, "issued": when} for one in results
        ]
        for one in (told, *inside):
            one.pop("encounter", None)
        report = {
            **told, "subject": {"reference": "Patient/p"}, "effectiveDateTime": when, "issued": when,
            "basedOn": [{"identifier": {"value": placed(cared_for)}}],
            "result": [{"reference": f"Observation/{one['id']}"} for one in inside],
        }  # fmt: skip
        (done,) = brought(cared_for, bundle(whose, *inside, report)).reports
        assert (done.state, done.not_filed) == ("filed", []), done
        with transaction(reading=True) as db:
            order = db.exec(select(ServiceRequest).order_by(ServiceRequest.id.desc())).first()  # type: ignore[attr-defined]
            filed = db.exec(select(DiagnosticReport).where(DiagnosticReport.service_request_id == order.id)).one()
            kept = {one.code: one for one in db.exec(select(Observation).where(Observation.group_id == filed.id))}
        for one in inside:
            row = kept[one["code"]["coding"][0]["code"]]
            if quantity := one.get("valueQuantity"):
                number = Fraction(Decimal(str(quantity["value"])))
                scale = factor(quantity["code"], row.unit) if row.unit != quantity["code"] else 1
                assert scale is not None and Fraction(row.number) == number * scale


def test_the_command_says_of_each_file_what_was_filed_and_what_was_refused_and_why(
    cared_for: Cast, tmp_path: Path
) -> None:
    cared_for.now = datetime.now(UTC) - timedelta(hours=1)
    folder = tmp_path / "from the laboratory"
    folder.mkdir()
    taken = (cared_for.now + timedelta(minutes=30)).isoformat()
    order, second = placed(cared_for), placed(cared_for, "crp")
    good = sent_for(cared_for, order, measured(POTASSIUM, 4.1), effectiveDateTime=taken)
    write(folder, good, "a.json")
    other = about(sent_for(cared_for, second, measured(CRP, 3, "mg/L"), name="B", effectiveDateTime=taken), person(cared_for, birthDate="1990-01-01"))  # fmt: skip
    other["contained"] = [one for one in other["contained"] if one.get("birthDate") != "1980-02-03"]
    write(folder, other, "b.json")
    write(folder, "{", "c.json")

    def said(*words: object) -> tuple[int, str]:
        told = CliRunner().invoke(app, ["import", "results", *map(str, words)], env={"COLUMNS": "300"})
        return told.exit_code, told.output

    code, told = said(folder, folder / "none.json")
    assert code == 1
    assert f"a.json: filed: order {order}, record 100001-7, 1 results" in told
    assert f"b.json: refused, order {second}: the birth date is not that of the patient with this record number" in told
    assert "c.json was refused whole: line 1, column 2: the file ends in the middle: it was cut off" in told
    assert "none.json was refused whole: there is no such file" in told
    assert "1 filed, 1 refused, from 4 files." in told
    assert "Nair" not in told
    code, told = said(folder / "a.json")
    assert (code, "1 here already, from 1 files." in told) == (0, True)
    assert box(cared_for).total == 1 and len(ordered(cared_for, "inr")) == 3
