"""Orders of laboratory and imaging: placed from sets, taken back, and answered by results that are flagged."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Encounter, Observation, Patient, ServiceRequest
from hms.schemas.orders import OrderForm, RevokeForm
from hms.schemas.results import ResultChange, TypedResult
from hms.services.chart import opened, timeline
from hms.services.merging import merging
from hms.services.orders import correcting, inbox, ordering, recording, seeing, sheet
from tests.support.cast import Cast, later
from tests.support.orders import box, came, ordered, orders, report, result, see, typed
from tests.support.twins import form, second_asha

A_DAY = 24 * 60


@pytest.fixture
def cared_for(clinic: Cast) -> Cast:
    """Give the clinic in which asha is in dr_rao's care."""
    clinic.book(clinic.asha)
    return clinic


def line(cast: Cast, report_id: Any, name: str) -> Any:
    return next(one for one in report(cast, report_id).lines if one.name == name)


def test_a_set_is_ordered_with_one_press_and_only_once(cared_for: Cast) -> None:
    form = OrderForm(
        patient_id=cared_for.asha.patient_id, order_set="chest_pain", panels=["crp", "lipids"], priority="stat",
        reason="Pain since this morning", key="0" * 32,
    )  # fmt: skip
    assert {cared_for.do(cared_for.dr_rao, ordering.order, form) for _ in range(2)} == {6}, "CRP is in the set already"
    listed = orders(cared_for)
    assert sorted(one.title for one in listed) == [
        "C-reactive protein (CRP)", "Electrolytes and kidney function", "Full blood count", "Lipids", "Troponin",
        "X-ray of the chest",
    ]  # fmt: skip
    assert {(one.status_words, one.priority, one.about) for one in listed} == {
        ("Waiting for the result", "At once", "Pain since this morning")
    }
    with transaction() as db:
        rows = db.exec(select(ServiceRequest)).all()
    assert len({row.requisition_id for row in rows}) == 1
    assert {row.code for row in rows if row.panel == "full_blood_count"} == {"58410-2"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({}, "panels"), ({"panels": ["gold"]}, "panels"), ({"order_set": "everything"}, "order_set")],
)
def test_nothing_and_what_is_not_in_the_catalogue_cannot_be_ordered(
    cared_for: Cast, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ordered(cared_for, **{"panels": [], **wrong})
    assert field in refused.value.fields and orders(cared_for) == []


def test_nothing_is_ordered_for_the_dead_and_for_nobody_outside_of_ones_care(cared_for: Cast) -> None:
    with pytest.raises(NotFound):
        ordered(cared_for, "crp", doctor="dr_osei")
    with transaction() as db:
        db.get_one(Patient, cared_for.asha.patient_id).deceased = True
    with pytest.raises(NotPossible, match="died"):
        ordered(cared_for, "crp")


def test_an_order_of_a_visit_belongs_to_it_until_it_is_signed(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    ordered(clinic, "crp", encounter_id=page.encounter_id)
    assert [one.title for one in clinic.do(clinic.dr_rao, seeing.of_visit, page.encounter_id)] == [
        "C-reactive protein (CRP)"
    ]
    other = clinic.visit(clinic.bilal, later(80))
    with pytest.raises(NotFound):
        ordered(clinic, "crp", encounter_id=other.encounter_id)
    clinic.sign(page)
    with pytest.raises(NotPossible, match="signed"):
        ordered(clinic, "crp", encounter_id=page.encounter_id)
    came(clinic, orders(clinic)[0], results=typed(crp="3"))
    with transaction() as db:
        assert {row.encounter_id for row in db.exec(select(Observation))} == {page.encounter_id}
        assert db.get_one(Encounter, page.encounter_id).signed_at


def test_an_order_is_taken_back_with_a_reason_as_it_was_seen(cared_for: Cast) -> None:
    (one,) = ordered(cared_for, "crp")
    back = RevokeForm(order_id=one.id, version=one.version, reason=" ")
    with pytest.raises(Invalid) as refused:
        cared_for.do(cared_for.dr_rao, ordering.revoke, back)
    assert "revoke_reason" in refused.value.fields
    told = back.model_copy(update={"reason": "Ordered twice"})
    with pytest.raises(Stale):
        cared_for.do(cared_for.dr_rao, ordering.revoke, told.model_copy(update={"version": 7}))
    with pytest.raises(NotFound):
        cared_for.do(cared_for.dr_osei, ordering.revoke, told)
    cared_for.do(cared_for.dr_rao, ordering.revoke, told)
    (gone,) = orders(cared_for)
    assert gone.revoked == "Taken back on 23 Nov 2026, 10:00 by Dr Meera Rao: Ordered twice" and not gone.can_revoke
    came(cared_for, gone, results=typed(crp="3"))
    (still,) = orders(cared_for)
    assert still.status == "revoked" and box(cared_for).total == 1, "what came all the same is not lost"


def test_what_is_here_can_no_longer_be_taken_back_or_come_twice(cared_for: Cast) -> None:
    result(cared_for, "crp", crp="3")
    (done,) = orders(cared_for)
    with pytest.raises(NotPossible, match="result of this order is here"):
        cared_for.do(cared_for.dr_rao, ordering.revoke, RevokeForm(order_id=done.id, version=done.version, reason="x"))
    for attempt in (
        lambda: came(cared_for, done, results=typed(crp="4")),
        lambda: cared_for.do(cared_for.dr_rao, sheet.blank, done.id),
    ):
        with pytest.raises(NotPossible, match="here already"):
            attempt()


def test_results_are_flagged_by_what_is_usual_for_age_and_sex(cared_for: Cast) -> None:
    with transaction() as db:
        db.get_one(Patient, cared_for.asha.patient_id).sex = "female"
    made = result(cared_for, "full_blood_count", haemoglobin="11.8", white_cells="7,2", platelets="19")
    told = {one.name: (one.value, one.mark, one.usual) for one in report(cared_for, made).lines}
    assert told == {
        "Haemoglobin": ("11.8 g/dL", "low", "Usual: 12 to 15.5"),
        "White cells": ("7.2 ×10³/µL", "", "Usual: 4 to 11"),
        "Platelets": ("19 ×10³/µL", "very low", "Usual: 150 to 400"),
    }
    assert (report(cared_for, made).mark, report(cared_for, made).tone) == ("Critical", "danger")
    with transaction() as db:
        db.get_one(Patient, cared_for.bilal.patient_id).sex = "male"
    cared_for.book(cared_for.bilal, later(80))
    his = result(cared_for, "full_blood_count", "bilal", haemoglobin="12.5")
    assert report(cared_for, his, patient="bilal").lines[0].mark == "low", "12.5 is usual for her, and low for him"


def test_a_laboratorys_own_range_another_unit_and_a_bound_count(cared_for: Cast) -> None:
    (order,) = ordered(cared_for, "electrolytes")
    own = [
        TypedResult(test="potassium", value="5.3", low="3.6", high="5.4"),
        TypedResult(test="creatinine", value="130", unit="umol/L"),
        TypedResult(test="egfr", value=">90"),
    ]
    made = came(cared_for, order, results=own)
    told = {one.name: (one.value, one.mark, one.usual) for one in report(cared_for, made).lines}
    assert told["Potassium"] == ("5.3 mmol/L", "", "Usual: 3.6 to 5.4")
    assert told["Creatinine"] == ("130 µmol/L", "high", "Usual: 45 to 115")
    assert told["Estimated kidney function (eGFR)"] == ("> 90 mL/min/1.73 m²", "", "Usual: from 60")
    with transaction() as db:
        codes = {row.code for row in db.exec(select(Observation).where(col(Observation.number) == "130"))}
    assert codes == {"14682-9"}, "an amount of substance has its own LOINC code"


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ([TypedResult(test="potassium", value="41")], "r_potassium", "slip"),
        ([TypedResult(test="potassium", value="high")], "r_potassium", "number"),
        ([TypedResult(test="potassium", value="4.1", unit="mg/dL")], "r_potassium", "unit"),
        ([TypedResult(test="potassium", value="4.1", low="6", high="5")], "r_potassium", "lower number"),
        ([], "r_sodium", "what was found"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cared_for: Cast, said: Any, field: str, words: str) -> None:
    (order,) = ordered(cared_for, "electrolytes")
    with pytest.raises(Invalid) as refused:
        came(cared_for, order, results=said)
    assert words in refused.value.fields[field]
    assert orders(cared_for)[0].reports == [] and box(cared_for).total == 0


def test_no_result_is_older_than_its_order_or_still_to_come(cared_for: Cast) -> None:
    (order,) = ordered(cared_for, "crp")
    for when, words in (
        ("2026-11-23T09:59", "ordered on 23 Nov 2026 at 10:00"), ("2026-11-23T10:30", "still to come"), ("soon", "date and a time"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            came(cared_for, order, results=typed(crp="3"), happened=when)
        assert words in refused.value.fields["happened"]
    came(cared_for, order, results=typed(crp="3"), happened="2026-11-23T12:00", now=later(180))
    assert orders(cared_for)[0].reports[0].taken == "Sample of 23 Nov 2026, 12:00"


def test_a_result_for_an_order_that_changed_meanwhile_is_stale_and_pressed_twice_it_is_written_once(
    cared_for: Cast,
) -> None:
    (order,) = ordered(cared_for, "crp")
    first = came(cared_for, order, results=typed(crp="3"), key="1" * 32, more=True)
    assert came(cared_for, order, results=typed(crp="3"), key="1" * 32) == first
    with pytest.raises(Stale):
        came(cared_for, order, results=typed(crp="5"))
    (partly,) = orders(cared_for)
    assert (partly.status_words, partly.can_record) == ("Partly here, more is to come", True)
    came(cared_for, partly, results=typed(crp="5"))
    assert orders(cared_for)[0].status == "completed" and len(orders(cared_for)[0].reports) == 2


def test_a_picture_is_told_in_words_and_what_is_in_no_list_can_be_ordered_too(cared_for: Cast) -> None:
    (xray,) = ordered(cared_for, "chest_xray", detail="Two views")
    with pytest.raises(Invalid) as refused:
        came(cared_for, xray, report=" ")
    assert "report" in refused.value.fields
    came(cared_for, xray, report="Shadow in the left lower lobe.", finding="AA")
    (shown,) = orders(cared_for)[0].reports
    assert (shown.text, shown.mark, shown.taken) == (
        "Shadow in the left lower lobe.", "Critical", "Picture of 23 Nov 2026, 10:00",
    )  # fmt: skip
    ordered(cared_for, other="Copper in serum")
    copper = next(one for one in orders(cared_for) if one.title == "Copper in serum")
    made = came(cared_for, copper, results=[TypedResult(test="other", value="98", unit="ug/dL", low="70", high="90")])
    assert [(one.value, one.mark) for one in report(cared_for, made).lines] == [("98 ug/dL", "high")]


def test_answers_of_a_test_strip_are_chosen(cared_for: Cast) -> None:
    (order,) = ordered(cared_for, "urinalysis")
    with pytest.raises(Invalid):
        came(cared_for, order, results=typed(urine_protein="plenty"))
    made = came(cared_for, order, results=typed(urine_protein="2+", urine_nitrite="negative", urine_ph="6"))
    assert [(one.value, one.mark) for one in report(cared_for, made).lines] == [
        ("6", ""), ("2+", "not as usual"), ("negative", ""),
    ]  # fmt: skip


def test_a_result_that_is_put_right_keeps_what_it_said_and_is_looked_at_again(cared_for: Cast) -> None:
    made = result(cared_for, "crp", crp="3")
    see(cared_for, box(cared_for).listed[0])
    assert box(cared_for).total == 0
    wrong = line(cared_for, made, "C-reactive protein (CRP)")
    change = ResultChange(observation_id=wrong.id, version=wrong.version, value="230", reason="A digit was lost")
    for bad, field in (({"reason": ""}, "change_reason"), ({"value": "9999"}, "value"), ({"value": ""}, "value")):
        with pytest.raises(Invalid) as refused:
            cared_for.do(cared_for.dr_rao, correcting.correct, change.model_copy(update=bad))
        assert field in refused.value.fields
    with pytest.raises(NotFound):
        cared_for.do(cared_for.dr_osei, correcting.correct, change)
    cared_for.do(cared_for.dr_rao, correcting.correct, change)
    with pytest.raises(Stale):
        cared_for.do(cared_for.dr_rao, correcting.correct, change)
    now = line(cared_for, made, "C-reactive protein (CRP)")
    assert (now.value, now.mark) == ("230 mg/L", "very high")
    assert now.changed == ["It said 3 mg/L. Put right on 23 Nov 2026 by Dr Meera Rao: A digit was lost"]
    (again,) = box(cared_for).listed
    assert (again.mark, again.because) == ("Critical", "It was changed after it had been looked at")


def test_where_all_of_a_result_was_an_error_the_order_waits_again(cared_for: Cast) -> None:
    made = result(cared_for, "thyroid", tsh="2", free_t4="1.2")
    first, second = report(cared_for, made).lines
    error = ResultChange(observation_id=first.id, version=1, reason="Another patient's")
    cared_for.do(cared_for.dr_rao, correcting.void, error)
    assert orders(cared_for)[0].status == "completed"
    cared_for.do(cared_for.dr_rao, correcting.void, error.model_copy(update={"observation_id": second.id}))
    (waits,) = orders(cared_for)
    assert (waits.status, waits.can_record, waits.reports[0].wrong) == ("active", True, True)
    assert [one.said for one in box(cared_for).listed] == ["Entered in error"], "who has to look learns of it"
    assert cared_for.do(cared_for.dr_rao, opened.open_chart, cared_for.asha.patient_id).glance.results == []
    came(cared_for, waits, results=typed(tsh="9"))
    assert orders(cared_for)[0].status == "completed"


def test_the_chart_and_the_timeline_tell_results_under_the_name_of_their_order(cared_for: Cast) -> None:
    result(cared_for, "thyroid", tsh="9", free_t4="1.2")
    shown = cared_for.do(cared_for.dr_rao, opened.open_chart, cared_for.asha.patient_id).glance.results
    assert {(one.title, one.value, one.mark) for one in shown} == {
        ("TSH", "9 mIU/L", "Above the usual range"), ("Free thyroxine (fT4)", "1.2 ng/dL", ""),
    }  # fmt: skip
    (event,) = cared_for.do(cared_for.dr_rao, timeline.timeline, cared_for.asha.patient_id, "results").listed
    assert (event.title, event.note) == ("Thyroid (TSH, fT4)", "TSH 9 mIU/L, Free thyroxine (fT4) 1.2 ng/dL")


def test_orders_that_wait_too_long_are_named_and_the_list_turns_its_pages(cared_for: Cast) -> None:
    ordered(cared_for, "crp")
    ordered(cared_for, "troponin", priority="stat")
    told = cared_for.do(cared_for.dr_rao, seeing.awaited, now=later(5 * 60))
    assert [(one.title, one.late) for one in told] == [("C-reactive protein (CRP)", False), ("Troponin", True)]
    for _ in range(20):
        ordered(cared_for, "inr")
    page = cared_for.do(cared_for.dr_rao, seeing.of_patient, cared_for.asha.patient_id, 2)
    assert (page.total, page.pages, len(page.listed), page.waiting) == (22, 2, 2, 22)
    assert cared_for.do(cared_for.dr_rao, seeing.of_patient, cared_for.asha.patient_id, 99).page == 2


def test_the_database_itself_keeps_orders_reports_and_who_has_looked(cared_for: Cast) -> None:
    result(cared_for, "crp", crp="3")
    see(cared_for, box(cared_for).listed[0], note="Well")
    for statement in (
        "DELETE FROM result_review", "DELETE FROM diagnostic_report", "DELETE FROM service_request",
        "UPDATE result_review SET seen_at = NULL", "UPDATE result_review SET note_sealed = NULL",
        "UPDATE service_request SET priority = 'stat'", "UPDATE diagnostic_report SET happened_at = '2020-01-01'",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction() as db:
            db.connection().execute(text(statement))
    assert cared_for.do(cared_for.dr_rao, inbox.count) == (0, 0)
    assert recording.record.permission == "write results down, put them right and void them"


def test_orders_and_looks_go_with_a_record_that_is_merged(clinic: Cast) -> None:
    second_asha(clinic)
    clinic.book(clinic.again)
    result(clinic, "crp", "again", crp="250")
    see(clinic, box(clinic).listed[0])
    clinic.do(clinic.reception, merging.merge, form(clinic, clinic.asha, clinic.again))
    (order,) = orders(clinic)
    assert order.reports[0].seen == ["Dr Meera Rao looked on 23 Nov 2026, 10:00"]
