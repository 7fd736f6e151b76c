"""Results that a laboratory sends: in the right record or nowhere, in the inbox of who has to look, once."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from hms.access import SYSTEM
from hms.changes import BUS
from hms.db import transaction
from hms.errors import Forbidden
from hms.models import (
    AuditEntry,
    DiagnosticReport,
    DocumentReference,
    EntryVersion,
    LaboratoryRecord,
    Observation,
    Patient,
    Practitioner,
    ResultReview,
)
from hms.schemas.orders import RevokeForm
from hms.schemas.results import ResultChange
from hms.services.orders import correcting, escalating, inbox, numbers, ordering, releasing
from hms.services.record import parts
from tests.support.cast import Cast, later
from tests.support.documents import paper as pdf
from tests.support.laboratory import (
    CRP,
    GLUCOSE,
    LAB,
    POTASSIUM,
    about,
    between,
    brought,
    bundle,
    filed,
    flagged,
    measured,
    number,
    paper,
    person,
    placed,
    report,
    sent_for,
)
from tests.support.orders import box, ordered, orders, see

HOUR = 60


@pytest.fixture
def cared_for(clinic: Cast) -> Cast:
    """Give the clinic in which asha and bilal are in dr_rao's care."""
    clinic.book(clinic.asha)
    clinic.book(clinic.bilal, later(80))
    return clinic


def nothing_is_filed() -> bool:
    with transaction(reading=True) as db:
        return not any(
            db.exec(select(one)).first() for one in (DiagnosticReport, LaboratoryRecord, Observation, ResultReview)
        )


def test_a_result_for_an_order_is_in_the_inbox_of_who_ordered_it_at_once_with_the_laboratorys_range_and_flag(
    cared_for: Cast,
) -> None:
    order = placed(cared_for)
    low = measured(POTASSIUM, 3.4, referenceRange=between(3.6, 5.4), interpretation=flagged("L"))
    done = filed(cared_for, sent_for(cared_for, order, low))
    assert (done.state, done.order, done.results, done.not_filed) == ("filed", order, 1, [])
    (line,) = box(cared_for).listed
    assert (line.patient, line.mark, line.said) == ("Asha Nair", "Not as usual", "Potassium 3.4 mmol/L, low")
    (shown,) = orders(cared_for)[0].reports
    assert [(one.name, one.value, one.mark, one.usual) for one in shown.lines] == [
        ("Potassium", "3.4 mmol/L", "low", "Usual: 3.6 to 5.4, by the laboratory")
    ]
    assert shown.written == "Sent by the laboratory, filed on 23 Nov 2026, 10:00"
    assert shown.note == "From Banyan Laboratory" and orders(cared_for)[0].status == "completed"
    assert f"Order {order}" in orders(cared_for)[0].ordered


def test_every_open_inbox_and_chart_hears_of_it_at_once(clinic_on_sqlite: Cast) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    tree = sent_for(clinic_on_sqlite, placed(clinic_on_sqlite), measured(POTASSIUM, 3.4))
    heard: list[str] = []
    stop = BUS.subscribe(lambda change: heard.append(change.topic if change else ""))
    try:
        filed(clinic_on_sqlite, tree)
    finally:
        stop()
    doctor, patient = clinic_on_sqlite.dr_rao.practitioner_id, clinic_on_sqlite.asha.patient_id
    assert {f"results:{doctor}", f"patient:{patient}"} <= set(heard)


