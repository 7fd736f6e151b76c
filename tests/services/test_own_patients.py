"""A doctor's lists of patients: by condition, drug, result or gap, of the own patients only, and never silently short."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from hms.db import transaction
from hms.errors import Invalid
from hms.models import AuditEntry, AuditSubject, MedicationRequest, Observation
from hms.schemas.own_patients import OwnPatientsForm, OwnPatientsPage
from hms.services.chart import own_patients
from tests.support.cast import Cast, later
from tests.support.record_lists import problem


def listed(clinic: Cast, who: str = "dr_rao", **asked: Any) -> OwnPatientsPage:
    return clinic.do(clinic.people[who], own_patients.list_own, OwnPatientsForm(**asked))


def names(clinic: Cast, **asked: Any) -> list[str]:
    return [one.name for one in listed(clinic, **asked).listed]


@pytest.fixture
def cared(clinic: Cast) -> Cast:
    """Let asha and bilal be in dr_rao's care, and neither in dr_osei's."""
    clinic.book(clinic.asha)
    clinic.book(clinic.bilal, later(80))
    return clinic


def result(clinic: Cast, who: str, number: str, at: datetime, **other: Any) -> None:
    row = Observation(
        patient_id=clinic.people[who].patient_id, category="laboratory", number=number, recorded_at=at, happened_at=at,
        **{"code": "4548-4", "unit": "%", "status": "final"} | other,
    ).sealing(name="HbA1c")  # fmt: skip
    with transaction() as db:
        db.add(row)


def test_only_those_in_ones_care_are_listed_by_name(cared: Cast) -> None:
    page = listed(cared)
    assert [(one.name, one.facts, one.why) for one in page.listed] == [
        ("Asha Nair", "46 y", []), ("Bilal Haddad", "51 y", []),
    ]  # fmt: skip
    assert page.told == "All 2 patients in your care were looked at."
    assert listed(cared, "dr_osei").total == 0


def test_by_condition_in_words_or_by_how_its_code_begins(cared: Cast) -> None:
    problem(cared, cared.asha, "Type 2 diabetes", "E11.9")
    problem(cared, cared.bilal, "Gout")
    assert names(cared, condition="diabetes type") == ["Asha Nair"]
    assert names(cared, condition="e11") == names(cared, condition="E119") == ["Asha Nair"]
    assert names(cared, condition="E10") == names(cared, condition="diabetes gout") == []
    assert listed(cared, condition="E11").listed[0].why == ["Type 2 diabetes (E11.9)"]


def test_by_a_medicine_that_is_taken_now(cared: Cast) -> None:
    for who, ends in (("asha", None), ("bilal", date(2026, 11, 1))):
        row = MedicationRequest(
            patient_id=cared.people[who].patient_id,
            request_key=who,
            written_at=cared.now,
            signed_at=cared.now,
            ends_on=ends,
        )
        with transaction() as db:
            db.add(row.sealing(drug="Metformin 500 mg tablet"))
    assert names(cared, drug="metformin") == ["Asha Nair"] and names(cared, drug="warfarin") == []


def test_by_the_latest_result_in_its_own_unit(cared: Cast) -> None:
    old, new = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 6, 2, tzinfo=UTC)
    result(cared, "asha", "9.1", old)
    result(cared, "asha", "6.4", new)
    result(cared, "bilal", "8.0", old)
    result(cared, "bilal", "64", new, unit="mmol/mol")
    result(cared, "bilal", "12", new, status="entered-in-error")
    kinds = cared.do(cared.dr_rao, own_patients.choices).results
    assert ["4548-4|%", "HbA1c (%)"] in kinds and ["4548-4|mmol/mol", "HbA1c (mmol/mol)"] in kinds
    asked = {"result": "4548-4|%", "number": "7"}
    assert names(cared, **asked) == ["Bilal Haddad"]
    assert names(cared, **asked, than="under") == ["Asha Nair"]
    assert listed(cared, **asked).listed[0].why == ["HbA1c 8 %, 2 Jan 2026"]
    with pytest.raises(Invalid) as refused:
        names(cared, result="4548-4|%", number="much")
    assert set(refused.value.fields) == {"number"}


def test_by_what_is_missing_and_by_several_at_once(cared: Cast) -> None:
    problem(cared, cared.asha, "Essential hypertension", "I10")
    assert names(cared, gap="pressure") == ["Asha Nair"]
    assert names(cared, gap="allergies") == ["Asha Nair", "Bilal Haddad"]
    assert names(cared, gap="allergies", condition="I10") == ["Asha Nair"]
    (one,) = listed(cared, gap="allergies", condition="I10").listed
    assert len(one.why) == 2
    with pytest.raises(Invalid):
        names(cared, gap="unheard_of")


def test_a_list_that_does_not_look_at_everybody_says_so_and_turns_its_pages(
    cared: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_patients, "PAGE", 1)
    second = listed(cared, page=2)
    assert ([one.name for one in second.listed], second.total, second.pages) == (["Bilal Haddad"], 2, 2)
    assert [one.name for one in listed(cared, page=99).listed] == ["Bilal Haddad"]
    monkeypatch.setattr(own_patients, "MOST", 1)
    short = listed(cared)
    assert [one.name for one in short.listed] == ["Bilal Haddad"]
    assert short.told.startswith("1 of 2 patients in your care were looked at")


def test_who_is_shown_can_read_of_it_and_who_is_not_shown_was_not_opened(cared: Cast) -> None:
    problem(cared, cared.asha, "Gout")
    names(cared, condition="gout")
    with transaction(reading=True) as db:
        entry = db.exec(select(AuditEntry).where(AuditEntry.what == "list_own")).one()
        subjects = db.exec(select(AuditSubject).where(AuditSubject.entry_id == entry.id)).all()
    assert len(subjects) == 1
