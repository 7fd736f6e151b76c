"""Registering at home: one question at a time, each answer stored at once, left and resumed at will."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from hms.access import VISITOR, Actor
from hms.errors import Invalid, NotPossible, Refusal, Stale
from hms.schemas.personal import AboutForm, IdentityForm
from hms.services import attendance, sign_in
from hms.services.intake import answering, asking, consents
from hms.services.openings import seeing
from hms.services.personal import about, identity, reading
from tests.support.cast import PASSWORD, Cast, later
from tests.support.portal import stated, told

GOOD: dict[str, dict[str, Any]] = {
    "name": {"given_names": "Asha", "family_name": "Nair-Menon", "prefix": "Dr"},
    "other_names": {"preferred": "Ash", "former": "Asha Menon"},
    "born": {"day": "29", "month": "2", "year": "1980"},
    "sex": {"sex": "female", "gender": "woman"},
    "language": {"language": "ml", "interpreter": "on"},
    "contacts": {"phone": "098765 43211", "other_phone": "", "email": "asha@post.example"},
    "address": {"country": "IN", "street": "12 Beach Road", "city": "Kochi", "code": "682001", "region": "Kerala"},
    "emergency": {"name": "Ravi Nair", "relation": "husband", "phone": "+91 98765 00000"},
    "next_of_kin": {"same": "on"},
    "coverage": {"kind": "private", "payer": "Star Health", "member": "S-1", "valid_to_on": "2027-03-31"},
    "family_doctor": {"name": "Dr Leela Thomas", "phone": "", "address": "Hill Street 3"},
    "habits": {"smoking": "never", "alcohol": "sometimes", "more": ""},
    "pregnancy": {"pregnant": "yes", "due_on": "2027-03-03"},
    "blood_group": {"group": "0+"},
    "consents": {"privacy": "on", "research": True},
}  # fmt: skip


def answer(clinic: Cast, who: Actor, step: str, typed: dict[str, Any] | None = None) -> bool:
    """Answer a question as its page does."""
    version = clinic.do(who, asking.ask, step).version
    done: bool = clinic.do(who, answering.answer, step, GOOD[step] if typed is None else typed, version)
    return done


def test_asha_answers_everything_and_each_answer_stands_where_it_belongs(clinic: Cast) -> None:
    for question in clinic.do(clinic.asha, asking.ask).questions:
        if question.step in GOOD:
            assert answer(clinic, clinic.asha, question.step)
        elif question.step == "allergies":
            assert not answer(clinic, clinic.asha, "allergies", {"text": "Penicillin", "more": "rash", "severe": "on"})
            assert answer(clinic, clinic.asha, "allergies", {"text": " "})
        else:
            clinic.do(clinic.asha, answering.answer_none, question.step)
    card = clinic.do(clinic.asha, asking.ask)
    assert (card.left, card.step) == (0, "")
    page = clinic.do(clinic.asha, reading.page)
    assert (page.name, page.born, page.sex, page.gender) == ("Dr Asha Nair-Menon", "1980-02-29", "female", "woman")
    assert {(one.use, one.text) for one in page.other_names} == {("preferred", "Ash"), ("former", "Asha Menon")}
    assert (page.language, page.interpreter) == ("ml", True)
    assert (page.phones[0].value, page.phones[0].typed) == ("+919876543211", "098765 43211")
    assert page.addresses[0].line == "12 Beach Road, Kochi, Kerala 682001" and page.coverages[0].payer == "Star Health"
    assert [(one.kind, one.name) for one in page.relations] == [
        ("emergency", "Ravi Nair"), ("next_of_kin", "Ravi Nair"), ("family_doctor", "Dr Leela Thomas"),
    ]  # fmt: skip
    said = {entry.text for entry in told(clinic, clinic.asha)}
    assert {"Penicillin: rash", "No lasting illnesses", "Never smoked", "Alcohol now and then", "0+"} <= said
    assert "Pregnant, due 3 Mar 2027" in said
    assert [one.given for one in clinic.do(clinic.asha, consents.my_consents)] == [True, False, False, True]


def test_she_goes_on_where_she_left_also_on_another_device(clinic: Cast) -> None:
    answer(clinic, clinic.asha, "name")
    clinic.do(clinic.asha, answering.pass_over, "other_names")
    elsewhere = clinic.sign_in("asha@post.example")
    card = clinic.do(elsewhere, asking.ask)
    assert (card.step, card.number, card.begun, card.left) == ("born", 3, True, len(card.questions) - 2)
    back = clinic.do(elsewhere, asking.ask, "name")
    assert back.values["family_name"] == "Nair-Menon" and back.questions[0].done
    assert clinic.do(clinic.bilal, asking.ask).step == "name"


def test_the_first_sign_in_begins_with_the_questions_the_second_at_home(clinic_on_sqlite: Cast) -> None:
    from hms.schemas.accounts import Registration
    from hms.services import accounts

    clinic = clinic_on_sqlite
    form = Registration(
        given_names="Mei", family_name="Lin", born_on="1990-01-01", email="mei@post.example", password=PASSWORD
    )
    clinic.do(VISITOR, accounts.register, form)
    homes = [clinic.do(VISITOR, sign_in.sign_in, "mei@post.example", PASSWORD, "192.0.2.1").home for _ in range(2)]
    assert homes == ["/patient/about-me", "/patient"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "30", "month": "2", "year": "1980"}, "There is no 30 February 1980."),
        ({"day": "1", "month": "1", "year": "2999"}, "This day has not come yet."),
        ({"day": "1", "month": "1", "year": "1889"}, "Nobody alive was born before 1890. Check the year."),
        ({"day": "", "month": "1", "year": "1980"}, "Write day, month and year in numbers, such as 3, 4 and 1980."),
        ({"day": "٣", "month": "1", "year": "1980"}, "Write day, month and year in numbers, such as 3, 4 and 1980."),
        ({"day": "1", "month": "1", "year": "80"}, "Write the year with four digits."),
    ],
)  # fmt: skip
def test_a_birth_date_that_cannot_be_is_refused_in_words(
    clinic_on_sqlite: Cast, typed: dict[str, str], words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        answer(clinic_on_sqlite, clinic_on_sqlite.asha, "born", typed)
    assert refused.value.fields == {"born": words}
    assert not clinic_on_sqlite.do(clinic_on_sqlite.asha, asking.ask, "born").questions[2].done


@pytest.mark.parametrize(
    "name", ["A" * 300, "Asha 😀", "As\u200bha", "As\u202eha", "\u0410sha", "A" * 10_000_000, "<b>"]
)
def test_a_name_that_is_none_is_refused(clinic_on_sqlite: Cast, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        answer(clinic_on_sqlite, clinic_on_sqlite.asha, "name", {"given_names": name, "family_name": "Nair"})
    assert [error["loc"] for error in refused.value.errors()] == [("given_names",)]
    assert clinic_on_sqlite.do(clinic_on_sqlite.asha, reading.page).given_names == "Asha"


def test_a_name_of_one_letter_and_one_part_is_a_name(clinic_on_sqlite: Cast) -> None:
    assert answer(clinic_on_sqlite, clinic_on_sqlite.asha, "name", {"given_names": "", "family_name": "O"})
    with pytest.raises(Invalid):
        answer(clinic_on_sqlite, clinic_on_sqlite.asha, "name", {})


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("contacts", {"phone": "12"}, "phone"), ("contacts", {"email": "nobody"}, "email"), ("contacts", {}, "phone"),
        ("address", {"country": "IN", "street": "1", "city": "Kochi", "code": "12"}, "code"),
        ("address", {"country": "IN"}, "street"), ("emergency", {"name": "Ravi"}, "phone"),
        ("emergency", {"name": "Ravi", "phone": "never"}, "phone"), ("next_of_kin", {"same": "on"}, "same"),
        ("next_of_kin", {}, "name"), ("coverage", {"kind": "private"}, "payer"),
        ("language", {"language": "xx"}, "language"), ("habits", {}, "smoking"), ("allergies", {}, "text"),
        ("consents", {"research": "on"}, "privacy"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_stands_beside_its_field(
    clinic_on_sqlite: Cast, step: str, typed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        answer(clinic_on_sqlite, clinic_on_sqlite.asha, step, typed)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    ("step", "typed"),
    [("sex", {"sex": "robot"}), ("sex", {}), ("coverage", {}), ("blood_group", {"group": "C"}), ("pregnancy", {}),
     ("coverage", {"kind": "self", "valid_to_on": "2027-02-30"}), ("allergies", {"text": "x" * 10_000_000})],
)  # fmt: skip
def test_what_is_no_answer_is_refused(clinic_on_sqlite: Cast, step: str, typed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answer(clinic_on_sqlite, clinic_on_sqlite.asha, step, typed)


def test_what_the_clinic_cannot_do_without_is_not_passed_over(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    for step in ("name", "born", "sex", "consents"):
        with pytest.raises(NotPossible):
            clinic.do(clinic.asha, answering.pass_over, step)
    clinic.do(clinic.asha, answering.pass_over, "allergies")  # not sure
    with pytest.raises(Refusal):
        clinic.do(clinic.asha, answering.pass_over, "nonsense")


def test_a_pregnancy_is_asked_only_where_there_can_be_one(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    assert "pregnancy" in {one.step for one in clinic.do(clinic.asha, asking.ask).questions}
    answer(clinic, clinic.asha, "sex", {"sex": "male"})
    assert "pregnancy" not in {one.step for one in clinic.do(clinic.asha, asking.ask).questions}
    answer(clinic, clinic.asha, "sex", {"sex": "female"})
    answer(clinic, clinic.asha, "born", {"day": "1", "month": "1", "year": "1940"})
    assert "pregnancy" not in {one.step for one in clinic.do(clinic.asha, asking.ask).questions}


def test_name_birth_date_and_sex_are_the_clinics_once_it_has_looked(clinic: Cast) -> None:
    assert clinic.do(clinic.asha, asking.ask).free
    page = clinic.do(clinic.asha, reading.page)
    form = IdentityForm(
        patient_id=page.id, version=page.version, given_names="Asha", family_name="Nair", born="1980-02-03",
        sex="female", identity="checked",
    )  # fmt: skip
    clinic.do(clinic.reception, identity.change_identity, form)
    assert not clinic.do(clinic.asha, asking.ask).free
    for step in ("name", "born"):
        with pytest.raises(NotPossible):
            answer(clinic, clinic.asha, step)
    clinic.do(clinic.asha, answering.agree_as_it_is, "name")
    assert clinic.do(clinic.asha, asking.ask).questions[0].done
    assert answer(clinic, clinic.asha, "sex")  # the same sex; gender is hers to say
    booked = clinic.book(clinic.bilal)
    assert clinic.do(clinic.bilal, asking.ask).free
    clinic.do(clinic.reception, attendance.check_in, booked.id, now=later(50))
    assert not clinic.do(clinic.bilal, asking.ask).free


def test_whoever_acts_for_somebody_tells_about_them_and_not_about_themselves(clinic: Cast) -> None:
    parent = replace(clinic.asha, patient_id=clinic.bilal.patient_id)
    answer(clinic, parent, "name", {"given_names": "Bilal", "family_name": "Nair"})
    answer(clinic, parent, "allergies", {"text": "Nuts"})
    assert clinic.do(clinic.bilal, reading.page).name == "Bilal Nair"
    assert clinic.do(clinic.asha, reading.page).name == "Asha Nair" and told(clinic, clinic.asha) == []
    assert [entry.text for entry in told(clinic, clinic.bilal)] == ["Nuts"]
    assert clinic.sign_in("asha@post.example").name == "Asha Nair"
    opened = clinic.do(clinic.bilal, seeing.opened)
    assert {"Somebody who acts for the patient"} <= {line.who for line in opened.lines} and "Asha" not in str(opened)


def test_two_who_save_at_once_do_not_overwrite_each_other_unseen(clinic: Cast) -> None:
    seen = clinic.do(clinic.asha, asking.ask, "language").version
    other = AboutForm(patient_id=clinic.asha.patient_id, version=seen, language="hi")
    clinic.do(clinic.reception, about.change_about, other)
    with pytest.raises(Stale) as refused:
        clinic.do(clinic.asha, answering.answer, "language", {"language": "ml"}, seen)
    assert refused.value.theirs == "Hindi"


def test_answering_again_replaces_what_was_said_and_no_longer_is_so(clinic: Cast) -> None:
    answer(clinic, clinic.asha, "habits")
    answer(clinic, clinic.asha, "habits", {"smoking": "former", "alcohol": "sometimes", "more": "Runs every day"})
    holds = {one.text for one in told(clinic, clinic.asha, "habit") if one.state == "stated"}
    assert holds == {"Smoked in the past", "Alcohol now and then", "Runs every day"}
    assert clinic.do(clinic.asha, asking.ask, "habits").values == {
        "smoking": "former", "alcohol": "sometimes", "more": "Runs every day",
    }  # fmt: skip
    clinic.book(clinic.asha)
    assert {one.text for one in stated(clinic, clinic.dr_rao, clinic.asha)} == holds
