"""The chart: at a glance, and everything that happened, page by page, nothing twice and nothing left out."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import NotFound
from hms.models import Condition, Immunization, Observation, Patient
from hms.permissions import Permission
from hms.services.chart import entries, opened, timeline
from tests.support.cast import ELEVEN, NOW, Cast

LAB = {"category": "laboratory", "status": "final", "code": "", "unit": "mmol/L"}


@requires(Permission.KEEP_CHART)
def note_down(scope: Scope, patient_id: Any, row: Any) -> Any:
    return entries.write(scope, scope.patient(patient_id), row)


def problem(clinic: Cast, text: str, at: datetime | None = None, **other: Any) -> Condition:
    row = Condition(patient_id=clinic.asha.patient_id, happened_at=at, **{"status": "active", **other})
    made: Condition = clinic.do(clinic.dr_rao, note_down, clinic.asha.patient_id, row.sealing(text=text))
    return made


def result(clinic: Cast, name: str, number: str, at: datetime, **other: Any) -> Observation:
    row = Observation(patient_id=clinic.asha.patient_id, number=number, happened_at=at, **{**LAB, **other})
    made: Observation = clinic.do(clinic.dr_rao, note_down, clinic.asha.patient_id, row.sealing(name=name))
    return made


def whole(clinic: Cast, kind: str = "") -> list[list[Any]]:
    """Turn over all pages."""
    pages, older = [], ""
    while len(pages) < 50:
        page = clinic.do(clinic.dr_rao, timeline.timeline, clinic.asha.patient_id, kind, older)
        pages.append(page.listed)
        older = page.older
        if not older:
            return pages
    raise AssertionError("it never ends")


@pytest.fixture
def cared(clinic: Cast) -> Cast:
    clinic.sign(clinic.visit(clinic.asha))
    return clinic


def test_the_glance_shows_what_is_there_now(cared: Cast) -> None:
    problem(cared, "Asthma", NOW - timedelta(days=400), code="J45.909")
    problem(cared, "A cold", NOW - timedelta(days=300), status="resolved")
    wrong = problem(cared, "Somebody else's gout")
    cared.do(cared.dr_rao, void, wrong.id)
    result(cared, "Potassium", "4.1", NOW - timedelta(days=9), code="2823-3")
    result(
        cared, "Potassium", "6.4", NOW - timedelta(days=1), code="2823-3", flag="HH", usual_low="3.5", usual_high="5.1"
    )
    shown = cared.do(cared.dr_rao, opened.open_chart, cared.asha.patient_id).glance
    assert [(one.title, one.value) for one in shown.problems] == [("Asthma", "J45.909")]
    assert [one.id for one in shown.due] == ["allergies", "smoking"]  # a grown-up: no vaccines
    assert [(one.title, one.value, one.tone, one.note) for one in shown.results] == [
        ("Potassium", "6.4 mmol/L", "danger", "Usual: 3.5 to 5.1")
    ]


@requires(Permission.KEEP_CHART)
def void(scope: Scope, row_id: Any) -> None:
    entries.void(scope, scope.one(Condition, row_id, lock=True), 1, "Wrong patient")


def test_everything_that_happened_stands_in_its_order(cared: Cast) -> None:
    problem(cared, "Asthma", NOW - timedelta(days=400))
    result(cared, "Potassium", "4.1", NOW - timedelta(days=9))
    problem(cared, "Nobody knows since when")
    lines = [line for page in whole(cared) for line in page]
    assert [(line.kind, line.title) for line in lines] == [
        ("visits", "Palpitations at night"), ("results", "Potassium"), ("problems", "Asthma"),
        ("problems", "Nobody knows since when"),
    ]  # fmt: skip
    assert lines[-1].day == "no date"
    assert [line.title for page in whole(cared, "results") for line in page] == ["Potassium"]


def test_an_error_stays_readable_and_says_so(cared: Cast) -> None:
    wrong = problem(cared, "Somebody else's gout")
    cared.do(cared.dr_rao, void, wrong.id)
    assert [line.wrong for line in whole(cared, "problems")[0]] == [True]


def test_a_panel_is_one_line_whatever_is_in_it(cared: Cast) -> None:
    group, at = uuid4(), NOW - timedelta(days=2)
    for name, number in (("Sodium", "140"), ("Potassium", "4.1")):
        result(cared, name, number, at, group_id=group)
    (line,) = whole(cared, "results")[0]
    assert (line.title, line.note) == ("2 results", "Sodium 140 mmol/L, Potassium 4.1 mmol/L")


def vital(clinic: Cast, code: str, number: str, group: Any, **other: Any) -> Observation:
    given = {"category": "vital-signs", "code": code, "group_id": group, "unit": "/min", **other}
    return result(clinic, "", number, NOW - timedelta(days=1), **given)


def test_vital_signs_are_told_as_in_the_visit(cared: Cast) -> None:
    group = uuid4()
    vital(cared, "8480-6", "156", group, unit="mm[Hg]")
    vital(cared, "8462-4", "70", group, unit="mm[Hg]")
    vital(cared, "8867-4", "74", group)
    (line,) = whole(cared, "vitals")[0]
    assert (line.title, line.note) == ("", "Blood pressure 156/70 mmHg, Pulse 74 per minute")
    assert line.mark == "Blood pressure: systolic high"


def test_a_measurement_that_was_an_error_is_struck_through_alone(cared: Cast) -> None:
    group = uuid4()
    vital(cared, "8867-4", "74", group)
    slip = vital(cared, "9279-1", "61", group)
    cared.do(cared.dr_rao, void_reading, slip.id)
    told = {line.note: line.wrong for line in whole(cared, "vitals")[0]}
    assert told == {"Pulse 74 per minute": False, "Breaths 61 per minute": True}
    assert [one.name for one in cared.do(cared.dr_rao, opened.open_chart, cared.asha.patient_id).glance.vitals] == [
        "Pulse"
    ]


@requires(Permission.KEEP_CHART)
def void_reading(scope: Scope, row_id: Any) -> None:
    entries.void(scope, scope.one(Observation, row_id, lock=True), 1, "Typed in the wrong field")


def test_a_colleagues_unsigned_visit_is_not_part_of_the_record(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha, at=ELEVEN + timedelta(hours=1), doctor="dr_osei"), doctor="dr_osei")
    clinic.visit(clinic.asha)
    seen = clinic.do(clinic.dr_osei, timeline.timeline, clinic.asha.patient_id)
    assert len(seen.listed) == 1


def test_who_does_not_care_for_a_patient_sees_no_chart(cared: Cast) -> None:
    for service in (timeline.timeline, opened.open_chart):
        with pytest.raises(NotFound):
            cared.do(cared.dr_osei, service, cared.asha.patient_id)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from("vrip")), max_size=90), st.data())
def test_pages_hold_everything_once(clinic: Cast, made: list[tuple[int, str]], data: st.DataObject) -> None:
    with transaction() as db:
        patient = Patient(record_number_index=str(uuid4()), registered_at=NOW).sealing(given_names="A", family_name="B")
        db.add(patient)
        db.flush()
        for hours, kind in made:
            undated = data.draw(st.booleans()) and kind == "p"
            given: dict[str, Any] = {
                "patient_id": patient.id, "recorded_at": NOW - timedelta(hours=hours), "status": "final",
                "happened_at": None if undated else NOW - timedelta(hours=hours),
            }  # fmt: skip
            if kind in "vr":
                category = "vital-signs" if kind == "v" else "laboratory"
                db.add(Observation(**given, category=category, code="x", number="1", group_id=uuid4()))
            else:
                db.add(Condition(**given) if kind == "p" else Immunization(**given, code="140"))
        patient_id = patient.id
    with transaction() as db:
        scope = Scope(db, clinic.dr_rao, NOW)
        found, before = [], ""
        for _ in range(60):
            page = timeline.page_of(scope, patient_id, tuple(timeline.KINDS)[1:], before)
            found += [line.id for line in page.listed]
            before = page.older
            if not before:
                break
        assert len(found) == len(set(found)) == len(made)
