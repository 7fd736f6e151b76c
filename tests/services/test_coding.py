"""Codes of ICD-10-CM: the file in which they are looked up, and each doctor's own first."""

import subprocess
import sys
from pathlib import Path

import pytest

from hms.errors import Invalid, NotPossible
from hms.knowledge.icd10 import asking, reading
from hms.knowledge.icd10.reading import Code
from hms.services.coding import building, looking, searching
from tests.support.cast import Cast, later
from tests.support.database import Database
from tests.support.record_lists import problem


def found(typed: str) -> list[str]:
    return [one.code for one in looking.look(typed)]


@pytest.fixture(scope="module", autouse=True)
def codes() -> None:
    """Read the list once for this checkout, as `hms run` does."""
    building.build()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("asthma", "J45.909"), ("uncompl asth", "J45.909"), ("asth uncompl", "J45.909"), ("htn", "I10"),
        ("high blood pressure", "I10"), ("Diabetes TYPE 2", "E11.9"), ("heart attack", "I21.9"), ("anaemia", "D64.9"),
        ("diarrhoea", "R19.7"), ("oesophagitis", "K20.90"), ("fem fract left", "S72.92XA"), ("migraines", "G43.909"),
        ("Sjögren", "M35.00"), ("copd", "J44.9"),
    ],
)  # fmt: skip
def test_words_find_what_they_mean(typed: str, meant: str) -> None:
    assert meant in found(typed)


@pytest.mark.parametrize("typed", ["e119", "E11.9", "e11.9", " E119 "])
def test_a_code_is_found_with_and_without_its_dot(typed: str) -> None:
    assert found(typed)[0] == "E11.9"


def test_what_can_be_billed_comes_first_but_for_the_very_code() -> None:
    listed = looking.look("J45")
    assert (listed[0].code, listed[0].billable) == ("J45", False)
    assert all(one.billable for one in listed[1:11])
    words = [one.billable for one in looking.look("femur fracture")]
    assert words == sorted(words, reverse=True)


@pytest.mark.parametrize("typed", ["", "  ", "***", '"', "xyzzyx", "a" * 5_000, "NOT asthma OR", "'; DROP TABLE code"])
def test_whatever_is_typed_is_no_question_of_its_own(typed: str) -> None:
    assert isinstance(looking.look(typed), list)


def test_why_a_code_fits_is_said_where_its_title_does_not() -> None:
    hit = next(one for one in looking.look("high blood pressure") if one.code == "I10")
    assert looking.in_other_words(hit, "high blood pressure") == "high blood pressure"
    assert looking.in_other_words(hit, "essential hypertension") == ""


def test_the_whole_list_is_there_and_no_chapter_of_it() -> None:
    everything = looking._file().execute("SELECT count(*), sum(billable), min(length(code)) FROM code").fetchone()
    assert everything[0] > 98_000 and 70_000 < everything[1] < everything[0] and everything[2] == 3
    assert looking.named("e119") == looking.named("E11.9") and looking.named("E11.") and not looking.named("J45.9090")


def test_a_file_that_was_half_written_is_none(tmp_path: Path) -> None:
    target = tmp_path / "codes.db"

    def breaks_off():
        yield Code("A00", "Cholera", "", "", False)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        building.write(target, breaks_off())
    assert not target.exists()
    building.write(target, [Code("A00.9", "Cholera, unspecified", "", "Cholera", True)])
    assert target.exists()


def test_several_that_start_at_once_build_one_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "codes" / "list.db"
    asked: list[int] = []

    def run(_progress: object) -> None:
        asked.append(1)
        building.write(target, [Code("A00.9", "Cholera, unspecified", "", "", True)])

    monkeypatch.setattr(building, "place", lambda: target)
    monkeypatch.setattr(building, "_run", run)
    assert [building.build() for _ in range(3)] == [True, False, False] and asked == [1]


def test_without_the_file_words_can_still_be_written(
    clinic_on_sqlite: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(looking, "place", lambda: tmp_path / "none.db")
    monkeypatch.setattr(looking, "is_there", lambda: False)
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    with pytest.raises(NotPossible):
        clinic_on_sqlite.do(clinic_on_sqlite.dr_rao, searching.search, "asthma")
    assert problem(clinic_on_sqlite, clinic_on_sqlite.asha, "Asthma").title == "Asthma"


def test_serving_does_not_read_the_package(sqlite_only: Database) -> None:
    said = "import sys, hms.services.upkeep as u; u.prepare(); print('simple_icd_10_cm' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_what_a_doctor_likes_and_uses_comes_first(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.book(clinic.bilal, doctor="dr_osei", at=clinic.now.replace(hour=8))
    for minutes, code in enumerate(("J45.998", "J45.50")):
        clinic.now = later(minutes)
        problem(clinic, clinic.asha, "Asthma", code)
    clinic.do(clinic.dr_rao, searching.favour, "J45.41", True)
    listed = clinic.do(clinic.dr_rao, searching.search, "asthma")
    assert [(one.code, one.favourite, one.used) for one in listed[:3]] == [
        ("J45.41", True, 0), ("J45.50", False, 1), ("J45.998", False, 1),
    ]  # fmt: skip
    assert [one.code for one in clinic.do(clinic.dr_rao, searching.search, "")] == ["J45.41", "J45.50", "J45.998"]
    assert clinic.do(clinic.dr_rao, searching.search, "hypertension")[0].code == "I10"
    assert clinic.do(clinic.dr_osei, searching.search, "asthma")[0].code == "J45.909"
    clinic.do(clinic.dr_rao, searching.favour, "J45.41", False)
    assert clinic.do(clinic.dr_rao, searching.search, "asthma")[0].code == "J45.50"
    with pytest.raises(Invalid):
        clinic.do(clinic.dr_rao, searching.favour, "not a code", True)


def test_codes_and_begins_of_codes_are_told_from_words() -> None:
    assert asking.code("j45.9") == "J459" and asking.code("S72.001A") == "S72001A"
    assert not asking.code("asthma") and not asking.code("b") and not asking.code("J45 asthma")
    assert asking.words("Hæm  ANAEMIA") and asking.fits("Iron deficiency anemia", asking.words("anaem iron"))


def test_the_order_in_which_codes_are_offered() -> None:
    ill, injured = (
        Code("J45.909", "Unspecified asthma, uncomplicated", "", "", True),
        Code("S72.92XA", "Fracture", "", "", True),
    )
    later, header = injured._replace(code="S72.92XD"), ill._replace(code="J45", billable=False)
    assert sorted([header, later, injured, ill], key=reading._place) == [ill, injured, later, header]
