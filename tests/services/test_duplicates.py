"""While reception types, it sees who may be known already, and why."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hms.access import SYSTEM, Scope
from hms.db import transaction
from hms.models import Patient, PatientContact, PatientIdentifier, PatientName, Row
from hms.schemas.duplicates import LikelyTwin, NumberTyped, PersonTyped
from hms.services.duplicates import candidates
from hms.services.duplicates.likely import likely
from hms.services.duplicates.spelling import ALIKE, TYPO, alikeness, sound, words
from hms.services.search.keeping import Keeper
from hms.services.search.writing import know
from tests.support.cast import Cast

ASHA: dict[str, Any] = {"given_names": "Asha", "family_name": "Nair", "born": "1980-02-03"}


def known_by(clinic: Cast, *rows: Row) -> None:
    """Let asha be known by more than what she registered with."""
    with transaction() as db:
        db.add_all(rows)
        know(Scope(db, SYSTEM, clinic.now), db.get_one(Patient, clinic.asha.patient_id))


def ask(clinic: Cast, **typed: Any) -> list[LikelyTwin]:
    return clinic.do(clinic.reception, likely, PersonTyped(**{**ASHA, **typed}))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "Same birth date"),
        ({"born": "1980-03-02"}, "Same birth date with day and month swapped"),
        ({"born": "1990-02-03"}, "Birth date differs in one digit"),
        ({"given_names": "Nair", "family_name": "Asha"}, "Given name and family name swapped"),
        ({"family_name": "Nayar"}, "Family name sounds alike"),
        ({"given_names": "Ahsa"}, "Given name sounds alike"),
        ({"given_names": "Ásha Devi"}, "One of several given names"),
        ({"given_names": "\u0410sha"}, "Same given name"),  # a Cyrillic letter that looks Latin
        ({"given_names": "Аша"}, "Same birth date"),
        ({"given_names": "A\u200bsha\u202e 😀"}, "Same given name"),
        ({"family_name": "Pillai"}, "Family name is a former or other name"),
        ({"given_names": "Achu"}, "Given name is among the other names"),
        ({"family_name": "Menon", "phones": ["98765-43210"]}, "Same phone"),
        ({"born": "", "phones": ["0091 98765 43210"]}, "Same phone"),
        ({"born": "1980", "phones": ["9876543210"]}, "Same birth year"),
        ({"born": "1981", "born_estimated": True, "phones": ["9876543210"]}, "Birth year about the same"),
        (
            {"given_names": "", "family_name": "", "born": "", "identifiers": [{"value": "KA 778 899"}]},
            "Same identifier",
        ),
    ],
)
def test_asha_is_recognised_however_she_is_typed(clinic: Cast, typed: dict[str, Any], why: str) -> None:
    asha = clinic.asha.patient_id
    known_by(
        clinic,
        PatientName(patient_id=asha, use="maiden").sealing(text="Asha Pillai"),
        PatientName(patient_id=asha, use="nickname").sealing(text="Achu"),
        PatientIdentifier(patient_id=asha, system="urn:x", value_index="x").sealing(value="KA-778899"),
    )
    found = ask(clinic, **typed)
    assert [twin.hit.name for twin in found] == ["Asha Nair"] and found[0].percent >= 50
    assert why in found[0].why


@pytest.mark.parametrize(
    "typed",
    [
        {"given_names": "", "family_name": "", "born": ""},
        {"given_names": "", "family_name": ""},  # a birth date is not enough
        {"given_names": "A", "family_name": "N", "born": ""},
        {"given_names": "Ravi", "born": "2010-06-11", "phones": ["9876543210"]},  # her son
        {"born": "1955-11-27"},
        {"given_names": "😀", "family_name": "\u200b\u202e", "born": "30 February"},
        {"given_names": "x" * 10_000_000, "family_name": "ß" * 300, "born": "9" * 400},
    ],
)
def test_too_little_or_another_person_names_nobody(clinic: Cast, typed: dict[str, Any]) -> None:
    assert ask(clinic, **typed) == []


def test_a_name_alone_is_a_hint_and_so_is_a_birth_date_with_a_given_name_that_is_close(clinic: Cast) -> None:
    hints = [*ask(clinic, born=""), *ask(clinic, given_names="Usha", family_name="Menon")]
    assert [twin.hit.name for twin in hints if twin.percent < 75] == ["Asha Nair", "Asha Nair"]


def test_twins_are_two_people(clinic: Cast) -> None:
    twin = ask(clinic, given_names="Ravi", phones=["9876543210"], sex="male")
    assert [one.percent for one in twin if one.percent >= 50] == []


def test_the_likeliest_comes_first(clinic: Cast) -> None:
    clinic.register("Aisha", "Nair", "aisha@post.example", date(1981, 2, 3))
    assert next(twin.hit.name for twin in ask(clinic)) == "Asha Nair"


def test_an_identifier_of_one_system_that_differs_speaks_for_two_people(clinic: Cast) -> None:
    known_by(
        clinic,
        PatientIdentifier(patient_id=clinic.asha.patient_id, system="urn:x", value_index="x").sealing(
            value="KA-778899"
        ),
    )
    other = ask(clinic, identifiers=[NumberTyped(system="urn:x", value="TN-113355")])
    assert other == [] or other[0].percent < ask(clinic)[0].percent


def test_the_address_counts_where_it_is_known(clinic: Cast) -> None:
    home = PatientContact(patient_id=clinic.asha.patient_id, system="address", use="home")
    known_by(clinic, home.sealing(value="12 Lake Road, Kochi, KL 682001"))
    near = ask(clinic, born="1990-04-03", city="Kochi", postal_code="682001")
    far = ask(clinic, born="1990-04-03", city="Leeds", postal_code="LS1 1AA")
    assert far == [] or near[0].percent > far[0].percent


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("elizabeth", "betty", TYPO), ("jose", "pepe", TYPO), ("alexander", "sasha", TYPO), ("nair", "nnair", TYPO),
        ("haddad", "hadad", TYPO), ("philip", "filip", ALIKE), ("schmidt", "schmitt", ALIKE), ("a", "asha", ALIKE),
        ("mueller", "muller", TYPO), ("kathryn", "catherine", TYPO), ("wladimir", "vladimir", ALIKE),
    ],
)  # fmt: skip
def test_names_that_are_used_for_one_another_are_alike(one: str, other: str, least: float) -> None:
    assert alikeness(one, other) >= least and alikeness(other, one) >= least


@pytest.mark.parametrize(("one", "other"), [("asha", "ravi"), ("anna", "hannes"), ("nair", "menon"), ("li", "lu")])
def test_names_of_different_people_are_not(one: str, other: str) -> None:
    assert alikeness(one, other) < ALIKE


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_compared_and_nothing_but_letters_is(one: str, other: str) -> None:
    for word in words(one):
        assert word.isascii() and word.isalnum() and len(sound(word)) <= len(word)
        for its in words(other):
            assert 0 <= alikeness(word, its) <= 1 and alikeness(word, its) == alikeness(its, word)


def test_scripts_and_signs_become_plain_letters() -> None:
    assert words("Søren  O’Neill-Müller") == ("soren", "oneill", "muller")
    assert words("Аша") == ("asha",) and words("林美") == ("linmei",) and words("N\u0430ir") == ("nair",)


def test_another_known_name_is_listed_once_and_nobody_is_named_while_the_index_opens(
    clinic: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Keeper()
    monkeypatch.setattr(candidates, "keeper", lambda: opening)
    with opening._turn:
        assert ask(clinic) == []
    assert len(ask(clinic)) == 1
