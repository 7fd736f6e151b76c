"""Vital signs: written in one act, refused in words, corrected with a reason, followed over time."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.access import Scope, requires
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound, NotPossible, Stale
from hms.models import THE_CLINIC, Clinic, Observation, Patient
from hms.permissions import Permission
from hms.schemas.registering import PatientForm
from hms.schemas.scheduling import BookingRequest
from hms.schemas.visits import VisitPage
from hms.schemas.vitals import UNIT_SETS, UnitsForm, VisitVitals, VitalChange, VitalsForm, VitalsPage
from hms.services import scheduling, visits
from hms.services.chart import vitals
from hms.services.chart.vitals import following, recording, units
from hms.services.exports.entries import recorded
from hms.services.record import parts
from tests.support.cast import ELEVEN, Cast, later
from tests.support.portal import say
from tests.support.vitals import WELL, measured


@pytest.fixture
def visit(clinic: Cast) -> VisitPage:
    return clinic.visit(clinic.asha)


def page(clinic: Cast, visit: VisitPage) -> VitalsPage:
    told: VitalsPage = clinic.do(clinic.dr_rao, following.follow_vitals, visit.banner.id)
    return told


def in_visit(clinic: Cast, visit: VisitPage) -> VisitVitals:
    told: VisitVitals = clinic.do(clinic.dr_rao, following.vitals_of_visit, visit.encounter_id)
    return told


def form(visit: VisitPage, **signs: str) -> VitalsForm:
    return VitalsForm.model_validate({"encounter_id": visit.encounter_id, "key": str(uuid4()), **signs})


def rows(kind: str = "") -> list[Observation]:
    with transaction(reading=True) as db:
        found = db.exec(select(Observation).order_by(Observation.id)).all()  # type: ignore[arg-type]
        return [row for row in found if not kind or row.code == kind]


def refused(clinic: Cast, visit: VisitPage, **signs: str) -> dict[str, str]:
    with pytest.raises(Invalid) as told:
        clinic.do(clinic.dr_rao, recording.measure, form(visit, **signs))
    assert rows() == []
    return told.value.fields


def test_a_set_is_one_act_and_the_same_key_writes_it_once(clinic: Cast, visit: VisitPage) -> None:
    asked = form(visit, **WELL)
    first = clinic.do(clinic.dr_rao, recording.measure, asked)
    again = clinic.do(clinic.dr_rao, recording.measure, asked)
    assert first == again and len(rows()) == 8
    assert len({row.group_id for row in rows()}) == 1
    assert {row.category for row in rows()} == {"vital-signs"}
    assert [(one.name, one.value, one.unit, one.mark) for one in first.listed][:2] == [
        ("Blood pressure", "124/78", "mmHg", ""), ("Pulse", "72", "per minute", "")
    ]  # fmt: skip
    assert first.who == "Dr Meera Rao"


def test_what_is_certainly_a_slip_is_refused_in_words_at_its_field(clinic: Cast, visit: VisitPage) -> None:
    wrong = refused(clinic, visit, systolic="1240", pulse="abc", temperature="98,6", weight="70")
    assert set(wrong) == {"systolic", "pulse", "temperature"}
    assert wrong["temperature"] == "Is this a slip? At this age it lies between 20 and 45 °C."
    assert "below the systolic" in refused(clinic, visit, systolic="80", diastolic="120")["diastolic"]
    assert "below the systolic" in refused(clinic, visit, systolic="80", diastolic="80")["diastolic"]
    assert set(refused(clinic, visit, diastolic="80")) == {"systolic"}
    assert set(refused(clinic, visit)) == {"systolic"}


def test_units_stay_as_they_were_typed_and_are_compared_exactly(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, units="us", weight="154", height="69", temperature="100.5")
    weight = rows("29463-7")[0]
    assert (weight.number, weight.unit) == ("154", "[lb_av]")
    warm = rows("8310-5")[0]
    assert (warm.number, warm.unit, warm.flag, warm.usual_high) == ("100.5", "[degF]", "H", "100.4")
    index = next(one for one in page(clinic, visit).latest if one.key == "bmi")
    assert (index.value, index.unit) == ("22.7", "kg/m²")
    drawn = next(one for one in page(clinic, visit).measures if one.key == "weight")
    assert (drawn.unit, drawn.lines[0].points[0].y) == ("kg", 69.853)


def test_what_is_unusual_is_flagged_with_words_and_with_its_range(clinic: Cast, visit: VisitPage) -> None:
    told = measured(clinic, visit.encounter_id, systolic="150", diastolic="80", pulse="140", saturation="96")
    assert [(one.flag, one.tone, one.mark) for one in told.listed] == [
        ("H", "warn", "systolic high"), ("HH", "danger", "very high"), ("", "", "")
    ]  # fmt: skip
    assert (rows("8480-6")[0].usual_low, rows("8480-6")[0].usual_high) == ("101", "139")


def test_nothing_is_written_once_the_visit_is_signed(clinic: Cast, visit: VisitPage) -> None:
    clinic.sign(visit)
    with pytest.raises(NotPossible, match="signed"):
        clinic.do(clinic.dr_rao, recording.measure, form(visit, pulse="70"))


def test_nobody_measures_who_is_deceased(clinic: Cast, visit: VisitPage) -> None:
    with transaction() as db:
        db.get_one(Patient, visit.banner.id).deceased = True
    with pytest.raises(NotPossible, match="deceased"):
        clinic.do(clinic.dr_rao, recording.measure, form(visit, pulse="70"))


def test_who_does_not_care_for_a_patient_neither_reads_nor_writes(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, pulse="70")
    change = VitalChange(observation_id=rows()[0].id, version=1, vital_value="71", vital_reason="No")
    for verb, asked in (
        (recording.measure, form(visit, pulse="70")), (recording.correct_vital, change), (recording.void_vital, change),
        (following.follow_vitals, visit.banner.id), (following.vitals_of_visit, visit.encounter_id),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_osei, verb, asked)


def correct(clinic: Cast, row: Observation, value: str, reason: str = "A slip", version: int = 1) -> None:
    change = VitalChange(observation_id=row.id, version=version, vital_value=value, vital_reason=reason)
    clinic.do(clinic.dr_rao, recording.correct_vital, change)


def test_one_is_corrected_with_a_reason_and_judged_anew(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, **{**WELL, "pulse": "172"})
    correct(clinic, rows("8867-4")[0], "72", "Typed a 1 too many")
    told = page(clinic, visit)
    pulse = next(one for one in told.measures if one.key == "pulse").rows[0]
    assert (pulse.value, pulse.mark, pulse.version) == ("72 per minute", "", 2)
    assert pulse.changed == ["It said 172 per minute. Put right on 23 Nov 2026 by Dr Meera Rao: Typed a 1 too many"]
    assert rows("8867-4")[0].status == "amended"
    with pytest.raises(Stale):
        correct(clinic, rows("8867-4")[0], "75")
    for value, reason, field in (("72", "", "vital_reason"), ("7200", "x", "vital_value"), ("", "x", "vital_value")):
        with pytest.raises(Invalid) as refusal:
            correct(clinic, rows("8867-4")[0], value, reason, 2)
        assert set(refusal.value.fields) == {field}


def test_a_correction_keeps_the_lower_pressure_below_the_upper(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, **WELL)
    for code, value in (("8480-6", "78"), ("8462-4", "124")):
        with pytest.raises(Invalid, match="marked"):
            correct(clinic, rows(code)[0], value)
    correct(clinic, rows("67775-7")[0], "C")
    with pytest.raises(Invalid):
        correct(clinic, rows("67775-7")[0], "X", version=2)


def test_an_error_leaves_the_charts_and_stays_in_the_table(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, **WELL)
    change = VitalChange(observation_id=rows("8867-4")[0].id, version=1, vital_reason="Another patient's")
    clinic.do(clinic.dr_rao, recording.void_vital, change)
    told = page(clinic, visit)
    pulse = next(one for one in told.measures if one.key == "pulse")
    assert pulse.lines == [] and pulse.rows[0].void
    assert pulse.rows[0].changed == ["Called an error on 23 Nov 2026 by Dr Meera Rao: Another patient's"]
    assert "pulse" not in {one.key for one in told.latest}
    assert told.news is not None and "lacks: Pulse" in told.news.note


def test_news2_of_the_last_full_set_says_what_to_do(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, **WELL)
    well = in_visit(clinic, visit).news
    assert well is not None and (well.words, well.tone) == ("NEWS2 0, low risk", "ok")
    ill = {**WELL, "breathing": "26", "saturation": "90", "oxygen": "4", "consciousness": "C", "temperature": "39.2"}
    clinic.now = later(10)
    measured(clinic, visit.encounter_id, **ill)
    told = in_visit(clinic, visit).news
    assert told is not None and (told.total, told.tone, told.watch) == (
        "13",
        "danger",
        "Watch vital signs continuously",
    )
    assert told.action.startswith("Emergency") and told.scale == "SpO2 scale 1"
    clinic.now = later(20)
    measured(clinic, visit.encounter_id, pulse="80")
    assert in_visit(clinic, visit).news == told
    measured(clinic, visit.encounter_id, **{**ill, "scale": "2"})
    told = in_visit(clinic, visit).news
    assert told is not None and told.total == "10" and told.scale.startswith("SpO2 scale 2")


def test_news2_is_not_for_pregnancy(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, **WELL)
    say(clinic, clinic.asha, "pregnancy", "Pregnant")
    told = in_visit(clinic, visit).news
    assert told is not None and not told.total and told.note.startswith("NEWS2 is not for pregnancy")


def test_a_glance_gives_the_latest_of_each_with_how_it_moved(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, systolic="128", diastolic="80", weight="70", height="175")
    clinic.now += timedelta(days=1)
    measured(clinic, visit.encounter_id, systolic="135", diastolic="84", weight="70")
    told = {one.key: one for one in clinic.do(clinic.dr_rao, glance_as_doctor, visit.banner.id)}
    assert (told["systolic"].value, told["systolic"].trend) == ("135/84", "up from 128/80 on 23 Nov 2026")
    assert (told["weight"].trend, told["weight"].day) == ("same as 70 on 23 Nov 2026", "24 Nov 2026")
    assert (told["height"].trend, told["bmi"].value) == ("", "22.9")


@requires(Permission.SEE_CHART)
def glance_as_doctor(scope: Scope, patient_id: Any) -> Any:
    return vitals.glance(scope, scope.patient(patient_id))


def child_visit(clinic: Cast, born: date, sex: str = "female") -> VisitPage:
    """Register a child at the desk, book it in, and call it."""
    from hms.services.personal import registering

    asked = PatientForm(key=str(uuid4()), given_names="Ila", family_name="Nair", born=born.isoformat(), sex=sex)
    child = clinic.do(clinic.reception, registering.register, asked)
    request = BookingRequest(
        practitioner_id=clinic.dr_rao.practitioner_id, starts_at=ELEVEN + timedelta(hours=1), reason="Check", key=str(uuid4()), patient_id=child.id
    )  # fmt: skip
    booked = clinic.do(clinic.reception, scheduling.book, request)
    clinic.do(clinic.dr_rao, visits.start, booked.id)
    told: VisitPage = clinic.do(clinic.dr_rao, visits.page, booked.id)
    return told


def test_a_child_grows_on_the_percentiles_of_who_from_the_first_day(clinic: Cast) -> None:
    newborn = child_visit(clinic, date(2026, 11, 23))
    assert in_visit(clinic, newborn).child
    told = measured(
        clinic, newborn.encounter_id, weight="3.232", height="49.1", head="33.9", pulse="150", temperature="37"
    )
    assert [one.mark for one in told.listed] == ["", "", "", "", ""]
    grown = page(clinic, newborn)
    assert [one.key for one in grown.growth] == [
        "weight-for-age", "length-height-for-age", "bmi-for-age", "head-for-age", "weight-for-length"
    ]  # fmt: skip
    assert grown.growth[0].told == ["3.23 kg on 23 Nov 2026: percentile 50 (z -0.00)"]
    assert [line.name for line in grown.growth[0].curves] == ["3", "15", "50", "85", "97"]
    assert grown.news is None and "not corrected for a preterm birth" in grown.growth_note


def test_grown_people_and_who_is_of_neither_sex_have_no_growth_curves(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, weight="70", height="170")
    assert page(clinic, visit).growth == []
    other = child_visit(clinic, date(2020, 1, 1), "other")
    measured(clinic, other.encounter_id, weight="20", height="115")
    assert page(clinic, other).growth == []


def test_the_limits_of_a_newborn_are_not_those_of_grown_people(clinic: Cast) -> None:
    newborn = child_visit(clinic, date(2026, 11, 22))
    with pytest.raises(Invalid) as told:
        clinic.do(clinic.dr_rao, recording.measure, form(newborn, weight="32.5"))
    assert "between 0.2 and 10 kg" in told.value.fields["weight"]


def test_a_series_is_drawn_from_old_to_new_with_its_band_and_source(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, systolic="128", diastolic="80")
    clinic.now += timedelta(days=2)
    measured(clinic, visit.encounter_id, systolic="135", diastolic="84")
    told = page(clinic, visit).measures[0]
    assert [[(point.x, point.y) for point in line.points] for line in told.lines] == [
        [(-2, 128), (0, 135)],
        [(-2, 80), (0, 84)],
    ]
    assert (told.low, told.high) == (101, 139) and "European Society of Cardiology" in told.usual
    assert {(row.day, row.number) for row in told.rows} == {
        ("25 Nov 2026", "135"), ("25 Nov 2026", "84"), ("23 Nov 2026", "128"), ("23 Nov 2026", "80")
    }  # fmt: skip


def test_a_patient_reads_what_was_measured(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, systolic="150", diastolic="80", weight="70")
    told = clinic.do(clinic.asha, parts.results)
    assert (told.total, told.listed[0].title, told.listed[0].tone) == (1, "Vital signs", "warn")
    assert [(one.name, one.value) for one in told.listed[0].details] == [
        ("Blood pressure", "150/80 mmHg, upper: Above the usual range"), ("Weight", "70 kg")
    ]  # fmt: skip
    assert {one.part: one.total for one in clinic.do(clinic.asha, parts.overview)}["results"] == 1
    assert clinic.do(clinic.bilal, parts.results).total == 0


def test_the_download_names_what_was_measured(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, pulse="70")

    @requires(Permission.SEE_CHART)
    def told(scope: Scope, patient_id: Any) -> Any:
        return recorded(scope, scope.patient(patient_id))

    piece = clinic.do(clinic.dr_rao, told, visit.banner.id)
    assert [entry.title for entry in piece.entries] == ["Pulse"]


def choose(clinic: Cast, seen: str, weight: str, height: str, temperature: str) -> Any:
    form = UnitsForm.model_validate({"seen": seen, "weight": weight, "height": height, "temperature": temperature})
    return clinic.do(clinic.admin, units.choose, form)


def test_the_clinic_chooses_its_units_and_charts_and_forms_follow(clinic: Cast, visit: VisitPage) -> None:
    measured(clinic, visit.encounter_id, weight="70", height="180", temperature="38.5", pulse="72")
    card = clinic.do(clinic.admin, units.read)
    assert (card.seen, card.usual, card.country) == ("metric", "kg, cm, °C", "India")
    assert choose(clinic, "metric", "[lb_av]", "cm", "[degF]").seen == "lb_cm_f"
    assert in_visit(clinic, visit).units == "lb_cm_f"
    told = page(clinic, visit)
    latest = {one.key: (one.value, one.unit) for one in told.latest}
    assert (latest["weight"], latest["height"], latest["temperature"]) == (
        ("154.3", "lb"), ("180", "cm"), ("101.3", "°F")
    )  # fmt: skip
    assert latest["pulse"] == ("72", "per minute")
    warm = next(one for one in told.measures if one.key == "temperature")
    assert (warm.unit, warm.lines[0].points[0].y, warm.high) == ("°F", 101.3, 100.4)
    assert "100.4 °F" in warm.usual and warm.lines[0].points[0].words.startswith("101.3 °F")
    assert warm.rows[0].value == "38.5 °C" and rows("8310-5")[0].unit == "Cel"  # what was typed stays as typed
    measured(clinic, visit.encounter_id, units="lb_cm_f", weight="150")
    weight = next(one for one in page(clinic, visit).latest if one.key == "weight")
    assert (weight.value, weight.unit, weight.trend) == ("150", "lb", "down from 154.3 on 23 Nov 2026")


def test_units_that_somebody_else_chose_meanwhile_are_not_overwritten(clinic: Cast) -> None:
    choose(clinic, "metric", "kg", "[in_i]", "Cel")
    with pytest.raises(Stale):
        choose(clinic, "metric", "[lb_av]", "cm", "Cel")
    assert clinic.do(clinic.admin, units.read).seen == "kg_in"
    choose(clinic, "kg_in", "kg", "cm", "Cel")  # what is usual in the country follows it again
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).country = "US"
    assert clinic.do(clinic.admin, units.read).seen == "us"
    with pytest.raises(ValidationError):
        choose(clinic, "us", "stone", "cm", "Cel")
    with pytest.raises(Forbidden):
        form = UnitsForm(seen="us", weight="kg", height="cm", temperature="Cel")
        clinic.do(clinic.dr_rao, units.choose, form)


def test_every_way_to_choose_units_has_a_name() -> None:
    assert len(units.NAMES) == len(UNIT_SETS) == 8


def test_the_clinics_country_chooses_the_units(clinic: Cast, visit: VisitPage) -> None:
    told = {}
    for country in ("IN", "US", "LR", "BS"):
        with transaction() as db:
            db.get_one(Clinic, THE_CLINIC).country = country
        told[country] = in_visit(clinic, visit).units
    assert told == {"IN": "metric", "US": "us", "LR": "us_c", "BS": "metric_f"}
