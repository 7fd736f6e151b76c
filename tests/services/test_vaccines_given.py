"""Vaccines that are written down, what a child is due for, and allergies as a clinician finds them."""

from datetime import date, timedelta
from typing import Any

import pytest

from hms.access import Actor, Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.permissions import Permission
from hms.schemas.record_lists import AllergyForm, DueCard, ErrorForm, VaccineForm
from hms.schemas.statements import RefuteForm, StatementForm
from hms.services.chart import allergies, changing, immunizations
from hms.services.intake import statements
from hms.services.record import parts
from tests.support.cast import Cast, later
from tests.support.record_lists import key

BORN = date(2026, 9, 1)  # twelve weeks before the tests' Monday


@requires(Permission.SEE_CHART)
def waiting(scope: Scope, patient_id: Any) -> list[DueCard]:
    return immunizations.due(scope, scope.patient(patient_id))


@pytest.fixture
def child(clinic: Cast) -> Actor:
    clinic.people["mina"] = clinic.register("Mina", "Sato", "mina@post.example", BORN)
    clinic.book(clinic.mina)
    return clinic.mina


def given(clinic: Cast, who: Actor, code: str, on: date, **other: Any) -> None:
    form = VaccineForm(patient_id=who.patient_id, code=code, happened=on, **{"key": key(), **other})
    clinic.do(clinic.dr_rao, immunizations.record, form)


def page(clinic: Cast, who: Actor) -> Any:
    return clinic.do(clinic.dr_rao, immunizations.listed, who.patient_id)


def test_a_vaccine_is_written_down_with_lot_and_place(clinic: Cast, child: Actor) -> None:
    given(
        clinic, child, "19", BORN, lot="AB 12", expires_on=date(2027, 1, 31), site="left-arm", route="id", dose_number="1",
        note="Cried little",
    )  # fmt: skip
    (card,) = page(clinic, child).listed
    assert (card.title, card.code, card.when) == ("BCG", "CVX 19", "1 Sep 2026")
    assert card.facts == "Dose 1, Lot AB 12, expires 2027-01-31, Left upper arm, Into the skin"


def test_the_same_key_writes_once_and_another_the_same_day_is_refused(clinic: Cast, child: Actor) -> None:
    once = key()
    given(clinic, child, "19", BORN, key=once)
    given(clinic, child, "19", BORN, key=once)
    with pytest.raises(Invalid):
        given(clinic, child, "19", BORN)
    assert page(clinic, child).total == 1


