"""An address may hold anything."""

from hypothesis import given
from hypothesis import strategies as st

from hms.pages.asked import asked_day, asked_id, asked_moment


@given(st.text())
def test_no_words_of_an_address_break_anything(words: str) -> None:
    for read in (asked_day, asked_id, asked_moment):
        read(words)


def test_days_beyond_every_calendar_ask_for_nothing() -> None:
    assert [asked_day(words) for words in ("9999-12-31", "0001-01-01", "2026-02-30")] == [None] * 3
    assert str(asked_day("2026-11-23")) == "2026-11-23"
    assert asked_moment("2026-11-23T10:00:00") is None
