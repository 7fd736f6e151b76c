"""Vaccinations, procedures and relatives' illnesses are put right with a reason, and what they said before is read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hms.access import Actor
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import FamilyHistory, Immunization, Procedure
from hms.schemas.record_changes import ProcedureChange, RelativeChange, VaccineChange
from hms.schemas.record_lists import EarlierCard, ErrorForm, RelativeForm, VaccineForm
from hms.services.chart import changing, family, immunizations, procedures
from hms.services.record import parts
from tests.support.cast import Cast
from tests.support.record_lists import key

BORN = date(2026, 9, 1)  # twelve weeks before the tests' Monday


@pytest.fixture
def child(clinic: Cast) -> Actor:
    clinic.people["mina"] = clinic.register("Mina", "Sato", "mina@post.example", BORN)
    clinic.book(clinic.mina)
    return clinic.mina


def given(clinic: Cast, child: Actor, code: str = "19", on: date = BORN, **other: Any) -> Any:
    """Let dr_rao write a vaccine down; gives its line."""
    form = VaccineForm(patient_id=child.patient_id, code=code, happened=on, **{"key": key(), **other})
    clinic.do(clinic.dr_rao, immunizations.record, form)
    return next(one for one in page(clinic, child).listed if one.code == f"CVX {code}")


def page(clinic: Cast, child: Actor) -> Any:
    return clinic.do(clinic.dr_rao, immunizations.listed, child.patient_id)


def change(card: Any, **other: Any) -> VaccineChange:
    """Begin with what the form on the screen begins with."""
    typed = {name: said for name, said in card.typed.items() if name != "vaccine"}
    return VaccineChange(**{**typed, "entry_id": card.id, "version": card.version, "reason": "Read it again", **other})


def before(clinic: Cast, kind: str, entry_id: Any) -> list[EarlierCard]:
    found: list[EarlierCard] = clinic.do(clinic.dr_rao, changing.earlier, kind, entry_id)
    return found


def test_a_vaccination_is_put_right_and_what_it_said_before_stays_readable(clinic: Cast, child: Actor) -> None:
    card = given(clinic, child, lot="AB 12", expires_on=date(2027, 1, 31), site="left-arm", route="id", dose_number="1")
    right = change(card, lot="AB 21", site="right-arm", dose_number="2", happened=date(2026, 9, 3), note="Cried little")
    clinic.do(clinic.dr_rao, immunizations.amend, right)
    (now,) = page(clinic, child).listed
    assert (now.title, now.when, now.version, now.changed) == ("BCG", "3 Sep 2026", 2, True)
    assert now.facts == "Dose 2, Lot AB 21, expires 2027-01-31, Right upper arm, Into the skin"
    assert now.note == "Cried little" and now.who == "Dr Meera Rao, 23 Nov 2026"
    (told,) = before(clinic, "immunization", now.id)
    said = {one.name: one.words for one in told.said}
    assert (told.number, told.who, told.reason) == (1, "Dr Meera Rao", "Read it again") and told.when
    assert {
        "When": "1 Sep 2026",
        "Lot": "AB 12",
        "Dose": "1",
        "Place on the body": "Left upper arm",
    }.items() <= said.items()
    assert [one.note for one in clinic.do(child, parts.vaccinations).listed] == [
        "Dose 2, Lot AB 21, Noted by Dr Meera Rao"
    ]


def test_the_due_list_follows_another_vaccine_and_another_day(clinic: Cast, child: Actor) -> None:
    card = given(clinic, child)
    assert "bcg" not in {one.series for one in page(clinic, child).due}
    clinic.do(clinic.dr_rao, immunizations.amend, change(card, code="198", happened=date(2026, 10, 1)))
    shown = page(clinic, child)
    (now,), due = shown.listed, {one.series: one for one in shown.due}
    assert (now.title, now.code) == ("DTP-HepB-Hib pentavalent", "CVX 198")
    assert due["bcg"].state == "overdue" and due["dtp"].note == "1 dose was too early and does not count"
    clinic.do(clinic.dr_rao, immunizations.amend, change(now, happened=date(2026, 10, 13)))
    assert {one.series: one for one in page(clinic, child).due}["dtp"].dose == "Dose 2 of 6"
    assert [one.number for one in before(clinic, "immunization", now.id)] == [2, 1]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"happened": BORN - timedelta(days=1)}, "happened"), ({"happened": date(2026, 11, 24)}, "happened"),
        ({"happened": None}, "happened"), ({"expires_on": date(2026, 8, 31)}, "expires_on"), ({"code": "9999"}, "code"),
        ({"code": "198"}, "code"), ({"reason": "  "}, "reason"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(
    clinic: Cast, child: Actor, other: dict[str, Any], field: str
) -> None:
    card = given(clinic, child)
    given(clinic, child, "198")  # on the same day
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.dr_rao, immunizations.amend, change(card, **other))
    assert set(refused.value.fields) == {field}
    assert before(clinic, "immunization", card.id) == []


def test_a_stale_change_an_error_and_a_stranger_are_refused(clinic: Cast, child: Actor) -> None:
    card = given(clinic, child)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, immunizations.amend, change(card))
    clinic.do(clinic.dr_rao, immunizations.amend, change(card, lot="A"))
    with pytest.raises(Stale):
        clinic.do(clinic.dr_rao, immunizations.amend, change(card, lot="B"))
    wrong = ErrorForm(kind="immunization", entry_id=card.id, version=2, reason="Her sister's")
    clinic.do(clinic.dr_rao, changing.call_error, wrong)
    with pytest.raises(NotPossible):
        clinic.do(clinic.dr_rao, immunizations.amend, change(card, version=3))
    (row,) = page(clinic, child).listed
    assert row.error and "Lot A" in row.facts and len(before(clinic, "immunization", card.id)) == 2


def imported(clinic: Cast, row: Any) -> Any:
    with transaction() as db:
        db.add(row)
        db.flush()
        return row.id


def test_what_came_from_elsewhere_keeps_its_time_its_code_and_a_day_that_nobody_knows(
    clinic: Cast, child: Actor
) -> None:
    at = datetime(2026, 10, 2, 9, 41, tzinfo=UTC)
    whose = {"patient_id": child.patient_id, "source": "import", "recorded_at": clinic.now, "status": "completed"}
    imported(clinic, Immunization(**whose, code="XY-77", code_system="urn:other").sealing(text="Elsewhere's vaccine"))
    (card,) = page(clinic, child).listed
    clinic.do(clinic.dr_rao, immunizations.amend, change(card, lot="L1"))
    (card,) = page(clinic, child).listed
    assert (card.title, card.code, card.when, card.facts) == ("Elsewhere's vaccine", "urn:other XY-77", "", "Lot L1")

    done = imported(
        clinic, Procedure(**whose, happened_at=at, ended_at=at + timedelta(hours=1)).sealing(text="Stitches")
    )
    right = ProcedureChange(entry_id=done, version=1, text="Stitches, chin", happened=date(2026, 10, 2), reason="Where")
    clinic.do(clinic.dr_rao, procedures.amend, right)
    with transaction(reading=True) as db:
        assert db.get_one(Procedure, done).happened_at == at
    with pytest.raises(Invalid):
        late = right.model_copy(update={"version": 2, "happened": date(2026, 10, 5)})
        clinic.do(clinic.dr_rao, procedures.amend, late)
    begun = imported(clinic, FamilyHistory(**whose, relation="aunt", happened_at=at).sealing(text="Gout"))
    other = RelativeChange(entry_id=begun, version=1, relation="mother", text="Gout", reason="She misheard")
    clinic.do(clinic.dr_rao, family.amend, other)
    with transaction(reading=True) as db:
        assert db.get_one(FamilyHistory, begun).happened_at == at
    assert {"Relative": "Aunt"}.items() <= {
        one.name: one.words for one in before(clinic, "family_history", begun)[0].said
    }.items()


def test_a_relatives_illness_gets_another_code(clinic: Cast, child: Actor) -> None:
    ill = RelativeForm(patient_id=child.patient_id, relation="mother", text="Breast cancer", code="C50.919", key=key())
    clinic.do(clinic.dr_rao, family.add, ill)
    (card,) = clinic.do(clinic.dr_rao, family.listed, child.patient_id).listed
    change = RelativeChange(
        entry_id=card.id, version=1, relation="sister", text="Gout", code="M10.9", reason="Mixed up"
    )
    clinic.do(clinic.dr_rao, family.amend, change)
    (now,) = clinic.do(clinic.dr_rao, family.listed, child.patient_id).listed
    assert (now.title, now.code, now.typed["relation"]) == ("Sister: Gout", "ICD-10-CM M10.9", "sister")
    (told,) = before(clinic, "family_history", card.id)
    assert {"Code": "C50.919", "Relative": "Mother"}.items() <= {one.name: one.words for one in told.said}.items()
    with pytest.raises(Invalid):
        clinic.do(clinic.dr_rao, family.amend, change.model_copy(update={"version": 2, "code": "Z99.99999"}))
