"""The prescribing checks over the whole list: while choosing, at signing, and in spite of a warning with a reason."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.db import transaction
from hms.errors import AlertsStand, Forbidden, Invalid, NotFound, NotPossible
from hms.models import AlertOverride, AllergyIntolerance, MedicationRequest, Observation, Patient
from hms.schemas.alerts import CheckForm, OverrideForm
from hms.schemas.statements import RefuteForm, StatementForm
from hms.services import prescribing
from hms.services.alerts import checking, overriding, reporting
from hms.services.intake import confirming, statements
from hms.services.prescriptions import renewing
from hms.services.queue import calling, seeing
from tests.support.alerts import drug_id, prescribed
from tests.support.cast import Cast, later

STATIN = "interaction:clarithromycin + simvastatin"


def checked(clinic: Cast, page: Any, begins: str, doctor: str = "dr_rao", **dose: Any) -> Any:
    form = CheckForm(encounter_id=page.encounter_id, medication_id=drug_id(clinic, begins), **dose)
    return clinic.do(clinic.people[doctor], checking.check, form)


def add(row: Any) -> None:
    with transaction() as db:
        db.add(row)


def allergic_to(clinic: Cast, text: str) -> None:
    add(AllergyIntolerance(patient_id=clinic.asha.patient_id, recorded_at=clinic.now).sealing(text=text))


def measured(clinic: Cast, code: str, number: str, unit: str, days_ago: int, **other: Any) -> None:
    add(
        Observation(
            patient_id=clinic.asha.patient_id, status="final", category="vital-signs", code=code, number=number,
            unit=unit, recorded_at=clinic.now, happened_at=clinic.now - timedelta(days=days_ago), **other,
        )
    )  # fmt: skip


def is_born(clinic: Cast, born: date, sex: str = "female") -> None:
    with transaction() as db:
        asha = db.get_one(Patient, clinic.asha.patient_id)
        asha.born, asha.sex = born.isoformat(), sex


def taking_simvastatin(clinic: Cast) -> Any:
    """Asha takes simvastatin since a visit an hour ago, and is in another one now."""
    before = clinic.visit(clinic.asha)
    prescribed(clinic, before, "Simvastatin", days=90)
    clinic.sign(before)
    return clinic.visit(clinic.asha, later(80))


def test_choosing_a_medicine_says_at_once_what_speaks_against_it(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    found = checked(clinic, page, "Clarithromycin")
    assert [one.key for one in found.severe] == [STATIN] == found.seen.splitlines()
    assert "rhabdomyolysis" in found.severe[0].words
    assert found.severe[0].source.endswith("(doi 10.1136/amiajnl-2011-000612), 26 Apr 2012")
    assert checked(clinic, page, "Azithromycin").severe == []
    assert clinic.do(clinic.dr_rao, prescribing.formulary)  # nothing was written
    assert clinic.do(clinic.dr_rao, overriding.standing, page.encounter_id).open == []


def test_a_severe_alert_keeps_a_medicine_from_being_added_until_there_is_a_reason(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    with pytest.raises(AlertsStand) as refused:
        prescribed(clinic, page, "Clarithromycin")
    assert "Simvastatin 20 mg tablet" in refused.value.body
    with pytest.raises(Invalid):
        prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="  ")
    with pytest.raises(AlertsStand):
        prescribed(clinic, page, "Clarithromycin", seen="interaction:of another list", reason="I know")
    (written,) = prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="Statin paused for a week")
    now = clinic.do(clinic.dr_rao, overriding.standing, page.encounter_id)
    assert now.open == [] and [one.key for one in now.overridden] == [STATIN]
    assert now.overridden[0].source == "Dr Meera Rao: Statin paused for a week"
    assert now.overridden[0].prescription_id == written.id
    assert clinic.sign(page).signed


def test_quiet_alerts_refuse_nothing(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    (written,) = prescribed(clinic, page, "Amlodipine")
    now = clinic.do(clinic.dr_rao, overriding.standing, page.encounter_id)
    assert [(one.kind, one.prescription_id) for one in now.quiet] == [("interaction", written.id)]
    assert clinic.sign(page).signed


def test_what_a_colleague_signed_meanwhile_is_met_at_signing(clinic: Cast) -> None:
    mine = clinic.visit(clinic.asha)
    prescribed(clinic, mine, "Clarithromycin")
    (inside,) = clinic.do(clinic.dr_rao, seeing.board).queues[0].called
    clinic.do(clinic.dr_rao, calling.finish, inside.id)  # asha goes on to dr_osei; the note is not signed yet
    theirs = clinic.visit(clinic.asha, later(80), doctor="dr_osei")
    prescribed(clinic, theirs, "Simvastatin", doctor="dr_osei", days=90)  # an unsigned one is nobody's medicine yet
    clinic.sign(theirs, doctor="dr_osei")
    with pytest.raises(AlertsStand):
        clinic.sign(mine)
    (waiting,) = clinic.do(clinic.dr_rao, overriding.standing, mine.encounter_id).open
    assert (waiting.drug, waiting.seen) == ("Clarithromycin 500 mg tablet", STATIN)
    form = OverrideForm(prescription_id=waiting.prescription_id, seen=waiting.seen, reason="Statin paused")
    assert clinic.do(clinic.dr_rao, overriding.override, form).open == []
    assert clinic.do(clinic.dr_rao, overriding.override, form).open == []  # pressed twice
    assert clinic.sign(mine).signed
    with pytest.raises(NotPossible):
        clinic.do(clinic.dr_rao, overriding.override, form)


def test_two_medicines_of_one_visit_are_checked_with_each_other_once(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    prescribed(clinic, page, "Simvastatin")
    with pytest.raises(AlertsStand):
        prescribed(clinic, page, "Clarithromycin")
    prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="Statin paused")
    assert clinic.do(clinic.dr_rao, overriding.standing, page.encounter_id).open == []
    assert clinic.sign(page).signed


def test_what_is_taken_back_takes_its_reason_along(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    dose = "dose:amlodipine"
    (written,) = prescribed(clinic, page, "Amlodipine", dose="5", seen=dose, reason="Typed by mistake")
    clinic.do(clinic.dr_rao, prescribing.take_back, written.id)
    with pytest.raises(AlertsStand):
        prescribed(clinic, page, "Amlodipine", dose="8")


def test_medicines_from_elsewhere_and_those_that_the_patient_states_count(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    add(
        MedicationRequest(
            patient_id=clinic.asha.patient_id, request_key="import 1", written_at=clinic.now, signed_at=clinic.now, source="import",
        ).sealing(drug="Simvastatin 40 MG Oral Tablet")
    )  # fmt: skip
    clinic.do(clinic.asha, statements.state, StatementForm(kind="medicine", text="Warfarin", more="evenings"))
    clinic.do(clinic.asha, statements.state, StatementForm(kind="medicine", text="Grandmother's drops"))
    said = {one.title for one in checked(clinic, page, "Clarithromycin").severe}
    assert said == {"Clarithromycin 500 mg tablet with Simvastatin 40 MG Oral Tablet"}
    quiet = [one.title for one in checked(clinic, page, "Clarithromycin").quiet]
    assert "Clarithromycin 500 mg tablet with Warfarin, evenings" in quiet
    assert "Interactions not checked with: Grandmother's drops" in quiet


def test_allergies_as_they_are_written_and_until_they_are_found_not_to_be_so(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.asha, statements.state, StatementForm(kind="allergy", text="Penicillin", more="rash", severe=True))
    clinic.do(clinic.asha, statements.state, StatementForm(kind="allergy", text="The pink syrup"))
    found = checked(clinic, page, "Amoxicillin 500")
    assert [one.kind for one in found.severe] == ["allergy"] and "stated by the patient" in found.severe[0].title
    assert [one.title for one in found.quiet] == ["Allergy not understood: “The pink syrup (stated by the patient)”"]
    stated = clinic.do(clinic.dr_rao, confirming.stated, clinic.asha.patient_id).groups[0].listed
    penicillin = next(one for one in stated if one.text.startswith("Penicillin"))
    clinic.do(clinic.dr_rao, confirming.refute, RefuteForm(statement_id=penicillin.id, reason="Tolerated since"))
    assert checked(clinic, page, "Amoxicillin 500").severe == []


def test_pregnancy_is_known_from_what_she_states_while_that_holds(clinic: Cast) -> None:
    is_born(clinic, date(1996, 2, 3))
    page = clinic.visit(clinic.asha)
    assert checked(clinic, page, "Lisinopril").severe == []
    clinic.do(clinic.asha, statements.state, StatementForm(kind="pregnancy", text="Pregnant, due 3 May 2027"))
    assert [one.kind for one in checked(clinic, page, "Lisinopril").severe] == ["pregnancy"]
    form = CheckForm(encounter_id=page.encounter_id, medication_id=drug_id(clinic, "Lisinopril"))
    assert clinic.do(clinic.dr_rao, checking.check, form, now=clinic.now + timedelta(days=301)).severe == []


def test_kidneys_are_judged_by_the_latest_egfr_of_a_year(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    measured(clinic, "62238-1", "28", "mL/min/{1.73_m2}", 400)
    assert checked(clinic, page, "Metformin").severe == []
    measured(clinic, "62238-1", "29.5", "mL/min/{1.73_m2}", 20)
    assert [one.kind for one in checked(clinic, page, "Metformin").severe] == ["renal"]
    measured(clinic, "98979-8", "62", "mL/min/{1.73_m2}", 2)
    assert checked(clinic, page, "Metformin").severe == []


def test_a_childs_dose_is_told_by_its_weight_with_the_age_of_that(clinic: Cast) -> None:
    is_born(clinic, date(2023, 2, 3))
    page = clinic.visit(clinic.asha)
    asked: dict[str, Any] = {"dose": "5", "frequency": "QID", "days": "3"}
    without = checked(clinic, page, "Paracetamol 120", **asked)
    assert without.by_weight == "" and without.quiet[0].title.startswith("Dose by weight not checked")
    measured(clinic, "29463-7", "12", "kg", 21)
    measured(clinic, "29463-7", "41", "kg", 3, flag="")
    with transaction() as db:
        wrong = db.exec(select(Observation).where(Observation.number == "41")).one()
        wrong.status = "entered-in-error"
    found = checked(clinic, page, "Paracetamol 120", **asked)
    assert found.by_weight == (
        "12 kg, weighed 2 Nov 2026 (21 d ago): usual are 120 to 180 mg at once, that is 5 to 7.5 ml."
    )
    assert (found.severe, found.quiet, found.weight_old) == ([], [], False)
    assert [one.kind for one in checked(clinic, page, "Paracetamol 120", **{**asked, "dose": "25"}).severe] == ["dose"]


def test_what_the_clinic_added_itself_is_not_checked_in_so_many_words(clinic: Cast) -> None:
    from hms.models import Medication

    add(Medication(code="foozine-5", name="Foozine", strength="5 mg", form="tablet", unit="tablet"))
    found = checked(clinic, clinic.visit(clinic.asha), "Foozine", dose="1", frequency="QD")
    assert [one.title for one in found.quiet] == ["Not checked: Foozine 5 mg tablet"] and found.severe == []
    for check in ("Allergies", "interactions", "duplicates", "pregnancy", "age", "dose", "kidneys"):
        assert check in found.quiet[0].words


def test_half_a_dose_is_no_reason_to_refuse(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    for typed in ("", "1,", "many", "-3", "1e9999", "NaN"):
        found = checked(clinic, page, "Amlodipine", dose=typed, frequency="QD", days=typed)
        assert (found.severe, found.quiet) == ([], [])


def test_only_who_holds_the_visit_checks_or_overrides(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    (written,) = prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="Statin paused")
    form = OverrideForm(prescription_id=written.id, seen=STATIN, reason="Not mine")
    for attempt in (
        lambda: checked(clinic, page, "Amlodipine", doctor="dr_osei"),
        lambda: clinic.do(clinic.dr_osei, overriding.standing, page.encounter_id),
        lambda: clinic.do(clinic.dr_osei, overriding.override, form),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_an_override_neither_changes_nor_goes(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="Statin paused")
    with pytest.raises(DBAPIError, match="overrides_stay"), transaction() as db:
        db.delete(db.exec(select(AlertOverride)).one())
    with pytest.raises(DBAPIError, match="overrides_stay"), transaction() as db:
        db.exec(select(AlertOverride)).one().reason = "because"


def test_the_administrator_reads_what_was_overridden_and_why_but_not_of_whom(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="Statin paused")
    other = clinic.visit(clinic.bilal, later(140))
    prescribed(clinic, other, "Simvastatin")
    prescribed(clinic, other, "Clarithromycin", seen=STATIN, reason="One week only")
    prescribed(clinic, other, "Amlodipine", dose="5", seen="dose:amlodipine", reason="Weekly box")
    report = clinic.do(clinic.admin, reporting.overrides)
    assert [(one.kind, one.pair, one.count) for one in report.rows] == [
        ("Interaction", "Clarithromycin and Simvastatin", 2),
        ("Dose", "Amlodipine", 1),
    ]
    assert set(report.rows[0].reasons) == {"Statin paused", "One week only"} and report.total == 3
    assert "Asha" not in report.model_dump_json() and "Bilal" not in report.model_dump_json()
    with pytest.raises(Forbidden):
        clinic.do(clinic.reception, reporting.overrides)
    assert clinic.do(clinic.admin, reporting.overrides, now=clinic.now + timedelta(days=91)).rows == []


def test_reasons_lie_sealed(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="Statin paused")
    with transaction() as db:
        row = db.exec(select(AlertOverride)).one()
        assert row.reason == "Statin paused" and b"paused" not in (row.reason_sealed or b"")
        assert isinstance(row.overridden_by, UUID) and row.patient_id == clinic.asha.patient_id


def test_a_renewal_outside_of_a_visit_is_checked_and_what_was_overridden_for_it_counts(clinic: Cast) -> None:
    page = taking_simvastatin(clinic)
    prescribed(clinic, page, "Clarithromycin", seen=STATIN, reason="Statin paused")
    (_, renewable) = [one.id for one in prescribed(clinic, page, "Amlodipine")]
    clinic.sign(page)
    with transaction() as db:
        antibiotic = db.exec(select(AlertOverride)).one().prescription_id
    clinic.do(clinic.dr_rao, renewing.renew_now, antibiotic, "the key of one")
    clinic.do(clinic.dr_rao, renewing.renew_now, renewable, "the key of another")  # a quiet line refuses nothing
    with transaction() as db:
        again = db.exec(select(MedicationRequest).where(MedicationRequest.request_key == "the key of one")).one().id
    with pytest.raises(AlertsStand):
        clinic.do(clinic.dr_rao, renewing.renew_now, again, "the key of a third")  # nobody gave a reason for this one