def test_what_is_critical_comes_first_whoever_calls_it_so_and_others_look_if_nobody_does(cared_for: Cast) -> None:
    cared_for.people["dr_lund"] = cared_for.hire("Dr Nils Lund", "lund@alder.example", cared_for.cardiology)  # type: ignore[arg-type]
    usual = sent_for(cared_for, placed(cared_for), measured(POTASSIUM, 4.1), name="A-1")
    theirs = sent_for(cared_for, placed(cared_for), measured(POTASSIUM, 5.0, interpretation=flagged("HH")), name="A-2")
    ours = sent_for(cared_for, placed(cared_for), measured(POTASSIUM, 7.9, interpretation=flagged("H")), name="A-3")
    for place, tree in enumerate((usual, theirs, ours)):
        results = [
            {**one, "identifier": [{"system": LAB, "value": f"o{place}"}]} if one["id"] == "r0" else one
            for one in tree["contained"]
        ]
        filed(cared_for, {**tree, "contained": results})
    page = box(cared_for)
    assert [(one.mark, one.said) for one in page.listed] == [
        ("Critical", "Potassium 5.0 mmol/L, very high"), ("Critical", "Potassium 7.9 mmol/L, very high"),
        ("As usual", "Potassium 4.1 mmol/L"),
    ]  # fmt: skip
    shown = cared_for.do(cared_for.dr_rao, inbox.look, page.listed[1].review_id)
    assert shown.report.lines[0].laboratory == "The laboratory calls it high"
    assert cared_for.do(SYSTEM, escalating.escalate, now=later(HOUR)) == 2
    assert box(cared_for, cared_for.dr_lund).total == 2


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"birthDate": "1980-02-04"}, "birth date is not that"),
        ({"birthDate": "1981"}, "birth date is not that"),
        ({"name": [{"family": "Nair", "given": ["Lata"]}]}, "name is not that"),
        ({"identifier": None}, "does not say whose|no record number"),
        ({"identifier": [{"value": "999999-9"}]}, "no record number of this clinic"),
        ({"birthDate": None, "name": None}, "neither the birth date nor the name"),
    ],
)
def test_a_patient_who_disagrees_with_the_order_in_anything_is_refused_and_nothing_is_filed(
    cared_for: Cast, wrong: dict[str, Any], why: str
) -> None:
    order = placed(cared_for)
    done = filed(cared_for, about(report("A-1", [measured(POTASSIUM, 4.1)], order), person(cared_for, **wrong)))
    assert done.state == "refused" and any(words in done.why for words in why.split("|"))
    assert "Nair" not in str(done) and "1980" not in str(done), "what is refused is not repeated"
    assert nothing_is_filed() and box(cared_for).total == 0


def test_another_patient_is_refused_however_the_file_says_so(cared_for: Cast) -> None:
    order, his = placed(cared_for), person(cared_for, "bilal")
    assert (
        "not that of the patient of this order"
        in filed(cared_for, about(report("A-1", [measured(POTASSIUM, 4.1)], order), his)).why
    )
    both = person(cared_for, identifier=[*person(cared_for)["identifier"], *his["identifier"]])
    assert "several patients" in filed(cared_for, about(report("A-1", [measured(POTASSIUM, 4.1)], order), both)).why
    mixed = sent_for(cared_for, order, measured(POTASSIUM, 4.1, subject={"reference": "#q"}))
    mixed["contained"].append({**his, "id": "q"})
    assert "about another patient" in filed(cared_for, mixed).why
    assert "does not say whose" in filed(cared_for, report("A-1", [measured(POTASSIUM, 4.1)], order)).why
    assert nothing_is_filed()


def test_names_agree_in_any_order_and_without_middle_names_and_a_former_one_too(cared_for: Cast) -> None:
    for place, name in enumerate(({"text": "NAIR, Asha"}, {"family": "nair", "given": ["Ásha", "Lakshmi"]})):
        whose = person(cared_for, name=[name], birthDate=None)
        crp = measured(CRP, 3, "mg/L", identifier=[{"value": str(place)}])
        assert filed(cared_for, about(report(f"N-{place}", [crp], placed(cared_for, "crp")), whose)).state == "filed"


def test_an_order_is_known_by_its_number_however_it_is_written_or_by_its_id(cared_for: Cast) -> None:
    order = placed(cared_for)
    assert order.startswith("T2") and numbers.spelled(f" {order.lower().replace('-', ' ')}") == order
    assert numbers.spelled(order[:-1] + str((int(order[-1]) + 1) % 10)) == "", "a slip of a digit is no number"
    assert filed(cared_for, sent_for(cared_for, order.lower(), measured(POTASSIUM, 4.1))).state == "filed"
    second = ordered(cared_for, "crp")[0]
    request = {"resourceType": "ServiceRequest", "id": "s", "status": "active", "intent": "order", "subject": {"reference": "#p"}, "identifier": [{"value": str(second.id)}]}  # fmt: skip
    tree = sent_for(cared_for, None, measured(CRP, 3, "mg/L"), name="A-2", basedOn=[{"reference": "#s"}])
    tree["contained"].append(request)
    assert filed(cared_for, tree).order == number(cared_for, second)
    for unknown in ("T299999-9", "4711"):
        assert (
            "not one of this clinic"
            in filed(cared_for, sent_for(cared_for, unknown, measured(CRP, 3, "mg/L"), name="A-3")).why
        )
    two = sent_for(cared_for, order, measured(CRP, 3, "mg/L"), name="A-4")
    two["basedOn"].append({"identifier": {"value": number(cared_for, second)}})
    assert "names 2 orders" in filed(cared_for, two).why


