"""A file from elsewhere: what can be read, and how what cannot is refused, with its place, in words."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hms.services.importing import dates, json_files, keeping, trees, wording
from hms.services.importing.bundles import read_bundle, speaks_of_patient
from hms.services.importing.json_files import read_json
from hms.services.importing.refusals import Broken, ImportRefused
from tests.support.fhir_files import bundle, entry, patient, pointer, urn, write

SECRET = "Zebedee"  # stands in every broken file: no refusal may repeat what a file says


def _refusal(path: Path) -> Broken:
    with pytest.raises(Broken) as caught:
        read_bundle(read_json(path))
    said = f"{caught.value.place} {caught.value.reason}"
    assert SECRET not in said
    assert caught.value.reason
    assert "\n" not in said
    return caught.value


BAD_FILES: dict[str, tuple[str | bytes, str, str]] = {
    "empty": ("", "", "empty"),
    "blank": ("  \n ", "", "empty"),
    "no json": (f"<Bundle><!-- {SECRET} --></Bundle>", "line 1, column 1", "not JSON"),
    "a comma too many": (f'{{"a": "{SECRET}",\n  "b": 1,}}', "line 2, column 10", "not JSON"),
    "cut in a word": (f'{{"a": "{SECRET}", "b": "x', "line 1, column 23", "cut off"),
    "cut between": ('{"a": [1, 2', "line 1, column 12", "cut off"),
    "two values": ("{} {}", "line 1, column 4", "not JSON"),
    "a list": ("[]", "/", "not a FHIR bundle"),
    "a number": ("7", "/", "not a FHIR bundle"),
    "one resource": (json.dumps(patient()["resource"]), "/resourceType", "not a FHIR bundle"),
    "latin-1": (b'{"a": "Jos\xe9"}', "byte 11", "UTF-8"),
    "utf-16": ('{"a": 1}'.encode("utf-16"), "byte 1", "UTF-8"),
    "not a number": ('{"a": [0, NaN]}', "/a/1", "number"),
    "infinity": ('{"a": -Infinity}', "/a", "number"),
    "endless digits": ('{"a": ' + "9" * 5_000 + "}", "/a", "number"),
    "endless exponent": ('{"a": 1e99999999}', "/a", "number"),
    "given twice": ('{"a": {"b": 1, "c/d": 2, "c/d": 3}}', "/a/c~1d", "twice"),
    "a control character": ('{"a": ["\\u0000"]}', "/a/0", "control characters"),
    "an escape in a name": ('{"\\u001b[2J": 1}', "", "control characters"),
    "half a character": ('{"a": "\\ud83d"}', "/a", "control characters"),
    "deep": ("[" * 100 + "]" * 100, "/0/0", "levels deep"),
    "very deep": ("[" * 200_000, "", "too deeply"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_no_bundle_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    body, place, reason = BAD_FILES[name]
    refusal = _refusal(write(tmp_path, body))
    assert refusal.place.startswith(place)
    assert reason in refusal.reason


def _with(**fields: Any) -> dict[str, Any]:
    return bundle(patient(**fields))


def _observation(**fields: Any) -> dict[str, Any]:
    coded = {"status": "final", "code": {"text": SECRET}, "subject": pointer("mei"), **fields}
    return entry("Observation", "o", **coded)


FIRST, SECOND = "/entry/0/resource", "/entry/1/resource"
BAD_BUNDLES: dict[str, tuple[Any, str, str]] = {
    "a history": (bundle(patient(), type="history"), "/type", "do not hold"),
    "entries are no list": ({"resourceType": "Bundle", "type": "batch", "entry": {"a": 1}}, "/entry", "not a list"),
    "an entry without a resource": (bundle(patient(), {"fullUrl": urn("x")}), "/entry/1", "no resource"),
    "an entry to remove": (bundle({**patient(), "request": {"method": "DELETE", "url": "x"}}), "/entry/0/request", "added"),
    "a field that bundles lack": (bundle(patient(), colour=SECRET), "/colour (Bundle)", "no field"),
    "an address that is no text": (bundle({**patient(), "fullUrl": 5}), "/entry/0/fullUrl", "kind of value"),
    "nobody": (bundle(entry("Organization", "x", name=SECRET)), "/entry", "no patient"),
    "empty": ({"resourceType": "Bundle", "type": "collection"}, "/entry", "no patient"),
    "two people": (bundle(patient(), patient("asha")), SECOND, "2 patients"),
    "two with one identity": (bundle(patient(), patient(gender="male")), SECOND, "same identity"),
    "no type": (bundle({"fullUrl": urn("x"), "resource": {"id": "1"}}), f"{FIRST}/resourceType", "which type"),
    "an unknown type": (bundle(patient(), entry("Patiant", "x")), f"{SECOND}/resourceType", "no such resource type"),
    "a type of R4 that R4B dropped": (bundle(entry("MedicinalProduct", "x")), f"{FIRST}/resourceType", "R4B"),
    "a data type": (bundle(entry("HumanName", "x")), f"{FIRST}/resourceType", "no such resource type"),
    "a path as type": (bundle(entry("../os", "x")), f"{FIRST}/resourceType", "no such resource type"),
    "a field of R5": (bundle(patient(), _observation(bodyStructure=pointer("b"))), f"{SECOND}/bodyStructure", "no field"),
    "a wrong kind of value": (_with(name=SECRET), f"{FIRST}/name (Patient)", "kind of value"),
    "a text for an object": (_with(name=[SECRET]), f"{FIRST}/name/0 (Patient)", "kind of value"),
    "a missing value": (bundle(patient(), entry("Encounter", "e", status="finished")), f"{SECOND}/class", "missing"),
    "a missing choice": (bundle(patient(), entry("MedicationRequest", "m", status="active", intent="order",
                                                 subject=pointer("mei"))), SECOND, "missing"),
    "two of a choice": (_with(deceasedBoolean=True, deceasedDateTime="2000"), FIRST, "more than one"),
    "the 30th of February": (_with(birthDate="2000-02-30"), f"{FIRST}/birthDate", "not a date"),
    "a date in another style": (_with(birthDate="17.05.1980"), f"{FIRST}/birthDate", "not a date"),
    "a time without a zone": (_with(deceasedDateTime="2000-01-01T10:00:00"), f"{FIRST}/deceasedDateTime", "not a date"),
    "a number for a date": (_with(birthDate=0), f"{FIRST}/birthDate", "kind of value"),
    "a number for a time": (_with(deceasedDateTime=1234567890), f"{FIRST}/deceasedDateTime", "kind of value"),
    "a text for a truth value": (_with(deceasedBoolean="no"), f"{FIRST}/deceasedBoolean", "kind of value"),
    "a text for a number": (_with(telecom=[{"rank": "1"}]), f"{FIRST}/telecom/0/rank", "kind of value"),
    "a stranger inside": (_with(contained=[{"resourceType": "Nope"}]), FIRST, "R4B"),
    "a reference to nothing": (bundle(patient(), _observation(encounter=pointer("lost"))), f"{SECOND}/encounter/reference", "nothing"),
    "a reference to nothing inside": (bundle(patient(), _observation(device={"reference": "#d"})), f"{SECOND}/device", "nothing"),
    "about somebody else": (bundle(patient(), _observation(subject={"reference": "Patient/99"})), f"{SECOND}/subject", "not the one"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BUNDLES)
def test_a_bundle_that_is_wrong_somewhere_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    content, place, reason = BAD_BUNDLES[name]
    refusal = _refusal(write(tmp_path, content))
    assert refusal.place.startswith(place)
    assert reason in refusal.reason


def test_what_is_no_readable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no such file" in _refusal(tmp_path / "absent.json").reason
    assert "folder" in _refusal(tmp_path).reason
    assert "ordinary" in _refusal(tmp_path / "pipe").reason
    assert "cannot be read" in _refusal(Path("a\0b")).reason

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "locked")

    path = write(tmp_path, bundle())
    monkeypatch.setattr(Path, "open", locked)
    assert "may not be read" in _refusal(path).reason


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    os.truncate(path, 200 * json_files.MB)
    assert _refusal(path).reason == "the file has 200.0 MB; at most 64 MB are read"


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + json.dumps(bundle()).encode())
    assert read_bundle(read_json(path)).patient.kind == "Patient"


def test_numbers_and_letters_are_spelled_out_as_they_came(tmp_path: Path) -> None:
    text = '{"a":[1.10,0.00,120,true,null],"b":"é\\n\\"林"}'
    assert trees.spelled(read_json(write(tmp_path, text))) == text
    assert trees.spelled({"b": Decimal("1.50"), "a": {}}) == '{"a":{},"b":1.50}'


@pytest.mark.parametrize("text", ["", "short", "long " * 500, "林美" * 200])
def test_what_is_packed_comes_back(text: str) -> None:
    assert keeping.unpack(keeping.pack(text)) == text
    assert len(keeping.pack(text)) <= len(text.encode())


def test_references_are_found_however_they_are_written(tmp_path: Path) -> None:
    base = "https://hospital.example/fhir"
    person = {"fullUrl": f"{base}/Patient/1", "resource": {**patient()["resource"], "id": "1"}}
    said = ["Patient/1", f"{base}/Patient/1", "Patient/1/_history/3"]
    visits = [_observation(id=f"o{n}", subject={"reference": text}) for n, text in enumerate(said)]
    for number, visit in enumerate(visits):
        visit["fullUrl"] = f"{base}/Observation/o{number}"
    read = read_bundle(read_json(write(tmp_path, bundle(person, *visits, entry("Organization", "x", name="x")))))
    assert [speaks_of_patient(read, found) for found in read.entries] == [True, True, True, True, False]


def test_the_same_entry_twice_counts_as_one(tmp_path: Path) -> None:
    read = read_bundle(read_json(write(tmp_path, bundle(patient(), patient()))))
    assert (len(read.entries), len(read.repeats)) == (1, 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1980", None),
        ("1980-05", None),
        (date(1980, 5, 17), datetime(1980, 5, 16, 23, tzinfo=UTC)),
        (datetime(1980, 5, 17, 12, tzinfo=UTC), datetime(1980, 5, 17, 12, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (datetime(1, 1, 1, tzinfo=UTC), None),  # no clock can move this to another zone
        (None, None),
    ],
)
def test_a_moment_is_never_more_exact_than_its_source(value: Any, expected: datetime | None) -> None:
    assert dates.instant(value, ZoneInfo("Africa/Lagos")) == expected


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("  Mei \n Lin ", "Mei Lin"),
        ("abc\u202eGNP.exe", "abcGNP.exe"),  # turns the reading direction around
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that Persian spelling needs
        ("Jose\u0301", "José"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # text stays text; pages escape it
        (None, ""),
    ],
)
def test_words_lose_what_cannot_be_seen_and_nothing_else(given: str | None, shown: str) -> None:
    assert wording.plain(given) == shown


def test_fields_that_are_not_understood_are_named_by_their_highest_place() -> None:
    tree = {"id": "1", "name": [{"family": "x", "period": {"start": "1"}}, {"suffix": ["y"]}], "photo": [{"url": "z"}]}
    assert trees.beyond(tree, trees.fields("id name.family")) == {"name.period", "name.suffix", "photo"}


def test_a_refusal_says_file_place_and_reason_and_cannot_touch_a_terminal() -> None:
    refusal = ImportRefused("a\x1b[2Jb.json", Broken("/x\x07" + "y" * 999, "").place, "why")
    assert refusal.title == "a?[2Jb.json was not imported"
    assert refusal.place.startswith("/x?yyy")
    assert len(refusal.place) == 200
    assert refusal.body == f"{refusal.place}: why"


def test_the_models_are_loaded_by_those_who_import() -> None:
    code = "import sys, hms.services.importing; assert not [m for m in sys.modules if m.startswith('fhir')]"
    subprocess.run([sys.executable, "-c", code], check=True)
