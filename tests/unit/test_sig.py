"""The sentences that say how to use a medicine: whole in every language, and as people say it."""

import csv
import string
from decimal import Decimal

import pytest

from hms.knowledge import sig
from hms.schemas.visits import FREQUENCIES
from hms.services.prescribing import FORMULARY

UNITS = {row["unit"] for row in csv.DictReader(FORMULARY.open(encoding="utf-8", newline=""))}


def fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", sig.languages())
def test_a_language_has_a_word_for_all_that_can_be_prescribed(language: str) -> None:
    said = sig.phrases(language)
    assert set(said.often) == set(FREQUENCIES)
    assert set(said.units) == UNITS
    assert fields(said.phrase) == {"dose", "often", "length"} and said.head
    assert all({"one", "other"} == set(forms) and all(forms.values()) for forms in said.units.values())
    assert set(said.length) == {"one", "other"} and fields(said.length["other"]) == {"n"}
    assert len(set(said.often.values())) == len(said.often), "two frequencies are said alike"


@pytest.mark.parametrize("language", sig.languages())
def test_every_dose_and_length_makes_a_whole_sentence(language: str) -> None:
    for unit in UNITS:
        for dose in ("0.25", "0.5", "1", "1.5", "2", "10", "100"):
            for days in (1, 2, 7, 365):
                words = sig.sentence(language, Decimal(dose), unit, "BID", days)
                assert words and "{" not in words and str(days) in words


@pytest.mark.parametrize(
    ("language", "dose", "unit", "often", "days", "words"),
    [
        ("en", "1", "capsule", "TID", 7, "1 capsule three times a day for 7 days"),
        ("en", "0.5", "tablet", "BED", 1, "0.5 tablets at bedtime for 1 day"),
        ("de", "1.5", "tablet", "BID", 10, "1,5 Tabletten zweimal täglich, 10 Tage lang"),
        ("de", "1", "puff", "Q6H", 1, "1 Hub alle 6 Stunden, 1 Tag lang"),
        ("fr", "1.5", "tablet", "QOD", 14, "1,5 comprimé un jour sur deux, pendant 14 jours"),
        ("es", "2", "drop", "QD", 5, "2 gotas una vez al día, durante 5 días"),
        ("it", "1", "patch", "WK", 28, "1 cerotto una volta alla settimana, per 28 giorni"),
        ("pt", "10", "ml", "TID", 7, "10 ml três vezes por dia, durante 7 dias"),
        ("hi", "1", "tablet", "TID", 7, "1 गोली दिन में तीन बार, 7 दिन तक"),
    ],
)  # fmt: skip
def test_it_is_said_as_people_say_it(language: str, dose: str, unit: str, often: str, days: int, words: str) -> None:
    assert sig.sentence(language, Decimal(dose), unit, often, days) == words


def test_whoever_speaks_a_language_without_a_file_reads_english() -> None:
    assert [sig.nearest(one) for one in ("de-CH", "pt_BR", "HI", "mi", "", "sgn")] == [
        "de",
        "pt",
        "hi",
        "en",
        "en",
        "en",
    ]


def test_a_unit_that_the_clinic_made_up_says_nothing_rather_than_something_wrong() -> None:
    assert sig.sentence("de", Decimal(1), "spoonful", "BID", 3) == ""
    assert sig.counted("de", Decimal(2), "spoonful") == "2 spoonful"