def test_twice_is_once_also_by_another_hand_and_a_broken_file_is_refused_whole(cared_for: Cast) -> None:
    tree = sent_for(cared_for, placed(cared_for), measured(POTASSIUM, 4.1))
    assert filed(cared_for, tree).state == "filed"
    see(cared_for, box(cared_for).listed[0])
    again = {**tree, "id": "another-name-in-another-sending", "meta": {"lastUpdated": "2026-11-23T09:00:00Z"}}
    assert [filed(cared_for, one, who=cared_for.reception).state for one in (tree, again)] == ["unchanged", "unchanged"]
    assert box(cared_for).total == 0 and len(orders(cared_for)[0].reports) == 1
    good = sent_for(cared_for, placed(cared_for, "crp"), measured(CRP, 3, "mg/L"), name="B-1")
    broken = {**report("B-2", []), "status": 7}
    for content in (bundle(good, broken), b"{", b"\xff", bundle(), [], {"resourceType": "Patient"}):
        assert brought(cared_for, content).refused
    assert len([one for one in orders(cared_for) if one.reports]) == 1, "nothing of a broken file is filed"


def test_each_report_of_a_file_stands_for_itself(cared_for: Cast) -> None:
    good = sent_for(cared_for, placed(cared_for), measured(POTASSIUM, 4.1))
    bad = about(
        report("B-1", [measured(CRP, 3, "mg/L")], placed(cared_for, "crp")), person(cared_for, birthDate="1999-01-01")
    )
    loose = {**measured(GLUCOSE, 5), "id": "loose"}
    done = brought(cared_for, bundle({**good, "id": "a"}, {**bad, "id": "b"}, loose))
    assert [one.state for one in done.reports] == ["filed", "refused", "refused"] and not done.clean
    assert done.reports[1].place == "/entry/1/resource" and "belongs to no report" in done.reports[2].why
    assert box(cared_for).total == 1


def test_a_corrected_result_keeps_what_it_said_and_comes_back_into_the_inbox(cared_for: Cast) -> None:
    order = placed(cared_for)
    filed(cared_for, sent_for(cared_for, order, measured(POTASSIUM, 4.1), issued="2026-11-23T04:30:00Z"))
    see(cared_for, box(cared_for).listed[0])
    right = sent_for(
        cared_for,
        order,
        measured(POTASSIUM, 7.1, status="corrected"),
        status="corrected",
        issued="2026-11-23T05:00:00Z",
    )
    assert filed(cared_for, right, now=later(45)).state == "changed"
    (again,) = box(cared_for, now=later(45)).listed
    assert (again.mark, again.because) == ("Critical", "It was changed after it had been looked at")
    (shown,) = orders(cared_for)[0].reports
    assert shown.lines[0].value == "7.1 mmol/L"
    assert shown.lines[0].changed == [
        "It said 4.1 mmol/L. Put right on 23 Nov 2026 by the laboratory: The laboratory corrected it"
    ]
    with transaction(reading=True) as db:
        assert '"number": "4.1"' in db.exec(select(EntryVersion)).one().body
    assert filed(cared_for, right, now=later(46)).state == "unchanged"
    older = sent_for(cared_for, order, measured(POTASSIUM, 4.4), issued="2026-11-23T04:40:00Z")
    assert "newer version" in filed(cared_for, older, now=later(47)).why, "what was overtaken does not come back"


