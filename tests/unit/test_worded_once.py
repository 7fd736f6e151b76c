"""A card that many screens show is turned into words once, and never into another card's words."""

from typing import Any

import pytest
from reflex.utils.format import json_dumps

from hms.pages.reception import board_day  # noqa: F401 - its kinds of cards are worded once
from hms.schemas.calendar import CalendarColumn


def test_fifty_boards_of_one_column_word_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worded: list[str] = []
    plain = CalendarColumn.model_dump

    def noting(card: CalendarColumn, *args: Any, **options: Any) -> dict[str, Any]:
        worded.append(card.title)
        return plain(card, *args, **options)

    monkeypatch.setattr(CalendarColumn, "model_dump", noting)
    column = CalendarColumn(id="1", title="Dr Meera Rao", note="on time")
    said = {json_dumps({"columns": [column]}) for _ in range(50)}
    assert worded == ["Dr Meera Rao"] and len(said) == 1


def test_a_changed_copy_has_words_of_its_own() -> None:
    column = CalendarColumn(id="1", title="Dr Meera Rao", note="on time")
    before = json_dumps(column)
    late = column.model_copy(update={"note": "25 min late"})
    assert "on time" in before and "25 min late" in json_dumps(late) and json_dumps(column) == before


def test_a_card_made_in_the_place_of_one_that_is_gone_is_not_taken_for_it() -> None:
    for n in range(2_000):
        assert f'"column {n}"' in json_dumps(CalendarColumn(id=str(n), title=f"column {n}"))
