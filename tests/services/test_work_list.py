"""Records that may be of one person come to reception's list by themselves, each pair once."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from hms.access import SYSTEM, Scope
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Refusal, Stale
from hms.models import Patient, PatientIdentifier, SuspectedPair
from hms.schemas.merging import UndoForm, VerdictForm, WorkList
from hms.services.clockwork import TWINS, Hand
from hms.services.duplicates import looking, work_list
from hms.services.merging import merging, side_by_side, undoing
from hms.services.search.writing import know
from tests.support.cast import Cast
from tests.support.twins import form, known_by, look_at_all, second_asha


@pytest.fixture
def two(clinic: Cast) -> Cast:
    """Give the clinic in which asha is known twice, and was looked at."""
    second_asha(clinic)
    look_at_all(clinic)
    return clinic


def shown(clinic: Cast) -> WorkList:
    found: WorkList = clinic.do(clinic.reception, work_list.listed)
    return found


def verdict(clinic: Cast, **other: Any) -> None:
    (pair,) = shown(clinic).pairs
    asked = VerdictForm(**{"pair_id": pair.id, "version": pair.version, "why": "Two cousins", **other})
    clinic.do(clinic.reception, work_list.call_different, asked)


def test_each_pair_is_found_once_and_says_why(two: Cast) -> None:
    (pair,) = shown(two).pairs
    assert {pair.one.name, pair.other.name} == {"Asha Nair", "Aisha Nair"} and pair.percent > 90
    assert "Same birth date" in pair.why and shown(two).total == 1 and shown(two).to_look_at == 0


def test_the_clockwork_looks(clinic: Cast) -> None:
    second_asha(clinic)
    assert shown(clinic).to_look_at == 3 and not shown(clinic).pairs
    Hand(TWINS).tick(clinic.now)
    assert shown(clinic).to_look_at == 0 and len(shown(clinic).pairs) == 1
    assert clinic.do(SYSTEM, looking.look) == 0


def test_two_people_are_not_suggested_again_until_more_speaks_for_one(two: Cast) -> None:
    verdict(two)
    assert not shown(two).pairs
    with transaction() as db:
        know(Scope(db, SYSTEM, two.now), db.get_one(Patient, two.again.patient_id))
    look_at_all(two)
    assert not shown(two).pairs
    with transaction() as db:
        db.get_one(Patient, two.again.patient_id).family_name = "Menon"
        know(Scope(db, SYSTEM, two.now), db.get_one(Patient, two.again.patient_id))
    look_at_all(two)
    assert not shown(two).pairs
    for n, who in enumerate((two.asha, two.again)):
        number = PatientIdentifier(patient_id=who.patient_id, system=f"urn:{n}", value_index=str(n))
        known_by(two, who.patient_id, number.sealing(value="KA-778899"))
    look_at_all(two)
    assert [pair.why for pair in shown(two).pairs if "Same identifier" in pair.why]


def test_a_pair_that_is_no_longer_alike_leaves_the_list_and_comes_back(two: Cast) -> None:
    def call(name: str, born: str) -> None:
        with transaction() as db:
            again = db.get_one(Patient, two.again.patient_id)
            again.given_names, again.born = name, born
            know(Scope(db, SYSTEM, two.now), again)
        look_at_all(two)

    call("Gowri", "2001-06-07")
    assert not shown(two).pairs
    call("Asha", "1980-02-03")
    assert len(shown(two).pairs) == 1


def test_merged_records_leave_the_list_and_are_listed_as_merged(two: Cast) -> None:
    done = two.do(two.reception, merging.merge, form(two, two.asha, two.again))
    look_at_all(two)
    assert not shown(two).pairs
    (card,) = shown(two).merged
    assert card.id == done and card.gone_name == "Aisha Nair" and card.by == "Joon Park"
    asked = UndoForm(merge_id=done, kept_version=2, reason="Two sisters")
    two.do(two.reception, undoing.undo, asked)
    look_at_all(two)
    assert not shown(two).pairs and not shown(two).merged, "who was told apart is not suggested again"


def test_what_was_told_apart_stays_apart_when_one_of_them_is_merged(two: Cast) -> None:
    verdict(two)
    third = two.register("Asha", "Nair", "third@post.example", date(1980, 2, 3))
    two.do(two.reception, merging.merge, form(two, third, two.asha))
    look_at_all(two)
    assert not shown(two).pairs


def test_a_merged_record_is_no_candidate(two: Cast) -> None:
    two.do(two.reception, merging.merge, form(two, two.asha, two.again))
    two.register("Asha", "Nair", "third@post.example", date(1980, 2, 3))
    look_at_all(two)
    (pair,) = shown(two).pairs
    assert two.again.patient_id not in {pair.one.id, pair.other.id}


def test_a_verdict_needs_a_reason_and_the_pair_that_was_seen(two: Cast) -> None:
    with pytest.raises(Stale):
        verdict(two, version=7)
    (pair,) = shown(two).pairs
    with pytest.raises(Invalid):
        two.do(two.reception, work_list.call_different, VerdictForm(pair_id=pair.id, version=pair.version))
    with pytest.raises(NotFound):
        verdict(two, pair_id=two.asha.patient_id)
    two.do(two.reception, merging.merge, form(two, two.asha, two.again))
    with pytest.raises(NotPossible):
        asked = VerdictForm(pair_id=pair.id, version=pair.version, why="Two cousins")
        two.do(two.reception, work_list.call_different, asked)
    assert two.do(two.reception, side_by_side.compare, pair.id).outcome == "merged"


def test_only_reception_sees_the_list(two: Cast) -> None:
    for who in (two.asha, two.dr_rao, two.admin):
        with pytest.raises(Refusal):
            two.do(who, work_list.listed)


def test_nothing_of_a_pair_lies_readable_on_the_disk(two: Cast) -> None:
    with transaction(reading=True) as db:
        pair = db.exec(select(SuspectedPair)).one()
    assert pair.why_sealed and b"birth" not in pair.why_sealed and b"Same" not in pair.why_sealed