def test_a_preliminary_result_leaves_the_order_waiting_until_the_final_one_completes_it(cared_for: Cast) -> None:
    order = placed(cared_for)
    early = sent_for(cared_for, order, measured(POTASSIUM, 4.1, status="preliminary"), status="preliminary")
    filed(cared_for, early)
    (waits,) = orders(cared_for)
    assert (
        waits.status_words == "Partly here, more is to come" and waits.reports[0].lines[0].laboratory == "not final yet"
    )
    see(cared_for, box(cared_for).listed[0])
    sodium = measured("2951-2", 139)
    assert filed(cared_for, sent_for(cared_for, order, measured(POTASSIUM, 4.1), sodium)).state == "changed"
    (done,) = orders(cared_for)
    assert (done.status, [one.value for one in done.reports[0].lines]) == ("completed", ["4.1 mmol/L", "139 mmol/L"])
    assert box(cared_for).total == 1, "the final result is looked at too"
    late = sent_for(cared_for, order, measured(POTASSIUM, 4.2, status="preliminary"), status="preliminary")
    assert "final version" in filed(cared_for, late).why


def test_what_the_laboratory_calls_an_error_stays_readable_and_the_order_waits_again(cared_for: Cast) -> None:
    order = placed(cared_for)
    error = sent_for(cared_for, order, measured(POTASSIUM, 4.1), status="entered-in-error")
    assert "was not filed before" in filed(cared_for, error).why and nothing_is_filed()
    filed(cared_for, sent_for(cared_for, order, measured(POTASSIUM, 4.1)))
    see(cared_for, box(cared_for).listed[0])
    assert [filed(cared_for, error).state for _ in range(2)] == ["changed", "unchanged"]
    (waits,) = orders(cared_for)
    assert (waits.status, waits.reports[0].wrong) == ("active", True)
    assert [one.said for one in box(cared_for).listed] == ["Entered in error"]


def test_one_result_that_is_an_error_or_cancelled_leaves_the_others(cared_for: Cast) -> None:
    order, sodium = placed(cared_for), measured("2951-2", 139)
    filed(cared_for, sent_for(cared_for, order, measured(POTASSIUM, 6.9), sodium))
    wrong = measured(POTASSIUM, 6.9, status="entered-in-error")
    gone = {**measured("2951-2", 139, status="cancelled"), "note": [{"text": "Haemolysed"}]}
    assert filed(cared_for, sent_for(cared_for, order, wrong, gone, status="corrected")).state == "changed"
    lines = orders(cared_for)[0].reports[0].lines
    assert [(one.value, one.wrong) for one in lines] == [
        ("6.9 mmol/L", True), ("Cancelled by the laboratory. Haemolysed", False),
    ]  # fmt: skip
    assert box(cared_for).listed[0].mark == "Not judged yet"


def test_that_a_laboratory_cancelled_an_order_is_told_and_the_order_is_not_done(cared_for: Cast) -> None:
    order = placed(cared_for)
    no = sent_for(cared_for, order, status="cancelled", conclusion="The tube was empty.")
    assert [filed(cared_for, no).state for _ in range(2)] == ["filed", "unchanged"]
    (waits,) = orders(cared_for)
    assert (waits.status, waits.reports[0].text) == ("active", "The laboratory cancelled this. The tube was empty.")
    assert box(cared_for).total == 1
    assert filed(cared_for, sent_for(cared_for, order, measured(POTASSIUM, 4.1))).state == "changed", (
        "it was done after all"
    )
    assert orders(cared_for)[0].status == "completed" and orders(cared_for)[0].reports[0].text == ""


def test_a_result_that_nobody_ordered_is_the_patients_doctors_to_look_at(cared_for: Cast) -> None:
    tree = sent_for(cared_for, None, measured(POTASSIUM, 6.9), category=[{"coding": [{"code": "LAB"}]}])
    done = filed(cared_for, tree)
    assert done.unasked and done.order == ""
    (line,) = box(cared_for).listed
    assert (line.title, line.mark, line.because) == ("Electrolytes", "Critical", "It came without an order")
    (order,) = orders(cared_for)
    assert order.ordered == "Came without an order, sample of 23 Nov 2026, 10:00" and not order.can_revoke
    assert filed(cared_for, tree).state == "unchanged" and box(cared_for).total == 1
    unknown = about(report("U-2", [measured(CRP, 3, "mg/L")]), person(cared_for, birthDate=None))
    assert "no birth date" in filed(cared_for, unknown).why, "without an order the name alone is not enough"


