"""Asha's data: changed at once where it is hers to change, asked for where reception says yes or no, nothing forgotten."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.access import Actor
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound, NotPossible, Stale
from hms.models import Patient, PatientContact, PatientIdentifier, PersonalChange
from hms.schemas.personal import (
    AboutForm,
    AddressEntry,
    AddressesForm,
    ChangeAnswer,
    ChangeAsked,
    ContactEntry,
    ContactsForm,
    CoverageEntry,
    CoveragesForm,
    IdentifierEntry,
    IdentifiersForm,
    IdentityForm,
    OtherNameEntry,
    RelationEntry,
    RelationsForm,
)
from hms.schemas.personal_cards import PersonalPage
from hms.services import finding
from hms.services.personal import about, belonging, contacts, history, identity, numbers, reading, requests
from tests.support.cast import Cast

AADHAAR = "2341 2341 2346"


def page(clinic: Cast, who: Actor | None = None, patient_id: UUID | None = None) -> PersonalPage:
    return clinic.do(who or clinic.reception, reading.page, patient_id or clinic.asha.patient_id)


def at_desk(clinic: Cast, **answers: Any) -> dict[str, Any]:
    """Fill in whose data is changed and which version of it was read."""
    return {"patient_id": clinic.asha.patient_id, "version": page(clinic).version, **answers}


def phone(value: str, use: str = "mobile") -> ContactEntry:
    return ContactEntry(value=value, use=use)


def test_a_phone_is_kept_as_the_world_dials_it_and_as_it_was_typed(clinic: Cast) -> None:
    form = ContactsForm(**at_desk(clinic, phones=[phone("098450 12345"), phone("+44 20 7946 0958", "work")]))
    shown = clinic.do(clinic.reception, contacts.change_contacts, form)
    assert [(p.value, p.typed) for p in shown.phones] == [
        ("+919845012345", "098450 12345"),
        ("+442079460958", "+44 20 7946 0958"),
    ]
    assert shown.emails[0].value == "asha@post.example", "what the form leaves out stays"
    assert [hit.name for hit in clinic.do(clinic.reception, finding.find, "98450 12345")] == ["Asha Nair"]
    with transaction(reading=True) as db:
        rows = db.exec(select(PatientContact).where(PatientContact.patient_id == clinic.asha.patient_id)).all()
        assert not any(b"98450" in (row.value_sealed or b"") for row in rows)


@pytest.mark.parametrize("typed", ["call me", "12", "+99912", "9" * 41, "98450\u202e12345", "९८"])
def test_what_is_no_phone_is_refused_beside_its_own_field(clinic: Cast, typed: str) -> None:
    form = ContactsForm(**at_desk(clinic, phones=[phone("098450 12345"), phone(typed)]))
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.reception, contacts.change_contacts, form)
    assert set(refused.value.fields) == {"phones-1"}
    assert page(clinic).version == form.version


def test_asha_changes_her_own_contacts_and_nobody_elses(clinic: Cast) -> None:
    mine = clinic.do(clinic.asha, reading.page)
    form = ContactsForm(version=mine.version, emails=[ContactEntry(value="asha@new.example")])
    assert clinic.do(clinic.asha, contacts.change_contacts, form).emails[0].value == "asha@new.example"
    for act, asked in (
        (reading.page, clinic.asha.patient_id),
        (history.history, clinic.asha.patient_id),
        (contacts.change_contacts, ContactsForm(patient_id=clinic.asha.patient_id, version=1, phones=[])),
    ):
        with pytest.raises(NotFound):
            clinic.do(clinic.bilal, act, asked)
    with pytest.raises(Forbidden):
        clinic.do(clinic.asha, identity.change_identity, IdentityForm(version=2, given_names="Queen"))


def test_a_doctor_reads_the_data_of_those_in_care_and_changes_none(clinic: Cast) -> None:
    with pytest.raises(NotFound):
        page(clinic, clinic.dr_rao)
    clinic.book(clinic.asha)
    assert page(clinic, clinic.dr_rao).name == "Asha Nair"
    with pytest.raises(NotFound):
        page(clinic, clinic.dr_osei)
    with pytest.raises(Forbidden):
        clinic.do(clinic.dr_rao, contacts.change_contacts, ContactsForm(**at_desk(clinic, phones=[])))


def test_two_who_save_at_once_see_both_versions_and_nothing_is_lost(clinic: Cast) -> None:
    mine, theirs = (ContactsForm(**at_desk(clinic, phones=[phone(n)])) for n in ("098450 11111", "098450 22222"))
    clinic.do(clinic.asha, contacts.change_contacts, theirs)
    with pytest.raises(Stale) as refused:
        clinic.do(clinic.reception, contacts.change_contacts, mine)
    assert "098450 22222" in refused.value.theirs
    assert clinic.do(clinic.asha, contacts.change_contacts, theirs).version == theirs.version + 1, "twice is as once"


def test_every_change_is_kept_with_both_values_and_who_made_it(clinic: Cast) -> None:
    clinic.do(clinic.reception, contacts.change_contacts, ContactsForm(**at_desk(clinic, phones=[phone("9845012345")])))
    clinic.do(clinic.asha, about.change_about, AboutForm(version=page(clinic).version, language="ml", interpreter=True))
    clinic.do(clinic.reception, about.change_about, AboutForm(**at_desk(clinic, interpreter=True)))
    seen = clinic.do(clinic.reception, history.history, clinic.asha.patient_id)
    assert [(c.label, c.before, c.after, c.who) for c in seen if c.field != "language"] == [
        ("Interpreter", "no", "yes", "The patient"),
        ("Phones", "098765 43210", "098450 12345 (Mobile)", "You"),
    ]
    assert ("", "Malayalam") in [(c.before, c.after) for c in seen]
    assert {c.who for c in clinic.do(clinic.asha, history.history)} == {"You", "The clinic"}
    with transaction(reading=True) as db:
        kept = db.exec(select(PersonalChange)).all()
        assert kept and not any(b"98450" in (row.after_sealed or b"") for row in kept)


def test_an_address_is_asked_for_and_written_as_its_country_does(clinic: Cast) -> None:
    home = AddressEntry(street="12 Hill Road", district="Bandra", city="Mumbai", region="Maharashtra", code="400050")
    abroad = AddressEntry(use="old", country="DE", street="Lindenallee 3", code="10115", city="Berlin")
    form = AddressesForm(**at_desk(clinic, addresses=[home, abroad]))
    lines = [a.line for a in clinic.do(clinic.reception, contacts.change_addresses, form).addresses]
    assert lines == [
        "12 Hill Road, Bandra, Mumbai, Maharashtra 400050",
        "Lindenallee 3, 10115 Berlin, Germany",
    ]
    wrong = home.model_copy(update={"code": "4000"})
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.reception, contacts.change_addresses, AddressesForm(**at_desk(clinic, addresses=[wrong])))
    assert (
        "PIN code" in refused.value.fields["addresses-0-code"] and "110001" in refused.value.fields["addresses-0-code"]
    )


def test_who_belongs_to_asha_and_who_pays(clinic: Cast) -> None:
    mother = RelationEntry(kind="emergency", name="Latha Nair", relation="mother", phone="098450 33333")
    doctor = RelationEntry(kind="family_doctor", name="Dr Sen")
    clinic.do(
        clinic.reception, belonging.change_relations, RelationsForm(**at_desk(clinic, relations=[mother, doctor]))
    )
    brother = RelationEntry(kind="emergency", name="Anil Nair", relation="brother")
    only = RelationsForm(**at_desk(clinic, relations=[brother]), kinds=("emergency",))
    shown = clinic.do(clinic.reception, belonging.change_relations, only)
    assert {(r.kind_words, r.name) for r in shown.relations} == {
        ("Emergency contact", "Anil Nair"),
        ("Family doctor", "Dr Sen"),
    }
    payer = CoverageEntry(kind="public", payer="State Health", member="SH-77", valid_to_on="2027-03-31")
    paid = clinic.do(clinic.reception, belonging.change_coverages, CoveragesForm(**at_desk(clinic, coverages=[payer])))
    assert (paid.coverages[0].payer, paid.coverages[0].valid_words) == ("State Health", "until 31 Mar 2027")
    with pytest.raises(Invalid):
        nameless = CoveragesForm(**at_desk(clinic, coverages=[CoverageEntry(kind="private")]))
        clinic.do(clinic.reception, belonging.change_coverages, nameless)


def number(value: str, kind: str = "aadhaar", country: str = "IN") -> IdentifierEntry:
    return IdentifierEntry(country=country, kind=kind, value=value)


def test_a_national_number_keeps_its_countrys_rule_and_belongs_to_one_person(clinic: Cast) -> None:
    taken = IdentifiersForm(
        **at_desk(clinic, identifiers=[number(AADHAAR.replace(" ", "")), number("Z 1", "passport")])
    )
    shown = clinic.do(clinic.reception, numbers.change_identifiers, taken)
    assert [(i.kind_words, i.value) for i in shown.identifiers] == [
        ("Aadhaar, India", AADHAAR),
        ("Passport, India", "Z 1"),
    ]
    assert [hit.name for hit in clinic.do(clinic.reception, finding.find, AADHAAR)] == ["Asha Nair"]
    his = {"patient_id": clinic.bilal.patient_id, "version": 1}
    for value, says in ((AADHAAR, "Another record"), ("2341 2341 2347", "a digit is wrong"), ("x", "digit")):
        with pytest.raises(Invalid) as refused:
            clinic.do(clinic.reception, numbers.change_identifiers, IdentifiersForm(**his, identifiers=[number(value)]))
        assert says in refused.value.fields["identifiers-0"] and "Asha" not in str(refused.value.fields)
    same = IdentifiersForm(**his, identifiers=[number("1", "other", "")])
    clinic.do(clinic.reception, numbers.change_identifiers, same)
    hers = at_desk(clinic, identifiers=[number(AADHAAR), number("1", "other", "")])
    assert len(clinic.do(clinic.reception, numbers.change_identifiers, IdentifiersForm(**hers)).identifiers) == 2


def test_a_number_that_came_by_import_stays(clinic: Cast) -> None:
    with transaction() as db:
        row = PatientIdentifier(patient_id=clinic.asha.patient_id, system="urn:x", value_index="x")
        db.add(row.sealing(value="KA-778899"))
    form = IdentifiersForm(**at_desk(clinic, identifiers=[]))
    shown = clinic.do(clinic.reception, numbers.change_identifiers, form)
    assert [(i.value, i.fixed) for i in shown.identifiers] == [("KA-778899", True)]


def test_a_name_that_changes_is_still_found_and_one_that_was_wrong_is_not(clinic: Cast) -> None:
    form = IdentityForm(**at_desk(clinic, given_names="Asha", family_name="Menon", born="3.2.1980", sex="female"))
    shown = clinic.do(clinic.reception, identity.change_identity, form)
    assert (shown.name, shown.sex_words, shown.other_names[0].text) == ("Asha Menon", "Female", "Asha Nair")
    assert [hit.name for hit in clinic.do(clinic.reception, finding.find, "nair")] == ["Asha Menon"]
    typo = form.model_copy(update={"version": shown.version, "family_name": "Menonn", "keep_former": False})
    clinic.do(clinic.reception, identity.change_identity, typo)
    assert [one.text for one in page(clinic).other_names] == ["Asha Nair"]


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"given_names": "", "family_name": ""}, "given_names", "at least one part"),
        ({"born": "30.2.1980"}, "born", "There is no 30 February 1980"),
        ({"born": "1889-12-31"}, "born", "1890"),
        ({"born": "24.11.2026"}, "born", "not come yet"),
        ({"born": "3.2.80"}, "born", "four digits"),
        ({"born": "", "age": "old"}, "age", "such as 46"),
        ({"born": ""}, "born", "Write the birth date"),
    ],
)
def test_what_nobody_can_be_is_refused_in_words(clinic: Cast, answers: dict[str, str], field: str, says: str) -> None:
    whole = {"given_names": "Asha", "family_name": "Nair", "born": "1980-02-03", **answers}
    with pytest.raises(Invalid) as refused:
        clinic.do(clinic.reception, identity.change_identity, IdentityForm(**at_desk(clinic, **whole)))
    assert says in refused.value.fields[field]


def test_an_estimated_age_is_kept_as_what_it_is(clinic: Cast) -> None:
    form = IdentityForm(**at_desk(clinic, given_names="Asha", family_name="Nair", age="46"))
    shown = clinic.do(clinic.reception, identity.change_identity, form)
    assert (shown.born, shown.born_estimated, shown.born_words) == ("1980", True, "about 1980, estimated")
    assert shown.age == "about 46 y"


def test_preferred_and_other_names_are_found_too(clinic: Cast) -> None:
    names = [OtherNameEntry(use="preferred", text="Achu"), OtherNameEntry(use="script", text="ആശ നായർ")]
    form = AboutForm(version=page(clinic).version, other_names=names, prefix="Dr", gender="woman")
    shown = clinic.do(clinic.asha, about.change_about, form)
    assert shown.name == "Dr Asha Nair" and [n.use for n in shown.other_names] == ["preferred", "script"]
    for sought in ("achu", "ആശ"):
        assert [hit.name for hit in clinic.do(clinic.reception, finding.find, sought)] == ["Asha Nair"]
    with pytest.raises(Invalid):
        clinic.do(clinic.asha, about.change_about, AboutForm(version=shown.version, language="klingon"))


def ask(clinic: Cast, **wishes: Any) -> Any:
    form = ChangeAsked(version=page(clinic).version, **wishes)
    return clinic.do(clinic.asha, requests.ask_change, form)


def test_asha_asks_for_another_name_and_reception_says_yes(clinic: Cast) -> None:
    asked = ask(clinic, family_name="Menon", born="4 Feb 1980", reason="I married")
    assert ask(clinic, family_name="Menon", born="4 Feb 1980").id == asked.id, "asked twice is asked once"
    (waiting,) = clinic.do(clinic.reception, requests.open_requests)
    assert [(w.label, w.before, w.wished) for w in waiting.wishes] == [
        ("Family name", "Nair", "Menon"),
        ("Birth date", "3 Feb 1980", "4 Feb 1980"),
    ]
    assert page(clinic).requests == [waiting] and page(clinic).name == "Asha Nair"
    yes = ChangeAnswer(request_id=waiting.id, version=waiting.version)
    assert clinic.do(clinic.reception, requests.accept, yes).state == "accepted"
    assert (page(clinic).name, page(clinic).born) == ("Asha Menon", "1980-02-04")
    assert clinic.sign_in("asha@post.example").name == "Asha Menon"
    kept = clinic.do(clinic.reception, history.history, clinic.asha.patient_id)
    assert {(c.before, c.after, c.asked) for c in kept} == {
        ("Nair", "Menon", True),
        ("3 Feb 1980", "4 Feb 1980", True),
    }
    assert [hit.name for hit in clinic.do(clinic.reception, finding.find, "nair 04.02.1980")] == ["Asha Menon"]
    with pytest.raises(NotPossible):
        clinic.do(clinic.reception, requests.accept, yes)


def test_reception_says_no_with_a_reason_that_asha_reads(clinic: Cast) -> None:
    asked = ask(clinic, sex="other")
    silent = ChangeAnswer(request_id=asked.id, version=asked.version)
    with pytest.raises(Invalid):
        clinic.do(clinic.reception, requests.decline, silent)
    no = silent.model_copy(update={"answer": "Please bring your card"})
    clinic.do(clinic.reception, requests.decline, no)
    (told,) = clinic.do(clinic.asha, requests.my_requests)
    assert (told.state, told.answer) == ("declined", "Please bring your card") and page(clinic).sex == "unknown"


def test_asha_takes_a_request_back_and_bilal_cannot(clinic: Cast) -> None:
    asked = ask(clinic, given_names="Aasha")
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, requests.withdraw, asked.id, asked.version)
    assert clinic.do(clinic.asha, requests.withdraw, asked.id, asked.version).state == "withdrawn"
    assert clinic.do(clinic.reception, requests.open_requests) == []


def test_a_request_is_not_done_when_what_it_was_about_has_changed_since(clinic: Cast) -> None:
    asked = ask(clinic, family_name="Menon")
    form = IdentityForm(**at_desk(clinic, given_names="Asha", family_name="Pillai", born="3.2.1980"))
    clinic.do(clinic.reception, identity.change_identity, form)
    with pytest.raises(Stale) as refused:
        clinic.do(clinic.reception, requests.accept, ChangeAnswer(request_id=asked.id, version=asked.version))
    assert refused.value.theirs == "Pillai" and page(clinic).family_name == "Pillai"


def test_a_number_that_another_holds_is_told_to_reception_only(clinic: Cast) -> None:
    his = IdentifiersForm(patient_id=clinic.bilal.patient_id, version=1, identifiers=[number(AADHAAR)])
    clinic.do(clinic.reception, numbers.change_identifiers, his)
    asked = ask(clinic, identifier=number(AADHAAR))
    with pytest.raises(NotPossible) as refused:
        clinic.do(clinic.reception, requests.accept, ChangeAnswer(request_id=asked.id, version=asked.version))
    assert "Bilal" not in refused.value.title + refused.value.body
    mine = ask(clinic, identifier=number("Z 1", "passport"))
    clinic.do(clinic.reception, requests.accept, ChangeAnswer(request_id=mine.id, version=mine.version))
    assert [i.value for i in page(clinic).identifiers] == ["Z 1"]


def test_a_record_that_was_merged_is_changed_no_more(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).merged_into_id = clinic.bilal.patient_id
    with pytest.raises(NotPossible):
        clinic.do(clinic.reception, contacts.change_contacts, ContactsForm(**at_desk(clinic, phones=[])))


@pytest.mark.parametrize("huge", ["x" * 10_000_000, "०" * 300])
def test_fields_of_any_size_are_refused_in_words(huge: str) -> None:
    for form, field in ((IdentityForm, "given_names"), (AboutForm, "gender"), (ChangeAsked, "reason")):
        with pytest.raises(ValidationError) as refused:
            form.model_validate({"version": 1, field: huge * 4})
        assert refused.value.errors()[0]["loc"] == (field,)
