"""Who somebody is: every name, number and address, dates as exact as they are known, and never somebody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hms.models import (
    Encounter,
    ImportedRecord,
    MedicationRequest,
    Patient,
    PatientContact,
    PatientIdentifier,
    PatientName,
)
from hms.services import importing
from tests.support.fhir_files import bundle, doctor_entry, medicine_entry, patient, pointer, visit_entry
from tests.support.fhir_import import digests, imported, refused, rows

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., importing.FileReport]:
    """Give the way to import a tree, or a file."""
    return partial(imported, tmp_path)


def test_names_in_every_script_numbers_and_addresses_are_all_kept(take: Callable[..., Any]) -> None:
    take(bundle(patient()))
    (mei,) = rows(Patient)
    assert (mei.given_names, mei.family_name, mei.name) == ("Mei Søren", "Lin-O’Neill", "Mei Søren Lin-O’Neill")
    assert (mei.born, mei.born_on, mei.sex, mei.language) == ("1980-05-17", date(1980, 5, 17), "female", "zh")
    assert (mei.source, mei.deceased) == ("import", False)
    assert [(n.use, n.text) for n in rows(PatientName)] == [
        ("usual", "林美"),
        ("nickname", "मीरा‍जी"),
        ("old", "مي العلي"),
    ]
    contacts = sorted(rows(PatientContact), key=lambda c: c.place)
    assert [(c.place, c.system, c.use, c.country, c.value) for c in contacts] == [
        (0, "phone", "home", "", "+44 20 7946 0018"),
        (1, "phone", "mobile", "", "+44 7700 900018"),
        (2, "email", "", "", "mei@example.org"),
        (3, "address", "home", "GB", "1 High Street, Flat 2, Leeds, LS1 1AA"),
        (4, "address", "temp", "JP", "神奈川県横浜市 1-2-3"),
    ]
    numbers = [(i.system, i.kind, i.value) for i in rows(PatientIdentifier)]
    assert numbers == [("urn:oid:1.2.3", "Hospital number", "H-mei"), ("", "MR", "17")]


@pytest.mark.parametrize(
    ("fields", "born", "deceased", "deceased_at"),
    [
        ({"birthDate": "1931"}, "1931", False, None),
        ({"birthDate": "1931-07", "deceasedBoolean": True}, "1931-07", True, None),
        ({"birthDate": None, "deceasedBoolean": False}, "", False, None),
        ({"deceasedDateTime": "2001"}, "1980-05-17", True, None),
        ({"deceasedDateTime": "2001-02-03"}, "1980-05-17", True, datetime(2001, 2, 3, tzinfo=UTC)),
        ({"deceasedDateTime": "2001-02-03T01:00:00+02:00"}, "1980-05-17", True, datetime(2001, 2, 2, 23, tzinfo=UTC)),
    ],
)
def test_dates_stay_as_exact_as_they_are_known(
    take: Callable[..., Any], fields: dict[str, Any], born: str, deceased: bool, deceased_at: datetime | None
) -> None:
    take(bundle(patient(**fields)))
    (mei,) = rows(Patient)
    assert (mei.born, mei.deceased, mei.deceased_at) == (born, deceased, deceased_at)


@pytest.mark.parametrize(
    ("names", "given", "family"),
    [
        ([{"text": "孫悟空"}], "", "孫悟空"),
        ([{"given": ["Suharto"]}], "Suharto", ""),
        ([{"use": "official", "family": "Gone", "period": {"end": "2001-01-01"}}, {"family": "Here"}], "", "Here"),
        ([{"use": "maiden", "family": "First"}, {"use": "usual", "family": "Used"}], "", "Used"),
        ([{"use": "official", "family": "A", "period": {"end": "2001-01-01"}}], "", "A"),
        ([{"family": "  <b>Li\n</b>\u202e "}], "", "<b>Li </b>"),
    ],
)
def test_the_name_in_use_stands_on_the_record(
    take: Callable[..., Any], names: list[dict[str, Any]], given: str, family: str
) -> None:
    take(bundle(patient(name=names)))
    (person,) = rows(Patient)
    assert len(rows(PatientName)) == len(names) - 1
    assert (person.given_names, person.family_name) == (given, family)


BAD_PEOPLE: dict[str, tuple[dict[str, Any], str, str]] = {
    "born tomorrow": ({"birthDate": "2026-11-26"}, "birthDate", "not come yet"),
    "born next year": ({"birthDate": "2027"}, "birthDate", "not come yet"),
    "born in the year 1": ({"birthDate": "0001-01-01"}, "birthDate", "year"),
    "dead tomorrow": ({"deceasedDateTime": "2026-12-26"}, "deceasedDateTime", "not come yet"),
    "dead before birth": ({"deceasedDateTime": "1980-04"}, "deceasedDateTime", "before the birth"),
    "of no known sex": ({"gender": "f"}, "gender", "four words"),
    "nameless": ({"name": None}, "name", "no name"),
    "of an empty name": ({"name": [{"use": "official"}]}, "name", "no name"),
    "not to be understood": ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, "modifier", "means"),
}


@pytest.mark.parametrize("name", BAD_PEOPLE)
def test_a_person_who_cannot_be_right_is_refused_whole(take: Callable[..., Any], name: str) -> None:
    fields, place, reason = BAD_PEOPLE[name]
    refusal = refused(take, bundle(patient(**fields)))
    assert refusal.place.startswith(f"/entry/0/resource/{place}")
    assert reason in refusal.reason
    assert refusal.file.endswith("file.json")


def test_a_number_that_another_record_holds_refuses_the_file_and_names_nobody(take: Callable[..., Any]) -> None:
    take(bundle(patient()))
    number = {"system": "urn:oid:1.2.3", "value": "h mei"}  # the same number, written another way
    refusal = refused(take, bundle(patient("asha", identifier=[{"system": "urn:x", "value": "1"}, number])))
    assert refusal.place == "/entry/0/resource/identifier/1 (Patient)"
    assert refusal.reason == "another record of this clinic already holds this number"


def test_a_number_without_a_system_tells_nobody_apart(take: Callable[..., Any]) -> None:
    take(bundle(patient(identifier=[{"value": "17"}])))
    assert take(bundle(patient("asha", identifier=[{"value": "17"}]))).patients_new == 1


def test_a_known_patient_takes_in_what_is_new_and_keeps_what_was_there(take: Callable[..., Any]) -> None:
    take(bundle(patient(), visit_entry(), doctor_entry()))
    before = digests()["patient"]
    report = take(
        bundle(
            patient(birthDate="1981-05-17"), visit_entry(), doctor_entry(), medicine_entry(encounter=pointer("visit"))
        )
    )
    assert report.changed_at_source == {"Patient": 1}
    assert report.taken_in == {"MedicationRequest": 1}
    assert report.unchanged == {"Encounter": 1, "Practitioner": 1}
    assert digests()["patient"] == before
    assert rows(MedicationRequest)[0].encounter_id == rows(Encounter)[0].id


def test_another_person_under_a_known_id_is_refused(take: Callable[..., Any]) -> None:
    take(bundle(patient()))
    other = {"identifier": [{"system": "urn:oid:1.2.3", "value": "H-other"}]}
    assert "other numbers" in refused(take, bundle(patient(**other))).reason


def test_a_record_of_one_patient_never_moves_to_another(take: Callable[..., Any]) -> None:
    take(bundle(patient(), visit_entry(), doctor_entry()))
    refusal = refused(take, bundle(patient("asha"), visit_entry(subject=pointer("asha")), doctor_entry()))
    assert refusal.place == "/entry/1/resource/id (Encounter)"
    assert take(bundle(patient("asha"), doctor_entry())).unchanged == {"Practitioner": 1}


def test_files_without_addresses_keep_two_people_apart(take: Callable[..., Any]) -> None:
    def plain(who: str) -> dict[str, Any]:
        person = patient(who)["resource"] | {"id": "1"}
        remark = {"resourceType": "Basic", "code": {"text": who}, "subject": {"reference": "Patient/1"}}
        return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person}, {"resource": remark}]}

    assert [take(plain(who)).patients_new for who in ("mei", "asha", "mei")] == [1, 1, 0]
    assert len(rows(ImportedRecord)) == 4
