"""Somebody stands at the desk: registered in one go, also without a name, and looked for among those known first."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import col, select

from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound
from hms.models import AuditEntry, Counter, Patient
from hms.schemas.duplicates import PersonTyped
from hms.schemas.personal import AddressEntry, ContactEntry, CoverageEntry, IdentifierEntry, IdentityForm, RelationEntry
from hms.schemas.registering import PatientForm, Registered
from hms.services import finding, opening
from hms.services.personal import history, identity, labels, reading, registering
from hms.services.record_numbers import COUNTER
from tests.support.cast import Cast


def form(**answers: Any) -> PatientForm:
    """Fill in the three things that are needed."""
    needed = {"key": str(uuid4()), "given_names": "Meera", "family_name": "Iyer", "born": "4.5.1991", "sex": "female"}
    return PatientForm(**{**needed, **answers})


def register(clinic: Cast, asked: PatientForm) -> Registered:
    return clinic.do(clinic.reception, registering.register, asked)


def drawn() -> int:
    with transaction(reading=True) as db:
        return db.exec(select(Counter.value).where(Counter.name == COUNTER)).one()


def test_a_name_a_birth_date_and_a_sex_are_enough(clinic: Cast) -> None:
    made = register(clinic, form())
    assert (made.name, made.facts, made.born) == ("Meera Iyer", "35 y, Female", "4 May 1991")
    assert [hit.name for hit in clinic.do(clinic.reception, finding.find, made.record_number)] == ["Meera Iyer"]


def test_all_that_there_is_time_for_is_kept(clinic: Cast) -> None:
    asked = form(
        prefix="Dr", preferred="Mimi", former="Meera Rao", language="ta", interpreter=True, gender="woman",
        phones=[ContactEntry(value="098450 12345", use="mobile"), ContactEntry(value="")],
        emails=[ContactEntry(value="meera@post.example")],
        address=AddressEntry(street="1 Lake Road", city="Chennai", region="Tamil Nadu", code="600001"),
        identifier=IdentifierEntry(country="IN", kind="aadhaar", value="234123412346"),
        relations=[RelationEntry(kind="emergency", name="Ravi Iyer", relation="husband", phone="098450 54321")],
        coverage=CoverageEntry(kind="public", payer="State Health", member="7"),
    )  # fmt: skip
    page = clinic.do(clinic.reception, reading.page, register(clinic, asked).id)
    assert (page.name, page.language_words, page.interpreter) == ("Dr Meera Iyer", "Tamil", True)
    assert [n.text for n in page.other_names] == ["Mimi", "Meera Rao"] or {n.text for n in page.other_names} == {
        "Mimi",
        "Meera Rao",
    }
    assert [p.value for p in page.phones] == ["+919845012345"] and page.emails[0].value == "meera@post.example"
    assert page.addresses[0].line == "1 Lake Road, Chennai, Tamil Nadu 600001"
    assert page.identifiers[0].value == "2341 2341 2346"
    assert (page.relations[0].name, page.coverages[0].payer) == ("Ravi Iyer", "State Health")


def test_pressing_twice_opens_one_record_and_draws_one_number(clinic: Cast) -> None:
    before, asked = drawn(), form()
    assert register(clinic, asked) == register(clinic, asked)
    assert drawn() == before + 1


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({"given_names": "", "family_name": ""}, {"given_names"}),
        ({"born": ""}, {"born"}),
        ({"born": "30.2.1991"}, {"born"}),
        ({"born": "", "age": "very old"}, {"age"}),
        ({"sex": None, "born": "1.1.1700"}, {"sex", "born"}),
        ({"phones": [ContactEntry(value="none")], "emails": [ContactEntry(value="at home")]}, {"phones-0", "emails-0"}),
        ({"address": AddressEntry(code="1")}, {"addresses-0-code"}),
        ({"identifier": IdentifierEntry(country="IN", kind="aadhaar", value="1")}, {"identifiers-0"}),
        ({"coverage": CoverageEntry(kind="private")}, {"coverages-0-payer"}),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field_and_no_number_is_lost(
    clinic: Cast, answers: dict[str, Any], fields: set[str]
) -> None:
    before = drawn()
    with pytest.raises(Invalid) as refused:
        register(clinic, form(**answers))
    assert set(refused.value.fields) == fields and all(refused.value.fields.values())
    assert drawn() == before


def test_an_age_will_do(clinic: Cast) -> None:
    made = register(clinic, form(born="", age="70"))
    assert (made.born, made.facts) == ("about 1956, estimated", "about 70 y, Female")
    assert [hit.facts for hit in clinic.do(clinic.reception, finding.find, "meera")] == ["about 70 y, Female"]


def test_somebody_unconscious_gets_a_name_of_their_own_and_is_made_known_later(clinic: Cast) -> None:
    names = []
    for _ in range(2):
        given, family = clinic.do(clinic.reception, registering.unknown_name)
        asked = form(given_names=given, family_name=family, born="", identity="unknown", sex="male")
        made = register(clinic, asked)
        names.append(made.name)
    assert len(set(names)) == 2 and all(name.endswith("Unknown") for name in names)
    page = clinic.do(clinic.reception, reading.page, made.id)
    assert (page.identity_words, page.born_words) == ("Not known yet", "not known")
    known = IdentityForm(
        patient_id=made.id, version=page.version, given_names="Omar", family_name="Khan", born="1.2.1970", sex="male",
        identity="checked",
    )  # fmt: skip
    after = clinic.do(clinic.reception, identity.change_identity, known)
    assert (after.name, after.identity) == ("Omar Khan", "checked")
    assert [(n.use, n.text) for n in after.other_names] == [("placeholder", made.name)]
    found = clinic.do(clinic.reception, finding.find, made.name)
    assert [hit.name for hit in found] == ["Omar Khan"], "papers with the first name on them still lead here"
    told = {c.label for c in clinic.do(clinic.reception, history.history, made.id)}
    assert told == {"Name", "Birth date", "Identity"}


def test_a_baby_without_a_name_is_registered_by_its_mothers(clinic: Cast) -> None:
    made = register(
        clinic, form(given_names="Baby 2 of Asha", family_name="Nair", born="23.11.2026", identity="unknown")
    )
    assert (made.name, made.facts) == ("Baby 2 of Asha Nair", "0 d, Female")


def test_while_typing_reception_sees_who_is_known_and_how_the_date_is_understood(clinic: Cast) -> None:
    typed = PersonTyped(given_names="Aasha", family_name="Nayar", phones=("+91 98765 43210",))
    seen = clinic.do(clinic.reception, registering.look, typed, "3/2/1980")
    assert seen.born == "3 Feb 1980" and seen.twins[0].hit.name == "Asha Nair"
    assert seen.twins[0].percent > registering.STRONG and seen.twins[0].why
    assert clinic.do(clinic.reception, registering.look, PersonTyped(), "30.2.1980").born == ""
    assert (
        clinic.do(clinic.reception, registering.look, PersonTyped(), "", "8 months").born == "about Mar 2026, estimated"
    )


def test_registering_somebody_who_is_likely_known_needs_a_reason_that_is_kept(clinic: Cast) -> None:
    twin = form(given_names="Asha", family_name="Nair", born="3.2.1980", phones=[ContactEntry(value="9876543210")])
    with pytest.raises(Invalid) as refused:
        register(clinic, twin)
    assert set(refused.value.fields) == {"despite"}
    made = register(clinic, twin.model_copy(update={"despite": "Her cousin of the same name"}))
    with transaction(reading=True) as db:
        entry = db.exec(
            select(AuditEntry).where(AuditEntry.what == "register").order_by(col(AuditEntry.seq).desc())
        ).first()
        assert entry and entry.why == "Her cousin of the same name" and b"cousin" not in (entry.why_sealed or b"")
        assert db.get_one(Patient, made.id).version == 1


def test_only_reception_registers_and_prints_labels(clinic: Cast) -> None:
    for who in (clinic.dr_rao, clinic.asha, clinic.admin):
        with pytest.raises(Forbidden):
            clinic.do(who, registering.register, form())
        with pytest.raises(Forbidden):
            clinic.do(who, labels.label, clinic.asha.patient_id)
    label = clinic.do(clinic.reception, labels.label, clinic.asha.patient_id)
    assert (label.name, label.born) == ("Asha Nair", "3 Feb 1980") and label.qr.startswith("data:image/svg")


def test_a_doctor_finds_and_opens_those_in_care_and_nobody_else(clinic: Cast) -> None:
    assert clinic.do(clinic.dr_rao, finding.find, "nair") == []
    clinic.sign(clinic.visit(clinic.asha))
    for sought in ("nair", "asha 3.2.1980", "98765 43210"):
        assert [hit.name for hit in clinic.do(clinic.dr_rao, finding.find, sought)] == ["Asha Nair"]
    assert clinic.do(clinic.dr_rao, finding.find, "haddad") == clinic.do(clinic.dr_osei, finding.find, "nair") == []
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, opening.open_record, clinic.asha.patient_id)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_rao, finding.hit, clinic.bilal.patient_id)
    opened = clinic.do(clinic.dr_rao, opening.open_record, clinic.asha.patient_id)
    assert opened.personal.name == "Asha Nair" and [one.status for one in opened.past] == ["fulfilled"]


def test_the_desk_opens_a_record_without_what_is_clinical_and_it_is_remembered(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    opened = clinic.do(clinic.reception, opening.open_record, clinic.asha.patient_id)
    assert len(opened.past) == 1 and opened.past[0].reason == ""
    assert opened.prescriptions == opened.banner.allergies == []
    with transaction(reading=True) as db:
        entry = db.exec(select(AuditEntry).where(AuditEntry.what == "open_record")).one()
    assert (entry.account_id, entry.record_id) == (clinic.reception.account_id, clinic.asha.patient_id)


def test_opening_a_record_that_was_merged_opens_the_one_that_it_is_now(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Patient, clinic.asha.patient_id).merged_into_id = clinic.bilal.patient_id
    opened = clinic.do(clinic.reception, opening.open_record, clinic.asha.patient_id)
    assert opened.personal.id == clinic.bilal.patient_id
