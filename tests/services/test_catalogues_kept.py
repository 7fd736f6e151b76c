"""The administrator keeps tests, vaccines and the schedule; everybody goes by it at once, and what is written down stays."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlmodel import select

from hms.access import Actor
from hms.db import engine, transaction
from hms.errors import Forbidden, Invalid, NotFound, Stale
from hms.models import AuditEntry, Observation
from hms.schemas.record_lists import VaccineForm
from hms.schemas.results import ResultChange, TypedResult
from hms.services.catalogues import current, series, standing, tests, vaccines
from hms.services.chart import immunizations, opened
from hms.services.orders import choosing, correcting, sheet
from hms.services.record import parts
from tests.support.cast import Cast, later
from tests.support.catalogues import (
    a_range,
    a_series,
    a_test,
    a_unit,
    lab_card,
    lab_form,
    series_card,
    series_form,
    vaccine_card,
    vaccine_form,
)
from tests.support.orders import came, ordered, report, result, typed

BORN = date(2026, 9, 1)  # twelve weeks before the tests' Monday


@pytest.fixture
def cared_for(clinic: Cast) -> Cast:
    """Give the clinic in which asha is in dr_rao's care."""
    clinic.book(clinic.asha)
    return clinic


@pytest.fixture
def child(clinic: Cast) -> Actor:
    clinic.people["mina"] = clinic.register("Mina", "Sato", "mina@post.example", BORN)
    clinic.book(clinic.mina)
    return clinic.mina


def on_offer(cast: Cast) -> list[str]:
    return [one.name for one in cast.do(cast.dr_rao, choosing.catalogued).laboratory]


def line(cast: Cast, report_id: Any, name: str) -> Any:
    return next(one for one in report(cast, report_id).lines if one.name == name)


def page(cast: Cast, who: Actor) -> Any:
    return cast.do(cast.dr_rao, immunizations.listed, who.patient_id)


def given(cast: Cast, who: Actor, code: str, on: date) -> None:
    form = VaccineForm(patient_id=who.patient_id, code=code, happened=on, key=uuid4().hex)
    cast.do(cast.dr_rao, immunizations.record, form)


def due(cast: Cast, who: Actor) -> dict[str, Any]:
    return {one.series: one for one in page(cast, who).due}


def test_a_test_of_the_clinics_own_is_ordered_and_its_result_is_judged_by_the_clinics_range(cared_for: Cast) -> None:
    clinic = cared_for
    unit = a_unit(a_range(sex="female", high="25"), a_range(mark="u0r1", high="20"))
    card = clinic.do(clinic.admin, tests.add, a_test(unit))
    assert card.own and card.offered and card.who == "Ilse Brandt, 23 Nov 2026"
    assert "Sedimentation rate" in on_offer(clinic)
    (order,) = ordered(clinic, card.key)
    (asked,) = clinic.do(clinic.dr_rao, sheet.blank, order.id).lines
    assert (asked.name, asked.unit, asked.ucum, asked.usual) == (
        "Sedimentation rate",
        "mm/h",
        "mm/h",
        "Usual: up to 20",
    )
    high = line(clinic, came(clinic, order, results=typed(**{card.key: "22"})), "Sedimentation rate")
    assert (high.value, high.mark, high.usual) == ("22 mm/h", "high", "Usual: up to 20")
    assert line(clinic, result(clinic, card.key, **{card.key: "101"}), "Sedimentation rate").mark == "very high"
    (shown, *_) = clinic.do(clinic.asha, parts.results).listed
    assert shown.rows[0].about == "A sign of inflammation."
    with transaction() as db:
        codes = {(row.code_system, row.code) for row in db.exec(select(Observation).where(Observation.number != ""))}
    assert codes == {("http://loinc.org", "30341-2")}


def test_a_test_without_a_loinc_code_is_found_by_its_own_and_put_right_by_its_answers(cared_for: Cast) -> None:
    clinic = cared_for
    card = clinic.do(clinic.admin, tests.add, a_test(name="Rapid strep test", answers="negative positive"))
    report_id = result(clinic, card.key, **{card.key: "positive"})
    assert line(clinic, report_id, "Rapid strep test").mark == "not as usual"
    with transaction() as db:
        row = db.exec(select(Observation).where(Observation.flag == "A")).one()
        assert (row.code_system, row.code) == ("urn:hms:laboratory", card.key)
    change = ResultChange(observation_id=row.id, version=1, value="perhaps", reason="Misread")
    with pytest.raises(Invalid):
        clinic.do(clinic.dr_rao, correcting.correct, change)
    clinic.do(clinic.dr_rao, correcting.correct, change.model_copy(update={"value": "negative"}))
    assert line(clinic, report_id, "Rapid strep test").mark == ""


