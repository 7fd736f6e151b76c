"""What is sealed opens only where it was sealed."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms import config
from hms.errors import KeysMissing, NotPossible
from hms.models import UNREADABLE, Patient
from hms.security import keys
from hms.security.encryption import SealBroken, seal, unseal
from hms.security.fingerprints import fingerprint, normal

ROW = uuid4().bytes


@pytest.fixture(autouse=True, scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("keys") / "clinic.key"
    keys.create(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HMS_KEY_FILE", str(path))
        config.reset_settings()
        keys.forget()
        yield path
    config.reset_settings()
    keys.forget()


@given(st.text(max_size=300))
def test_any_text_comes_back_as_it_was(plain: str) -> None:
    assert unseal("patient", "name", ROW, seal("patient", "name", ROW, plain)) == plain


@given(st.text(max_size=100), st.data())
def test_one_flipped_bit_anywhere_is_noticed(plain: str, data: st.DataObject) -> None:
    blob = bytearray(seal("patient", "name", ROW, plain))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        unseal("patient", "name", ROW, bytes(blob))


@given(st.text(max_size=100), st.data())
def test_a_cut_blob_does_not_open(plain: str, data: st.DataObject) -> None:
    blob = seal("patient", "name", ROW, plain)
    with pytest.raises(SealBroken):
        unseal("patient", "name", ROW, blob[: data.draw(st.integers(0, len(blob) - 1))])


@pytest.mark.parametrize(
    "place", [("patient", "name", uuid4().bytes), ("patient", "other", ROW), ("other", "name", ROW)]
)
def test_a_blob_moved_to_another_row_column_or_table_does_not_open(place: tuple[str, str, bytes]) -> None:
    with pytest.raises(SealBroken):
        unseal(*place, seal("patient", "name", ROW, "Asha"))


def test_one_text_never_looks_the_same_twice_and_its_length_tells_little() -> None:
    assert seal("t", "c", ROW, "Asha") != seal("t", "c", ROW, "Asha")
    assert len(seal("t", "c", ROW, "Al")) == len(seal("t", "c", ROW, "Maximiliana Oberhauser"))


def test_what_was_tampered_with_says_so_and_is_locked_against_saving() -> None:
    asha = Patient(record_number_index="x").sealing(family_name="Nair", given_names="Asha")
    asha.family_name_sealed = bytes(len(asha.family_name_sealed or b""))
    assert asha.family_name == UNREADABLE
    assert asha.given_names == "Asha"
    with pytest.raises(NotPossible):
        asha.family_name = "Nayar"


def test_the_key_file_is_its_owners_alone_and_never_replaced(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        keys.create(key_file)
    key_file.chmod(0o644)
    with pytest.raises(KeysMissing, match="read by others"):
        keys.read(key_file)
    key_file.chmod(0o600)


@pytest.mark.parametrize(
    "damage",
    ["", "{}", "not json", '{"sealing": {"00": "AA=="}, "current": "00", "finding": "", "remembering": ""}', "[1]"],
)
def test_a_damaged_key_file_is_told_in_words(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "clinic.key"
    path.write_text(damage)
    path.chmod(0o600)
    with pytest.raises(KeysMissing, match="damaged"):
        keys.read(path)


def test_a_missing_key_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="missing"):
        keys.read(tmp_path / "nowhere")


def test_a_key_file_that_lost_one_root_is_refused(key_file: Path, tmp_path: Path) -> None:
    body = json.loads(key_file.read_text())
    del body["finding"]
    path = tmp_path / "clinic.key"
    path.write_text(json.dumps(body))
    path.chmod(0o600)
    with pytest.raises(KeysMissing, match="damaged"):
        keys.read(path)


@pytest.mark.parametrize(
    ("one", "other"),
    [("MÜLLER", "muller"), ("Straße", "STRASSE"), ("O'Neil-Smith", "o neil smith"), ("  a  b ", "A B")],
)
def test_two_writings_of_a_name_meet_in_the_index(one: str, other: str) -> None:
    assert fingerprint("name", normal(one)) == fingerprint("name", normal(other))


def test_fingerprints_of_two_indexes_do_not_meet() -> None:
    assert fingerprint("email", "x") != fingerprint("phone", "x")
    assert fingerprint("pair", "a", "b") != fingerprint("pair", "b", "a")