def test_a_result_of_somebody_without_a_doctor_goes_to_all_doctors_until_one_has_looked(clinic: Cast) -> None:
    filed(clinic, sent_for(clinic, None, measured(POTASSIUM, 6.9)))
    (mine,), (theirs,) = box(clinic).listed, box(clinic, clinic.dr_osei).listed
    assert mine.because == theirs.because == "It came without an order"
    see(clinic, theirs, clinic.dr_osei)
    assert box(clinic).total == box(clinic, clinic.dr_osei).total == 0
    with transaction() as db:
        for doctor in db.exec(select(Practitioner)):
            doctor.left_at = clinic.now
    crp = sent_for(clinic, None, measured(CRP, 3, "mg/L"), name="U-2")
    assert "no doctor works here" in filed(clinic, crp).why, "nothing is filed that nobody would see"


def test_units_change_only_where_nothing_is_lost_and_else_stay_as_they_were_sent(cared_for: Cast) -> None:
    order = placed(cared_for, "full_blood_count")
    sent = [
        measured("718-7", 141, "g/L", referenceRange=between(120, 155, "g/L")),
        measured("6690-2", 7.2, "10*9/L"), measured("777-3", 250, "{platelets}/field"),
    ]  # fmt: skip
    filed(cared_for, sent_for(cared_for, order, *sent))
    told = [(one.name, one.value, one.usual) for one in orders(cared_for)[0].reports[0].lines]
    assert told == [
        ("Haemoglobin", "141 g/L", "Usual: 120 to 155, by the laboratory"),
        ("White cells", "7.2 ×10³/µL", "Usual: 4 to 11"), ("Platelets", "250 {platelets}/field", ""),
    ]  # fmt: skip
    calcium = sent_for(cared_for, placed(cared_for), measured("17861-6", 92, "mg/L"), name="A-2")
    filed(cared_for, calcium)
    assert orders(cared_for)[0].reports[0].lines[0].value == "9.2 mg/dL"


def test_a_bound_an_answer_and_plain_words_are_read_as_what_they_are(cared_for: Cast) -> None:
    bound = measured(CRP, 5, "mg/L")
    bound["valueQuantity"]["comparator"] = "<"
    culture = {
        "resourceType": "Observation", "status": "final", "code": {"text": "Blood culture"}, "valueString": "No growth after 5 days",
    }  # fmt: skip
    protein = {
        "resourceType": "Observation", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "20454-5"}]},
        "valueCodeableConcept": {"text": "Trace"},
    }  # fmt: skip
    filed(cared_for, sent_for(cared_for, placed(cared_for, "crp"), bound, culture, protein))
    told = {one.name: (one.value, one.mark) for one in orders(cared_for)[0].reports[0].lines}
    assert told == {
        "C-reactive protein (CRP)": ("< 5 mg/L", ""), "Blood culture": ("No growth after 5 days", ""),
        "Protein in urine": ("trace", "not as usual"),
    }  # fmt: skip
    alone = sent_for(cared_for, placed(cared_for), culture, name="C-1")
    filed(cared_for, alone)
    assert {one.mark for one in box(cared_for).listed} == {"Not as usual", "Not judged yet"}, (
        "what nobody judged is not usual"
    )


def test_the_parts_of_one_result_are_results_of_their_own(cared_for: Cast) -> None:
    parts = [{"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueQuantity": measured(code, value)["valueQuantity"]} for code, value in ((POTASSIUM, 4.1), ("2951-2", 139))]  # fmt: skip
    whole = {"resourceType": "Observation", "status": "final", "code": {"text": "Ions"}, "component": parts}
    order = placed(cared_for)
    filed(cared_for, sent_for(cared_for, order, whole))
    assert [one.name for one in orders(cared_for)[0].reports[0].lines] == ["Potassium", "Sodium"]
    parts[0]["valueQuantity"]["value"] = 4.4
    filed(cared_for, sent_for(cared_for, order, {**whole, "status": "corrected"}, status="corrected"))
    assert [one.value for one in orders(cared_for)[0].reports[0].lines] == ["4.4 mmol/L", "139 mmol/L"]