def test_a_test_is_ordered_with_a_panel_where_the_clinic_says_so(cared_for: Cast) -> None:
    clinic = cared_for
    card = clinic.do(clinic.admin, tests.add, a_test(panel="full_blood_count"))
    (order,) = ordered(clinic, "full_blood_count")
    assert clinic.do(clinic.dr_rao, sheet.blank, order.id).lines[-1].name == "Sedimentation rate"
    clinic.do(clinic.admin, tests.change, card.key, lab_form(card, panel=""), card.version)
    assert "Sedimentation rate" not in {one.name for one in clinic.do(clinic.dr_rao, sheet.blank, order.id).lines}


def test_an_old_result_keeps_its_unit_its_range_and_its_mark_when_the_test_is_changed(cared_for: Cast) -> None:
    clinic = cared_for
    old = result(clinic, "electrolytes", potassium="5.3")
    before = line(clinic, old, "Potassium")
    assert (before.mark, before.usual) == ("high", "Usual: 3.5 to 5.1")
    card = lab_card(clinic, "Potassium")
    other = a_unit(
        a_range(since="", low="13.7", high="25", very_low="9", very_high="30"),
        ucum="mg/dL",
        code="",
        least="3",
        most="60",
    )
    clinic.do(clinic.admin, tests.change, card.key, lab_form(card, units=[other.model_dump()]), card.version)
    assert line(clinic, old, "Potassium") == before
    fresh = line(clinic, result(clinic, "electrolytes", potassium="26"), "Potassium")
    assert (fresh.value, fresh.mark) == ("26 mg/dL", "high")
    # What is put right later is judged by what it was judged by before: 6.5 mmol/L was critical then.
    change = ResultChange(observation_id=before.id, version=before.version, value="6.6", reason="Misread")
    clinic.do(clinic.dr_rao, correcting.correct, change)
    after = line(clinic, old, "Potassium")
    assert (after.value, after.mark, after.usual) == ("6.6 mmol/L", "very high", "Usual: 3.5 to 5.1")


def test_no_number_gets_another_unit_because_the_list_changed_while_the_form_was_open(cared_for: Cast) -> None:
    clinic = cared_for
    (order,) = ordered(clinic, "electrolytes")
    card = lab_card(clinic, "Potassium")
    other = a_unit(a_range(since="", high="25", very_high="30"), ucum="mg/dL", code="", least="3", most="60")
    clinic.do(clinic.admin, tests.change, card.key, lab_form(card, units=[other.model_dump()]), card.version)
    with pytest.raises(Invalid) as refused:
        came(clinic, order, results=[TypedResult(test="potassium", value="5", unit="mmol/L")])
    assert refused.value.fields == {"r_potassium": "Its unit is mg/dL now. Open the form once more."}


def test_what_is_off_the_list_is_ordered_no_more_and_what_was_ordered_before_is_still_measured(cared_for: Cast) -> None:
    clinic = cared_for
    (waits,) = ordered(clinic, "ferritin")
    old = result(clinic, "full_blood_count", mch="36", haemoglobin="11")
    for name in ("Ferritin", "Mean cell haemoglobin (MCH)"):
        card = lab_card(clinic, name)
        clinic.do(clinic.admin, standing.take_off, "test", card.key, card.version, now=later(1))
    assert "Ferritin" not in on_offer(clinic)
    with pytest.raises(Invalid) as refused:
        ordered(clinic, "ferritin")
    assert refused.value.fields == {"panels": "Off the clinic's list meanwhile: Ferritin"}
    (tired,) = [one for one in clinic.do(clinic.dr_rao, choosing.catalogued).sets if one.key == "tiredness"]
    assert "ferritin" not in tired.panels
    assert line(clinic, old, "Mean cell haemoglobin (MCH)").mark == "high"
    assert clinic.do(clinic.dr_rao, sheet.blank, waits.id).lines[0].name == "Ferritin"
    assert line(clinic, came(clinic, waits, results=typed(ferritin="9")), "Ferritin").mark == "low"
    clinic.now = later(2)
    order = next(one for one in ordered(clinic, "full_blood_count") if one.status == "active")
    names = {one.name for one in clinic.do(clinic.dr_rao, sheet.blank, order.id).lines}
    assert "Haemoglobin" in names and "Mean cell haemoglobin (MCH)" not in names
    off = lab_card(clinic, "Ferritin")
    clinic.do(clinic.admin, standing.offer, "test", off.key, off.version)
    assert "Ferritin" in on_offer(clinic) and not lab_card(clinic, "Ferritin").changed