@pytest.mark.parametrize(
    ("code", "on", "expires", "field"),
    [
        ("19", BORN - timedelta(days=1), None, "happened"), ("19", date(2026, 11, 24), None, "happened"),
        ("19", BORN, date(2026, 8, 31), "expires_on"), ("9999", BORN, None, "code"),
    ],
)  # fmt: skip
def test_what_cannot_have_been_given_is_refused(
    clinic: Cast, child: Actor, code: str, on: date, expires: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        given(clinic, child, code, on, expires_on=expires)
    assert field in refused.value.fields


def test_a_lot_may_be_used_on_the_last_day_on_which_it_holds(clinic: Cast, child: Actor) -> None:
    given(clinic, child, "19", BORN, expires_on=BORN)
    assert page(clinic, child).total == 1


def test_what_a_child_is_due_for_follows_what_was_given(clinic: Cast, child: Actor) -> None:
    told = {one.series: one for one in clinic.do(clinic.dr_rao, waiting, child.patient_id)}
    assert (told["bcg"].state, told["dtp"].state, told["measles"].state) == ("overdue", "overdue", "coming")
    assert told["dtp"].when == "Overdue since 13 Oct 2026" and told["dtp"].dose == "Dose 1 of 6"
    given(clinic, child, "19", BORN)
    given(clinic, child, "198", date(2026, 10, 1))
    given(clinic, child, "198", date(2026, 11, 23))
    told = {one.series: one for one in page(clinic, child).due}
    assert "bcg" not in told and told["dtp"].dose == "Dose 2 of 6"
    assert told["dtp"].note == "1 dose was too early and does not count"
    assert page(clinic, child).overdue == sum(one.state == "overdue" for one in told.values())


def test_an_error_counts_for_nothing_and_grown_ups_are_asked_for_nothing(clinic: Cast, child: Actor) -> None:
    given(clinic, child, "19", BORN)
    (card,) = page(clinic, child).listed
    wrong = ErrorForm(kind="immunization", entry_id=card.id, version=1, reason="Her sister's")
    clinic.do(clinic.dr_rao, changing.call_error, wrong)
    assert "bcg" in {one.series for one in page(clinic, child).due} and page(clinic, child).listed[0].error
    clinic.book(clinic.asha, later(80))
    assert page(clinic, clinic.asha).due == []


def test_a_patient_sees_what_was_given_at_the_clinic(clinic: Cast, child: Actor) -> None:
    given(clinic, child, "19", BORN, lot="AB12", dose_number=1)
    given(clinic, child, "198", date(2026, 10, 13))
    wrong = page(clinic, child).listed[0]
    shown = clinic.do(child, parts.vaccinations)
    assert [one.title for one in shown.listed] == ["DTP-HepB-Hib pentavalent", "BCG"]
    assert shown.listed[1].note == "Dose 1, Lot AB12, Noted by Dr Meera Rao"
    assert {one.part: one.total for one in clinic.do(child, parts.overview)}["vaccinations"] == 2
    clinic.do(
        clinic.dr_rao, changing.call_error, ErrorForm(kind="immunization", entry_id=wrong.id, version=1, reason="x")
    )
    assert [one.title for one in clinic.do(child, parts.vaccinations).listed] == ["BCG"]
    assert clinic.do(clinic.bilal, parts.vaccinations).listed == []


def test_who_does_not_care_for_a_child_writes_and_reads_nothing(clinic: Cast, child: Actor) -> None:
    form = VaccineForm(patient_id=child.patient_id, code="19", happened=BORN, key=key())
    for verb, asked in ((immunizations.record, form), (immunizations.listed, child.patient_id)):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_osei, verb, asked)


def allergy(clinic: Cast, text: str, **other: Any) -> None:
    usual: dict[str, Any] = {"category": "medication", "criticality": "high", "key": key()}
    form = AllergyForm(patient_id=clinic.asha.patient_id, text=text, **{**usual, **other})
    clinic.do(clinic.dr_rao, allergies.add, form)


def test_a_clinician_writes_an_allergy_down_and_finds_it_not_so(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.do(clinic.asha, statements.state_none, "allergy")
    once = key()
    allergy(clinic, "Penicillin", reaction=["hives", "wheezing"], key=once, note="In 2014")
    allergy(clinic, "Penicillin", reaction=["hives", "wheezing"], key=once)
    shown = clinic.do(clinic.dr_rao, allergies.listed, clinic.asha.patient_id)
    (card,) = shown.listed
    assert shown.banner.allergies == ["Penicillin"] and shown.banner.no_allergies == ""
    assert card.facts == "A medicine. Dangerous. Hives, Wheezing" and card.who == "Dr Meera Rao, 23 Nov 2026"
    with pytest.raises(Invalid):
        allergy(clinic, "penicillin")
    clinic.do(clinic.dr_rao, allergies.refute, RefuteForm(statement_id=card.id, reason="Tolerated amoxicillin"))
    shown = clinic.do(clinic.dr_rao, allergies.listed, clinic.asha.patient_id)
    assert (shown.total, shown.listed[0].error, shown.listed[0].note) == (0, True, "Not so: Tolerated amoxicillin")
    allergy(clinic, "Penicillin")


def test_what_the_patient_stated_keeps_its_own_standing(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.do(clinic.asha, statements.state, StatementForm(kind="allergy", text="Latex"))
    (card,) = clinic.do(clinic.dr_rao, allergies.listed, clinic.asha.patient_id).listed
    assert (card.status_words, card.source) == ("Stated, not confirmed", "Stated by the patient")
    own = statements.mine
    (told,) = [one for group in clinic.do(clinic.asha, own) for one in group.listed]
    clinic.do(clinic.asha, statements.withdraw, told.id)
    with pytest.raises(NotPossible):
        clinic.do(clinic.dr_rao, allergies.refute, RefuteForm(statement_id=told.id, reason="x"))


def test_an_unknown_effect_is_refused(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    with pytest.raises(Invalid):
        allergy(clinic, "Nuts", category="food", reaction=["sneezing dragons"])
