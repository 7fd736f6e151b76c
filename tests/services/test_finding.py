"""Reception finds a patient by what people say at the desk."""

from datetime import date

import pytest
from sqlmodel import col, select

from hms.access import SYSTEM, Scope
from hms.db import transaction
from hms.models import AuditEntry, Patient, PatientContact, PatientIdentifier, PatientName
from hms.models.base import Row
from hms.services import finding
from hms.services.search.keeping import Keeper, _keeper
from hms.services.search.words import terms
from hms.services.search.writing import know
from tests.support.cast import Cast


def names(clinic: Cast, sought: str) -> list[str]:
    return [hit.name for hit in clinic.do(clinic.reception, finding.find, sought)]


@pytest.mark.parametrize("sought", ["Asha Nair", "nair asha", "NAI", "03.02.1980 nair", "1980-02-03", "Ásha"])
def test_asha_is_found_by_name_in_any_order_and_by_birth_date(clinic: Cast, sought: str) -> None:
    assert names(clinic, sought) == ["Asha Nair"]


def test_a_record_number_finds_its_patient(clinic: Cast) -> None:
    number = clinic.do(clinic.reception, finding.hit, clinic.bilal.patient_id).record_number
    assert names(clinic, number) == ["Bilal Haddad"]


@pytest.mark.parametrize("sought", ["", "a", " ", "Zo\u0308e", "asha haddad", "%", "x" * 5_000])
def test_too_little_or_nothing_that_fits_finds_nobody(clinic: Cast, sought: str) -> None:
    assert names(clinic, sought) == []


def test_who_registers_now_is_found_now(clinic: Cast) -> None:
    clinic.register("Chiamaka", "Okafor", "chi@post.example", date(1991, 5, 6))
    assert names(clinic, "oka") == ["Chiamaka Okafor"]


def known_by(clinic: Cast, *rows: Row) -> None:
    """Let asha be known by more than what she registered with."""
    with transaction() as db:
        db.add_all(rows)
        know(Scope(db, SYSTEM, clinic.now), db.get_one(Patient, clinic.asha.patient_id))


@pytest.mark.parametrize(
    "sought",
    ["pillai", "Achu", "5550 142", "(+91) 98 5550 142", "0985550142", "KA-778", "778899", "ash 1980", "sha nai"],
)
def test_she_is_found_by_a_former_name_a_phone_another_number_or_a_part_of_any(clinic: Cast, sought: str) -> None:
    asha = clinic.asha.patient_id
    known_by(
        clinic,
        PatientName(patient_id=asha, use="maiden").sealing(text="Asha Pillai"),
        PatientName(patient_id=asha, use="nickname").sealing(text="Achu"),
        PatientContact(patient_id=asha, system="phone").sealing(value="+91 985550142"),
        PatientIdentifier(patient_id=asha, system="urn:x", value_index="x").sealing(value="KA-778899"),
    )
    assert names(clinic, sought) == ["Asha Nair"]


def test_another_process_finds_who_was_written_here(clinic: Cast) -> None:
    other = Keeper()
    other.open()
    clinic.register("Chiamaka", "Okafor", "chi@post.example", date(1991, 5, 6))
    with transaction(reading=True) as db:
        assert len(other.find(Scope(db, SYSTEM, clinic.now), terms("okafor"), 8) or ()) == 1


def test_while_the_index_is_being_opened_a_whole_record_number_finds_its_patient(
    clinic: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = clinic.do(clinic.reception, finding.hit, clinic.bilal.patient_id).record_number
    opening = Keeper()
    monkeypatch.setattr(finding, "keeper", lambda: opening)
    with opening._turn:
        assert names(clinic, number) == names(clinic, number.replace("-", " ")) == ["Bilal Haddad"]
        assert names(clinic, "haddad") == []
    assert names(clinic, "haddad") == ["Bilal Haddad"]


def test_a_record_older_than_the_index_is_found_and_a_broken_one_hides_nobody_else(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).words_sealed = None
        bilal = db.get_one(Patient, clinic.bilal.patient_id)
        bilal.words_sealed = b"\x01" + b"broken" * 20
    _keeper.cache_clear()
    assert names(clinic, "nair") == ["Asha Nair"] and names(clinic, "haddad") == []


def test_names_lie_sealed_on_the_disk(clinic: Cast) -> None:
    with transaction(reading=True) as db:
        assert b"nair" not in (db.get_one(Patient, clinic.asha.patient_id).words_sealed or b"").lower()


def test_a_search_is_remembered_with_whom_it_showed_and_not_with_what_was_typed(clinic: Cast) -> None:
    names(clinic, "nair")
    with transaction(reading=True) as db:
        entry = db.exec(
            select(AuditEntry).where(AuditEntry.what == "find").order_by(col(AuditEntry.seq).desc())
        ).first()
    assert entry and entry.account_id == clinic.reception.account_id and entry.why_sealed is None
