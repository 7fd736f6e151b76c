"""A prescription after its signature: renewed in one step, stopped with a reason, asked for again, kept as a favourite."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from hms.access import Scope
from hms.db import transaction
from hms.errors import NotFound, NotPossible
from hms.models import Medication, MedicationRequest, Patient, Practitioner
from hms.schemas.prescriptions import DeclineForm, RefillForm, StopForm
from hms.schemas.threads import CoverForm
from hms.services import portal, prescribing, visits
from hms.services.exports import prescribed
from hms.services.prescriptions import favourites, printing, reading, refills, renewing, stopping
from hms.services.threads import covers
from tests.support.cast import NOW, Cast, later
from tests.support.prescriptions import line, prescribe, signed

A_DAY = 60 * 24


def key() -> str:
    return str(uuid4())


def stop(clinic: Cast, prescription_id: Any, reason: str = "A rash", who: Any = None) -> None:
    clinic.do(who or clinic.dr_rao, stopping.stop, StopForm(prescription_id=prescription_id, reason=reason))


def ask(clinic: Cast, prescription_id: Any, note: str = "", **other: Any) -> None:
    form = RefillForm(prescription_id=prescription_id, note=note, key=other.pop("key", key()))
    clinic.do(other.pop("who", clinic.asha), refills.ask, form, **other)


def test_a_stopped_drug_leaves_every_list_of_current_medicines_and_asha_reads_why(clinic: Cast) -> None:
    first, second = signed(clinic, "Amoxicillin 500", "Ramipril 5")
    stop(clinic, first.id, "A rash on both arms")
    stop(clinic, first.id, "Twice is once")
    said = line(clinic, first.id)
    assert (said.state, said.can_renew, said.can_stop, said.card.left) == ("stopped", False, False, "Stopped")
    assert said.state_words == "Stopped on 23 Nov 2026 by Dr Meera Rao: A rash on both arms"
    assert [one.drug for one in clinic.do(clinic.asha, portal.home).prescriptions] == [second.drug]
    mine = clinic.visit(clinic.asha, later(80), doctor="dr_osei")
    assert [one.drug for one in mine.current_medicines] == [second.drug]
    assert line(clinic, first.id, clinic.dr_osei).state == "stopped"


def test_what_is_not_signed_run_out_or_renewed_cannot_be_stopped(clinic: Cast) -> None:
    (old,) = signed(clinic)
    with pytest.raises(NotPossible, match="run out"):
        clinic.do(clinic.dr_rao, stopping.stop, StopForm(prescription_id=old.id, reason="x"), now=later(9 * A_DAY))
    fresh = clinic.do(clinic.dr_rao, renewing.renew_now, old.id, key())
    with pytest.raises(NotPossible, match="was renewed"):
        stop(clinic, old.id)
    stop(clinic, fresh)
    page = clinic.visit(clinic.asha, later(80))
    draft = prescribe(clinic, page)
    with pytest.raises(NotFound):
        stop(clinic, draft.id)


def test_nobody_outside_of_ashas_care_renews_or_stops_or_reads(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    for attempt in (
        lambda: stop(clinic, drug.id, who=clinic.dr_osei),
        lambda: clinic.do(clinic.dr_osei, renewing.renew_now, drug.id, key()),
        lambda: clinic.do(clinic.dr_osei, reading.of_patient, clinic.asha.patient_id),
        lambda: ask(clinic, drug.id, who=clinic.bilal),
    ):
        with pytest.raises(NotFound):
            attempt()
    clinic.book(clinic.asha, later(80), doctor="dr_osei")
    fresh = clinic.do(clinic.dr_osei, renewing.renew_now, drug.id, key())
    assert line(clinic, fresh).card.doctor == "Dr Kofi Osei"


def test_a_renewal_says_the_same_counts_from_today_and_has_its_own_paper(clinic: Cast) -> None:
    (old,) = signed(clinic, dose="0.5", advice="After meals")
    clinic.now, pressed = later(5 * A_DAY), key()
    fresh = clinic.do(clinic.dr_rao, renewing.renew_now, old.id, pressed)
    assert clinic.do(clinic.dr_rao, renewing.renew_now, old.id, pressed) == fresh, "pressed twice"
    said, before = line(clinic, fresh), line(clinic, old.id)
    assert (said.card.drug, said.card.how, said.card.advice) == (old.drug, old.how, "After meals")
    assert (said.card.days_left, said.state) == (7, "current")
    assert (before.state, before.state_words) == ("renewed", "Renewed on 28 Nov 2026")
    assert [one.id for one in clinic.do(clinic.asha, portal.home).prescriptions] == [fresh]
    assert clinic.do(clinic.asha, printing.take, fresh).day == "28 Nov 2026"
    with pytest.raises(NotPossible, match="renewed already"):
        clinic.do(clinic.dr_rao, renewing.renew_now, old.id, key())


def test_what_has_run_out_can_be_renewed_and_what_was_stopped_cannot(clinic: Cast) -> None:
    over, wrong = signed(clinic, "Amoxicillin 500", "Ramipril 5")
    stop(clinic, wrong.id)
    clinic.now = later(30 * A_DAY)
    assert line(clinic, over.id).state == "over"
    clinic.do(clinic.dr_rao, renewing.renew_now, over.id, key())
    with pytest.raises(NotPossible, match="was stopped"):
        clinic.do(clinic.dr_rao, renewing.renew_now, wrong.id, key())


def test_a_drug_that_left_the_formulary_and_one_from_elsewhere_are_not_renewed_in_one_step(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    with transaction() as db:
        for one in db.exec(select(Medication)):
            one.retired_at = NOW
        made = MedicationRequest(
            patient_id=clinic.asha.patient_id, request_key="i", written_at=NOW, signed_at=NOW, source="import"
        ).sealing(drug="Something")
        db.add(made)
        db.flush()
        elsewhere = made.id
    for one, words in ((drug.id, "no longer prescribed"), (elsewhere, "one step")):
        with pytest.raises(NotPossible, match=words):
            clinic.do(clinic.dr_rao, renewing.renew_now, one, key())
    assert not line(clinic, elsewhere).can_renew


def test_nothing_is_renewed_for_the_dead(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).deceased = True
    with pytest.raises(NotPossible, match="died"):
        clinic.do(clinic.dr_rao, renewing.renew_now, drug.id, key())


def test_a_renewal_in_a_visit_counts_with_the_visits_signature(clinic: Cast) -> None:
    (old,) = signed(clinic)
    page, pressed = clinic.visit(clinic.asha, later(80), doctor="dr_osei"), key()
    for _ in range(2):
        (draft,) = clinic.do(clinic.dr_osei, renewing.renew, page.encounter_id, old.id, pressed)
    assert (draft.how, draft.signed, line(clinic, old.id).state) == (old.how, False, "current")
    clinic.sign(clinic.do(clinic.dr_osei, visits.page, page.appointment.id), doctor="dr_osei")
    assert line(clinic, old.id).state == "renewed" and line(clinic, draft.id).state == "current"


def test_a_renewal_that_is_taken_back_before_signing_never_was(clinic: Cast) -> None:
    (old,) = signed(clinic)
    page = clinic.visit(clinic.asha, later(80))
    (draft,) = clinic.do(clinic.dr_rao, renewing.renew, page.encounter_id, old.id, key())
    clinic.do(clinic.dr_rao, prescribing.take_back, draft.id)
    clinic.sign(clinic.do(clinic.dr_rao, visits.page, page.appointment.id))
    assert line(clinic, old.id).state == "current"


def test_bilals_prescription_is_not_renewed_into_ashas_visit(clinic: Cast) -> None:
    page = clinic.visit(clinic.bilal)
    his = prescribe(clinic, page)
    clinic.sign(page)
    hers = clinic.visit(clinic.asha, later(80))
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_rao, renewing.renew, hers.encounter_id, his.id, key())


def test_asha_asks_for_a_refill_and_dr_rao_renews_it(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    pressed = key()
    ask(clinic, drug.id, "The last box is empty", key=pressed)
    ask(clinic, drug.id, "The last box is empty", key=pressed)
    with pytest.raises(NotPossible, match="asked already"):
        ask(clinic, drug.id)
    waiting = line(clinic, drug.id)
    assert (waiting.refill, waiting.can_ask) == ("waiting", False)
    (card,) = clinic.do(clinic.dr_rao, refills.waiting)
    assert (card.patient, card.drug, card.note, card.in_the_way) == (
        "Asha Nair",
        drug.drug,
        "The last box is empty",
        "",
    )
    assert clinic.do(clinic.dr_osei, refills.waiting) == [] and clinic.do(clinic.dr_rao, refills.count) == 1
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, refills.accept, card.id)
    for _ in range(2):
        clinic.do(clinic.dr_rao, refills.accept, card.id)
    shown = clinic.do(clinic.asha, reading.mine)
    assert [one.state for one in [*shown.current, *shown.earlier]] == ["current", "renewed"]
    assert line(clinic, drug.id).refill_words == "Refill: renewed on 23 Nov 2026"
    assert clinic.do(clinic.dr_rao, refills.waiting) == []
    with pytest.raises(NotPossible, match="renewed meanwhile"):
        clinic.do(clinic.dr_rao, refills.decline, DeclineForm(request_id=card.id, reason="No"))


def test_asha_reads_why_a_refill_was_declined_and_can_ask_again(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    ask(clinic, drug.id)
    (card,) = clinic.do(clinic.dr_rao, refills.waiting)
    clinic.do(clinic.dr_rao, refills.decline, DeclineForm(request_id=card.id, reason="Come and see me first"))
    said = line(clinic, drug.id)
    assert said.refill_words == "Refill: declined on 23 Nov 2026. Come and see me first" and said.can_ask
    with pytest.raises(NotPossible, match="declined meanwhile"):
        clinic.do(clinic.dr_rao, refills.accept, card.id)
    ask(clinic, drug.id, now=later(5))
    assert line(clinic, drug.id).refill == "waiting"


def test_a_refill_taken_back_is_nobodys_task_any_more(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    ask(clinic, drug.id)
    asked = line(clinic, drug.id).refill_id
    for _ in range(2):
        clinic.do(clinic.asha, refills.withdraw, asked)
    assert clinic.do(clinic.dr_rao, refills.waiting) == [] and line(clinic, drug.id).refill == ""
    with pytest.raises(NotPossible, match="took this back"):
        clinic.do(clinic.dr_rao, refills.accept, asked)
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, refills.withdraw, asked)


def test_a_stop_answers_who_asked_for_more(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    ask(clinic, drug.id)
    stop(clinic, drug.id)
    assert clinic.do(clinic.dr_rao, refills.waiting) == []
    assert line(clinic, drug.id).refill_words.endswith("The prescription was stopped.")
    with pytest.raises(NotPossible, match="does not go on"):
        ask(clinic, drug.id)


def test_who_stands_in_for_dr_rao_answers_meanwhile_and_in_their_own_name(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    ask(clinic, drug.id)
    today = date(2026, 11, 23).isoformat()
    cover = CoverForm(
        covered_by_id=clinic.dr_osei.practitioner_id, on_leave=False, from_on=today, to_on=today, key=key()
    )
    assert clinic.do(clinic.dr_osei, refills.waiting) == []
    clinic.do(clinic.dr_rao, covers.put, cover)
    (card,) = clinic.do(clinic.dr_osei, refills.waiting)
    assert clinic.do(clinic.dr_osei, refills.covered) == [clinic.dr_rao.practitioner_id]
    clinic.do(clinic.dr_osei, refills.accept, card.id)
    (fresh,) = clinic.do(clinic.asha, reading.mine).current
    assert fresh.card.doctor == "Dr Kofi Osei"


def test_nobody_is_asked_who_no_longer_works_here(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    with transaction() as db:
        db.get_one(Practitioner, clinic.dr_rao.practitioner_id).left_at = NOW
    with pytest.raises(NotPossible, match="Nobody here"):
        ask(clinic, drug.id)


def test_a_favourite_is_one_press_in_any_later_visit_and_knows_no_patient(clinic: Cast) -> None:
    (drug,) = signed(clinic, advice="After meals")
    for _ in range(2):
        (kept,) = clinic.do(clinic.dr_rao, favourites.keep, drug.id)
    assert (kept.drug, kept.how, kept.advice) == (drug.drug, drug.how, "After meals")
    assert clinic.do(clinic.dr_osei, favourites.listed) == []
    page, pressed = clinic.visit(clinic.bilal, later(80)), key()
    for _ in range(2):
        (written,) = clinic.do(clinic.dr_rao, favourites.use, page.encounter_id, kept.id, pressed)
    assert (written.how, written.advice) == (drug.how, "After meals")
    for attempt in (
        lambda: clinic.do(clinic.dr_osei, favourites.use, page.encounter_id, kept.id, key()),
        lambda: clinic.do(clinic.dr_osei, favourites.drop, kept.id),
        lambda: clinic.do(clinic.dr_osei, favourites.keep, drug.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert clinic.do(clinic.dr_rao, favourites.drop, kept.id) == []


def test_a_favourite_of_a_drug_that_is_no_longer_prescribed_waits_unseen(clinic: Cast) -> None:
    (drug,) = signed(clinic)
    (kept,) = clinic.do(clinic.dr_rao, favourites.keep, drug.id)
    with transaction() as db:
        for one in db.exec(select(Medication)):
            one.retired_at = NOW
    assert clinic.do(clinic.dr_rao, favourites.listed) == []
    page = clinic.visit(clinic.bilal, later(80))
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_rao, favourites.use, page.encounter_id, kept.id, key())


def test_what_became_of_it_goes_along_in_ashas_download(clinic: Cast) -> None:
    first, second = signed(clinic, "Amoxicillin 500", "Ramipril 5")
    stop(clinic, first.id, "A rash")
    ask(clinic, second.id, "More, please")
    (card,) = clinic.do(clinic.dr_rao, refills.waiting)
    clinic.do(clinic.dr_rao, refills.accept, card.id)
    with transaction(reading=True) as db:
        scope, patient = Scope(db, clinic.asha, clinic.now), db.get_one(Patient, clinic.asha.patient_id)
        told, asked = prescribed.prescriptions(scope, patient), prescribed.refills(scope, patient)
    assert [(one["status"], "priorPrescription" in one) for one in told.resources] == [
        ("stopped", False), ("completed", False), ("active", True),
    ]  # fmt: skip
    assert "Stopped: 23 Nov 2026, Dr Meera Rao: A rash" in told.entries[0].lines
    (wish,) = asked.resources
    assert (wish["intent"], wish["status"]) == ("proposal", "completed") and "More, please" in asked.entries[0].lines
    assert "null" not in json.dumps(told.resources)


def test_a_prescription_of_every_frequency_can_be_written_and_counted(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    page = clinic.visit(clinic.asha)
    counted = {
        often: prescribe(clinic, page, "Paracetamol 500", frequency=often, days=30).quantity
        for often in ("BED", "Q4H", "Q6H", "Q8H", "MO", "WK", "QOD")
    }
    assert counted == {
        "BED": "30 tablets", "Q4H": "180 tablets", "Q6H": "120 tablets", "Q8H": "90 tablets", "MO": "1 tablet",
        "WK": "5 tablets", "QOD": "15 tablets",
    }  # fmt: skip
    assert clinic.sign(page).signed
