"""What messages say, in every language that patients may choose."""

import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import hms
from hms.services.outbox import wording
from hms.services.outbox.kinds import Kind
from hms.services.outbox.letters import Letter
from hms.services.steps import TOLD
from hms.texts import LANGUAGE, LOCALES, SOURCE, languages, t

OTHERS = [language for language in languages() if language != SOURCE]
ROOT = Path(hms.__file__).parent
SAID = ("services/outbox/wording.py", "services/calendar_file.py", "services/calendar_entries.py")
TO_DOCTORS = {"Visit, {n} min"}
VISIT = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)  # Tuesday, 10:00 in Kolkata


def texts() -> set[str]:
    """Find every text that a message may be made of."""
    found = {
        str(text) for name in SAID for _, text, _, _ in extract_from_file("python", ROOT / name, keywords={"t": None})
    }
    return found - TO_DOCTORS


def letter(kind: Kind = Kind.BOOKED, **facts: object) -> Letter:
    known = {
        "clinic": "Alder Valley", "phone": "+91 80 5550 0100", "zone": ZoneInfo("Asia/Kolkata"), "name": "Asha Nair",
        "starts_at": VISIT, "doctor": "Dr Meera Rao", "place": "Alder Valley, 14", "preparation": "Bring your card.",
        "until_now": VISIT - timedelta(days=1), "kept_until": VISIT, "change_until": VISIT - timedelta(hours=2),
        "home": "https://alder.example/patient", "page": "https://alder.example/patient/appointments/7",
        "link": "https://video.example/7",
    }  # fmt: skip
    return Letter(kind=kind, **{**known, **facts})


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_a_message_is_translated(language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "hms.po").open("rb") as file:
        said = {str(entry.id): entry for entry in read_po(file) if entry.id}
    assert texts() <= said.keys(), f"not in {language}: {texts() - said.keys()}"
    for text in texts():
        assert said[text].string and not said[text].fuzzy, text
        assert names_in(str(said[text].string)) == names_in(text), text


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", Kind)
def test_nothing_in_a_message_falls_back_to_english(language: str, kind: Kind) -> None:
    said = LANGUAGE.set(language)
    try:
        words = [wording.subject(letter(kind)), *wording.text(letter(kind)).splitlines()]
    finally:
        LANGUAGE.reset(said)
    in_english = [wording.subject(letter(kind)), *wording.text(letter(kind)).splitlines()]
    facts = {"", "Alder Valley", "+91 80 5550 0100"}
    assert not [line for line in words if line in in_english and line not in facts]
    assert len(words) == len(in_english)


def test_every_step_that_is_told_and_every_kind_has_words() -> None:
    assert set(TOLD.values()) <= set(Kind)
    assert set(wording.SUBJECTS) == set(wording.NEWS) == set(Kind)


def test_a_message_as_patients_read_it() -> None:
    moved = letter(Kind.MOVED, link="", preparation="", kept_until=None)
    assert wording.subject(moved) == "Your appointment has changed: Tuesday, 24 November 2026, 10:00"
    assert wording.text(moved) == (
        "Hello Asha Nair,\n\n"
        "Your appointment has changed. This is how it stands now:\n\n"
        "When: Tuesday, 24 November 2026, 10:00 (local time at the clinic)\n"
        "Before: Monday, 23 November 2026, 10:00\n"
        "With: Dr Meera Rao\n"
        "Where: Alder Valley, 14\n\n"
        "To see, move or cancel it: https://alder.example/patient/appointments/7\n"
        "You can do this until Tuesday, 24 November 2026, 08:00; after that please call the clinic.\n\n"
        "Alder Valley\n"
        "Telephone: +91 80 5550 0100\n\n"
        "Nobody reads replies to this message. To choose how messages come, or to have none: "
        "https://alder.example/patient/settings\n"
    )


def test_whoever_has_no_account_is_asked_to_call() -> None:
    for kind, words in [
        (Kind.BOOKED, "To move or cancel it"),
        (Kind.CANCELLED, "To choose another time"),
        (Kind.OFFER, "To take it"),
    ]:
        text = wording.text(letter(kind, home="", page="", link=""))
        assert f"{words}, please call the clinic." in text and "https://" not in text


def test_after_the_cutoff_the_message_says_to_call() -> None:
    assert "please call the clinic" in wording.text(letter(change_until=None))


def test_a_language_that_nobody_speaks_here_is_english() -> None:
    said = LANGUAGE.set("../../etc")
    try:
        assert t("Your appointment is booked.") == "Your appointment is booked."
    finally:
        LANGUAGE.reset(said)
