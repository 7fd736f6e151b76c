"""Waiting times move on by themselves."""

import asyncio
import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.changes import Change
from hms.web import minutes


@given(st.floats(0, 4e9))
def test_the_next_minute_is_always_ahead_and_never_more_than_a_minute_away(now_s: float) -> None:
    assert 0 < minutes.until_next(now_s) <= 60


async def test_each_minute_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Change] = []

    class Heard:
        def hear(self, change: Change) -> None:
            told.append(change)

    monkeypatch.setattr(minutes, "until_next", lambda _now: 0.01)
    listener: Any = Heard()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await minutes.tell_minutes(listener)
    assert len(told) >= 2
    assert set(told) == {Change("minute")}
