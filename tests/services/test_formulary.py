"""The administrator keeps the list of drugs: what doctors may prescribe, and what the checks know of it."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from hms.access import SYSTEM
from hms.errors import Invalid, NotFound, Stale
from hms.schemas.formulary import DrugCard, DrugForm
from hms.schemas.visits import PrescriptionForm
from hms.services import formulary, prescribing
from tests.support.cast import Cast

COLCHICINE = {"name": "Colchicine", "strength": "500 micrograms", "form": "tablet", "unit": "tablet", "atc": "M04AC01"}


def drug(**other: Any) -> DrugForm:
    return DrugForm(**{**COLCHICINE, **other})


def on_offer(clinic: Cast) -> list[str]:
    return [one.label for one in clinic.do(clinic.dr_rao, prescribing.formulary)]


def prescribe(clinic: Cast, one: DrugCard) -> None:
    visit = clinic.visit(clinic.asha)
    form = PrescriptionForm(
        encounter_id=visit.encounter_id, medication_id=one.id, dose="1", frequency="BID", days=3, key=str(uuid4())
    )
    clinic.do(clinic.dr_rao, prescribing.prescribe, form)


def test_what_the_administrator_adds_doctors_prescribe_until_it_is_taken_off_the_list(clinic: Cast) -> None:
    added = clinic.do(clinic.admin, formulary.add, drug())
    assert "Colchicine 500 micrograms tablet" in on_offer(clinic)
    prescribe(clinic, added)
    off = clinic.do(clinic.admin, formulary.retire, added.id, added.version)
    assert off.retired and added.label not in on_offer(clinic)
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, formulary.retire, added.id, off.version)
    again = clinic.do(clinic.admin, formulary.restore, added.id, off.version)
    assert not again.retired and added.label in on_offer(clinic)


def test_the_list_says_of_each_drug_whether_the_checks_know_it(clinic: Cast) -> None:
    by_code = clinic.do(clinic.admin, formulary.add, drug(name="Warfarin", strength="3 mg", atc="b01 aa03"))
    by_name = clinic.do(clinic.admin, formulary.add, drug(name="Warfarin", strength="1 mg", atc=""))
    unknown = clinic.do(clinic.admin, formulary.add, drug(name="Foozine", strength="5 mg", atc=""))
    assert (by_code.atc, by_code.checks) == ("B01AA03", "Checked as Warfarin, by its code.")
    assert by_name.checks == "Checked as Warfarin, by its name."
    assert not unknown.known and unknown.checks.startswith("Not checked")


def test_what_has_been_prescribed_keeps_its_words_and_only_its_code_is_corrected(clinic: Cast) -> None:
    added = clinic.do(clinic.admin, formulary.add, drug(atc=""))
    better = clinic.do(clinic.admin, formulary.change, added.id, drug(atc="", strength="0.5 mg"), added.version)
    prescribe(clinic, better)
    listed = next(one for one in clinic.do(clinic.admin, formulary.listed) if one.id == better.id)
    assert listed.prescribed
    with pytest.raises(Invalid) as refusal:
        clinic.do(clinic.admin, formulary.change, better.id, drug(strength="1 mg"), listed.version)
    assert set(refusal.value.fields) == {"strength"}
    coded = clinic.do(clinic.admin, formulary.change, better.id, drug(strength="0.5 mg"), listed.version)
    assert (coded.atc, coded.strength) == ("M04AC01", "0.5 mg")


def test_no_drug_stands_on_the_list_twice_and_nobody_overwrites_what_they_have_not_seen(clinic: Cast) -> None:
    added = clinic.do(clinic.admin, formulary.add, drug())
    with pytest.raises(Invalid) as refusal:
        clinic.do(clinic.admin, formulary.add, drug(name="COLCHICINE", strength="500  Micrograms"))
    assert refusal.value.fields == {"name": "The list has this drug already."}
    clinic.do(clinic.admin, formulary.change, added.id, drug(atc=""), added.version)
    with pytest.raises(Stale):
        clinic.do(clinic.admin, formulary.retire, added.id, added.version)


def test_the_starter_list_comes_again_without_touching_what_was_changed(clinic: Cast) -> None:
    own = clinic.do(clinic.admin, formulary.add, drug())
    first = clinic.do(clinic.admin, formulary.listed)[0]
    clinic.do(clinic.admin, formulary.retire, first.id, first.version)
    assert clinic.do(SYSTEM, prescribing.seed_formulary) == 0
    now = {one.id: one for one in clinic.do(clinic.admin, formulary.listed)}
    assert now[first.id].retired and not now[own.id].retired
    assert all(one.known for one in now.values()), "the checks know every drug that comes with the clinic"


@pytest.mark.parametrize(
    "wrong",
    [
        {"strength": "strong"}, {"strength": ""}, {"atc": "M04"}, {"atc": "M04AC0X"}, {"unit": "spoon"}, {"name": ""},
        {"name": "Col\u202echicine"}, {"form": "x" * 61}, {"name": "C" * 10_000_000},
    ],
)  # fmt: skip
def test_a_drug_that_nobody_could_dose_is_refused_beside_its_field(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        drug(**wrong)
    assert [error["loc"][0] for error in refusal.value.errors()] == list(wrong)
