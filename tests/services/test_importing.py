"""People come in from elsewhere: all of a file or nothing, once, and nothing of it is lost or readable."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import SQLModel, select

from hms.access import SYSTEM, VISITOR, Actor, perform
from hms.changes import BUS
from hms.db import transaction
from hms.errors import Forbidden
from hms.models import (
    AllergyIntolerance,
    AuditEntry,
    AuditSubject,
    Encounter,
    ImportedRecord,
    MedicationRequest,
    Patient,
    PatientContact,
    PatientIdentifier,
    PatientName,
)
from hms.permissions import Role
from hms.services import importing
from hms.services.importing.keeping import unpack
from tests.support.database import Database
from tests.support.fhir_files import ABSENT, bundle, entry, patient, pointer, shared_files, write

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
UNDERSTOOD = {"Patient", "Encounter", "AllergyIntolerance", "MedicationRequest"}
AUDIT = {"audit_entry", "audit_subject"}

M = TypeVar("M", bound=SQLModel)

pytestmark = pytest.mark.usefixtures("database")
shared = pytest.mark.skipif(not shared_files(), reason=ABSENT)


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., importing.FileReport]:
    """Give the way to import a tree, or a file."""

    def taken(content: Any, now: datetime = NOW) -> importing.FileReport:
        path = content if isinstance(content, Path) else write(tmp_path, content)
        return perform(importing.import_file, SYSTEM, path, now=now)

    return taken


def _refused(take: Callable[..., Any], content: Any) -> importing.ImportRefused:
    before = _digests()
    with pytest.raises(importing.ImportRefused) as caught:
        take(content)
    assert _digests() == before, "nothing of a refused file is stored"
    return caught.value


def _rows(model: type[M]) -> list[M]:
    with transaction(reading=True) as db:
        return list(db.exec(select(model)))


def _digests(but: set[str] = frozenset()) -> dict[str, str]:
    """Sum up every table but some: how many rows, and what is in them."""
    found = {}
    with transaction(reading=True) as db:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in but:
                rows = sorted(repr(tuple(row)) for row in db.connection().execute(table.select()))
                found[table.name] = f"{len(rows)} {hashlib.sha256(''.join(rows).encode()).hexdigest()}"
    return found


def _resources(path: Path) -> list[dict[str, Any]]:
    return [item["resource"] for item in json.loads(path.read_text("utf-8"))["entry"]]


def _distinct(files: list[Path]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(r["resourceType"], r["id"]): r for path in files for r in _resources(path)}


def _visit(who: str = "visit", **fields: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "status": "finished",
        "class": {"code": "AMB"},
        "type": [{"text": "Check-up"}],
        "reasonCode": [{"coding": [{"display": "Cough"}]}],
        "participant": [{"individual": pointer("doctor")}],
        "subject": pointer("mei"),
        "period": {"start": "2020-01-01T10:00:00+01:00", "end": "2020-01-01T10:30:00+01:00"},
    }
    return entry("Encounter", who, **{**said, **fields})


def _doctor() -> dict[str, Any]:
    return entry("Practitioner", "doctor", name=[{"prefix": ["Dr."], "given": ["Ana"], "family": "Sá"}])


def _medicine(who: str = "medicine", **fields: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "Amoxicillin 500 mg capsule"},
        "subject": pointer("mei"),
        "authoredOn": "2026-11-20T10:00:00Z",
        "dosageInstruction": [
            {
                "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d", "boundsDuration": {"value": 7, "code": "d"}}},
                "doseAndRate": [{"doseQuantity": {"value": 1.50, "unit": "capsule"}}],
            }
        ],
    }  # fmt: skip
    return entry("MedicationRequest", who, **{**said, **fields})


def _allergy(who: str = "allergy", **fields: Any) -> dict[str, Any]:
    code = {"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Nuts"}]}
    return entry("AllergyIntolerance", who, patient=pointer("mei"), **{"code": code, **fields})


@shared
def test_everybody_of_the_shared_files_comes_in_and_is_counted(take: Callable[..., Any]) -> None:
    files = shared_files()
    wanted = _distinct(files)
    taken, kept, unchanged = Counter[str](), Counter[str](), Counter[str]()
    for path in files:
        report = take(path)
        taken.update(report.taken_in)
        kept.update(report.kept_for_later)
        unchanged.update(report.unchanged)
        assert (report.patients_new, report.patients_known, report.changed_at_source) == (1, 0, {})
        total = sum(sum(counts.values()) for counts in (report.taken_in, report.kept_for_later, report.unchanged))
        assert total == len(_resources(path))
    kinds = Counter(kind for kind, _ in wanted)
    assert taken == {kind: n for kind, n in kinds.items() if kind in UNDERSTOOD}
    assert kept == {kind: n for kind, n in kinds.items() if kind not in UNDERSTOOD}
    assert set(unchanged) <= {"Organization", "Practitioner"}, "only what is nobody's is shared between files"
    people = [r for (kind, _), r in wanted.items() if kind == "Patient"]
    assert len(_rows(Patient)) == len(people) == len(files)
    assert len(_rows(Encounter)) == kinds["Encounter"]
    assert len(_rows(MedicationRequest)) == kinds["MedicationRequest"]
    assert len(_rows(AllergyIntolerance)) == kinds["AllergyIntolerance"]
    assert len(_rows(PatientName)) == sum(len(p["name"]) - 1 for p in people)
    assert len(_rows(PatientContact)) == sum(len(p["telecom"]) + len(p["address"]) for p in people)
    numbers = {(i["system"], i["value"]) for p in people for i in p["identifier"]}
    assert {(i.system, i.value) for i in _rows(PatientIdentifier)} == numbers
    names = {(p["name"][0]["family"], " ".join(p["name"][0]["given"]), p["birthDate"], p["gender"]) for p in people}
    assert {(p.family_name, p.given_names, p.born, p.sex) for p in _rows(Patient)} == names
    dead = sum("deceasedDateTime" in p for p in people)
    assert sum(p.deceased and p.deceased_at is not None for p in _rows(Patient)) == dead > 0


@shared
def test_the_whole_text_of_every_record_is_kept(take: Callable[..., Any]) -> None:
    files = shared_files()[:4]
    for path in files:
        take(path)
    kept = {json.dumps(json.loads(unpack(r.body)), sort_keys=True) for r in _rows(ImportedRecord)}
    assert kept == {json.dumps(r, sort_keys=True) for r in _distinct(files).values()}


@shared
def test_a_second_run_changes_nothing_but_the_audit(take: Callable[..., Any]) -> None:
    files = shared_files()[:6]
    for path in files:
        take(path)
    before, entries = _digests(but=AUDIT), len(_rows(AuditEntry))
    for path in files:
        report = take(path, now=datetime(2026, 11, 25, 9, tzinfo=UTC))
        assert (report.patients_new, report.patients_known) == (0, 1)
        assert sum(report.unchanged.values()) == len(_resources(path))
        assert not (report.taken_in or report.kept_for_later or report.changed_at_source or report.not_understood)
    assert _digests(but=AUDIT) == before
    assert len(_rows(AuditEntry)) == entries + len(files)


@shared
def test_nothing_that_names_them_can_be_read_in_the_database(take: Callable[..., Any], database: Database) -> None:
    files = shared_files()[:6]
    secrets: set[str] = set()
    for path in files:
        take(path)
        for resource in _resources(path):
            if resource["resourceType"] == "Patient":
                name, home = resource["name"][0], resource["address"][0]
                secrets |= {name["family"], *name["given"], *home["line"], home["city"]}
                secrets |= {i["value"] for i in resource["identifier"]} | {c["value"] for c in resource["telecom"]}
            secrets |= {c["display"] for c in resource.get("code", {}).get("coding", [])}
    visited = {e.started_at.date().isoformat() for e in _rows(Encounter)}  # instants are in clear: some on a birthday
    secrets |= {r["birthDate"] for path in files for r in _resources(path) if "birthDate" in r} - visited
    parts = [path.read_bytes() for path in database.data_dir.rglob("*") if path.is_file()]
    with transaction(reading=True) as db:
        for table in SQLModel.metadata.sorted_tables:
            for row in db.connection().execute(table.select()):
                parts += [part if isinstance(part, bytes) else str(part).encode() for part in row]
    stored = b"\n".join(parts)
    long = [secret for secret in secrets if len(secret) > 5]  # shorter ones occur in what is sealed by chance
    assert len(long) > 50
    assert not [secret for secret in long if secret.encode() in stored]


def test_names_in_every_script_numbers_and_addresses_are_all_kept(take: Callable[..., Any]) -> None:
    take(bundle(patient()))
    (mei,) = _rows(Patient)
    assert (mei.given_names, mei.family_name, mei.name) == ("Mei Søren", "Lin-O’Neill", "Mei Søren Lin-O’Neill")
    assert (mei.born, mei.born_on, mei.sex, mei.language) == ("1980-05-17", date(1980, 5, 17), "female", "zh")
    assert (mei.source, mei.deceased) == ("import", False)
    assert [(n.use, n.text) for n in _rows(PatientName)] == [
        ("usual", "林美"),
        ("nickname", "मीरा‍जी"),
        ("old", "مي العلي"),
    ]
    contacts = sorted(_rows(PatientContact), key=lambda c: c.place)
    assert [(c.place, c.system, c.use, c.country, c.value) for c in contacts] == [
        (0, "phone", "home", "", "+44 20 7946 0018"),
        (1, "phone", "mobile", "", "+44 7700 900018"),
        (2, "email", "", "", "mei@example.org"),
        (3, "address", "home", "GB", "1 High Street, Flat 2, Leeds, LS1 1AA"),
        (4, "address", "temp", "JP", "神奈川県横浜市 1-2-3"),
    ]
    numbers = [(i.system, i.kind, i.value) for i in _rows(PatientIdentifier)]
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
    (mei,) = _rows(Patient)
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
    (person,) = _rows(Patient)
    assert len(_rows(PatientName)) == len(names) - 1
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
    refusal = _refused(take, bundle(patient(**fields)))
    assert refusal.place.startswith(f"/entry/0/resource/{place}")
    assert reason in refusal.reason
    assert refusal.file.endswith("file.json")


def test_a_broken_file_is_refused_whole_and_the_others_go_on(take: Callable[..., Any]) -> None:
    take(bundle(patient("asha")))
    wrong = _visit(period={"start": "2020-01-02T10:00:00Z", "end": "2020-01-01T10:00:00Z"})
    refusal = _refused(take, bundle(patient(), _doctor(), wrong))
    assert refusal.place == "/entry/2/resource/period/end (Encounter)"
    assert "not JSON" in _refused(take, "{'a': 1}").reason
    assert take(bundle(patient())).patients_new == 1


def test_a_visit_a_prescription_and_an_allergy_stand_in_the_record(take: Callable[..., Any]) -> None:
    report = take(bundle(patient(), _medicine(encounter=pointer("visit"), requester=pointer("doctor")), _allergy(),
                         _visit(), _doctor()))  # fmt: skip
    assert report.taken_in == {"Patient": 1, "Encounter": 1, "MedicationRequest": 1, "AllergyIntolerance": 1}
    assert report.kept_for_later == {"Practitioner": 1}
    assert report.not_understood == {"Encounter.class": 1}
    (visit,), (drug,), (allergy,) = _rows(Encounter), _rows(MedicationRequest), _rows(AllergyIntolerance)
    assert visit.kind == "Check-up · Cough · Dr. Ana Sá"
    assert (visit.started_at.hour, visit.ended_at.minute, visit.source, visit.signed_at) == (9, 30, "import", None)
    assert (drug.drug, drug.dose, drug.unit, drug.frequency, drug.days) == (
        "Amoxicillin 500 mg capsule", "1.5", "capsule", "TID", 7,
    )  # fmt: skip
    assert drug.advice == "dose 1.5 capsule, 3 times every day · Dr. Ana Sá"
    assert (drug.encounter_id, drug.signed_at, drug.ends_on) == (visit.id, drug.written_at, None)
    assert (allergy.text, allergy.code, allergy.active, allergy.recorded_at) == ("Nuts", "1", True, NOW)


def _repeat(**fields: Any) -> list[dict[str, Any]]:
    return [{"timing": {"repeat": fields}, "doseAndRate": [{"doseQuantity": {"value": 2}}]}]


@pytest.mark.parametrize(
    ("dosage", "dose", "advice"),
    [
        (_repeat(frequency=1, period=4, periodUnit="h"), "2", "dose 2, every 4 hours"),
        ([{"asNeededBoolean": True}], "", "as needed"),
        ([{"text": "Half a tablet at night", "patientInstruction": "With water"}], "", "Half a tablet at night. With water"),
        ([{"text": "One, then", "sequence": 1}, {"text": "two", "sequence": 2}], "", "One, then · two"),
        ([{"doseAndRate": [{"doseRange": {"low": {"value": 1}}}]}], "", ""),
        ([], "", ""),
    ],
)  # fmt: skip
def test_a_dose_that_is_not_the_clinics_own_form_stays_in_words(
    take: Callable[..., Any], dosage: list[dict[str, Any]], dose: str, advice: str
) -> None:
    take(bundle(patient(), _medicine(dosageInstruction=dosage)))
    (drug,) = _rows(MedicationRequest)
    assert (drug.dose, drug.frequency, drug.days, drug.advice) == (dose, "", 0, advice)


def test_what_did_not_happen_or_was_wrong_is_kept_but_not_shown(take: Callable[..., Any]) -> None:
    wrong = {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    entries = [
        _visit("planned", status="planned"), _visit("vague", period={"start": "2020"}),
        _visit("coming", period={"start": "2027-01-01T10:00:00Z"}), _visit("whose", subject=None),
        _visit("other", modifierExtension=[{"url": "urn:x", "valueBoolean": True}]),
        _medicine("draft", status="draft"), _medicine("never", doNotPerform=True), _allergy("wrong", **wrong), _doctor(),
    ]  # fmt: skip
    del entries[3]["resource"]["subject"]
    report = take(bundle(patient(), *entries))
    assert report.taken_in == {"Patient": 1}
    assert report.kept_for_later == {"Encounter": 5, "MedicationRequest": 2, "AllergyIntolerance": 1, "Practitioner": 1}
    assert (
        report.not_understood["Encounter: planned"] == report.not_understood["MedicationRequest: not to be taken"] == 1
    )
    assert len(_rows(ImportedRecord)) == 1 + len(entries)
    assert not (_rows(Encounter) or _rows(MedicationRequest) or _rows(AllergyIntolerance))


def test_a_stopped_medicine_is_over_and_a_nameless_allergy_is_still_shown(take: Callable[..., Any]) -> None:
    take(bundle(patient(), _medicine(status="stopped"), _allergy(code=None)))
    (drug,), (allergy,) = _rows(MedicationRequest), _rows(AllergyIntolerance)
    assert (drug.ends_on, drug.advice.split(" · ")[-1]) == (date(2026, 11, 20), "Stopped")
    assert (allergy.text, allergy.active) == ("Allergy to something not named", True)


def test_a_number_that_another_record_holds_refuses_the_file_and_names_nobody(take: Callable[..., Any]) -> None:
    take(bundle(patient()))
    number = {"system": "urn:oid:1.2.3", "value": "h mei"}  # the same number, written another way
    refusal = _refused(take, bundle(patient("asha", identifier=[{"system": "urn:x", "value": "1"}, number])))
    assert refusal.place == "/entry/0/resource/identifier/1 (Patient)"
    assert refusal.reason == "another record of this clinic already holds this number"


def test_a_number_without_a_system_tells_nobody_apart(take: Callable[..., Any]) -> None:
    take(bundle(patient(identifier=[{"value": "17"}])))
    assert take(bundle(patient("asha", identifier=[{"value": "17"}]))).patients_new == 1


def test_a_known_patient_takes_in_what_is_new_and_keeps_what_was_there(take: Callable[..., Any]) -> None:
    take(bundle(patient(), _visit(), _doctor()))
    before = _digests()["patient"]
    report = take(bundle(patient(birthDate="1981-05-17"), _visit(), _doctor(), _medicine(encounter=pointer("visit"))))
    assert report.changed_at_source == {"Patient": 1}
    assert report.taken_in == {"MedicationRequest": 1}
    assert report.unchanged == {"Encounter": 1, "Practitioner": 1}
    assert _digests()["patient"] == before
    assert _rows(MedicationRequest)[0].encounter_id == _rows(Encounter)[0].id


def test_another_person_under_a_known_id_is_refused(take: Callable[..., Any]) -> None:
    take(bundle(patient()))
    other = {"identifier": [{"system": "urn:oid:1.2.3", "value": "H-other"}]}
    assert "other numbers" in _refused(take, bundle(patient(**other))).reason


def test_a_record_of_one_patient_never_moves_to_another(take: Callable[..., Any]) -> None:
    take(bundle(patient(), _visit(), _doctor()))
    refusal = _refused(take, bundle(patient("asha"), _visit(subject=pointer("asha")), _doctor()))
    assert refusal.place == "/entry/1/resource/id (Encounter)"
    assert take(bundle(patient("asha"), _doctor())).unchanged == {"Practitioner": 1}


def test_files_without_addresses_keep_two_people_apart(take: Callable[..., Any]) -> None:
    def plain(who: str) -> dict[str, Any]:
        person = patient(who)["resource"] | {"id": "1"}
        remark = {"resourceType": "Basic", "code": {"text": who}, "subject": {"reference": "Patient/1"}}
        return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person}, {"resource": remark}]}

    assert [take(plain(who)).patients_new for who in ("mei", "asha", "mei")] == [1, 1, 0]
    assert len(_rows(ImportedRecord)) == 4


def test_every_import_is_remembered_and_told(take: Callable[..., Any], database: Database) -> None:
    topics: list[str] = []
    stop = BUS.subscribe(lambda change: topics.append(change.topic if change else ""))
    try:
        for _ in range(2):
            take(bundle(patient()))
    finally:
        stop()
    (mei,) = _rows(Patient)
    acts = [e for e in _rows(AuditEntry) if e.what == "import_file"]
    assert [(e.role, e.outcome) for e in acts] == [("system", "done")] * 2
    assert {s.patient_id for s in _rows(AuditSubject) if s.entry_id in {e.id for e in acts}} == {mei.id}
    if database.kind == "sqlite":
        assert topics == [f"patient:{mei.id}"], "told once: the second run changed nothing"


def test_what_a_file_says_twice_comes_in_once(take: Callable[..., Any]) -> None:
    remark = {"resource": {"resourceType": "Basic", "code": {"text": "x"}, "subject": pointer("mei")}}
    again = _visit()
    again["fullUrl"] = again["fullUrl"].upper().replace("URN:UUID", "urn:uuid")
    report = take(bundle(patient(), patient(), remark, remark, _visit(), again, _doctor()))
    assert report.unchanged == {"Patient": 1, "Basic": 1, "Encounter": 1}
    assert (len(_rows(Patient)), len(_rows(Encounter)), len(_rows(ImportedRecord))) == (1, 1, 4)
    again["resource"]["status"] = "planned"
    assert "same identity" in _refused(take, bundle(patient(), _doctor(), _visit(), again)).reason


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_nobody_imports_through_a_browser(role: Role, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        perform(importing.import_file, VISITOR if role is Role.VISITOR else Actor(role), write(tmp_path, bundle()))
    assert not _rows(Patient)