@pytest.mark.parametrize(
    ("result", "why"),
    [
        ({"effectiveDateTime": "2026-11-23T04:29:00Z"}, "older than the order"),
        ({"effectiveDateTime": "2026-11-22"}, "older than the order"),
        ({"effectiveDateTime": "2026-11-23T09:00:00Z"}, "has not come yet"),
        ({"effectiveDateTime": "2026-11"}, "on which day"),
        ({"valueQuantity": None, "valueString": "haemolysed"}, "not a number"),
        ({"valueQuantity": {"unit": "mmol/L"}}, "not a number"),
        ({"valueQuantity": None}, "no value"),
        ({"status": "registered"}, "no result yet"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, "meaning is changed"),
    ],
)
def test_a_result_that_cannot_be_is_refused_in_words_and_the_others_are_filed(
    cared_for: Cast, result: dict[str, Any], why: str
) -> None:
    order = placed(cared_for)
    bad = {name: value for name, value in measured(POTASSIUM, 4.1, **result).items() if value is not None}
    alone = filed(
        cared_for,
        sent_for(cared_for, order, bad, effectiveDateTime=result.get("effectiveDateTime", "2026-11-23T04:30:00Z")),
    )
    assert alone.state == "refused" and why in alone.why and nothing_is_filed()
    done = filed(cared_for, sent_for(cared_for, order, measured("2951-2", 139), bad))
    (words,) = done.not_filed
    assert (done.state, done.results) == ("filed", 1) and why in words and words.startswith("/contained/1")
    assert why in orders(cared_for)[0].reports[0].note, "who looks reads that something is missing"


def test_what_could_not_be_filed_is_filed_when_it_comes_again_and_can_be(cared_for: Cast) -> None:
    tree = sent_for(
        cared_for,
        placed(cared_for),
        measured("2951-2", 139),
        measured(POTASSIUM, 4.1, effectiveDateTime="2026-11-23T05:00:00Z"),
    )
    assert len(filed(cared_for, tree).not_filed) == 1
    see(cared_for, box(cared_for).listed[0])
    assert filed(cared_for, tree, now=later(HOUR)).state == "changed"
    assert len(orders(cared_for)[0].reports[0].lines) == 2 and box(cared_for).total == 1


def test_a_result_for_an_order_that_was_taken_back_or_after_the_death_is_refused(cared_for: Cast) -> None:
    (order,) = ordered(cared_for, "crp")
    cared_for.do(
        cared_for.dr_rao, ordering.revoke, RevokeForm(order_id=order.id, version=order.version, reason="Twice")
    )
    tree = sent_for(cared_for, number(cared_for, order), measured(CRP, 3, "mg/L"))
    assert "taken back" in filed(cared_for, tree).why
    second = placed(cared_for)
    with transaction() as db:
        patient = db.get_one(Patient, cared_for.asha.patient_id)
        patient.deceased, patient.deceased_at = True, later(-2 * 24 * HOUR)
    assert "after the death" in filed(cared_for, sent_for(cared_for, second, measured(POTASSIUM, 4.1))).why
    assert nothing_is_filed()


def test_words_and_papers_of_a_picture_are_kept_and_the_patient_reads_them_with_the_result(cared_for: Cast) -> None:
    order = placed(cared_for, "chest_xray")
    whole = "Shadow in the left lower lobe.\n\nControl in two weeks."
    tree = sent_for(
        cared_for,
        order,
        conclusion=whole,
        presentedForm=[paper(pdf("Chest, two views"), "Chest X-ray"), {"url": "http://x.example/1"}],
    )
    done = filed(cared_for, tree)
    assert (done.papers, done.state) == (1, "filed") and "nothing is fetched" in done.not_filed[0]
    (shown,) = orders(cared_for)[0].reports
    assert (shown.text, shown.mark) == (
        "Shadow in the left lower lobe.\nControl in two weeks.".replace("\n", "\n\n", 1),
        "Not judged yet",
    )
    with transaction(reading=True) as db:
        (document,) = db.exec(select(DocumentReference)).all()
    assert (document.title, document.author, document.type, document.source) == (
        "Chest X-ray", "Banyan Laboratory", "imaging", "laboratory",
    )  # fmt: skip
    assert [(one.title, one.href) for one in shown.papers] == [
        ("Chest X-ray", f"/doctor/patients/{cared_for.asha.patient_id}/documents/{document.id}")
    ], "who looks at the result reaches the paper from it"
    assert document.shared, "results are released at once here, and so are their papers"
    assert [one.text for one in cared_for.do(cared_for.asha, parts.results).listed] == [shown.text]
    assert filed(cared_for, tree).papers == 0