def test_a_vaccine_that_is_off_the_list_is_not_offered_and_still_read_where_it_was_given(
    clinic: Cast, child: Actor
) -> None:
    given(clinic, child, "19", BORN)
    card = vaccine_card(clinic, "19")
    clinic.do(clinic.admin, standing.take_off, "vaccine", "19", card.version)
    shown = page(clinic, child)
    assert "19" not in {code for code, _ in shown.offered} and "bcg" not in {one.series for one in shown.due}
    assert [one.title for one in shown.listed] == ["BCG"]
    assert [one.title for one in clinic.do(child, parts.vaccinations).listed] == ["BCG"]
    with pytest.raises(Invalid):
        given(clinic, child, "19", date(2026, 10, 1))


def test_a_vaccine_that_the_clinic_adds_counts_against_what_the_clinic_says(clinic: Cast, child: Actor) -> None:
    before = due(clinic, child)
    assert before["hepb"].dose == "Dose 1 of 3"
    form = vaccine_form(vaccine_card(clinic, "08"), code="0220", short="Hep B, new", against=["hepb"])
    added = clinic.do(clinic.admin, vaccines.add, form)
    assert (added.key, added.own, added.against_words) == ("220", True, "Hepatitis B")
    given(clinic, child, "220", BORN)
    assert due(clinic, child)["hepb"].dose == "Dose 2 of 3"
    clinic.do(clinic.admin, vaccines.change, "220", vaccine_form(added, short="Hep B 2026", against=[]), added.version)
    assert due(clinic, child)["hepb"].dose == "Dose 1 of 3"
    assert page(clinic, child).listed[0].title == "Hep B, new", "what was written down is not renamed"


def test_a_changed_schedule_changes_what_a_child_is_due_for_wherever_that_is_read(clinic: Cast, child: Actor) -> None:
    assert due(clinic, child)["measles"].state == "coming"
    card = series_card(clinic, "measles")
    early = {"age": "8w", "least_age": "6w", "late_weeks": "2"}
    doses = [{**card.doses[0].model_dump(), **early}, card.doses[1].model_dump()]
    changed = clinic.do(clinic.admin, series.change, "measles", series_form(card, doses=doses), card.version)
    assert changed.changed and due(clinic, child)["measles"].when == "Overdue since 27 Oct 2026"
    chart = clinic.do(clinic.dr_rao, opened.open_chart, child.patient_id).glance
    assert "measles" in {one.id for one in chart.due}
    assert page(clinic, child).source.endswith("as the clinic has changed it")
    clinic.do(clinic.admin, standing.take_off, "series", "measles", changed.version)
    assert "measles" not in due(clinic, child)
    off = series_card(clinic, "measles")
    clinic.do(clinic.admin, standing.put_back, "series", "measles", off.version)
    assert due(clinic, child)["measles"].state == "coming" and not series_card(clinic, "measles").changed
    assert not page(clinic, child).source.endswith("as the clinic has changed it")


def test_a_series_of_the_clinics_own_is_due_until_a_vaccine_that_counts_for_it_is_given(
    clinic: Cast, child: Actor
) -> None:
    early = a_series(name="Typhoid fever").model_copy(
        update={"doses": [a_series().doses[0].model_copy(update={"age": "6w", "least_age": "6w"})]}
    )
    added = clinic.do(clinic.admin, series.add, early)
    assert due(clinic, child)[added.key].name == "Typhoid fever"
    card = vaccine_card(clinic, "190")
    clinic.do(clinic.admin, vaccines.change, "190", vaccine_form(card, against=[added.key]), card.version)
    given(clinic, child, "190", date(2026, 10, 20))
    assert added.key not in due(clinic, child)
    kept = vaccine_card(clinic, "190")
    assert kept.against == [added.key] and kept.changed


@pytest.mark.parametrize("kind", ["test", "vaccine", "series"])
def test_who_has_not_seen_what_somebody_else_saved_overwrites_nothing(clinic: Cast, kind: str) -> None:
    key = {"test": "tsh", "vaccine": "19", "series": "bcg"}[kind]
    clinic.do(clinic.admin, standing.take_off, kind, key, 0)
    for verb in (standing.take_off, standing.offer, standing.put_back):
        with pytest.raises(Stale):
            clinic.do(clinic.admin, verb, kind, key, 0)
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, standing.take_off, kind, key, 1)
    clinic.do(clinic.admin, standing.put_back, kind, key, 1)
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, standing.put_back, kind, key, 2)
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, standing.take_off, kind, "nothing", 0)