def test_a_paper_alone_is_a_result_that_waits_for_a_look_and_one_of_a_critical_result_is_held_with_it(
    cared_for: Cast,
) -> None:
    only = sent_for(cared_for, placed(cared_for, "chest_xray"), presentedForm=[paper(pdf("Chest"))])
    assert filed(cared_for, only).state == "filed" and box(cared_for).listed[0].mark == "Not judged yet"
    web = [paper(b"<html><script>x</script></html>", kind="text/html")]
    assert (
        filed(cared_for, sent_for(cared_for, placed(cared_for, "crp"), name="H-1", presentedForm=web)).state
        == "refused"
    )
    bad = sent_for(
        cared_for, placed(cared_for), measured(POTASSIUM, 7.9), name="K-1", presentedForm=[paper(pdf("Urgent"))]
    )
    filed(cared_for, bad)

    def shared() -> int:
        with transaction(reading=True) as db:
            return sum(one.shared for one in db.exec(select(DocumentReference)))

    assert shared() == 1
    cared_for.do(SYSTEM, releasing.release, now=later(25 * HOUR))
    assert shared() == 2


def test_a_doctor_puts_a_laboratorys_result_right_by_hand_and_what_came_before_does_not_undo_it(
    cared_for: Cast,
) -> None:
    tree = sent_for(cared_for, placed(cared_for), measured(POTASSIUM, 4.1, interpretation=flagged("N")))
    filed(cared_for, tree)
    line = orders(cared_for)[0].reports[0].lines[0]
    change = ResultChange(observation_id=line.id, version=line.version, value="6.8", reason="The laboratory called")
    cared_for.do(cared_for.dr_rao, correcting.correct, change)
    assert filed(cared_for, tree).state == "unchanged"
    now = orders(cared_for)[0].reports[0].lines[0]
    assert (now.value, now.mark, now.laboratory) == ("6.8 mmol/L", "very high", "")
    void = ResultChange(observation_id=line.id, version=now.version, reason="Another tube")
    cared_for.do(cared_for.dr_rao, correcting.void, void)
    more = sent_for(
        cared_for, orders(cared_for)[0].ordered.rpartition(" ")[2], measured(POTASSIUM, 4.3), status="corrected"
    )
    assert "called an error here" in filed(cared_for, more).why


def test_one_act_a_report_is_remembered_and_only_reception_and_the_command_line_may(cared_for: Cast) -> None:
    tree = sent_for(cared_for, placed(cared_for), measured(POTASSIUM, 4.1))
    for who in (cared_for.dr_rao, cared_for.admin, cared_for.asha):
        with pytest.raises(Forbidden):
            brought(cared_for, tree, who=who)
    filed(cared_for, tree, who=cared_for.reception)
    with transaction(reading=True) as db:
        acts = [one for one in db.exec(select(AuditEntry)) if one.act == "file results that a laboratory sent"]
    assert [one.outcome for one in acts].count("done") == 1
    assert "by Joon Park" in orders(cared_for)[0].reports[0].written
    for statement in (
        "DELETE FROM laboratory_record", "UPDATE laboratory_record SET body_sealed = NULL",
        "UPDATE service_request SET number_index = 'x'",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction() as db:
            db.connection().execute(text(statement))


def test_orders_that_were_placed_before_there_were_numbers_get_one(cared_for: Cast) -> None:
    ordered(cared_for, "crp")
    assert cared_for.do(SYSTEM, numbers.number_waiting) == 0, "each has one from the beginning"