def test_a_stale_correction_is_refused_for_each_kind(clinic: Cast) -> None:
    test, vaccine, measles = lab_card(clinic, "TSH"), vaccine_card(clinic, "19"), series_card(clinic, "measles")
    changes = (
        (tests.change, test.key, lab_form(test, name="Thyrotropin")), (vaccines.change, "19", vaccine_form(vaccine, short="BCG live")),
        (series.change, "measles", series_form(measles, name="Measles, two doses")),
    )  # fmt: skip
    for verb, key, form in changes:
        assert clinic.do(clinic.admin, verb, key, form, 0).version == 1
        with pytest.raises(Stale):
            clinic.do(clinic.admin, verb, key, form, 0)
        with pytest.raises(NotFound):
            clinic.do(clinic.admin, verb, "nothing", form, 0)


def test_saving_an_entry_as_its_file_has_it_changes_nothing(clinic: Cast) -> None:
    for card in clinic.do(clinic.admin, tests.listed).tests:
        assert not clinic.do(clinic.admin, tests.change, card.key, lab_form(card), card.version).changed, card.name
    for one in clinic.do(clinic.admin, vaccines.listed):
        assert not clinic.do(clinic.admin, vaccines.change, one.key, vaccine_form(one), one.version).changed, one.name
    for each in clinic.do(clinic.admin, series.listed):
        assert not clinic.do(clinic.admin, series.change, each.key, series_form(each), each.version).changed, each.name


def test_a_range_says_where_it_is_from_and_goes_back_to_the_files_own(clinic: Cast) -> None:
    card = lab_card(clinic, "Sodium")
    units = [one.model_dump() for one in card.units]
    units[0]["ranges"][0]["high"] = "146"
    changed = clinic.do(clinic.admin, tests.change, card.key, lab_form(card, units=units), card.version)
    assert changed.changed and changed.who == "Ilse Brandt, 23 Nov 2026" and "The clinic's own range" in changed.source
    assert (
        changed.told[1]
        == "mmol/L, everybody, from 1m: Usual: 135 to 146, critical at 120 or less, critical at 160 or more"
    )
    clinic.do(clinic.admin, standing.put_back, "test", card.key, changed.version)
    back = lab_card(clinic, "Sodium")
    assert (back.changed, back.who, back.told, back.source) == (False, "", card.told, card.source)


def test_only_the_administrator_keeps_the_lists_and_each_change_is_remembered(clinic: Cast) -> None:
    for who in (clinic.dr_rao, clinic.reception, clinic.asha):
        for verb, asked in ((tests.add, (a_test(),)), (standing.take_off, ("vaccine", "19", 0)), (series.listed, ())):
            with pytest.raises(Forbidden):
                clinic.do(who, verb, *asked)
    clinic.do(clinic.admin, standing.take_off, "vaccine", "19", 0)
    with transaction() as db:
        acts = [row.what for row in db.exec(select(AuditEntry)) if row.account_id == clinic.admin.account_id]
    assert acts[-1] == "take_off"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Note every question to the database."""
    found: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    yield found
    event.remove(engine(), "before_cursor_execute", note)


def test_a_chart_asks_nothing_more_for_the_clinics_own_catalogues(clinic: Cast, child: Actor, asked: list[str]) -> None:
    look = lambda: clinic.do(clinic.dr_rao, opened.open_chart, child.patient_id)  # noqa: E731
    look()
    asked.clear()
    look()
    plain = len(asked)
    clinic.do(clinic.admin, standing.take_off, "series", "bcg", 0)
    asked.clear()
    look()
    assert len(asked) == plain + 1 and any("catalogue_change" in one for one in asked), "read once after a change"
    asked.clear()
    look()
    assert len(asked) == plain


def test_what_another_process_changed_counts_here_and_what_was_taken_back_does_not(clinic: Cast, child: Actor) -> None:
    clinic.do(clinic.admin, standing.take_off, "series", "bcg", 0)
    assert "bcg" not in due(clinic, child)
    current._read.clear()  # another process, which has read nothing yet
    assert "bcg" not in due(clinic, child)
    with pytest.raises(Invalid):
        clinic.do(clinic.admin, tests.change, "tsh", lab_form(lab_card(clinic, "TSH"), name="Sodium"), 0)
    assert lab_card(clinic, "TSH").version == 0
